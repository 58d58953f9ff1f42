package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
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

// Admit lets members take part who joined by the club link and waited: as who on the list has the address or the name, or else as somebody new.
func (d *DB) Admit(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, now time.Time) error {
	return d.eachWaiting(ctx, season, ids, survey.AdmittedMember, func(ctx context.Context, t tx, m survey.Member) error {
		return admit(ctx, t, m, false, now)
	})
}

// admit lets somebody take part, with what they answered while they waited. Own is whether a device of the member's on the list said so: else that on
// which they waited shows nothing of what the member said in confidence before.
func admit(ctx context.Context, t tx, m survey.Member, own bool, now time.Time) error {
	kept, err := responseOf(ctx, t.Queries, m.ID)
	if err := ifThere(err); err != nil {
		return err
	}
	listed, found, err := listedAs(ctx, t, m)
	if err != nil {
		return err
	}
	if !found {
		m.Waiting = false
		return errors.Join(changeMember(ctx, t, m, now), one(t.EndWaiting(ctx, int64(m.ID))), admitAnswers(ctx, t, m, kept))
	}
	old, begun, err := begunBy(ctx, t, listed.ID)
	if err != nil {
		return err
	}
	if _, took, err := held(ctx, t.Queries, listed); took || err != nil {
		return errors.Join(err, &survey.InvalidError{Reason: "admit_taken", Args: map[string]any{"Name": listed.Name}})
	}
	if begun {
		v, err1 := versionsOf(ctx, t, m.Season)
		kept = old.Beside(kept, own, v.confided)
		err = errors.Join(err1, besides(ctx, t, m.ID, listed.ID, own))
	} else {
		err = become(ctx, t, m.ID, listed, now)
	}
	t.erased()
	return errors.Join(err, admitAnswers(ctx, t, listed, kept))
}

func admitAnswers(ctx context.Context, t tx, m survey.Member, kept survey.Response) error {
	if kept.Season == 0 { // nothing was answered
		return nil
	}
	kept.Member = m.ID
	v, err := versionsOf(ctx, t, m.Season)
	if err != nil {
		return err
	}
	return errors.Join(saveResponse(ctx, t, v, kept), addUp(ctx, t, m.Season, v))
}

// begunBy returns what is kept of a member's answers, and whether the member has begun, or is known on a device.
func begunBy(ctx context.Context, t tx, id survey.MemberID) (survey.Response, bool, error) {
	old, err := responseOf(ctx, t.Queries, id)
	if err := ifThere(err); err != nil {
		return old, false, err
	}
	devices, err := t.Devices(ctx, int64(id))
	return old, len(devices) > 0 || !old.Submitted.IsZero() || !old.Saved.IsZero(), err
}

// besides leads the link of who waited to the member on the list, and with own makes theirs the member's own devices, too.
func besides(ctx context.Context, t tx, id, listed survey.MemberID, own bool) error {
	row, err := t.Member(ctx, int64(id))
	if err != nil {
		return err
	}
	if own {
		err = t.CopyDevices(ctx, query.CopyDevicesParams{NewMember: int64(listed), OldMember: row.ID})
	}
	return errors.Join(err, t.CopyContacts(ctx, query.CopyContactsParams{NewMember: int64(listed), OldMember: row.ID}),
		one(t.DeleteMember(ctx, row.ID)), one(t.EndWaiting(ctx, int64(listed))),
		t.InsertOldLink(ctx, query.InsertOldLinkParams{Hash: row.LinkHash, MemberID: sqlID(listed)}),
		t.log(ctx, survey.Act{Member: listed, What: survey.AdmittedMember}))
}

// Beside returns those who wait because they came by the club link with the address of a member who had begun before.
func (d *DB) Beside(ctx context.Context, id survey.MemberID) (beside []survey.Member, err error) {
	waits, err := d.read.Waits(ctx, int64(id)) // hardly anybody does, and to find who is meant takes a while
	if err != nil || !waits {
		return nil, wrap(classify(err), "who waits beside member %d", id)
	}
	err = d.view(ctx, func(q *query.Queries) error {
		beside, err = besideOf(ctx, q, id)
		return err
	})
	return beside, wrap(err, "who waits beside member %d", id)
}

// besideOf is nobody where a stranger may have taken the place: what the next one said is not theirs to see.
func besideOf(ctx context.Context, q *query.Queries, id survey.MemberID) (beside []survey.Member, err error) {
	row, err := q.Member(ctx, int64(id))
	if err != nil {
		return nil, missing(err)
	}
	m, took, err := held(ctx, q, member(row))
	if err != nil || took || m.Waiting {
		return nil, err
	}
	all, err := membersCalled(ctx, q, m.Season, nil, []string{m.Email, m.Known}, member)
	for _, w := range all {
		if w.Waiting && !w.Apart && w.Email != "" && (survey.Fold(w.Email) == survey.Fold(m.Email) || survey.Fold(w.Email) == survey.Fold(m.Known)) {
			beside = append(beside, w)
		}
	}
	return beside, err
}

// DecideBeside joins what who waits answered to what the member did, on a device of whom it is said, or says that they are somebody else. What was decided
// meanwhile stays so.
func (d *DB) DecideBeside(ctx context.Context, id, waits survey.MemberID, same bool, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		all, err := besideOf(ctx, t.Queries, id)
		i := slices.IndexFunc(all, func(m survey.Member) bool { return m.ID == waits })
		if err != nil || i < 0 {
			return err
		}
		if same {
			return admit(ctx, t, all[i], true, now)
		}
		return errors.Join(t.Queries.SetApart(ctx, int64(waits)), t.log(ctx, survey.Act{Member: id, What: survey.SetApart}))
	})
	return wrap(err, "decide on %d, who waits beside member %d", waits, id)
}

// ListedAs returns the member whose name or address somebody gave who waits, or [survey.ErrNotFound].
func (d *DB) ListedAs(ctx context.Context, waits survey.Member) (survey.Member, error) {
	all, err := d.MembersCalled(ctx, waits.Season, nil, waits.Name, waits.Email)
	listed, found := survey.Listed(waits, all)
	if err == nil && !found {
		err = survey.ErrNotFound
	}
	return listed, wrap(err, "who on the list member %d is", waits.ID)
}

// listedAs returns who on the list is meant by who came by the club link, if anybody.
func listedAs(ctx context.Context, t tx, m survey.Member) (survey.Member, bool, error) {
	all, err := membersCalled(ctx, t.Queries, m.Season, nil, []string{m.Name, m.Email}, member)
	listed, found := survey.Listed(m, all)
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
		t.CopyContacts(ctx, query.CopyContactsParams{NewMember: was.ID, OldMember: row.ID}),
		one(t.DeleteMember(ctx, row.ID)), changeMember(ctx, t, listed, now), one(t.EndWaiting(ctx, was.ID)),
		one(t.SetMemberLink(ctx, query.SetMemberLinkParams{ID: was.ID, LinkHash: row.LinkHash, Nonce: row.Nonce})),
		t.InsertOldLink(ctx, query.InsertOldLinkParams{Hash: was.LinkHash, MemberID: sqlID(listed.ID)}))
}

// Refuse erases members who joined by the club link and waited, with what they answered.
func (d *DB) Refuse(ctx context.Context, season survey.SeasonID, ids []survey.MemberID) error {
	return d.eachWaiting(ctx, season, ids, survey.RefusedMember, func(ctx context.Context, t tx, m survey.Member) error {
		t.erased()
		return one(t.DeleteMember(ctx, int64(m.ID)))
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
