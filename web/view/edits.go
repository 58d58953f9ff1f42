package view

import (
	"time"

	"dure/clustering/team"
)

// An EditsPage lists what was done with a proposal's teams, the newest first.
type EditsPage struct {
	ID       team.ProposalID
	Name     string
	Revision int
	Rows     []EditRow
}

// An EditRow is one edit.
type EditRow struct {
	Seq       int
	At        time.Time
	Who, What string
	Now       bool // the teams are as they were after it
	Undone    bool
}
