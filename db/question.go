package db

import (
	"context"
	"errors"
	"maps"
	"slices"

	"dure/db/query"
	"dure/survey"
)

// AddQuestion puts a question at the end of a season's survey and returns it with its id and its
// options' keys. Keys that it has are not looked at.
func (d *DB) AddQuestion(ctx context.Context, season survey.SeasonID, q survey.Question) (survey.Question, error) {
	return d.AddQuestionBelow(ctx, season, 0, q)
}

// AddQuestionBelow is [DB.AddQuestion], but puts the question below another one; at the end if that is not asked.
func (d *DB) AddQuestionBelow(ctx context.Context, season survey.SeasonID, above survey.QuestionID, q survey.Question) (survey.Question, error) {
	if err := q.Check(); err != nil {
		return survey.Question{}, err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return edited(ctx, t, season, func() (_ survey.Edit, err error) {
			if q, err = addQuestion(ctx, t, season, q); err == nil {
				err = errors.Join(putBelow(ctx, t, season, q.ID, above), t.made(ctx, int64(q.ID)))
			}
			return survey.Edit{Note: survey.EditAdded, Title: q.Title}, err
		})
	})
	return q, wrap(err, "add question to season %d", season)
}

// putBelow moves the last question below another one, if that is asked.
func putBelow(ctx context.Context, t tx, season survey.SeasonID, last, above survey.QuestionID) error {
	rows, err := t.Questions(ctx, int64(season))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(r query.QuestionsRow) bool { return r.ID == int64(above) })
	if i < 0 || int64(last) != rows[len(rows)-1].ID {
		return nil
	}
	return reorder(ctx, t, season, slices.Insert(rows[:len(rows)-1], i+1, rows[len(rows)-1]))
}

// AddQuestions puts questions at the end of those that a survey has, all or none, and gives it words around them and times if it has none by now. If s
// is of another revision than the survey, the error is [survey.ErrStale].
func (d *DB) AddQuestions(ctx context.Context, s survey.Survey) error {
	for _, q := range s.Questions {
		if err := q.Check(); err != nil {
			return err
		}
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return edited(ctx, t, s.Season, func() (survey.Edit, error) {
			return survey.Edit{Note: survey.EditFilled}, errors.Join(addQuestions(ctx, t, s), t.made(ctx, int64(s.Season)))
		})
	})
	return wrap(err, "add questions to season %d", s.Season)
}

func addQuestions(ctx context.Context, t tx, s survey.Survey) error {
	if err := sameOrder(ctx, t, s.Season, s.Revision); err != nil {
		return err
	}
	now, err := surveyOf(ctx, t.Queries, s.Season)
	if err != nil {
		return err
	}
	if !now.Worded() {
		now.Title, now.Intro, now.Consent, now.Thanks = s.Title, s.Intro, s.Consent, s.Thanks
	}
	if now.Opens.IsZero() && now.Closes.IsZero() {
		now.Opens, now.Closes = s.Opens, s.Closes
	}
	if err := saveSurvey(ctx, t, now); err != nil {
		return err
	}
	for _, q := range s.Questions {
		if _, err := addQuestion(ctx, t, s.Season, q); err != nil {
			return err
		}
	}
	return nil
}

// sameOrder returns an error if the season's questions are others, or in another order, than at the revision.
func sameOrder(ctx context.Context, t tx, season survey.SeasonID, revision int) error {
	row, err := t.Survey(ctx, int64(season))
	if err == nil && int(row.Revision) != revision {
		return survey.ErrStale
	}
	return missing(err)
}

func addQuestion(ctx context.Context, t tx, season survey.SeasonID, q survey.Question) (survey.Question, error) {
	if err := one(t.ChangeOrder(ctx, int64(season))); err != nil {
		return q, err
	}
	last, err := t.LastPosition(ctx, int64(season))
	if err != nil {
		return q, err
	}
	q.Merged, q.Options = nil, slices.Clone(q.Options)
	for i := range q.Options {
		q.Options[i].Key = i + 1
	}
	id, err := t.InsertQuestion(ctx, query.InsertQuestionParams{
		SeasonID: int64(season), Position: last + 1, NextOption: int64(len(q.Options) + 1),
	})
	if err != nil {
		return q, err
	}
	q.ID, q.Version, q.Revision = survey.QuestionID(id), 1, 0
	return q, insertVersion(ctx, t, q)
}

func insertVersion(ctx context.Context, t tx, q survey.Question) error {
	body, err := encode(q)
	if err != nil {
		return err
	}
	return t.InsertQuestionVersion(ctx, query.InsertQuestionVersionParams{
		QuestionID: int64(q.ID), Version: int64(q.Version), Body: body, Since: millis(at(ctx)),
	})
}

// ChangeQuestion changes a question of the season and returns it as stored. A version that has an answer, even in a
// draft, or that members may have seen, stays as it is, and the change makes a new one. An option with a key that any version had
// is that option, in new words or brought back; every other one gets a key that was never used. If q is of another revision than the
// question, and says something else, the error is [survey.ErrStale].
func (d *DB) ChangeQuestion(ctx context.Context, season survey.SeasonID, q survey.Question) (survey.Question, error) {
	if err := q.Check(); err != nil {
		return survey.Question{}, err
	}
	var changed survey.Question
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return edited(ctx, t, season, func() (_ survey.Edit, err error) {
			changed, err = changeQuestion(ctx, t, season, q)
			return survey.Edit{Note: survey.EditChanged, Title: changed.Title}, err
		})
	})
	return changed, wrap(err, "change question %d", q.ID)
}

func changeQuestion(ctx context.Context, t tx, season survey.SeasonID, q survey.Question) (survey.Question, error) {
	old, err := questionRow(ctx, t, season, q.ID)
	if err != nil {
		return q, err
	}
	versions, err := questionVersions(ctx, t.Queries, season)
	if err != nil {
		return q, err
	}
	q = q.After(versions)
	if body, err := encode(q); err != nil || body == old.Body { // as when a form is sent twice
		q.Version, q.Revision = int(old.Version), int(old.Revision)
		return q, err
	}
	if int(old.Revision) != q.Revision {
		return q, survey.ErrStale
	}
	keyOptions(&q, &old)
	return saveQuestion(ctx, t, q, old)
}

// questionRow returns a question that the season asks.
func questionRow(ctx context.Context, t tx, season survey.SeasonID, id survey.QuestionID) (query.QuestionRow, error) {
	row, err := t.Question(ctx, int64(id))
	if err == nil && (row.SeasonID != int64(season) || row.Retired) {
		return row, survey.ErrNotFound
	}
	return row, missing(err)
}

// keyOptions gives keys to the options that are new in the question, and lets those that are offered again count as themselves.
func keyOptions(q *survey.Question, old *query.QuestionRow) {
	q.Options = slices.Clone(q.Options)
	seen := map[int]bool{}
	for i, o := range q.Options {
		if o.Key < 1 || o.Key >= int(old.NextOption) || seen[o.Key] {
			q.Options[i].Key = int(old.NextOption)
			old.NextOption++
		}
		seen[q.Options[i].Key] = true
	}
	q.Merged = maps.Clone(q.Merged)
	if maps.DeleteFunc(q.Merged, func(key, _ int) bool { return seen[key] }); len(q.Merged) == 0 {
		q.Merged = nil // as it is read
	}
}

// saveQuestion puts q in the place of what the question was: as a new version if the one before has an answer, or members may
// have it before them and answer it yet.
func saveQuestion(ctx context.Context, t tx, q survey.Question, old query.QuestionRow) (survey.Question, error) {
	asked, err := t.Survey(ctx, old.SeasonID)
	if err != nil {
		return q, err
	}
	q.Version, q.Revision = int(old.Version), int(old.Revision)+1
	if old.Answered || asked.Opens != 0 {
		q.Version++
	}
	return q, saveVersion(ctx, t, q, old)
}

func saveVersion(ctx context.Context, t tx, q survey.Question, old query.QuestionRow) error {
	err := t.SaveQuestion(ctx, query.SaveQuestionParams{ID: old.ID, Version: int64(q.Version), NextOption: old.NextOption})
	if err != nil {
		return err
	}
	if int64(q.Version) != old.Version {
		return insertVersion(ctx, t, q)
	}
	body, err := encode(q)
	if err != nil {
		return err
	}
	return t.SaveQuestionVersion(ctx, query.SaveQuestionVersionParams{QuestionID: old.ID, Version: old.Version, Body: body, Since: millis(at(ctx))})
}

// MoveQuestion puts a question at the position, counted from 0, among the season's questions. A position
// outside them means the nearest end. If revision is not the survey's, and the question stands elsewhere, the error
// is [survey.ErrStale].
func (d *DB) MoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID, revision, position int) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return edited(ctx, t, season, func() (survey.Edit, error) {
			return moveQuestion(ctx, t, season, id, revision, position)
		})
	})
	return wrap(err, "move question %d", id)
}

func moveQuestion(ctx context.Context, t tx, season survey.SeasonID, id survey.QuestionID, revision, position int) (survey.Edit, error) {
	rows, err := t.Questions(ctx, int64(season))
	if err != nil {
		return survey.Edit{}, err
	}
	from, to := slices.IndexFunc(rows, func(r query.QuestionsRow) bool { return r.ID == int64(id) }), min(max(position, 0), len(rows)-1)
	if from >= 0 && from == to {
		return survey.Edit{}, nil
	}
	if err := sameOrder(ctx, t, season, revision); err != nil {
		return survey.Edit{}, err
	}
	if from < 0 {
		return survey.Edit{}, survey.ErrNotFound
	}
	moved := rows[from]
	q, err := decodeQuestion(moved.ID, moved.Version, moved.Body)
	if err != nil {
		return survey.Edit{}, err
	}
	edit := survey.Edit{Note: survey.EditMoved, Title: q.Title}
	return edit, reorder(ctx, t, season, slices.Insert(slices.Delete(rows, from, from+1), to, moved))
}

func reorder(ctx context.Context, t tx, season survey.SeasonID, rows []query.QuestionsRow) error {
	for i, r := range rows {
		if r.Position == int64(i+1) {
			continue
		}
		if err := t.MoveQuestion(ctx, query.MoveQuestionParams{ID: r.ID, Position: int64(i + 1)}); err != nil {
			return err
		}
	}
	return one(t.ChangeOrder(ctx, int64(season)))
}

// RemoveQuestion takes a question off a season's survey. It is kept with its answers, so that this can be taken back,
// but asked no more. One that is off it already is no error; if revision is not the question's, the error is [survey.ErrStale].
func (d *DB) RemoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID, revision int) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		row, err := t.Question(ctx, int64(id))
		switch {
		case err != nil:
			return missing(err)
		case row.SeasonID != int64(season):
			return survey.ErrNotFound
		case row.Retired:
			return nil
		case int(row.Revision) != revision:
			return survey.ErrStale
		}
		return edited(ctx, t, season, func() (survey.Edit, error) { return removeQuestion(ctx, t, row) })
	})
	return wrap(err, "remove question %d", id)
}

func removeQuestion(ctx context.Context, t tx, row query.QuestionRow) (survey.Edit, error) {
	q, err := decodeQuestion(row.ID, row.Version, row.Body)
	if err != nil {
		return survey.Edit{}, err
	}
	if err := one(t.ChangeOrder(ctx, row.SeasonID)); err != nil {
		return survey.Edit{}, err
	}
	return survey.Edit{Note: survey.EditRemoved, Title: q.Title}, t.RetireQuestion(ctx, row.ID)
}

// QuestionVersions returns every version of every question that a season asks or has asked, so that old answers can be
// read as they were given.
func (d *DB) QuestionVersions(ctx context.Context, season survey.SeasonID) ([]survey.Question, error) {
	all, err := questionVersions(ctx, d.read, season)
	return all, wrap(classify(err), "question versions of season %d", season)
}

func questionVersions(ctx context.Context, q *query.Queries, season survey.SeasonID) ([]survey.Question, error) {
	a, err := askingOf(ctx, q, season)
	if err != nil {
		return nil, err
	}
	return a.everyVersion(), nil
}

// Answered returns the questions of a season that have an answer in any version, even in a draft.
func (d *DB) Answered(ctx context.Context, season survey.SeasonID) (map[survey.QuestionID]bool, error) {
	ids, err := d.read.AnsweredQuestions(ctx, int64(season))
	return setOf[survey.QuestionID](ids), wrap(classify(err), "answered questions of season %d", season)
}
