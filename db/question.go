package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"dure/db/query"
	"dure/survey"
)

// AddQuestion puts a question at the end of a season's survey and returns it with its id and its
// options' keys. Keys that it has are not looked at.
func (d *DB) AddQuestion(ctx context.Context, season survey.SeasonID, q survey.Question) (survey.Question, error) {
	if err := q.Check(); err != nil {
		return survey.Question{}, err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) (err error) {
		q, err = addQuestion(ctx, t, season, q)
		return err
	})
	return q, wrap(err, "add question to season %d", season)
}

// AddQuestions saves a survey's wording and times as [DB.SaveSurvey] does and puts its questions at the end
// of those it has, all or none. If s is of another revision than the survey, the error is [survey.ErrStale].
func (d *DB) AddQuestions(ctx context.Context, s survey.Survey) error {
	for _, q := range s.Questions {
		if err := q.Check(); err != nil {
			return err
		}
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := sameOrder(ctx, t, s.Season, s.Revision); err != nil {
			return err
		}
		if err := saveSurvey(ctx, t, s); err != nil {
			return err
		}
		for _, q := range s.Questions {
			if _, err := addQuestion(ctx, t, s.Season, q); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "add questions to season %d", s.Season)
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
	q.Options = slices.Clone(q.Options)
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
		QuestionID: int64(q.ID), Version: int64(q.Version), Body: body,
	})
}

// ChangeQuestion changes a question of the season and returns it as stored. If its version has an answer, even in a
// draft, the change makes a new version. An option whose key the current version has is
// that option in new words; every other one gets a key that was never used. If q is of another revision than the question,
// and says something else, the error is [survey.ErrStale].
func (d *DB) ChangeQuestion(ctx context.Context, season survey.SeasonID, q survey.Question) (survey.Question, error) {
	if err := q.Check(); err != nil {
		return survey.Question{}, err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		old, err := questionRow(ctx, t, season, q.ID)
		if err != nil {
			return err
		}
		if body, err := encode(q); err != nil || body == old.Body { // as when a form is sent twice
			q.Version, q.Revision = int(old.Version), int(old.Revision)
			return err
		}
		if int(old.Revision) != q.Revision {
			return survey.ErrStale
		}
		q.Revision++
		if q.Options, err = keyOptions(q.Options, &old); err != nil {
			return err
		}
		q.Version = int(old.Version)
		if old.Answered {
			q.Version++
		}
		return saveVersion(ctx, t, q, old)
	})
	return q, wrap(err, "change question %d", q.ID)
}

// questionRow returns a question that the season asks.
func questionRow(ctx context.Context, t tx, season survey.SeasonID, id survey.QuestionID) (query.QuestionRow, error) {
	row, err := t.Question(ctx, int64(id))
	if err == nil && (row.SeasonID != int64(season) || row.Retired) {
		return row, survey.ErrNotFound
	}
	return row, missing(err)
}

// keyOptions gives keys to the options that are new in the question.
func keyOptions(options []survey.Option, old *query.QuestionRow) ([]survey.Option, error) {
	before, err := decodeQuestion(old.ID, old.Version, old.Body)
	if err != nil {
		return nil, err
	}
	options = slices.Clone(options)
	seen := map[int]bool{}
	for i, o := range options {
		if _, ok := before.Option(o.Key); !ok || seen[o.Key] {
			options[i].Key = int(old.NextOption)
			old.NextOption++
		}
		seen[options[i].Key] = true
	}
	return options, nil
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
	return t.SaveQuestionVersion(ctx, query.SaveQuestionVersionParams{QuestionID: old.ID, Version: old.Version, Body: body})
}

// MoveQuestion puts a question at the position, counted from 0, among the season's questions. A position
// outside them means the nearest end. If revision is not the survey's, and the question stands elsewhere, the error
// is [survey.ErrStale].
func (d *DB) MoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID, revision, position int) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		rows, err := t.Questions(ctx, int64(season))
		if err != nil {
			return err
		}
		from, to := slices.IndexFunc(rows, func(r query.QuestionsRow) bool { return r.ID == int64(id) }), min(max(position, 0), len(rows)-1)
		if from >= 0 && from == to {
			return nil
		}
		if err := sameOrder(ctx, t, season, revision); err != nil {
			return err
		}
		if from < 0 {
			return survey.ErrNotFound
		}
		moved := rows[from]
		return reorder(ctx, t, season, slices.Insert(slices.Delete(rows, from, from+1), to, moved))
	})
	return wrap(err, "move question %d", id)
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

// RemoveQuestion takes a question off a season's survey. One that was answered is kept with its answers
// but asked no more. One that is off it already is no error; if revision is not the question's, the error is [survey.ErrStale].
func (d *DB) RemoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID, revision int) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		row, err := t.Question(ctx, int64(id))
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return err
		case row.SeasonID != int64(season):
			return survey.ErrNotFound
		case row.Retired:
			return nil
		case int(row.Revision) != revision:
			return survey.ErrStale
		}
		return removeQuestion(ctx, t, row)
	})
	return wrap(err, "remove question %d", id)
}

func removeQuestion(ctx context.Context, t tx, row query.QuestionRow) error {
	if err := one(t.ChangeOrder(ctx, row.SeasonID)); err != nil {
		return err
	}
	n, err := t.CountAnsweredVersions(ctx, row.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return t.DeleteQuestion(ctx, row.ID)
	}
	return t.RetireQuestion(ctx, row.ID)
}

// QuestionVersions returns every version of every question that a season asks or has asked, so that old answers can be
// read as they were given.
func (d *DB) QuestionVersions(ctx context.Context, season survey.SeasonID) ([]survey.Question, error) {
	all, err := questionVersions(ctx, d.read, season)
	return all, wrap(classify(err), "question versions of season %d", season)
}

func questionVersions(ctx context.Context, q *query.Queries, season survey.SeasonID) ([]survey.Question, error) {
	rows, err := q.QuestionVersions(ctx, int64(season))
	if err != nil {
		return nil, err
	}
	return decodeEach(rows, func(r query.QuestionVersion) (survey.Question, error) {
		return decodeQuestion(r.QuestionID, r.Version, r.Body)
	})
}

// Answered returns the questions of a season that have an answer in any version, even in a draft.
func (d *DB) Answered(ctx context.Context, season survey.SeasonID) (map[survey.QuestionID]bool, error) {
	ids, err := d.read.AnsweredQuestions(ctx, int64(season))
	return setOf[survey.QuestionID](ids), wrap(classify(err), "answered questions of season %d", season)
}
