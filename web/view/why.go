package view

import "dure/survey"

// A Why says what a member's place gives and costs.
type Why struct {
	ID    survey.MemberID
	Name  string
	Gives []string // worded
	Costs []string
}

// A Round is one round of several: who is with whom.
type Round struct {
	N     int // from 2
	Teams []RoundTeam
}

// A RoundTeam is a team of a round.
type RoundTeam struct {
	Name    string
	Members string     // their names
	Mates   []Teammate // of the member who is told with whom
}

// empty reports whether nothing hangs on the member's place.
func (w Why) empty() bool { return len(w.Gives) == 0 && len(w.Costs) == 0 }

// of returns the answer if it is about a member of the team.
func (w *Why) of(t TeamCard) *Why {
	for _, m := range t.Members {
		if w != nil && m.ID == w.ID {
			return w
		}
	}
	return nil
}
