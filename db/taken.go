package db

import (
	"context"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// take gives who came by the club link, waits and has sent answers, the place on the list that their name or address has, unless somebody has begun
// under it or it is known on a device. It returns as whom the answers count: as who waits where there is no such place.
func take(ctx context.Context, t tx, m query.Member, now time.Time) (survey.MemberID, error) {
	waits := survey.MemberID(m.ID)
	listed, found, err := listedAs(ctx, t, member(m))
	if err != nil || !found || !listed.Active() {
		return waits, err
	}
	old, begun, err := begunBy(ctx, t, listed.ID)
	if err != nil || begun || old.Season != 0 { // what is offered from the season before is not to be lost either
		return waits, err
	}
	row, err := t.Member(ctx, int64(listed.ID))
	if err != nil {
		return waits, err
	}
	was := query.InsertTakenParams{MemberID: row.ID, Name: row.Name, Email: row.Email, Former: row.Former, LinkHash: row.LinkHash, Nonce: row.Nonce, Joined: m.Joined, At: millis(now)}
	listed.Name = m.Name
	if err := errors.Join(become(ctx, t, waits, listed, now), t.InsertTaken(ctx, was)); err != nil {
		return waits, err
	}
	return listed.ID, t.logTaken(ctx, listed.ID, fromMillis(m.Joined))
}

// logTaken logs that a place was taken, and once more what the log of who took it said: they go on seeing that.
func (t tx) logTaken(ctx context.Context, id survey.MemberID, joined time.Time) error {
	by := survey.DoneBy(ctx)
	by.At = joined
	then := survey.Doing(ctx, by)
	return errors.Join(t.log(then, survey.Act{Member: id, What: survey.AddedMember}), t.log(then, survey.Act{Member: id, What: survey.ConfirmedDevice}),
		t.log(ctx, survey.Act{Member: id, What: survey.TookPlace}))
}

// held returns a member as who took the place is shown it, and whether somebody did.
func held(ctx context.Context, q *query.Queries, m survey.Member) (survey.Member, bool, error) {
	row, err := q.Taken(ctx, int64(m.ID))
	if err != nil {
		return m, false, ifThere(err)
	}
	return placeTaken(row).Held(m), true, nil
}

func placeTaken(r query.Taken) survey.Taken {
	return survey.Taken{Member: survey.MemberID(r.MemberID), Name: r.Name, Email: r.Email, Joined: fromMillis(r.Joined), At: fromMillis(r.At)}
}

// Taken returns the places on the list of a season that were taken by the club link and that no organizer has decided on.
func (d *DB) Taken(ctx context.Context, season survey.SeasonID) ([]survey.Taken, error) {
	rows, err := d.read.SeasonTaken(ctx, int64(season))
	return each(rows, placeTaken), wrap(classify(err), "places taken in season %d", season)
}

// KeepTaken leaves places on the list to those who took them, under the names that the list has. What was decided meanwhile stays so.
func (d *DB) KeepTaken(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		for _, id := range ids {
			m, was, err := takenFrom(ctx, t, season, id)
			if errors.Is(err, survey.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			listed := member(m)
			listed.Name = was.Name
			if err := errors.Join(changeMember(ctx, t, listed, now), one(t.DeleteTaken(ctx, m.ID)), t.log(ctx, survey.Act{Member: id, What: survey.KeptTaken})); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "keep %d places taken in season %d", len(ids), season)
}

func takenFrom(ctx context.Context, t tx, season survey.SeasonID, id survey.MemberID) (m query.Member, was query.Taken, err error) {
	if m, err = t.Member(ctx, int64(id)); err != nil {
		return m, was, missing(err)
	}
	if survey.SeasonID(m.SeasonID) != season {
		return m, was, survey.ErrNotFound
	}
	was, err = t.Queries.Taken(ctx, int64(id))
	return m, was, missing(err)
}

// GiveBack frees a place on the list that somebody took by the club link, who waits from then on with all that they answered. Nobody's place is free
// who has given feedback: the error is an [survey.InvalidError] "taken_feedback".
func (d *DB) GiveBack(ctx context.Context, season survey.SeasonID, id survey.MemberID, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		m, was, err := takenFrom(ctx, t, season, id)
		if errors.Is(err, survey.ErrNotFound) {
			return membersChanged()
		}
		if err != nil {
			return err
		}
		_, err = giveBack(ctx, t, m, was, now)
		return err
	})
	return wrap(err, "give back the place of member %d", id)
}

// giveBack returns as whom who took the place waits.
func giveBack(ctx context.Context, t tx, m query.Member, was query.Taken, now time.Time) (survey.MemberID, error) {
	feedback, err := t.MemberFeedback(ctx, m.ID)
	if err != nil {
		return 0, err
	}
	if len(feedback) > 0 {
		return 0, &survey.InvalidError{Reason: "taken_feedback", Args: map[string]any{"Name": m.Name}}
	}
	listed := member(m)
	listed.Name, listed.Email = was.Name, was.Email
	err = errors.Join(t.DeleteOldLink(ctx, was.LinkHash), one(t.SetMemberLink(ctx, query.SetMemberLinkParams{ID: m.ID, LinkHash: was.LinkHash, Nonce: was.Nonce})))
	if err != nil {
		return 0, err
	}
	id, err := t.InsertMember(ctx, query.InsertMemberParams{
		SeasonID: m.SeasonID, Name: m.Name, Email: m.KnownEmail, MemberKey: waitingKey(), LinkHash: m.LinkHash, Nonce: m.Nonce,
		Created: was.Joined, Joined: was.Joined, Dropped: millis(now), Waiting: true,
	})
	if err != nil {
		return 0, err
	}
	waits := survey.MemberID(id)
	err = errors.Join(t.SetApart(ctx, id), moveAnswers(ctx, t, listed, waits),
		t.CopyContacts(ctx, query.CopyContactsParams{NewMember: id, OldMember: m.ID}), t.DeleteContacts(ctx, m.ID),
		t.CopyDevices(ctx, query.CopyDevicesParams{NewMember: id, OldMember: m.ID}), t.CopyKnownEmail(ctx, query.CopyKnownEmailParams{NewMember: id, OldMember: m.ID}),
		t.DeleteDevices(ctx, m.ID), t.DeleteMailCode(ctx, m.ID), t.SetKnownEmail(ctx, query.SetKnownEmailParams{ID: m.ID}), one(t.DeleteTaken(ctx, m.ID)))
	if err != nil {
		return 0, err
	}
	n, err := t.ChangeMember(ctx, query.ChangeMemberParams{ID: m.ID, Name: listed.Name, Email: listed.Email, Ref: listed.Ref, MemberKey: listed.Key(), Former: was.Former})
	return waits, errors.Join(one(n, keyTaken(listed, err)), t.log(ctx, survey.Act{Member: listed.ID, What: survey.GaveBack}), t.logTakenBack(ctx, waits, fromMillis(was.Joined)))
}

// logTakenBack logs once more what the log of who waits again said.
func (t tx) logTakenBack(ctx context.Context, id survey.MemberID, joined time.Time) error {
	then := survey.Doing(ctx, survey.Doer{Kind: survey.ByMember, At: joined})
	return errors.Join(t.log(then, survey.Act{Member: id, What: survey.AddedMember}), t.log(then, survey.Act{Member: id, What: survey.ConfirmedDevice}))
}

// moveAnswers takes all that was answered as a member away, to who waits; strangers' answers are in no sum.
func moveAnswers(ctx context.Context, t tx, from survey.Member, to survey.MemberID) error {
	kept, err := responseOf(ctx, t.Queries, from.ID)
	if err != nil {
		return ifThere(err)
	}
	v, err := versionsOf(ctx, t, from.Season)
	if err != nil {
		return err
	}
	kept.Member, v.secrets = to, nil
	return errors.Join(saveResponse(ctx, t, v, kept), t.DeleteResponse(ctx, int64(from.ID)), t.DeleteSummands(ctx, int64(from.ID)))
}
