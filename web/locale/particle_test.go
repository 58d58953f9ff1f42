package locale

import "testing"

// What is put into Korean words chooses the particle behind it; where nobody can tell how it is said, both forms stay.
func TestParticlesFollowTheWord(t *testing.T) {
	w, err := Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	for email, want := range map[string]string{"mina@example.com": "mina@example.com으로 메일 쓰기", "mina@example.edu": "mina@example.edu로 메일 쓰기", "mina@example.net": "mina@example.net(으)로 메일 쓰기"} {
		if got := w.Say("ko", "nudge_mail", map[string]any{"Email": email}); got != want {
			t.Errorf("to %s it says %q, want %q", email, got, want)
		}
	}
	for _, c := range []struct{ word, both, want string }{
		{"가을", "을(를)", "을"}, {"학기", "을(를)", "를"}, {"서울", "(으)로", "로"}, {"부산", "(으)로", "으로"}, {"1", "(으)로", "로"}, {"3", "(으)로", "으로"}, {"2", "은(는)", "는"},
		{"팀 10", "와(과)", "과"}, {"팀 4", "와(과)", "와"}, {"봄 (2026)", "이(가)", "이"}, {"Chess", "이(가)", "가"}, {"Spring", "은(는)", "은"}, {"Team", "(이)", "이"}, {"하나", "(이)", ""},
		{"Git", "은(는)", "은(는)"}, {"Apple", "을(를)", "을(를)"}, {"…", "을(를)", "을(를)"}, {"", "을(를)", "을(를)"},
	} {
		if got := after(c.word, c.both); got != c.want {
			t.Errorf("behind %q %q is %q, want %q", c.word, c.both, got, c.want)
		}
	}
}
