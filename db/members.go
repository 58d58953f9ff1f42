package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// DropMembers takes members of a season out of what it forms and shows; the answers stay. Of who dropped out before, it keeps
// when. Here as in all that concerns several members, all is done or nothing: if one is not of the season, or in the other
// methods does not take part, the error is an [survey.InvalidError] "members_changed".
func (d *DB) DropMembers(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, now time.Time) error {
	return d.eachMember(ctx, season, ids, survey.DroppedMember, func(ctx context.Context, t tx, m survey.Member) error {
		if !m.Active() {
			return errAlready
		}
		return one(t.SetDropped(ctx, query.SetDroppedParams{ID: int64(m.ID), Dropped: millis(now)}))
	})
}

// RestoreMembers takes back [DB.DropMembers].
func (d *DB) RestoreMembers(ctx context.Context, season survey.SeasonID, ids []survey.MemberID) error {
	return d.eachMember(ctx, season, ids, survey.RestoredMember, func(ctx context.Context, t tx, m survey.Member) error {
		if m.Active() {
			return errAlready
		}
		return one(t.SetDropped(ctx, query.SetDroppedParams{ID: int64(m.ID)}))
	})
}

// LetIn lets members answer until then, though the survey is closed. The zero time takes that back.
func (d *DB) LetIn(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, until time.Time) error {
	what := survey.LetInLate
	if until.IsZero() {
		what = survey.EndedLate
	}
	next := survey.UntilMark(slices.Repeat([]survey.Member{{Until: until}}, len(ids))...)
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		members, err := t.membersOf(ctx, season, ids)
		if err != nil {
			return err
		}
		if err := asRead(ctx, survey.UntilMark(members...), next); err != nil {
			return err
		}
		return t.eachMember(ctx, season, members, what, func(ctx context.Context, t tx, m survey.Member) error {
			if !m.Active() && !until.IsZero() {
				return membersChanged()
			}
			return one(t.SetReopened(ctx, query.SetReopenedParams{ID: int64(m.ID), Reopened: millis(until)}))
		})
	})
	return wrap(err, "let %d members of season %d answer late", len(ids), season)
}

// Remind keeps that members were reminded now, those of them who are still to be, and returns how many. Where nobody is, the error is an
// [survey.InvalidError] "reminders_due".
func (d *DB) Remind(ctx context.Context, season survey.SeasonID, kind survey.ReminderKind, ids []survey.MemberID, now time.Time) (n int, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		members, err := t.membersOf(ctx, season, ids)
		if err != nil {
			return err
		}
		due, err := mayRemind(ctx, t, season, kind)
		if err != nil {
			return err
		}
		n = 0
		err = t.eachMember(ctx, season, members, survey.RemindedOf, func(ctx context.Context, t tx, m survey.Member) error {
			switch {
			case !m.Active():
				return membersChanged()
			case !due(m):
				return errAlready
			}
			n++
			return t.InsertReminder(ctx, query.InsertReminderParams{MemberID: int64(m.ID), Kind: string(kind), At: millis(now)})
		})
		if err == nil && n == 0 {
			return errNobodyDue()
		}
		return err
	})
	return n, wrap(err, "remind %d members of season %d", len(ids), season)
}

func membersChanged() error { return &survey.InvalidError{Reason: "members_changed"} }

// errAlready is what was done to a member before: it is not done again, nor logged.
var errAlready = errors.New("done already")

func (d *DB) eachMember(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, what survey.Deed, do func(context.Context, tx, survey.Member) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		members, err := t.membersOf(ctx, season, ids)
		if err != nil {
			return err
		}
		return t.eachMember(ctx, season, members, what, do)
	})
	return wrap(err, "change %d members of season %d", len(ids), season)
}

// membersOf are members of a season, in the order of their ids as they are given.
func (t tx) membersOf(ctx context.Context, season survey.SeasonID, ids []survey.MemberID) (all []survey.Member, err error) {
	for _, id := range ids {
		row, err := t.Member(ctx, int64(id))
		if errors.Is(missing(err), survey.ErrNotFound) || err == nil && survey.SeasonID(row.SeasonID) != season {
			return nil, membersChanged()
		}
		if err != nil {
			return nil, err
		}
		all = append(all, member(row))
	}
	return all, nil
}

func (t tx) eachMember(ctx context.Context, season survey.SeasonID, members []survey.Member, what survey.Deed, do func(context.Context, tx, survey.Member) error) error {
	for _, m := range members {
		err := do(ctx, t, m)
		if errors.Is(err, errAlready) {
			continue
		}
		if err == nil {
			err = t.log(ctx, survey.Act{Season: season, Member: m.ID, What: what})
		}
		if err != nil {
			return err
		}
	}
	return t.made(ctx, int64(season))
}

// Reminded returns who of a season was reminded of what, how often and when last.
func (d *DB) Reminded(ctx context.Context, season survey.SeasonID, kind survey.ReminderKind) (map[survey.MemberID]survey.Reminded, error) {
	all, err := remindedOf(ctx, d.read, season, kind)
	return all, wrap(classify(err), "reminders of season %d", season)
}

// MemberReminded returns of what a member was reminded, how often and when last.
func (d *DB) MemberReminded(ctx context.Context, id survey.MemberID) (map[survey.ReminderKind]survey.Reminded, error) {
	rows, err := d.read.MemberReminders(ctx, int64(id))
	all := map[survey.ReminderKind]survey.Reminded{}
	for _, r := range rows { // the newest last
		kind := survey.ReminderKind(r.Kind)
		all[kind] = survey.Reminded{Times: all[kind].Times + 1, Last: fromMillis(r.At)}
	}
	return all, wrap(classify(err), "reminders of member %d", id)
}

func remindedOf(ctx context.Context, q *query.Queries, season survey.SeasonID, kind survey.ReminderKind) (map[survey.MemberID]survey.Reminded, error) {
	rows, err := q.Reminders(ctx, query.RemindersParams{SeasonID: int64(season), Kind: string(kind)})
	all := make(map[survey.MemberID]survey.Reminded, len(rows))
	for _, r := range rows {
		all[survey.MemberID(r.MemberID)] = survey.Reminded{Times: int(r.Times), Last: fromMillis(r.Last)}
	}
	return all, err
}
