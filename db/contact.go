package db

import (
	"context"
	"errors"
	"slices"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// Contacts returns how a member is reached, and how the teammates are whom the member is with in the published teams now, as far as each takes part and has said.
func (d *DB) Contacts(ctx context.Context, id survey.MemberID) (own survey.Contacts, mates map[survey.MemberID]survey.Contacts, err error) {
	mates = map[survey.MemberID]survey.Contacts{}
	err = d.view(ctx, func(q *query.Queries) error {
		if own, err = contactsOf(ctx, q, id); err != nil {
			return err
		}
		with, err := matesOf(ctx, q, id)
		if err != nil {
			return err
		}
		for _, mate := range with {
			if mates[mate], err = contactsOf(ctx, q, mate); err != nil {
				return err
			}
		}
		return nil
	})
	return own, mates, wrap(err, "contacts of member %d", id)
}

func contactsOf(ctx context.Context, q *query.Queries, id survey.MemberID) (survey.Contacts, error) {
	rows, err := q.Contacts(ctx, int64(id))
	all := survey.Contacts(each(rows, func(r query.Contact) survey.Contact {
		return survey.Contact{Kind: survey.ContactKind(r.Kind), At: r.Contact}
	}))
	return all.Sort(), err
}

// matesOf are who is in a team with a member, in any round of the teams that are published, as they are now: nobody of a member who takes no part, or whose place somebody took of whom no
// organizer has said that it is right.
func matesOf(ctx context.Context, q *query.Queries, id survey.MemberID) (mates []survey.MemberID, err error) {
	m, err := q.Member(ctx, int64(id))
	if err != nil {
		return nil, missing(err)
	}
	row, err := q.RosterLineup(ctx, m.SeasonID)
	if err != nil {
		return nil, ifThere(missing(err))
	}
	var l team.Lineup
	if err := decode(row.Lineup, &l); err != nil {
		return nil, err
	}
	sure, err1 := activeMembers(ctx, q, m.SeasonID)
	taken, err2 := q.SeasonTaken(ctx, m.SeasonID)
	for _, t := range taken {
		delete(sure, survey.MemberID(t.MemberID))
	}
	if err := errors.Join(err1, err2); err != nil || !sure[id] {
		return nil, err
	}
	for _, t := range slices.Concat(l.Rounds()...) {
		if slices.Contains(t.Members, id) {
			mates = append(mates, t.Members...)
		}
	}
	slices.Sort(mates)
	return slices.DeleteFunc(slices.Compact(mates), func(mate survey.MemberID) bool { return mate == id || !sure[mate] }), nil
}

// SaveContacts puts how a member is reached in the place of what the member said before.
func (d *DB) SaveContacts(ctx context.Context, id survey.MemberID, cs survey.Contacts) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if _, err := t.Member(ctx, int64(id)); err != nil {
			return missing(err)
		}
		now, err := contactsOf(ctx, t.Queries, id)
		if err != nil {
			return err
		}
		if err := asRead(ctx, now.Mark(), cs.Mark()); err != nil {
			return err
		}
		if err := t.DeleteContacts(ctx, int64(id)); err != nil {
			return err
		}
		for _, c := range cs {
			if err := t.InsertContact(ctx, query.InsertContactParams{MemberID: int64(id), Kind: string(c.Kind), Contact: c.At}); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "save contacts of member %d", id)
}
