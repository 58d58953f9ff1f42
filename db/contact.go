package db

import (
	"context"

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
	seat, err := seatOf(ctx, q, m.SeasonID, m.ID)
	if err != nil {
		return nil, err
	}
	sure := false
	for _, mate := range seat.Members {
		_, took, err := held(ctx, q, mate)
		switch {
		case err != nil:
			return nil, err
		case took:
		case mate.ID == id:
			sure = true
		default:
			mates = append(mates, mate.ID)
		}
	}
	if !sure {
		return nil, nil
	}
	return mates, nil
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
