package view

import (
	"testing"

	"dure/survey"
)

func TestEveryKindHasAView(t *testing.T) {
	for _, k := range survey.Items {
		if questionViews[k] == nil {
			t.Errorf("the kind %s has no view: add one to questionViews", k)
		}
	}
	for k := range questionViews {
		if !k.Known() {
			t.Errorf("there is a view of %s, which is no kind of question", k)
		}
	}
}

func TestSettingsSideBySide(t *testing.T) {
	for kind, want := range map[survey.Kind][]int{survey.Scale: {2, 1}, survey.Rank: {1, 1}, survey.Number: {1, 2}, survey.Availability: {1, 2, 1, 1}, survey.LongText: nil} {
		got := rows(questionViews[kind].settings())
		if len(got) != len(want) {
			t.Errorf("the settings of %s stand in %d rows, want %d", kind, len(got), len(want))
			continue
		}
		for i, row := range got {
			if len(row) != want[i] {
				t.Errorf("row %d of the settings of %s has %d, want %d", i, kind, len(row), want[i])
			}
		}
	}
}
