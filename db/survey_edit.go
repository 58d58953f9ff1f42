package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Undoing a survey's edits. Each edit keeps the whole of what a survey asks after it: to take one back is to make the survey
// by ordinary changes what it was after the edit before. Questions keep their ids and options their keys, what was answered
// meanwhile makes a new version, and no answer is touched. When a survey is open is no part of it.

// maxEdits is how many edits of a survey can be taken back.
const maxEdits = 200

// asks is what a survey asks, as an edit keeps it.
type asks struct {
	Title     survey.Text     `json:"title,omitzero"`
	Intro     survey.Text     `json:"intro,omitzero"`
	Consent   survey.Text     `json:"consent,omitzero"`
	Settings  survey.Settings `json:"settings"`
	Questions []keptQuestion  `json:"questions"`
}

type keptQuestion struct {
	ID   survey.QuestionID `json:"id"`
	Body survey.Question   `json:"body"`
}

// edited makes a change of what the season's survey asks, and keeps it as an edit if anything is other than before. A change that
// breaks a condition is refused.
func edited(ctx context.Context, t tx, season survey.SeasonID, change func() (survey.Edit, error)) error {
	was, before, err := asked(ctx, t.Queries, season)
	if err != nil {
		return err
	}
	edit, err := change()
	if err != nil {
		return err
	}
	now, after, err := asked(ctx, t.Queries, season)
	if err != nil || after == before {
		return err
	}
	if err := was.CheckChange(now); err != nil {
		return err
	}
	if err := t.log(ctx, survey.Act{Season: season, What: survey.ChangedSurvey}); err != nil {
		return err
	}
	return pushSurveyEdit(ctx, t, season, before, after, edit)
}

// asked is the survey now, and what it asks as JSON: two that are the same ask the same.
func asked(ctx context.Context, q *query.Queries, season survey.SeasonID) (survey.Survey, string, error) {
	s, err := surveyOf(ctx, q, season)
	if err != nil {
		return s, "", err
	}
	a := asks{Title: s.Title, Intro: s.Intro, Consent: s.Consent, Settings: s.Settings}
	for _, q := range s.Questions {
		a.Questions = append(a.Questions, keptQuestion{q.ID, q})
	}
	kept, err := encode(a)
	return s, kept, err
}

// pushSurveyEdit puts an edit after the one that counts, in place of what could be done again. Before the first one stands
// the survey as it was; so it does after a change that no edit tells of, which nothing may take back.
func pushSurveyEdit(ctx context.Context, t tx, season survey.SeasonID, before, after string, edit survey.Edit) error {
	last, err := t.LastSurveyEdit(ctx, int64(season))
	if err != nil {
		return err
	}
	now, err := editNow(ctx, t.Queries, season)
	if err != nil {
		return err
	}
	kept := query.DeleteSurveyEditsParams{SeasonID: int64(season), Seq: last - maxEdits, Seq_2: now.Seq} // from and to
	if now.Questions != before {
		last++
		kept.Seq, kept.Seq_2 = last, last
		if err := insertSurveyEdit(ctx, t, season, last, before, survey.Edit{}); err != nil {
			return err
		}
	}
	if err := t.DeleteSurveyEdits(ctx, kept); err != nil {
		return err
	}
	if err := insertSurveyEdit(ctx, t, season, last+1, after, edit); err != nil {
		return err
	}
	return one(t.SetSurveyEdit(ctx, query.SetSurveyEditParams{SeasonID: int64(season), Edit: last + 1}))
}

func insertSurveyEdit(ctx context.Context, t tx, season survey.SeasonID, seq int64, asks string, edit survey.Edit) error {
	note, err := encode(edit)
	if err != nil {
		return err
	}
	return t.InsertSurveyEdit(ctx, query.InsertSurveyEditParams{
		SeasonID: int64(season), Seq: seq, Questions: asks, Note: note, Created: millis(time.Now()),
	})
}

// editNow is the edit that counts; of a survey that has none, one without a number.
func editNow(ctx context.Context, q *query.Queries, season survey.SeasonID) (query.SurveyEdit, error) {
	row, err := q.Survey(ctx, int64(season))
	if err != nil {
		return query.SurveyEdit{}, missing(err)
	}
	return noneIfMissing(q.SurveyEdit(ctx, query.SurveyEditParams{SeasonID: int64(season), Seq: row.Edit}))
}

// noneIfMissing is the edit, or one without a number.
func noneIfMissing(e query.SurveyEdit, err error) (query.SurveyEdit, error) {
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return e, err
}

// Edits returns what can be taken back of a survey, and done again.
func (d *DB) Edits(ctx context.Context, season survey.SeasonID) (survey.Edits, error) {
	var e survey.Edits
	err := d.view(ctx, func(q *query.Queries) error {
		around, err := editsAround(ctx, q, season)
		if err != nil {
			return err
		}
		e.Now = int(around.now.Seq)
		if around.before.Seq != 0 {
			e.Undo, err = step(around.now, around.before)
		}
		if around.after.Seq != 0 {
			var also error
			e.Redo, also = step(around.after, around.after)
			err = errors.Join(err, also)
		}
		return err
	})
	return e, wrap(err, "edits of season %d", season)
}

// step is an edit with what the survey asks once it is as another one kept it.
func step(e, to query.SurveyEdit) (*survey.Edit, error) {
	var edit survey.Edit
	var a asks
	err := errors.Join(decode(e.Note, &edit), decode(to.Questions, &a))
	for _, q := range a.Questions {
		q.Body.ID = q.ID
		edit.To = append(edit.To, q.Body)
	}
	return &edit, err
}

// around are the edit that counts and its neighbours, without a number where there is none.
type around struct{ before, now, after query.SurveyEdit }

func editsAround(ctx context.Context, q *query.Queries, season survey.SeasonID) (a around, err error) {
	if a.now, err = editNow(ctx, q, season); err != nil || a.now.Seq == 0 {
		return a, err
	}
	if _, is, err := asked(ctx, q, season); err != nil || is != a.now.Questions {
		return a, err
	}
	a.before, err = noneIfMissing(q.EditBefore(ctx, query.EditBeforeParams{SeasonID: int64(season), Seq: a.now.Seq}))
	if err != nil {
		return a, err
	}
	a.after, err = noneIfMissing(q.EditAfter(ctx, query.EditAfterParams{SeasonID: int64(season), Seq: a.now.Seq}))
	return a, err
}

// UndoEdit takes back the last edit of a survey. Now is [survey.Edits.Now]; if it is another meanwhile, the error is [survey.ErrStale].
// Then is what some of the questions it brings back become by a change of their own, before anybody else can change them.
func (d *DB) UndoEdit(ctx context.Context, season survey.SeasonID, now int, then ...survey.Question) error {
	return d.stepTo(ctx, season, now, then, func(a around) query.SurveyEdit { return a.before })
}

// RedoEdit does again what was taken back last, as [DB.UndoEdit] takes it back.
func (d *DB) RedoEdit(ctx context.Context, season survey.SeasonID, now int, then ...survey.Question) error {
	return d.stepTo(ctx, season, now, then, func(a around) query.SurveyEdit { return a.after })
}

func (d *DB) stepTo(ctx context.Context, season survey.SeasonID, now int, then []survey.Question, to func(around) query.SurveyEdit) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		a, err := editsAround(ctx, t.Queries, season)
		if err != nil {
			return err
		}
		target := to(a)
		if int(a.now.Seq) != now || target.Seq == 0 {
			return survey.ErrStale
		}
		if err := restore(ctx, t, season, target.Questions); err != nil {
			return err
		}
		if err := t.log(ctx, survey.Act{Season: season, What: survey.ChangedSurvey}); err != nil {
			return err
		}
		if err := one(t.SetSurveyEdit(ctx, query.SetSurveyEditParams{SeasonID: int64(season), Edit: target.Seq})); err != nil {
			return err
		}
		for _, q := range then {
			if err := changeAsItIs(ctx, t, season, q); err != nil {
				return err
			}
		}
		return t.made(ctx, int64(season))
	})
	return wrap(err, "undo or redo in survey of season %d", season)
}

// changeAsItIs changes a question whatever its revision is: in a transaction that has just brought it back.
func changeAsItIs(ctx context.Context, t tx, season survey.SeasonID, q survey.Question) error {
	row, err := questionRow(ctx, t, season, q.ID)
	if err != nil {
		return err
	}
	q.Revision = int(row.Revision)
	return edited(ctx, t, season, func() (survey.Edit, error) {
		_, err := changeQuestion(ctx, t, season, q)
		return survey.Edit{Note: survey.EditChanged, Title: q.Title}, err
	})
}

// restore makes the survey ask what an edit kept.
func restore(ctx context.Context, t tx, season survey.SeasonID, kept string) error {
	var a asks
	if err := decode(kept, &a); err != nil {
		return err
	}
	s, err := surveyOf(ctx, t.Queries, season)
	if err != nil {
		return err
	}
	s.Title, s.Intro, s.Consent, s.Settings = a.Title, a.Intro, a.Consent, a.Settings
	if err := saveSurvey(ctx, t, s); err != nil {
		return err
	}
	for _, q := range s.Questions {
		if err := t.RetireQuestion(ctx, int64(q.ID)); err != nil {
			return err
		}
	}
	for i, q := range a.Questions {
		if err := restoreQuestion(ctx, t, season, q, int64(i+1)); err != nil {
			return err
		}
	}
	return one(t.ChangeOrder(ctx, int64(season)))
}

// restoreQuestion asks a question of the season again as it was kept, at the position.
func restoreQuestion(ctx context.Context, t tx, season survey.SeasonID, kept keptQuestion, position int64) error {
	row, err := t.Question(ctx, int64(kept.ID))
	if err != nil {
		return err
	}
	if row.SeasonID != int64(season) {
		return survey.ErrNotFound
	}
	err = errors.Join(t.RestoreQuestion(ctx, row.ID), t.MoveQuestion(ctx, query.MoveQuestionParams{ID: row.ID, Position: position}))
	if err != nil {
		return err
	}
	kept.Body.ID = kept.ID
	if body, err := encode(kept.Body); err != nil || row.Body == body {
		return err
	}
	_, err = saveQuestion(ctx, t, kept.Body, row)
	return err
}
