package view

import (
	"slices"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view/chart"
)

// A RoundsPage says who meets whom in which round.
type RoundsPage struct {
	ID       team.ProposalID
	Name     string
	FormMark string
	Met      string  // worded
	Matrix   *Matrix // nil where there are too many to be drawn
	Rounds   []Round // after the first
	Window   Window  // of the teams that are shown of each
	People   []MemberLine
	Rest     int // of those found, who are not among the people
	Form     RoundsForm
}

// More is the number of one more round.
func (d RoundsPage) More() int { return len(d.Rounds) + 2 }

// A RoundsForm is what is asked for of rounds to come, as it was typed.
type RoundsForm struct {
	From, Rounds string
	Missing      []string // in the first of them
}

// Misses reports whether the member is one of those who are missing.
func (f RoundsForm) Misses(id survey.MemberID) bool { return slices.Contains(f.Missing, id.Code()) }

// The tones of two who meet.
var (
	MetOnce  = chart.ShadeTone(4)
	MetAgain = chart.ShadeTone(0)
)
