package survey

import (
	"slices"
	"testing"
	"time"
)

// Who is shown whom to choose teammates from: who came by the club link nothing that only the organizers entered, and nothing that differs by what the
// list knows.
func TestMatesOf(t *testing.T) {
	at := time.Unix(1e9, 0)
	listed := Member{ID: 1, Name: "홍길동", Email: "gildong@example.org"}
	namesake := Member{ID: 2, Name: "홍길동", Email: "kdhong@example.org"}
	left := Member{ID: 3, Name: "Lea", Dropped: at}
	came := Member{ID: 4, Name: "Ana", Email: "ana@example.org", Joined: at}
	waits := Member{ID: 5, Name: "Bo", Email: "bo@example.org", Joined: at, Waiting: true, Dropped: at}
	took := Member{ID: 6, Name: "Zed", Email: "minjun@example.org", Known: "zed@example.org"}
	members := []Member{listed, namesake, left, came, waits, took}
	taken := []Taken{{Member: took.ID, Name: "김민준", Email: took.Email}}
	for _, tt := range []struct {
		what   string
		viewer Member
		closed bool
		want   []string
	}{
		{"who is on the list", listed, false, []string{"Ana", "Zed", "홍길동"}},
		{"who is on a closed list", listed, true, []string{"Ana", "Zed", "홍길동"}},
		{"who came by the club link", came, false, []string{"Bo", "Zed"}},
		{"who was let in", came, true, []string{"Zed", "홍길동 (g…g@e…)", "홍길동 (k…g@e…)"}},
		{"who waits", waits, false, []string{"Ana", "Zed"}},
		{"who waits for a closed list", waits, true, nil},
		{"who took a place", took, false, []string{"Ana", "Bo"}},
		{"who took a place on a closed list", took, true, nil},
	} {
		var got []string
		for _, m := range MatesOf(tt.viewer, members, taken, tt.closed) {
			got = append(got, m.Called)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s can choose from %q, want %q", tt.what, got, tt.want)
		}
	}
	others := append(slices.Clone(members), Member{ID: 7, Name: "Zed", Email: "zed2@example.org", Joined: at})
	for _, m := range MatesOf(came, others, taken, false) {
		if m.ID == took.ID && m.Called != "Zed (z…@e…)" {
			t.Errorf("who took a place is called %q by who came by the club link, want by the address that was typed", m.Called)
		}
	}
}

// What tells two of one name apart is taken for whom it was chosen, and stays so.
func TestChosenMates(t *testing.T) {
	one, two := Member{ID: 1, Name: "Kim Minjun", Email: "kim1@example.org"}, Member{ID: 2, Name: "Kim Minjun", Email: "kim2@example.org"}
	ana, bo := Member{ID: 3, Name: "Ana"}, Member{ID: 4, Name: "Bo"}
	asked := Survey{Questions: []Question{{ID: 7, Kind: Teammates, Wishes: 3, Avoids: 1}}}
	as := Answers{7: {Wished: []string{"kim minjun (K…2@e…)", "Bo"}, Avoided: []string{"Kim Minjun (k…1@e…)"}}}
	meant := as.Chosen(MatesOf(ana, []Member{one, two, ana, bo}, nil, false))
	if id, ok := meant.Of(7, WishedSide, "Kim Minjun (k…2@e…)"); id != two.ID || !ok {
		t.Errorf("the one wished for was chosen as %d (%t), want %d", id, ok, two.ID)
	}
	if id, ok := meant.Of(7, AvoidedSide, "Kim Minjun (k…1@e…)"); id != one.ID || !ok {
		t.Errorf("the one avoided was chosen as %d (%t), want %d", id, ok, one.ID)
	}
	if _, ok := meant.Of(7, WishedSide, "Bo"); ok {
		t.Error("a name that one member has was decided, want it read as any that is typed")
	}
	for _, d := range Doubts(asked, []Member{one, two, ana, bo}, map[MemberID]Response{ana.ID: {Answers: as, Meant: meant}}) {
		if !d.Decided() {
			t.Errorf("%q is in doubt though it was chosen from the list", d.Text)
		}
	}
	before := Meant(nil).Decide(Decision{Question: 7, Side: WishedSide, Typed: "Kim Minjun (k…2@e…)"})
	if id, ok := before.And(meant).Of(7, WishedSide, "Kim Minjun (k…2@e…)"); id != 0 || !ok {
		t.Errorf("what was decided before means %d (%t) after the form came again, want nobody as decided", id, ok)
	}
}
