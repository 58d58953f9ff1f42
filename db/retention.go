package db

import (
	"context"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// KeepUntil sets when the members of a season and what they said are erased by [DB.Chores]; the zero time is never.
func (d *DB) KeepUntil(ctx context.Context, season survey.SeasonID, until time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := t.Season(ctx, int64(season))
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, d.key.season(now).KeepMark(), survey.Season{KeepUntil: until}.KeepMark()); err != nil {
			return err
		}
		if err := one(t.SetKeepUntil(ctx, query.SetKeepUntilParams{ID: int64(season), KeepUntil: millis(until)})); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Season: season, Everybody: true, What: survey.SetRetention})
	})
	return wrap(err, "set until when season %d is kept", season)
}

// emptySeasons erases what the time has come for. The season stays with its survey, so that the next one can begin from it.
func (d *DB) emptySeasons(ctx context.Context, now time.Time) error {
	due, err := d.read.SeasonsToEmpty(ctx, millis(now))
	if err != nil {
		return wrap(classify(err), "seasons to empty")
	}
	for _, id := range due {
		err := d.update(ctx, func(ctx context.Context, t tx) error { return emptySeason(ctx, t, id, now) })
		if err != nil {
			return wrap(err, "empty season %d", id)
		}
	}
	return nil
}

func emptySeason(ctx context.Context, t tx, id int64, now time.Time) error {
	s, err := t.Season(ctx, id)
	if err != nil {
		return ifThere(missing(err))
	}
	if s.KeepUntil == 0 || s.KeepUntil > millis(now) {
		return nil // put off in the meantime
	}
	models, err := t.SeasonModels(ctx, id)
	if err := withdraw(ctx, t, models, err); err != nil {
		return err
	}
	if err := emptyFiles(ctx, t, s); err != nil {
		return err
	}
	for _, empty := range []func(context.Context, int64) error{
		t.DeleteSeasonProposals, t.reseat, t.DeleteSeasonMembers, t.DeleteSeasonImports, t.DeleteSeasonRounds, t.DeleteSeasonVerdicts, t.DeleteSeasonSums, t.EmptyDeck,
	} {
		if err := empty(ctx, id); err != nil {
			return err
		}
	}
	t.erased()
	return errors.Join(t.DeleteReadings(ctx, s.ClubID), t.log(ctx, survey.Act{Season: survey.SeasonID(id), What: survey.RanRetention}))
}

// emptyFiles takes the members of a season out of the files of past seasons of its club, but for who is called as somebody in another season is.
func emptyFiles(ctx context.Context, t tx, season query.SeasonRow) error {
	seasons, err := t.Seasons(ctx, season.ClubID)
	if err != nil {
		return err
	}
	var here, others []survey.Member
	for _, s := range seasons {
		rows, err := t.Members(ctx, s.ID)
		if err != nil {
			return err
		}
		if s.ID == season.ID {
			here = each(rows, member)
		} else {
			others = append(others, each(rows, member)...)
		}
	}
	club, find := survey.ClubID(season.ClubID), survey.FindingNames(here, others)
	var found findings
	for _, p := range places {
		if p.where == survey.InFile {
			if err := found.search(ctx, t, club, p, names{asked: find}); err != nil {
				return err
			}
		}
	}
	if err := found.searchFiles(ctx, t, club, find); err != nil {
		return err
	}
	return found.change(ctx, t)
}
