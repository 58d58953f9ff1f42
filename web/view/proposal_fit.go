package view

import "dure/clustering/team"

// A ProposalFitPage is how the club's model sees the teams of a proposal.
type ProposalFitPage struct {
	ID      team.ProposalID
	Name    string // of the proposal
	Teams   []FitTeam
	Heading string // of the team that is asked about, worded; "" where there is no team
	Base    string // worded
	Reasons []FitReason
	Trades  []FitTrade
}

// A FitTeam is what is predicted of a team.
type FitTeam struct {
	Number               int // from 0
	Name                 string
	Chance, Error, Value string
	Asked                bool // the page says why
}

// A FitReason is what a question adds to the expected rating of a team.
type FitReason struct{ Name, Adds string }

// A FitTrade is two members trading places.
type FitTrade struct {
	Text   string // worded
	Unsure bool   // it gains less than the model is unsure of
	Path   string // within the proposal, where it can be looked at
}
