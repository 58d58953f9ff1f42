package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Join adds a member who came by the club link. Where the season knows the address or the name, or its list is closed, the member waits: what they
// answer is kept, and counts once they take the place on the list by sending it (see [take]), or an organizer lets them in. Nothing that they see differs.
func (d *DB) Join(ctx context.Context, m survey.Member, now time.Time) (survey.Member, error) {
	if err := m.Check(); err != nil {
		return survey.Member{}, err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		season, err := t.Season(ctx, int64(m.Season))
		if err != nil {
			return missing(err)
		}
		_, listed, err := listedAs(ctx, t, m)
		if err != nil {
			return err
		}
		m.Joined, m.Waiting = now, season.Closed || listed
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
	listed, found, err := listedAs(ctx, t, m)
	if err != nil {
		return 0, err
	}
	if !found {
		return m.ID, errors.Join(changeMember(ctx, t, m, now), one(t.EndWaiting(ctx, int64(m.ID))))
	}
	old, err := responseOf(ctx, t.Queries, listed.ID)
	if err == nil && (!old.Submitted.IsZero() || !old.Saved.IsZero()) {
		return 0, &survey.InvalidError{Reason: "admit_answered", Args: map[string]any{"Name": listed.Name}}
	}
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return 0, err
	}
	return listed.ID, errors.Join(become(ctx, t, m.ID, listed, now), t.erased(ctx))
}

// listedAs returns who on the list is meant by who came by the club link, if anybody.
func listedAs(ctx context.Context, t tx, m survey.Member) (survey.Member, bool, error) {
	rows, err := t.Members(ctx, int64(m.Season))
	listed, found := survey.Listed(m, each(rows, member))
	return listed, found, err
}

// become makes of who waits the member on the list, under both links, on the devices of the first alone: under the other nobody has begun. Whom
// the list had no address of has the one that was given.
func become(ctx context.Context, t tx, id survey.MemberID, listed survey.Member, now time.Time) error {
	row, err1 := t.Member(ctx, int64(id))
	was, err2 := t.Member(ctx, int64(listed.ID))
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	listed.Email = cmp.Or(listed.Email, row.Email)
	return errors.Join(
		t.CopyDevices(ctx, query.CopyDevicesParams{NewMember: was.ID, OldMember: row.ID}),
		t.CopyKnownEmail(ctx, query.CopyKnownEmailParams{NewMember: was.ID, OldMember: row.ID}),
		one(t.DeleteMember(ctx, row.ID)), changeMember(ctx, t, listed, now), one(t.EndWaiting(ctx, was.ID)),
		one(t.SetMemberLink(ctx, query.SetMemberLinkParams{ID: was.ID, LinkHash: row.LinkHash, Nonce: row.Nonce})),
		t.InsertOldLink(ctx, query.InsertOldLinkParams{Hash: was.LinkHash, MemberID: sqlID(listed.ID)}))
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
