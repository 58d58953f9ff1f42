package db

import (
	"context"
	"fmt"
	"math/rand/v2"

	"dure/survey"
)

// What is known of a season can be kept by its key: a number that grows with every write that changes its survey, members, answers or sums. It is counted in
// the transaction of the write, so that it is right for every process. Writes that run beside each other would wait for each other in one row, so each counts
// in one of several, and the key is the sum.

// countersBeside is in how many rows writes count for each connection beside the first: two of them meet in one once in a while.
const countersBeside = 8

// SeasonKey returns the key of a season. What is read after it is at least as new.
func (d *DB) SeasonKey(ctx context.Context, id survey.SeasonID) (int64, error) {
	n, err := d.read.SeasonChanges(ctx, seasonKeys(id))
	return n, wrap(classify(err), "key of season %d", id)
}

// seasonKeys is what the names of a season's counters are like.
func seasonKeys(id survey.SeasonID) string { return fmt.Sprintf("season %d %%", id) }

// changes says that the write changes what is read of a season, which is counted at its end, and tells who follows it.
func (t tx) changes(season survey.SeasonID) {
	if t.write.seasons == nil {
		t.write.seasons = map[survey.SeasonID]bool{}
	}
	t.write.seasons[season] = true
	t.tell(survey.SeasonTopic, int64(season))
}

// count counts the write for the seasons that it changed.
func (w *write) count(ctx context.Context, t tx) error {
	for season := range w.seasons {
		if err := t.CountChange(ctx, fmt.Sprintf("season %d %d", season, rand.IntN(w.counters))); err != nil {
			return err
		}
	}
	return nil
}
