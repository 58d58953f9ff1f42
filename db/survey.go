package db

import (
	"cmp"
	"context"
	"errors"

	"dure/db/query"
	"dure/survey"
)

// Survey returns a season's survey with the current version of its questions in order.
func (d *DB) Survey(ctx context.Context, season survey.SeasonID) (survey.Survey, error) {
	var s survey.Survey
	err := d.view(ctx, func(q *query.Queries) (err error) {
		s, err = surveyOf(ctx, q, season)
		return err
	})
	return s, wrap(err, "survey of season %d", season)
}

func surveyOf(ctx context.Context, q *query.Queries, season survey.SeasonID) (survey.Survey, error) {
	row, err := q.Survey(ctx, int64(season))
	if err != nil {
		return survey.Survey{}, missing(err)
	}
	s := survey.Survey{Season: season, Opens: fromMillis(row.Opens), Closes: fromMillis(row.Closes), Remind: int(row.Remind), Reminded: fromMillis(row.Reminded), Revision: int(row.Revision)}
	err = errors.Join(decode(row.Title, &s.Title), decode(row.Intro, &s.Intro), decode(row.Consent, &s.Consent), decode(row.Settings, &s.Settings))
	if err != nil {
		return survey.Survey{}, err
	}
	if s.Limit > 0 {
		n, err := q.CountMembers(ctx, int64(season))
		if err != nil {
			return survey.Survey{}, err
		}
		s.Sent, s.Newest = int(n.Submitted), fromMillis(n.Newest)
	}
	a, err := askingOf(ctx, q, season)
	if err != nil {
		return survey.Survey{}, err
	}
	if s.Questions = a.questions(); s.Forgets() {
		s.Recall(a.versions)
	}
	return s, nil
}

func decodeQuestion(id, version int64, body string) (survey.Question, error) {
	return questions.question(wording{id, version, body})
}

// SaveSurvey keeps a survey's wording and when it is open. Its questions stay as they are.
func (d *DB) SaveSurvey(ctx context.Context, s survey.Survey) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return edited(ctx, t, s.Season, func() (survey.Edit, error) {
			return survey.Edit{Note: survey.EditWording}, saveSurvey(ctx, t, s)
		})
	})
	return wrap(err, "save survey of season %d", s.Season)
}

// SaveWording is [DB.SaveSurvey] for what stands around the questions, where read is the [survey.Survey.Mark] of what stood there
// when it was read. If something else stands there now, and not what is to be saved, the error is [survey.ErrStale].
func (d *DB) SaveWording(ctx context.Context, s survey.Survey, read string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return edited(ctx, t, s.Season, func() (survey.Edit, error) {
			now, err := surveyOf(ctx, t.Queries, s.Season)
			if err != nil {
				return survey.Edit{}, err
			}
			if mark := now.Mark(); mark != read && mark != s.Mark() {
				return survey.Edit{}, survey.ErrStale
			}
			s.Opens, s.Closes, s.Remind = now.Opens, now.Closes, now.Remind
			return survey.Edit{Note: survey.EditWording}, saveSurvey(ctx, t, s)
		})
	})
	return wrap(err, "save wording of season %d", s.Season)
}

// EditTimes keeps when a survey opens, reminds and closes as edit leaves it, and nothing else of what edit changes, or does nothing if edit returns an
// error, which it returns. Nobody else changes it meanwhile: edit must be quick, and must not ask the database for anything.
func (d *DB) EditTimes(ctx context.Context, season survey.SeasonID, edit func(*survey.Survey) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		s, err := surveyOf(ctx, t.Queries, season)
		if err != nil {
			return err
		}
		if err := cmp.Or(edit(&s), s.CheckTimes()); err != nil {
			return err
		}
		if err := t.log(ctx, survey.Act{Season: season, What: survey.ChangedSurvey}); err != nil {
			return err
		}
		return one(t.SaveTimes(ctx, query.SaveTimesParams{SeasonID: int64(season), Opens: millis(s.Opens), Closes: millis(s.Closes), Remind: int64(s.Remind)}))
	})
	return wrap(err, "times of the survey of season %d", season)
}

func saveSurvey(ctx context.Context, t tx, s survey.Survey) error {
	t.changes(s.Season)
	if err := s.CheckTimes(); err != nil {
		return err
	}
	title, err1 := encode(s.Title)
	intro, err2 := encode(s.Intro)
	consent, err3 := encode(s.Consent)
	settings, err4 := encode(s.Settings)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	return one(t.SaveSurvey(ctx, query.SaveSurveyParams{
		SeasonID: int64(s.Season), Title: title, Intro: intro, Consent: consent, Settings: settings, Opens: millis(s.Opens), Closes: millis(s.Closes), Remind: int64(s.Remind),
	}))
}
