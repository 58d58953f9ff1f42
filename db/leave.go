package db

import (
	"context"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// What members do of themselves: they say how they are called, and have themselves erased. Anybody can join under any name. So no address is taken over on the
// word of whoever claims it, nor a word out of what others wrote because somebody calls themselves by it.

// ChangeOwn changes a member's name as the member says, and keeps the address that the member would have until an organizer has decided on it: it tells
// who somebody is, and may be another's, of which nothing is said. "" leaves the one that is there.
func (d *DB) ChangeOwn(ctx context.Context, id survey.MemberID, name, email string, now time.Time) error {
	typed := survey.Member{Name: name, Email: email}
	if err := typed.Check(); err != nil {
		return err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		row, err := t.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		shown, _, err := held(ctx, t.Queries, member(row))
		if err != nil {
			return err
		}
		next := shown
		next.Name, next.Wanted = typed.Name, typed.Email
		if survey.Fold(typed.Email) == survey.Fold(shown.Email) {
			next.Wanted = ""
		}
		if err := asRead(ctx, shown.OwnMark(), next.OwnMark()); err != nil {
			return err
		}
		if next.Name != shown.Name {
			m := member(row)
			m.Name = next.Name
			if err := errors.Join(ownNameTaken(changeMember(ctx, t, m, now)), t.log(ctx, survey.Act{Member: id, What: survey.ChangedMember})); err != nil {
				return err
			}
		}
		return t.SetWantedEmail(ctx, query.SetWantedEmailParams{ID: row.ID, WantedEmail: next.Wanted})
	})
	return wrap(err, "change member %d as asked", id)
}

// ownNameTaken is said to a member who knows of no ids.
func ownNameTaken(err error) error {
	if e, ok := errors.AsType[*survey.InvalidError](err); ok && e.Reason == "name_taken" {
		return &survey.InvalidError{Field: e.Field, Reason: "own_name_taken"}
	}
	return err
}

// ErasesTexts reports whether [DB.EraseOwn] takes a member's name out of what others wrote, too: only where it is organizers who called the member so.
func (d *DB) ErasesTexts(ctx context.Context, id survey.MemberID) (yes bool, err error) {
	err = d.view(ctx, func(q *query.Queries) error {
		row, err := q.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		yes, err = calledByOrganizers(ctx, q, row)
		return err
	})
	return yes, wrap(err, "whether member %d has an own name", id)
}

func calledByOrganizers(ctx context.Context, q *query.Queries, row query.Member) (bool, error) {
	own, err := q.NamedThemselves(ctx, query.NamedThemselvesParams{
		MemberID: sqlID(survey.MemberID(row.ID)), Actor: string(survey.ByMember), Changed: string(survey.ChangedMember), Took: string(survey.TookPlace),
	})
	return row.Joined == 0 && !own, err
}

// EraseOwn erases a member of a season as the member asks, like [DB.EraseMember]; the links say so from then on. Who holds a place on the list that somebody
// else may have gives it back first. Files that wait to be imported go with who was on the list before: nobody else is in one.
func (d *DB) EraseOwn(ctx context.Context, id survey.MemberID, now time.Time) error {
	err := d.erase(ctx, func(ctx context.Context, t tx) (erasing, error) {
		e := erasing{Erased: 1}
		id, err := leavePlace(ctx, t, id, now)
		if err != nil {
			return e, err
		}
		if e.People, e.Club, err = peopleOf(ctx, t.Queries, id); err != nil {
			return e, err
		}
		e.Whole = len(e.People) == 1
		row, err := t.Member(ctx, int64(id))
		if err != nil {
			return e, missing(err)
		}
		if e.Texts, err = calledByOrganizers(ctx, t.Queries, row); err != nil {
			return e, err
		}
		season := survey.SeasonID(row.SeasonID)
		err = errors.Join(t.EraseOldLinks(ctx, query.EraseOldLinksParams{MemberID: sqlID(id), SeasonID: sqlID(season)}),
			t.InsertErasedLink(ctx, query.InsertErasedLinkParams{Hash: row.LinkHash, SeasonID: sqlID(season)}),
			eraseMember(ctx, t, member(row), now), t.log(ctx, survey.Act{Season: season, What: survey.ErasedMember}))
		if err == nil && e.Texts {
			err = e.dropImports(ctx, t)
		}
		return e, errors.Join(err, t.made(ctx, 0))
	})
	return wrap(err, "erase member %d as asked", id)
}

// leavePlace returns as whom a member is erased: as who waits, where the member holds a place on the list that nobody has confirmed, and what was said of the team
// there goes at once.
func leavePlace(ctx context.Context, t tx, id survey.MemberID, now time.Time) (survey.MemberID, error) {
	was, err := t.Queries.Taken(ctx, int64(id))
	if err != nil {
		return id, ifThere(missing(err))
	}
	row, err := t.Member(ctx, int64(id))
	if err != nil {
		return id, missing(err)
	}
	if err := eraseFeedback(ctx, t, member(row), now); err != nil {
		return id, err
	}
	return giveBack(ctx, t, row, was, now)
}
