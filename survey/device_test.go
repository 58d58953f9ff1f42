package survey

import (
	"slices"
	"testing"
)

// Any device shows what is not confided, and nothing whose being asked would tell what is.
func TestOnAnyDevice(t *testing.T) {
	page := func(id, on QuestionID) Question {
		return Question{ID: id, Kind: NewPage, Show: &Condition{Question: on}}
	}
	s := Survey{Questions: []Question{
		{ID: 1, Kind: ShortText},
		{ID: 2, Kind: ShortText, Sensitive: true},
		{ID: 3, Kind: Teammates, Wishes: 1},
		{ID: 4, Kind: Teammates, Avoids: 1},
		{ID: 5, Kind: ShortText, Show: &Condition{Question: 4}},
		{ID: 6, Kind: ShortText, Show: &Condition{Question: 5}},
		{ID: 7, Kind: ShortText, Show: &Condition{Question: 1}},
		page(8, 4), {ID: 9, Kind: ShortText},
		page(10, 1), {ID: 11, Kind: ShortText},
	}}
	var got []QuestionID
	for _, q := range s.OnAnyDevice().Questions {
		got = append(got, q.ID)
	}
	if want := []QuestionID{1, 3, 7, 10, 11}; !slices.Equal(got, want) {
		t.Errorf("any device shows the questions %v, want %v", got, want)
	}
}
