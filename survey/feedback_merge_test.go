package survey

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Two devices that answer different questions both keep what they say; the same question is a clash.
func TestOpinionsAreMergedQuestionByQuestion(t *testing.T) {
	before := Opinion{Fit: 3, HelpedText: "tea", Peers: map[MemberID]Peer{5: {Comment: "kind"}}}
	for _, c := range []struct {
		what              string
		typed, kept, want func(o *Opinion)
		clash             bool
	}{
		{"other questions", func(o *Opinion) { o.Fit = 4 }, func(o *Opinion) { o.Again = AgainYes }, func(o *Opinion) { o.Fit, o.Again = 4, AgainYes }, false},
		{"other teammates", func(o *Opinion) { o.Peers[6] = Peer{Comment: "late"} }, func(o *Opinion) { o.Peers[7] = Peer{Comment: "early"} },
			func(o *Opinion) { o.Peers[6], o.Peers[7] = Peer{Comment: "late"}, Peer{Comment: "early"} }, false},
		{"one taken back", func(o *Opinion) { o.HelpedText = "" }, func(o *Opinion) { delete(o.Peers, 5) }, func(o *Opinion) { o.HelpedText, o.Peers = "", nil }, false},
		{"the same said", func(o *Opinion) { o.Fit = 5 }, func(o *Opinion) { o.Fit = 5 }, func(o *Opinion) { o.Fit = 5 }, false},
		{"one question", func(o *Opinion) { o.Fit = 5 }, func(o *Opinion) { o.Fit, o.Note = 1, "n" }, func(o *Opinion) { o.Fit, o.Note = 5, "n" }, true},
		{"one teammate", func(o *Opinion) { o.Peers[5] = Peer{Comment: "a"} }, func(o *Opinion) { delete(o.Peers, 5) }, func(o *Opinion) { o.Peers[5] = Peer{Comment: "a"} }, true},
	} {
		var all [3]Opinion
		for i, change := range []func(*Opinion){c.typed, c.kept, c.want} {
			all[i] = before
			all[i].Peers = map[MemberID]Peer{5: before.Peers[5]}
			change(&all[i])
		}
		got, clash := all[0].Merge(all[1], before.Mark())
		if !cmp.Equal(got, all[2]) || clash != c.clash {
			t.Errorf("%s: merged is %+v (clash %t), want %+v (%t)", c.what, got, clash, all[2], c.clash)
		}
	}
	if got, clash := (Opinion{}).Merge(before, ""); clash || got.Fit != 0 {
		t.Errorf("a form that says nothing of what it showed brings %+v (%t), want what it says", got, clash)
	}
	team := before
	team.Team.Number = 4
	if team.Mark() != before.Mark() || (Opinion{}).Mark() == "" {
		t.Error("the mark tells teams apart, or nothing has none")
	}
}
