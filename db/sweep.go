package db

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dure/survey"
)

// Deleting a season, or a club with its seasons. Their rows are too many to go in one write that others do not wait for. So one write hides them: no query finds a
// season, a club or a member's link of which the column gone says something. Then the rows go a few at a time, and the season or club as the last, so that whatever is
// written into it meanwhile goes with it. A process that ends in between leaves the column, by which [DB.Chores] goes on.

// goneAtOnce is since when something is gone that may be swept at any time.
const goneAtOnce = 1

// sweptFirst are the rows of season $1 that go before it, some in each statement: those of which there may be many, and those that may be large.
var sweptFirst = []string{
	`DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE season_id = $1 LIMIT 50)`,
	`DELETE FROM import_parts WHERE (import_id, part) IN
		(SELECT p.import_id, p.part FROM import_parts p JOIN imports ON imports.id = p.import_id WHERE imports.season_id = $1 LIMIT 4)`,
	`DELETE FROM imports WHERE id IN (SELECT id FROM imports WHERE season_id = $1 LIMIT 1)`,
	`DELETE FROM proposal_edits WHERE (proposal_id, seq) IN
		(SELECT e.proposal_id, e.seq FROM proposal_edits e JOIN proposals ON proposals.id = e.proposal_id WHERE proposals.season_id = $1 LIMIT 4)`,
	`DELETE FROM proposals WHERE id IN (SELECT id FROM proposals WHERE season_id = $1 LIMIT 1)`,
	`DELETE FROM seats WHERE season_id = $1 AND member_id IN (SELECT member_id FROM seats WHERE season_id = $1 LIMIT 50)`,
	`DELETE FROM seat_teams WHERE season_id = $1 AND (round, team) IN (SELECT round, team FROM seat_teams WHERE season_id = $1 LIMIT 50)`,
	`DELETE FROM members WHERE id IN (SELECT id FROM members WHERE season_id = $1 LIMIT 10)`,
}

// sweepNow sweeps what somebody has just deleted, who need not wait for it: where it fails, the chores go on.
func (d *DB) sweepNow(ctx context.Context) {
	if err := d.sweep(survey.Doing(context.WithoutCancel(ctx), survey.Doer{}), time.Now()); err != nil {
		slog.ErrorContext(ctx, "what was deleted leaves the files later", "err", err)
	}
}

// sweep erases the seasons and clubs that are gone.
func (d *DB) sweep(ctx context.Context, now time.Time) error {
	seasons, err := d.read.GoneSeasons(ctx, millis(now))
	if err != nil {
		return wrap(classify(err), "seasons that are gone")
	}
	for _, id := range seasons {
		if err := d.sweepSeason(ctx, id); err != nil {
			return wrap(err, "sweep season %d", id)
		}
	}
	clubs, err := d.read.GoneClubs(ctx, millis(now))
	for _, id := range clubs {
		if err == nil {
			err = d.update(ctx, func(ctx context.Context, t tx) error {
				t.erased()
				told := t.tellOrganizers(ctx, id)
				_, err := t.DeleteClub(ctx, id)
				return errors.Join(told, err)
			})
		}
	}
	return wrap(err, "sweep clubs")
}

// sweepSeason can be done again, also by two at once.
func (d *DB) sweepSeason(ctx context.Context, id int64) error {
	if err := d.sweepRows(ctx, id, sweptFirst); err != nil {
		return err
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		t.erased()
		if _, err := t.DeleteSeason(ctx, id); err != nil {
			return err
		}
		return t.DeleteSeasonChanges(ctx, seasonKeys(survey.SeasonID(id)))
	})
}

// sweepRows does statements that each take some rows of a season away, until they find none.
func (d *DB) sweepRows(ctx context.Context, id int64, statements []string) error {
	for _, some := range statements {
		for more := true; more; {
			var err error
			more, err = d.inSlices(ctx, []change{func(ctx context.Context, t tx) (bool, error) { return sweepSome(ctx, t, some, id, d.sliceTime) }},
				[]survey.SeasonID{survey.SeasonID(id)}, d.updateLazily)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// sweepSome does a statement again and again until so much time has gone, and reports whether it found something still.
func sweepSome(ctx context.Context, t tx, some string, season int64, most time.Duration) (more bool, err error) {
	for end := time.Now().Add(most); ; {
		done, err := t.sql.ExecContext(ctx, some, season)
		if err != nil {
			return false, err
		}
		n, err := done.RowsAffected()
		if err != nil || n == 0 {
			return false, err
		}
		if !time.Now().Before(end) {
			return true, nil
		}
	}
}
