package db

import (
	"context"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// AddMember adds a member to a season and returns it with its id and the token of its link. A key that
// the season has already is an [survey.InvalidError] at the field that it comes from.
func (d *DB) AddMember(ctx context.Context, m survey.Member, now time.Time) (survey.Member, error) {
	if err := m.Check(); err != nil {
		return survey.Member{}, err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) (err error) {
		if m, err = addMember(ctx, t, m, now); err != nil {
			return err
		}
		return errors.Join(t.log(ctx, survey.Act{Season: m.Season, Member: m.ID, What: survey.AddedMember}), t.made(ctx, int64(m.ID)))
	})
	return m, wrap(err, "add member to season %d", m.Season)
}

func addMember(ctx context.Context, t tx, m survey.Member, now time.Time) (survey.Member, error) {
	t.changes(m.Season)
	token, nonce, hashed := t.key.draw(memberLink)
	m.Token, m.Created, m.Dropped = token, fromMillis(millis(now)), time.Time{}
	key := m.Key()
	if m.Waiting {
		m.Dropped, key = m.Created, waitingKey()
	}
	id, err := t.InsertMember(ctx, query.InsertMemberParams{
		SeasonID: int64(m.Season), Name: m.Name, Email: m.Email, Ref: m.Ref, MemberKey: key,
		LinkHash: hashed, Nonce: nonce, Created: millis(now), Joined: millis(m.Joined),
		Dropped: millis(m.Dropped), Waiting: m.Waiting,
	})
	m.ID = survey.MemberID(id)
	return m, keyTaken(m, err)
}

// keyTaken says at which field a member's key is that another member has.
func keyTaken(m survey.Member, err error) error {
	switch {
	case !taken(err):
		return err
	case m.Email != "":
		return &survey.InvalidError{Field: "email", Reason: "address_taken", Args: map[string]any{"Email": m.Email}}
	case m.Ref != "":
		return &survey.InvalidError{Field: "ref", Reason: "ref_taken", Args: map[string]any{"Ref": m.Ref}}
	}
	return &survey.InvalidError{Field: "name", Reason: "name_taken", Args: map[string]any{"Name": m.Name}}
}

func member(m query.Member) survey.Member {
	return survey.Member{
		ID: survey.MemberID(m.ID), Season: survey.SeasonID(m.SeasonID), Name: m.Name, Email: m.Email, Ref: m.Ref,
		Dropped: fromMillis(m.Dropped), Until: fromMillis(m.Reopened), Created: fromMillis(m.Created), Joined: fromMillis(m.Joined), Waiting: m.Waiting, Apart: m.Apart,
		Declined: fromMillis(m.Declined), Known: m.KnownEmail, Wanted: m.WantedEmail,
		Former: former(m),
	}
}

// former is what a member was called before. What cannot be read of it is as if it had not been kept; [Check] finds it.
func former(m query.Member) (all []survey.Calling) {
	_ = decode(m.Former, &all)
	return all
}

// Members returns the members of a season, those who dropped out included, in the order in which they came.
func (d *DB) Members(ctx context.Context, season survey.SeasonID) ([]survey.Member, error) {
	rows, err := d.read.Members(ctx, int64(season))
	return each(rows, d.key.linked), wrap(classify(err), "members of season %d", season)
}

// Member returns the member with the id.
func (d *DB) Member(ctx context.Context, id survey.MemberID) (survey.Member, error) {
	m, err := d.read.Member(ctx, int64(id))
	return d.key.linked(m), wrap(missing(classify(err)), "member %d", id)
}

// ChangeMember changes a member's name, address and id, and decides on the address that the member would have (see [DB.ChangeOwn]).
func (d *DB) ChangeMember(ctx context.Context, m survey.Member, now time.Time) error {
	if err := m.Check(); err != nil {
		return err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		was, err := t.Member(ctx, int64(m.ID))
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, member(was).Mark(), m.Mark()); err != nil {
			return err
		}
		if err := changeMember(ctx, t, m, now); err != nil {
			return err
		}
		return errors.Join(t.RenameTaken(ctx, query.RenameTakenParams{MemberID: int64(m.ID), Name: m.Name, Email: m.Email}),
			t.SetWantedEmail(ctx, query.SetWantedEmailParams{ID: int64(m.ID)}),
			t.log(ctx, survey.Act{Member: m.ID, What: survey.ChangedMember}))
	})
	return wrap(err, "change member %d", m.ID)
}

func changeMember(ctx context.Context, t tx, m survey.Member, now time.Time) error {
	row, err := t.Member(ctx, int64(m.ID))
	if err != nil {
		return missing(err)
	}
	called := m.CalledBefore(member(row), fromMillis(millis(now)))
	text, err := encodeGiven(called != nil, called)
	if err != nil {
		return err
	}
	n, err := t.ChangeMember(ctx, query.ChangeMemberParams{
		ID: int64(m.ID), Name: m.Name, Email: m.Email, Ref: m.Ref, MemberKey: m.Key(), Former: text,
	})
	return one(n, keyTaken(m, err))
}

// DropMember takes a member out of what the season forms and shows; the answers stay.
func (d *DB) DropMember(ctx context.Context, id survey.MemberID, now time.Time) error {
	return d.setDropped(ctx, id, now, survey.DroppedMember)
}

// RestoreMember takes back [DB.DropMember].
func (d *DB) RestoreMember(ctx context.Context, id survey.MemberID) error {
	return d.setDropped(ctx, id, time.Time{}, survey.RestoredMember)
}

func (d *DB) setDropped(ctx context.Context, id survey.MemberID, at time.Time, what survey.Deed) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := t.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, member(now).DroppedMark(), survey.Member{Dropped: at}.DroppedMark()); err != nil {
			return err
		}
		if err := one(t.SetDropped(ctx, query.SetDroppedParams{ID: int64(id), Dropped: millis(at)})); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Member: id, What: what})
	})
	return wrap(err, "drop or restore member %d", id)
}
