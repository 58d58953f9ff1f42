package team

import (
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// An address is one of the web, whoever typed it; nothing else is led to.
func TestReadBrief(t *testing.T) {
	for _, c := range []struct{ chat, want string }{
		{" https://open.kakao.com/o/abc ", "https://open.kakao.com/o/abc"},
		{"open.kakao.com/o/abc", "https://open.kakao.com/o/abc"},
		{"http://chat.example/a?b=c", "http://chat.example/a?b=c"},
		{"", ""},
		{"javascript:alert(1)", "wrong"},
		{"javascript://example.org/%0aalert(1)", "wrong"},
		{"data:text/html,x", "wrong"},
		{"our room", "wrong"},
		{"https://", "wrong"},
		{"https://bank.example@evil.example", "wrong"},
		{"https://a.example/" + strings.Repeat("x", maxChat), "wrong"},
	} {
		b, wrong := ReadBrief(c.chat, "chat", "", "task")
		got := b.Chat
		if len(wrong) > 0 {
			got = "wrong"
		}
		if got != c.want {
			t.Errorf("the chat %q is read as %q, want %q", c.chat, got, c.want)
		}
	}
	if _, wrong := ReadBrief("", "chat", strings.Repeat("x", survey.MaxLong+1), "task"); len(wrong) != 1 || wrong[0].Field != "task" {
		t.Errorf("a task that is too long is refused with %v, want one mistake at it", wrong)
	}
	day := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	b := Briefs{All: Brief{Chat: "https://a.example", Task: "Meet"}, Teams: []Brief{{}, {Chat: "https://b.example"}, {Meet: day}}}
	for at, want := range []Brief{b.All, {Chat: "https://b.example", Task: "Meet"}, {Chat: "https://a.example", Task: "Meet", Meet: day}, b.All} {
		if got := b.Of(at); got != want {
			t.Errorf("team %d is told %v, want %v", at, got, want)
		}
	}
}
