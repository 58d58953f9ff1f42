package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Join adds a member who came by the club link. Where the season knows the address, or its list is closed, the member waits: what they answer
// is kept, and counts once an organizer lets them in. Nothing that they see differs.
func (d *DB) Join(ctx context.Context, m survey.Member, now time.Time) (survey.Member, error) {
	if err := m.Check(); err != nil {
		return survey.Member{}, err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		season, err := t.Season(ctx, int64(m.Season))
		if err != nil {
			return missing(err)
		}
		_, err = t.MemberByKey(ctx, query.MemberByKeyParams{SeasonID: int64(m.Season), MemberKey: m.Key()})
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		m.Joined, m.Waiting = now, season.Closed || err == nil
		if m, err = addMember(ctx, t, m, now); err != nil {
			return err
		}
		return errors.Join(t.log(ctx, survey.Act{Season: m.Season, Member: m.ID, What: survey.AddedMember}), t.made(ctx, int64(m.ID)))
	})
	return m, wrap(err, "join season %d", m.Season)
}

// waitingKey is the key of somebody who waits: it takes nobody's.
func waitingKey() string { return waitingMark + rand.Text() }

const waitingMark = "waiting:"

// Admit lets members take part who joined by the club link and waited. Who gave the address of a member, or the name of one of whom nothing else is known,
// becomes that member, who must not have begun to answer.
func (d *DB) Admit(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, now time.Time) error {
	return d.eachWaiting(ctx, season, ids, survey.AdmittedMember, func(ctx context.Context, t tx, m survey.Member) error {
		kept, err := responseOf(ctx, t.Queries, m.ID)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return err
		}
		m.Waiting = false
		id, err := admit(ctx, t, m, now)
		if err != nil || kept.Member == 0 {
			return err
		}
		kept.Member = id
		v, err := versionsOf(ctx, t, season)
		if err != nil {
			return err
		}
		return errors.Join(saveResponse(ctx, t, v, kept), addUp(ctx, t, season, v))
	})
}

// admit returns as whom the member takes part.
func admit(ctx context.Context, t tx, m survey.Member, now time.Time) (survey.MemberID, error) {
	listed, err := listedAs(ctx, t, m)
	if errors.Is(err, survey.ErrNotFound) {
		return m.ID, errors.Join(changeMember(ctx, t, m, now), one(t.EndWaiting(ctx, int64(m.ID))))
	}
	if err != nil {
		return 0, err
	}
	old, err := responseOf(ctx, t.Queries, survey.MemberID(listed.ID))
	if err == nil && (!old.Submitted.IsZero() || !old.Saved.IsZero()) {
		return 0, &survey.InvalidError{Reason: "admit_answered", Args: map[string]any{"Name": listed.Name}}
	}
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return 0, err
	}
	row, err := t.Member(ctx, int64(m.ID))
	if err != nil {
		return 0, err
	}
	was := member(listed)
	was.Email = m.Email
	return was.ID, errors.Join(one(t.DeleteMember(ctx, row.ID)), changeMember(ctx, t, was, now), one(t.EndWaiting(ctx, listed.ID)),
		t.InsertOldLink(ctx, query.InsertOldLinkParams{Hash: row.LinkHash, MemberID: sqlID(was.ID)}), t.erased(ctx))
}

func listedAs(ctx context.Context, t tx, m survey.Member) (query.Member, error) {
	for _, key := range m.Claimed() {
		listed, err := t.MemberByKey(ctx, query.MemberByKeyParams{SeasonID: int64(m.Season), MemberKey: key})
		if !errors.Is(err, sql.ErrNoRows) {
			return listed, err
		}
	}
	return query.Member{}, survey.ErrNotFound
}

// Refuse erases members who joined by the club link and waited, with what they answered.
func (d *DB) Refuse(ctx context.Context, season survey.SeasonID, ids []survey.MemberID) error {
	return d.eachWaiting(ctx, season, ids, survey.RefusedMember, func(ctx context.Context, t tx, m survey.Member) error {
		return errors.Join(one(t.DeleteMember(ctx, int64(m.ID))), t.erased(ctx))
	})
}

func (d *DB) eachWaiting(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, what survey.Deed, do func(context.Context, tx, survey.Member) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		for _, id := range ids {
			row, err := t.Member(ctx, int64(id))
			if errors.Is(err, sql.ErrNoRows) || err == nil && (survey.SeasonID(row.SeasonID) != season || !row.Waiting) {
				return membersChanged()
			}
			if err != nil {
				return err
			}
			if err := t.log(ctx, survey.Act{Season: season, Member: id, What: what}); err != nil {
				return err
			}
			if err := do(ctx, t, member(row)); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "decide on %d who wait for season %d", len(ids), season)
}
