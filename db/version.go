package db

import (
	"context"
	"time"

	"dure/db/query"
	"dure/survey"
)

// VersionTimes returns since when versions of a question have read as they do, by their numbers. It tells of those of which that was noted.
func (d *DB) VersionTimes(ctx context.Context, season survey.SeasonID, id survey.QuestionID) (map[int]time.Time, error) {
	times := map[int]time.Time{}
	err := d.view(ctx, func(q *query.Queries) error {
		versions, err := q.QuestionVersions(ctx, int64(season))
		for _, v := range versions {
			if v.QuestionID == int64(id) && v.Since > 0 {
				times[int(v.Version)] = fromMillis(v.Since)
			}
		}
		return err
	})
	return times, wrap(err, "times of versions of question %d", id)
}
