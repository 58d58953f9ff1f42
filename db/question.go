package db

import (
	"context"
	"fmt"
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
		if _, err := t.Survey(ctx, int64(season)); err != nil {
			return missing(err)
		}
		q, err = addQuestion(ctx, t, season, q)
		return err
	})
	if err != nil {
		return survey.Question{}, fmt.Errorf("add question to season %d: %w", season, err)
	}
	return q, nil
}

// AddQuestions saves a survey's wording and times as [DB.SaveSurvey] does and puts its questions at the end
// of those it has, all or none.
func (d *DB) AddQuestions(ctx context.Context, s survey.Survey) error {
	for _, q := range s.Questions {
		if err := q.Check(); err != nil {
			return err
		}
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
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
	if err != nil {
		return fmt.Errorf("add questions to season %d: %w", s.Season, err)
	}
	return nil
}

func addQuestion(ctx context.Context, t tx, season survey.SeasonID, q survey.Question) (survey.Question, error) {
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
	q.ID, q.Version = survey.QuestionID(id), 1
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
// that option in new words; every other one gets a key that was never used.
func (d *DB) ChangeQuestion(ctx context.Context, season survey.SeasonID, q survey.Question) (survey.Question, error) {
	if err := q.Check(); err != nil {
		return survey.Question{}, err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		old, err := questionRow(ctx, t, season, q.ID)
		if err != nil {
			return err
		}
		if q.Options, err = keyOptions(q.Options, &old); err != nil {
			return err
		}
		q.Version = int(old.Version)
		if old.Answered {
			q.Version++
		}
		return saveVersion(ctx, t, q, old)
	})
	if err != nil {
		return survey.Question{}, fmt.Errorf("change question %d: %w", q.ID, err)
	}
	return q, nil
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
	err := t.SaveQuestion(ctx, query.SaveQuestionParams{
		ID: old.ID, Position: old.Position, Version: int64(q.Version), NextOption: old.NextOption, Retired: false,
	})
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
// outside them means the nearest end.
func (d *DB) MoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID, position int) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		rows, err := t.Questions(ctx, int64(season))
		if err != nil {
			return err
		}
		from := slices.IndexFunc(rows, func(r query.QuestionsRow) bool { return r.ID == int64(id) })
		if from < 0 {
			return survey.ErrNotFound
		}
		moved := rows[from]
		rows = slices.Delete(rows, from, from+1)
		rows = slices.Insert(rows, min(max(position, 0), len(rows)), moved)
		return reorder(ctx, t, rows)
	})
	if err != nil {
		return fmt.Errorf("move question %d: %w", id, err)
	}
	return nil
}

func reorder(ctx context.Context, t tx, rows []query.QuestionsRow) error {
	for i, r := range rows {
		if r.Position == int64(i+1) {
			continue
		}
		if err := t.MoveQuestion(ctx, query.MoveQuestionParams{ID: r.ID, Position: int64(i + 1)}); err != nil {
			return err
		}
	}
	return nil
}

// RemoveQuestion takes a question off a season's survey. One that was answered is kept with its answers
// but asked no more.
func (d *DB) RemoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		row, err := questionRow(ctx, t, season, id)
		if err != nil {
			return err
		}
		n, err := t.CountAnsweredVersions(ctx, row.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return t.DeleteQuestion(ctx, row.ID)
		}
		return t.SaveQuestion(ctx, query.SaveQuestionParams{
			ID: row.ID, Position: row.Position, Version: row.Version, NextOption: row.NextOption, Retired: true,
		})
	})
	if err != nil {
		return fmt.Errorf("remove question %d: %w", id, err)
	}
	return nil
}

// QuestionVersions returns every version of every question that a season asks or has asked, so that old answers can be
// read as they were given.
func (d *DB) QuestionVersions(ctx context.Context, season survey.SeasonID) ([]survey.Question, error) {
	all, err := questionVersions(ctx, d.read, season)
	if err != nil {
		return nil, fmt.Errorf("question versions of season %d: %w", season, classify(err))
	}
	return all, nil
}

func questionVersions(ctx context.Context, q *query.Queries, season survey.SeasonID) ([]survey.Question, error) {
	rows, err := q.QuestionVersions(ctx, int64(season))
	if err != nil {
		return nil, err
	}
	var all []survey.Question
	for _, r := range rows {
		q, err := decodeQuestion(r.QuestionID, r.Version, r.Body)
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}

// Answered returns the questions of a season that have an answer in any version, even in a draft.
func (d *DB) Answered(ctx context.Context, season survey.SeasonID) (map[survey.QuestionID]bool, error) {
	ids, err := d.read.AnsweredQuestions(ctx, int64(season))
	if err != nil {
		return nil, fmt.Errorf("answered questions of season %d: %w", season, classify(err))
	}
	all := make(map[survey.QuestionID]bool, len(ids))
	for _, id := range ids {
		all[survey.QuestionID(id)] = true
	}
	return all, nil
}
