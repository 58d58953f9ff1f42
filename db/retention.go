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

// Emptying a season. Its rows go as those of a deleted one do, some in each write, and meanwhile nobody finds the season, so that nobody sees a part of it. With the last of
// them the season is seen again, with its survey. A process that ends in between leaves the column gone, by which [DB.Chores] goes on.

// goneToEmpty says in the column gone that a season is being emptied. It is a time that does not come, so that [DB.sweep] leaves it, also that of an earlier program.
const goneToEmpty = 1 << 62

// emptiedFirst are the rows that go as in sweptFirst. Letters that are to no member stay.
var emptiedFirst = append([]string{`DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE season_id = $1 AND member_id IS NOT NULL LIMIT 50)`}, sweptFirst[1:]...)

// emptySeasons erases what the time has come for. The season stays with its survey, so that the next one can begin from it.
func (d *DB) emptySeasons(ctx context.Context, now time.Time) error {
	due, err := d.read.SeasonsToEmpty(ctx, query.SeasonsToEmptyParams{KeepUntil: millis(now), Gone: goneToEmpty})
	if err != nil {
		return wrap(classify(err), "seasons to empty")
	}
	for _, s := range due {
		begun, err := d.hideToEmpty(ctx, s.ID, now)
		if err == nil && begun {
			err = d.emptySeason(ctx, s.ID, survey.ClubID(s.ClubID))
		}
		if err != nil {
			return wrap(err, "empty season %d", s.ID)
		}
	}
	return nil
}

// hideToEmpty begins to empty a season, and reports whether it is to be emptied: not where that was put off in the meantime.
func (d *DB) hideToEmpty(ctx context.Context, id int64, now time.Time) (begun bool, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		gone, err := t.SeasonGone(ctx, id)
		if begun = err == nil && gone == goneToEmpty; err != nil || begun {
			return ifThere(missing(err))
		}
		n, err := t.HideSeasonToEmpty(ctx, query.HideSeasonToEmptyParams{ID: id, KeepUntil: millis(now), Gone: goneToEmpty})
		if begun = n > 0; err != nil || !begun {
			return err
		}
		t.changes(survey.SeasonID(id))
		models, err := t.SeasonModels(ctx, id)
		return withdraw(ctx, t, models, err)
	})
	return begun, err
}

// emptySeason erases what is in a season that nobody finds, and lets it be seen again. It can be done again.
func (d *DB) emptySeason(ctx context.Context, id int64, club survey.ClubID) error {
	end, err := d.takeErasingTurn(ctx)
	if err != nil {
		return err
	}
	defer end()
	err = d.untilNoneMissed(ctx, nil, func(ctx context.Context, t tx) ([]change, error) { return namesInFiles(ctx, t, id, club) })
	if err != nil {
		return err
	}
	if err := d.sweepRows(ctx, id, emptiedFirst); err != nil {
		return err
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		for _, empty := range []func(context.Context, int64) error{ // of most of them nothing is left
			t.DeleteSeasonProposals, t.reseat, t.DeleteSeasonMembers, t.DeleteSeasonImports, t.DeleteSeasonRounds, t.DeleteSeasonVerdicts, t.DeleteSeasonSums, t.EmptyDeck,
		} {
			if err := empty(ctx, id); err != nil {
				return err
			}
		}
		if n, err := t.ShowSeason(ctx, query.ShowSeasonParams{ID: id, Gone: goneAtOnce}); err != nil || n == 0 {
			return err // its club was deleted meanwhile
		}
		t.erased()
		return errors.Join(t.DeleteReadings(ctx, int64(club)), t.log(ctx, survey.Act{Season: survey.SeasonID(id), What: survey.RanRetention}))
	})
}

// namesInFiles returns what takes the members of a season out of the files of past seasons of its club, but for who is called as somebody in another season is.
func namesInFiles(ctx context.Context, t tx, id int64, club survey.ClubID) (all []change, err error) {
	rows, err := t.Members(ctx, id)
	if err != nil {
		return nil, err
	}
	here := each(rows, member)
	seasons, err := t.Seasons(ctx, int64(club))
	if err != nil {
		return nil, err
	}
	var others []survey.Member
	for _, s := range seasons {
		if rows, err = t.Members(ctx, s.ID); err != nil {
			return nil, err
		}
		others = append(others, each(rows, member)...)
	}
	find := survey.FindingNames(here, others)
	var found findings
	for _, p := range places {
		if p.where == survey.InFile {
			if err := found.search(ctx, t, club, p, names{asked: find}); err != nil {
				return nil, err
			}
		}
	}
	err = found.searchFiles(ctx, t, club, find)
	for _, f := range found {
		all = append(all, f.changes...)
	}
	return all, err
}
