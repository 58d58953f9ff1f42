package db

import (
	"testing"
	"time"

	"dure/survey"
)

// When a version came to be is known of those that an edit made; one that reads as an earlier one did came later.
func testVersionTimes(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	q := openSurvey(t, d, season.ID, scale("a"), scale("other")).Questions[0]
	for _, title := range []string{"b", "a", "c"} {
		q.Title = survey.Text{"en": title}
		q = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
	}
	ok(t, d.UndoEdit(ctx, season.ID, must[survey.Edits](t)(d.Edits(ctx, season.ID)).Now)) // makes version 5
	times := must[map[int]time.Time](t)(d.VersionTimes(ctx, season.ID, q.ID))
	for version := range 4 {
		if times[version+1].IsZero() {
			t.Errorf("nothing is known of when version %d came to be: %v", version+1, times)
		}
	}
	if len(times) != 4 || times[2].Before(times[1]) || times[4].Before(times[3]) {
		t.Errorf("the versions came to be at %v, want 4 times in order", times)
	}
	if times := must[map[int]time.Time](t)(d.VersionTimes(ctx, season.ID, 99)); len(times) > 0 {
		t.Errorf("the versions of no question came to be at %v", times)
	}
}
