package survey

import (
	"slices"
	"testing"
)

func TestNextName(t *testing.T) {
	for name, want := range map[string]string{
		"Spring 2026": "Autumn 2026", "Autumn 2026": "Spring 2027", "Fall 2026": "Spring 2027",
		"2026 봄 · Spring 2026": "2026 가을 · Autumn 2026", "2026 가을 · Autumn 2026": "2027 봄 · Spring 2027",
		"2026년 2학기": "2027년 1학기", "2026-1": "2026-2", "Season 3": "Season 4", "24기": "25기", "Newcomers": "Newcomers 2",
		"2026": "2027", "Winter camp": "Winter camp 2", "99999999999999999999": "99999999999999999999",
	} {
		if got := NextName(name); got != want {
			t.Errorf("the season after %q is called %q, want %q", name, got, want)
		}
	}
}

// A question that is asked by an earlier answer is so in the season that follows, by the copy of that question.
func TestACopyIsAskedByTheCopy(t *testing.T) {
	a, b := Option{Key: 1, Label: Text{English: "A"}}, Option{Key: 2, Label: Text{English: "B"}}
	first := Question{ID: 1, Kind: OneOf, Options: []Option{a, b}, Merged: map[int]int{9: 2}}
	s := Survey{Questions: []Question{first, {ID: 2, Kind: ShortText, Show: &Condition{Question: 1, Options: []int{9}}}, {ID: 3, Kind: ShortText, Show: &Condition{Question: 8}}}}
	copied := map[QuestionID]Question{1: {ID: 11}}
	if got := s.Copy(s.Questions[1], copied).Show; got == nil || got.Question != 11 || !slices.Equal(got.Options, []int{2}) {
		t.Errorf("asked by option 9, which counts as 2, of question 1, the copy is asked by %+v, want option 2 of question 11", got)
	}
	if got := s.Copy(s.Questions[2], copied).Show; got != nil {
		t.Errorf("asked by a question that is gone, the copy is asked by %+v, want of all", got)
	}
	if got := s.Copy(first, copied).Merged; got != nil {
		t.Errorf("a copy that nobody has answered counts options as others: %v", got)
	}
}
