package view

import (
	"strings"
	"testing"

	"dure/survey"
)

// What stands before and after an arrow and the change behind it agree to the last figure that is shown.
func TestScoresAgreeWithTheirChange(t *testing.T) {
	for _, c := range []struct {
		before, after   float64
		was, is, change string
	}{
		{0.74521, 0.74479, "74.52\u00a0%", "74.48\u00a0%", "−0.04"},
		{0.7454, 0.7446, "74.54\u00a0%", "74.46\u00a0%", "−0.08"},
		{0.74549, 0.74451, "74.55\u00a0%", "74.45\u00a0%", "−0.10"},
		{0.7446, 0.7556, "74.5\u00a0%", "75.6\u00a0%", "+1.1"},
		{0.5, 0.25, "50\u00a0%", "25\u00a0%", "−25.0"},
		{0.5, 0.5, "50\u00a0%", "50\u00a0%", "±0"},
		{0.5, 0.50001, "50\u00a0%", "50\u00a0%", "±0"},
		{0.9995, 1, "99.9\u00a0%", "100\u00a0%", "+0.1"},
	} {
		if was, is, change := scoreChange(c.before, c.after); was != c.was || is != c.is || change != c.change {
			t.Errorf("from %v to %v is shown as %s → %s %s, want %s → %s %s", c.before, c.after, was, is, change, c.was, c.is, c.change)
		}
	}
}

// A score that is low is not in the colour of what is good.
func TestALowScoreIsNotGreen(t *testing.T) {
	for score, want := range map[float64]bool{0.042: false, 0.6: false, 0.95: true} {
		if got := (ScoreCell{Score: score}).Class() == "good"; got != want {
			t.Errorf("a score of %v is green: %v, want %v", score, got, want)
		}
	}
}

// Where one rule is the whole, both have the same change beside them.
func TestTheWholeAndItsRuleChangeAlike(t *testing.T) {
	const before, after = 0.81955, 0.84044 // 82 % and 84 % as they are shown, +2.1 as they are
	var page strings.Builder
	p := Page{T: func(key survey.Key, _ ...any) string { return string(key) }}
	if err := effect(p, 0, before, after, []Change{{Sentence: "all alike", Before: before, After: after}}).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(page.String(), "+2.0"); got != 2 || strings.Contains(page.String(), "+2.1") {
		t.Errorf("%s has +2.0 %d times, want twice, and no other change", page.String(), got)
	}
}

// A bound is never said to be less than it is.
func TestABoundIsRoundedUp(t *testing.T) {
	for bound, want := range map[float64]string{0.8611: "86.2", 0.862: "86.2", 0.9996: "100", 1: "100", 0: "0"} {
		if said := atMost(bound); said != want+"\u00a0%" {
			t.Errorf("%v is said as %q, want %s", bound, said, want)
		}
	}
}
