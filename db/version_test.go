package db

import (
	"testing"
	"time"

	"dure/survey"
)

// Of every version it is known since when it has read as it does, whatever made it, though an earlier one reads the same.
func testVersionTimes(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	q := openSurvey(t, d, season.ID, scale("a"), scale("other")).Questions[0]
	title := func(words string) func() {
		return func() {
			q = must[survey.Survey](t)(d.Survey(ctx, season.ID)).Questions[0]
			q.Title = survey.Text{"en": words}
			q = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
		}
	}
	undo := func() { ok(t, d.UndoEdit(ctx, season.ID, must[survey.Edits](t)(d.Edits(ctx, season.ID)).Now)) }
	redo := func() { ok(t, d.RedoEdit(ctx, season.ID, must[survey.Edits](t)(d.Edits(ctx, season.ID)).Now)) }
	began := map[int]time.Time{}
	edits := []func(){title("b"), title("a"), title("c"), undo, redo, undo, title("b")}
	for i, edit := range edits {
		for began[i+2] = time.Now(); time.Since(began[i+2]) < 2*time.Millisecond; { // times are kept in milliseconds
		}
		began[i+2] = time.Now()
		edit()
	}
	times := must[map[int]time.Time](t)(d.VersionTimes(ctx, season.ID, q.ID))
	last := len(edits) + 1
	for version := 2; version <= last; version++ {
		since := times[version]
		if since.Before(began[version].Truncate(time.Millisecond)) || version < last && since.After(began[version+1]) {
			t.Errorf("version %d reads as it does since %v, but was made from %v on; all: %v", version, since, began[version], times)
		}
	}
	if times[1].IsZero() || len(times) != last {
		t.Errorf("the versions have read as they do since %v, want %d times", times, last)
	}
	if times := must[map[int]time.Time](t)(d.VersionTimes(ctx, season.ID, 99)); len(times) > 0 {
		t.Errorf("the versions of no question came to be at %v", times)
	}
}
