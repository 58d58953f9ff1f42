package db

import (
	"context"
	"errors"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// RemindBeforeClose puts a reminder into the outbox for each member who has not sent answers to a survey that is to remind of its close by now, and keeps
// that with it: whenever it is called, and however often the program dies over it, nobody gets a second one.
func (d *DB) RemindBeforeClose(ctx context.Context, now time.Time) error {
	return d.eachToRemind(ctx, now, func(ctx context.Context, t tx, s survey.Survey) error {
		if s.State(now) != survey.Open {
			return nil // it is full, and may have room again
		}
		silent, err := silentMembers(ctx, t, s.Season, now)
		if err != nil {
			return err
		}
		if _, err := d.mailMembers(ctx, t, s.Season, survey.SurveyLetter, silent, "", now); err != nil {
			return err
		}
		return t.MarkReminded(ctx, query.MarkRemindedParams{SeasonID: int64(s.Season), Reminded: millis(now)})
	})
}

// remindNoMore takes what was to be sent by now as sent, as it may have been after the backup was made that is put in place.
func (d *DB) remindNoMore(ctx context.Context, now time.Time) error {
	return d.eachToRemind(ctx, now, func(ctx context.Context, t tx, s survey.Survey) error {
		return t.MarkReminded(ctx, query.MarkRemindedParams{SeasonID: int64(s.Season), Reminded: millis(now)})
	})
}

// eachToRemind runs do on each survey whose time to remind has come, as it is in the transaction that writes.
func (d *DB) eachToRemind(ctx context.Context, now time.Time, do func(context.Context, tx, survey.Survey) error) error {
	seasons, err := d.read.SurveysToRemind(ctx, millis(now))
	if err != nil {
		return wrap(classify(err), "surveys to remind of")
	}
	for _, id := range seasons {
		err := d.update(ctx, func(ctx context.Context, t tx) error {
			s, err := surveyOf(ctx, t.Queries, survey.SeasonID(id))
			if err != nil {
				return ifThere(err)
			}
			if at := s.RemindAt(); at.IsZero() || at.After(now) || s.Over(now) {
				return nil
			}
			return do(ctx, t, s)
		})
		if err != nil {
			return wrap(err, "remind of the survey of season %d", id)
		}
	}
	return nil
}

// silentMembers are those who take part, have sent nothing, and were not reminded a short while ago.
func silentMembers(ctx context.Context, t tx, season survey.SeasonID, now time.Time) (silent []survey.MemberID, err error) {
	given, err := responsesOf(ctx, t.Queries, season)
	if err != nil {
		return nil, err
	}
	reminded, err := remindedOf(ctx, t.Queries, season, survey.OfSurvey)
	if err != nil {
		return nil, err
	}
	rows, err := t.Members(ctx, int64(season))
	for _, m := range each(rows, member) {
		if m.Active() && given[m.ID].Submitted.IsZero() && now.Sub(reminded[m.ID].Last) >= survey.RemindsAgain {
			silent = append(silent, m.ID)
		}
	}
	return silent, err
}

// mayRemind tells who may be written to of a kind now, as the page that offers it does: those who take part, and of the survey or a round of feedback have
// not answered it; of teams and feedback those in a published team whose place nobody took who is not known to be right.
func mayRemind(ctx context.Context, t tx, season survey.SeasonID, kind survey.ReminderKind) (func(survey.Member) bool, error) {
	switch kind {
	case survey.OfLink:
		return survey.Member.Active, nil
	case survey.OfSurvey:
		given, err := responsesOf(ctx, t.Queries, season)
		return func(m survey.Member) bool { return m.Active() && given[m.ID].Submitted.IsZero() }, err
	}
	row, err := t.RosterLineup(ctx, int64(season))
	if err != nil {
		return func(survey.Member) bool { return false }, ifThere(missing(err))
	}
	var l team.Lineup
	taken, err1 := t.SeasonTaken(ctx, int64(season))
	given, err2 := feedbackOf(ctx, t.Queries, season, survey.FeedbackKind(kind))
	err = errors.Join(decode(row.Lineup, &l), err1, err2)
	at, not := l.Finder(), map[survey.MemberID]bool{} // who took a place, or has said it
	for _, t := range taken {
		not[survey.MemberID(t.MemberID)] = true
	}
	for _, f := range given {
		if f.Answered(survey.FeedbackTeam{Proposal: row.ProposalID, Number: at(f.Member)}) {
			not[f.Member] = true
		}
	}
	return func(m survey.Member) bool { return m.Active() && at(m.ID) >= 0 && !not[m.ID] }, err
}

// errNobodyDue is that nobody of those who were chosen is written to any more.
func errNobodyDue() error { return &survey.InvalidError{Reason: "reminders_due"} }
