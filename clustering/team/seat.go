package team

import (
	"encoding/json"
	"slices"

	"dure/survey"
)

// A Seat is where one member is in the teams of a proposal, which is all of a season's teams that the member's own page needs.
type Seat struct {
	Proposal ProposalID
	Request  json.RawMessage // by which the teams were formed
	Brief    Brief           // what the team of the first round is told
	Teams    []SeatTeam      // the member's, by round, of those who take part
	Members  []survey.Member // who is in any of the teams, the member too
}

// A SeatTeam is one of a member's teams.
type SeatTeam struct {
	Round int // from 0
	At    int // position among the teams of the round
	SavedTeam
}

// NewSeat is the seat of a member in a lineup, from all members of the season.
func NewSeat(p Saved, told Briefs, id survey.MemberID, members []survey.Member) Seat {
	s := Seat{Proposal: p.ID, Request: p.Request}
	for r, teams := range p.Lineup.Rounds() {
		for at, t := range teams {
			if slices.Contains(t.Members, id) {
				s.Teams = append(s.Teams, SeatTeam{r, at, t})
				break
			}
		}
	}
	if own, ok := s.First(); ok {
		s.Brief = told.Of(own.At)
	}
	return s.Of(members)
}

// Of is the seat with those of the members who take part and are in its teams.
func (s Seat) Of(members []survey.Member) Seat {
	in, here := s.Everybody(), map[survey.MemberID]bool{}
	s.Members = nil
	for _, m := range members {
		if _, found := slices.BinarySearch(in, m.ID); found && m.Active() {
			s.Members, here[m.ID] = append(s.Members, m), true
		}
	}
	s.Teams = slices.Clone(s.Teams)
	for k := range s.Teams {
		s.Teams[k].Members = only(s.Teams[k].Members, func(id survey.MemberID) bool { return here[id] })
	}
	return s
}

// First is the member's team of the first round.
func (s Seat) First() (SeatTeam, bool) {
	if len(s.Teams) == 0 || s.Teams[0].Round > 0 {
		return SeatTeam{}, false
	}
	return s.Teams[0], true
}

// Everybody is in order who is in any of the teams, the member too, and also who dropped out until that is known.
func (s Seat) Everybody() (all []survey.MemberID) {
	for _, t := range s.Teams {
		all = append(all, t.Members...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
