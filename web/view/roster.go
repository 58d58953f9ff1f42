package view

import (
	"slices"

	"dure/clustering/team"
	"dure/survey"
)

// A RosterPage is a proposal's teams for the printer.
type RosterPage struct {
	Proposal team.ProposalID
	Name     string
	Only     bool // one team of several
	Window   Window
	Teams    []RosterTeam
	Alone    []survey.Member // who is in no team
	LeftOut  []survey.Member // who is in none by the organizer's choice
	Rounds   []Round         // after the first

	Unanswered map[survey.MemberID]bool
}

// marked counts those on the page who have not answered.
func (d RosterPage) marked() (n int) {
	all := slices.Concat(d.Alone, d.LeftOut)
	for _, t := range d.Teams {
		all = append(all, t.Members...)
	}
	for _, m := range all {
		if d.Unanswered[m.ID] {
			n++
		}
	}
	return n
}

// A RosterTeam is one team on paper. Number counts from 1.
type RosterTeam struct {
	Number  int
	Name    string
	Members []survey.Member
	Index   string // what they are called, in a list
	Hours   []TeamHours
}

// hasRef reports whether any of the members has an id of the club's own.
func hasRef(members []survey.Member) bool {
	return slices.ContainsFunc(members, func(m survey.Member) bool { return m.Ref != "" })
}

// A ShapesPage leads to the files of a roster for other programs.
type ShapesPage struct {
	Proposal team.ProposalID
	Name     string
	Shapes   []Shape
}

// A Shape is a file for another program.
type Shape struct {
	Name    string // as addresses have it
	Without int    // members of teams who are not in it, as that program could not know them
	Course  bool   // whether it names the course
}
