package db

import (
	"context"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// log keeps what is done in the transaction in which it is done, or not at all. It is the only writer of the log. Who does it comes from the
// context (see [survey.Doing]), the season of a member and the club of a season from the database.
func (t tx) log(ctx context.Context, a survey.Act) error {
	season, err := t.note(ctx, a)
	if season != 0 {
		t.changes(season)
	}
	return err
}

// note logs what may have changed nothing, and returns of which season it is, 0 for none.
func (t tx) note(ctx context.Context, a survey.Act) (survey.SeasonID, error) {
	if a.Season == 0 && a.Member != 0 {
		m, err := t.Member(ctx, int64(a.Member))
		if err != nil {
			return 0, missing(err)
		}
		a.Season = survey.SeasonID(m.SeasonID)
	}
	if a.Club == 0 {
		s, err := t.Season(ctx, int64(a.Season))
		if err != nil {
			return 0, missing(err)
		}
		a.Club = survey.ClubID(s.ClubID)
	}
	args, err := encodeGiven(len(a.Args) > 0, a.Args)
	if err != nil {
		return 0, err
	}
	by := survey.DoneBy(ctx)
	return a.Season, t.InsertAct(ctx, query.InsertActParams{
		ClubID: int64(a.Club), SeasonID: sqlID(a.Season), MemberID: sqlID(a.Member), OrganizerID: sqlID(by.Organizer), Actor: string(by.Kind),
		Action: string(a.What), Everybody: a.Everybody, Args: args, At: millis(at(ctx)),
	})
}

// at is when what is done is done: now, unless whoever does it says when.
func at(ctx context.Context) time.Time {
	if by := survey.DoneBy(ctx); !by.At.IsZero() {
		return by.At
	}
	return time.Now()
}

// Log keeps that something was looked at, which changes nothing else.
func (d *DB) Log(ctx context.Context, a survey.Act) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		_, err := t.note(ctx, a)
		return err
	})
	return wrap(err, "log %s", a.What)
}

// Acts returns what the log of a club has that a filter lets through, the newest first.
func (d *DB) Acts(ctx context.Context, club survey.ClubID, f survey.ActFilter) ([]survey.Act, error) {
	rows, err := d.read.Acts(ctx, query.ActsParams{
		ClubID: int64(club), SeasonID: int64(f.Season), OrganizerID: int64(f.By), MemberID: int64(f.Member), Action: string(f.What),
		Before: f.Before, Most: int32(f.Most),
	})
	if err != nil {
		return nil, wrap(classify(err), "log of club %d", club)
	}
	all, err := decodeEach(rows, act)
	return all, wrap(err, "log of club %d", club)
}

// MemberActs returns what concerns a member, the newest first and as many as most: what was done with the member alone, and what with all of
// the season since the member came.
func (d *DB) MemberActs(ctx context.Context, m survey.Member, most int) ([]survey.Act, error) {
	m, took, err := held(ctx, d.read, m)
	if err != nil {
		return nil, wrap(classify(err), "log of member %d", m.ID)
	}
	rows, err := d.read.MemberActs(ctx, query.MemberActsParams{
		MemberID: sqlID(m.ID), SeasonID: sqlID(m.Season), Since: millis(m.Created), Most: int32(most),
	})
	if err != nil {
		return nil, wrap(classify(err), "log of member %d", m.ID)
	}
	all, err := decodeEach(rows, func(r query.MemberActsRow) (survey.Act, error) {
		a, err := act(query.Audit{
			ID: r.ID, ClubID: r.ClubID, SeasonID: r.SeasonID, MemberID: r.MemberID, OrganizerID: r.OrganizerID, Actor: r.Actor, Action: r.Action,
			Everybody: r.Everybody, Args: r.Args, At: r.At,
		})
		a.By.Email = r.Email
		return a, err
	})
	if took {
		all = sinceTaken(all)
	}
	return all, wrap(err, "log of member %d", m.ID)
}

// sinceTaken is what the log of who took a place says to them: not that they took one, and nothing of the place before but what they did (see [tx.logTaken]).
func sinceTaken(all []survey.Act) (theirs []survey.Act) {
	took := slices.IndexFunc(all, func(a survey.Act) bool { return a.What == survey.TookPlace })
	for i, a := range all {
		if a.Everybody || i < took || i == took+1 || i == took+2 {
			theirs = append(theirs, a)
		}
	}
	slices.SortStableFunc(theirs, func(a, b survey.Act) int { return b.By.At.Compare(a.By.At) })
	return theirs
}

func act(r query.Audit) (survey.Act, error) {
	a := survey.Act{
		ID: r.ID, Club: survey.ClubID(r.ClubID), Season: survey.SeasonID(r.SeasonID.Int64), Member: survey.MemberID(r.MemberID.Int64),
		Everybody: r.Everybody, What: survey.Deed(r.Action),
		By: survey.Doer{Kind: survey.DoerKind(r.Actor), Organizer: survey.OrganizerID(r.OrganizerID.Int64), At: fromMillis(r.At)},
	}
	return a, decode(r.Args, &a.Args)
}
