package db

import (
	"context"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// VersionTimes returns when versions of a question came to be, by their numbers: of those that an edit of the survey tells of, which is
// kept for a while only.
func (d *DB) VersionTimes(ctx context.Context, season survey.SeasonID, id survey.QuestionID) (map[int]time.Time, error) {
	times := map[int]time.Time{}
	err := d.view(ctx, func(q *query.Queries) error {
		versions, err := q.QuestionVersions(ctx, int64(season))
		if err != nil {
			return err
		}
		edits, err := q.SurveyEdits(ctx, int64(season))
		if err != nil {
			return err
		}
		versions = slices.DeleteFunc(versions, func(v query.QuestionVersion) bool { return v.QuestionID != int64(id) })
		return eachBody(edits, id, func(body string, at time.Time) {
			// A version that reads as an earlier one does came later: the first that no edit has told of yet.
			i := slices.IndexFunc(versions, func(v query.QuestionVersion) bool { return v.Body == body })
			if i >= 0 {
				times[int(versions[i].Version)] = at
				versions = versions[i+1:]
			}
		})
	})
	return times, wrap(err, "times of versions of question %d", id)
}

// eachBody calls do with the question as it was after each edit that changed it.
func eachBody(edits []query.SurveyEdit, id survey.QuestionID, do func(body string, at time.Time)) error {
	last := ""
	for i, e := range edits {
		var a asks
		if err := decode(e.Questions, &a); err != nil {
			return err
		}
		at := slices.IndexFunc(a.Questions, func(k keptQuestion) bool { return k.ID == id })
		if at < 0 {
			continue
		}
		body, err := encode(a.Questions[at].Body)
		if err != nil {
			return err
		}
		if body != last && i > 0 { // the first edit only keeps what was there
			do(body, fromMillis(e.Created))
		}
		last = body
	}
	return nil
}
