package db

import (
	"context"
	"errors"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// The teams that a season has published are kept once more, team by team and member by member: the page of a member reads the rows of that member's teams,
// and costs the same in a season of any size. The rows follow from the lineup: whatever publishes, changes or takes back published teams writes them in
// the same transaction.

// spot is a team by its round and its position.
type spot struct{ round, team int64 }

// reseat writes the seats of a season anew, as far as its published teams are others than the seats say.
func (t tx) reseat(ctx context.Context, season int64) error {
	var l team.Lineup
	row, err := t.RosterLineup(ctx, season)
	if err = ifThere(missing(err)); err == nil {
		err = decode(row.Lineup, &l)
	}
	if err != nil {
		return err
	}
	rows, err := t.SeatTeams(ctx, season)
	if err != nil {
		return err
	}
	old := map[spot]string{}
	for _, r := range rows {
		old[spot{r.Round, r.Team}] = r.Body
	}
	changed, err := changedSeats(l, old)
	if err != nil {
		return err
	}
	for at := range old {
		if err := t.unseat(ctx, season, at); err != nil {
			return err
		}
	}
	for _, c := range changed {
		if err := t.seat(ctx, season, c); err != nil {
			return err
		}
	}
	return nil
}

// A newSeat is a team with what is kept of it.
type newSeat struct {
	spot
	body    string
	members []survey.MemberID
}

// changedSeats are the teams of which old says something else or nothing, by what is kept. Of old it leaves those that are others now, or gone.
func changedSeats(l team.Lineup, old map[spot]string) (changed []newSeat, err error) {
	for r, teams := range l.Rounds() {
		for n, g := range teams {
			body, err := encode(g)
			if err != nil {
				return nil, err
			}
			at := spot{int64(r), int64(n)}
			if was, kept := old[at]; kept && was == body {
				delete(old, at)
				continue
			}
			changed = append(changed, newSeat{at, body, g.Members})
		}
	}
	return changed, nil
}

// unseat forgets what is kept of a team.
func (t tx) unseat(ctx context.Context, season int64, at spot) error {
	return errors.Join(
		t.DeleteSeats(ctx, query.DeleteSeatsParams{SeasonID: season, Round: at.round, Team: at.team}),
		t.DeleteSeatTeam(ctx, query.DeleteSeatTeamParams{SeasonID: season, Round: at.round, Team: at.team}))
}

// seatAgain keeps a team as it is now, where it was kept otherwise.
func (t tx) seatAgain(ctx context.Context, season int64, at spot, g team.SavedTeam) error {
	body, err := encode(g)
	return errors.Join(err, t.unseat(ctx, season, at), t.seat(ctx, season, newSeat{at, body, g.Members}))
}

func (t tx) seat(ctx context.Context, season int64, s newSeat) error {
	err := t.InsertSeatTeam(ctx, query.InsertSeatTeamParams{SeasonID: season, Round: s.round, Team: s.team, Body: s.body})
	for _, id := range s.members {
		if err == nil {
			err = t.InsertSeat(ctx, query.InsertSeatParams{SeasonID: season, MemberID: int64(id), Round: s.round, Team: s.team})
		}
	}
	return err
}

// Seat is where a member is in the teams that the season has published, with nothing of all others. Before any are published it is [survey.ErrNotFound].
func (d *DB) Seat(ctx context.Context, m survey.Member) (team.Seat, error) {
	var s team.Seat
	err := d.view(ctx, func(q *query.Queries) error {
		r, err := rosterOf(q.Roster(ctx, int64(m.Season)))
		if err != nil {
			return err
		}
		if s, err = seatOf(ctx, q, int64(m.Season), int64(m.ID)); err != nil {
			return err
		}
		request, err := q.ProposalRequest(ctx, int64(r.Proposal))
		s.Proposal, s.Request = r.Proposal, raw(request)
		if own, ok := s.First(); ok {
			s.Brief = r.Briefs.Of(own.At)
		}
		return err
	})
	return s, wrap(err, "seat of member %d", m.ID)
}

// seatOf is where a member is, with who else is there of those who take part.
func seatOf(ctx context.Context, q *query.Queries, season, id int64) (team.Seat, error) {
	rows, err := q.Seat(ctx, query.SeatParams{SeasonID: season, MemberID: id})
	if err != nil {
		return team.Seat{}, err
	}
	teams, err := decodeEach(rows, func(r query.SeatRow) (t team.SeatTeam, err error) {
		t.Round, t.At = int(r.Round), int(r.Team)
		return t, decode(r.Body, &t.SavedTeam)
	})
	s := team.Seat{Teams: teams}
	for _, mate := range s.Everybody() {
		row, err := q.Member(ctx, int64(mate))
		if ifThere(err) != nil {
			return s, err
		}
		if err == nil {
			s.Members = append(s.Members, member(row))
		}
	}
	return s.Of(s.Members), err
}
