package view

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// A MovePage is a move or a swap before it is kept.
type MovePage struct {
	Proposal ProposalPage
	Member   MemberLine
	From     int // team, -1 for none
	To       int // chosen team, -1 before one is
	With     survey.MemberID
	Before   []RuleRow
	After    []RuleRow
	Now      float64 // scores of the whole
	Then     float64
	Drops    []Drop // everywhere the member could go
	Held     string // why they can go nowhere, worded, "" if they can
}

// A Drop is a place where a member could go, and what that would cost.
type Drop struct {
	To     int        // team
	With   MemberLine // who trades places; no ID for a move
	Change float64    // of the score of the whole
	Broken int        // must-rules that are broken then and not now, less those that are mended
	Uneven int        // members who have to change teams for sizes then, less those who have to now
	Why    []Change   // what changes most, by the names of kinds
}

// best are the drops that are best, so many at most.
func (d MovePage) best(most int) []Drop {
	all := slices.SortedStableFunc(slices.Values(d.Drops), func(a, b Drop) int {
		return cmp.Or(cmp.Compare(a.Broken, b.Broken), cmp.Compare(a.Uneven, b.Uneven), cmp.Compare(b.Change, a.Change))
	})
	return all[:min(most, len(all))]
}

// to are the drops in a team.
func (d MovePage) to(team int) []Drop {
	return slices.DeleteFunc(slices.Clone(d.Drops), func(x Drop) bool { return x.To != team })
}

// label says where it goes.
func (x Drop) label(p Page, d MovePage) string {
	if x.With.ID != 0 {
		return p.T("move_swap", "Name", x.With.Name, "Unanswered", x.With.Unanswered)
	}
	return p.T("move_to", "Team", d.Proposal.Teams[x.To].Name, "Count", len(d.Proposal.Teams[x.To].Members))
}

// cost says in short what it changes.
func (x Drop) cost(p Page) string {
	switch {
	case x.Broken > 0:
		return signed(x.Change) + " · " + p.T("drop_breaks")
	case x.Broken < 0:
		return signed(x.Change) + " · " + p.T("drop_mends")
	case x.Uneven > 0:
		return signed(x.Change) + " · " + p.T("drop_uneven")
	}
	return signed(x.Change)
}

// short is the cost as it stands beside a name.
func (x Drop) short() string {
	if x.Broken > 0 {
		return signed(x.Change) + " ✕"
	}
	return signed(x.Change)
}

// class is how the cost looks.
func (x Drop) class() string {
	if x.Broken != 0 {
		return changeClass(-float64(x.Broken))
	}
	return changeClass(x.Change)
}

// A Change is one rule before and after.
type Change struct {
	Sentence      string
	Before, After float64
	Breaks, Mends bool // it is kept before and broken after, or the other way round
	Broken        bool // it is a must-rule that is broken after
}

// Changes lists the rules that the move changes.
func (d MovePage) Changes() []Change { return ChangesOf(d.Before, d.After) }

// Unmet is how many must-rules are broken after.
func (d MovePage) Unmet() int { return len(unmetOf(d.After)) }

// ChangesOf lists the rules that do better or worse after.
func ChangesOf(before, after []RuleRow) []Change {
	var all []Change
	for i, b := range before {
		a := after[i]
		if diff := a.Score - b.Score; diff > 5e-5 || diff < -5e-5 || a.Met != b.Met {
			all = append(all, Change{b.Sentence, b.Score, a.Score, b.Met && !a.Met, !b.Met && a.Met, a.Broken()})
		}
	}
	return all
}

// apart takes the changes of must-rules that are broken after out of the others.
func apart(all []Change) (broken, others []Change) {
	for _, ch := range all {
		if ch.Broken {
			broken = append(broken, ch)
		} else {
			others = append(others, ch)
		}
	}
	return broken, others
}

// signed writes a change of score in points of a hundred, with a second decimal where the first would hide it.
func signed(x float64) string {
	x *= 100
	switch {
	case math.Abs(x) < 0.005:
		return "±0"
	case math.Abs(x) < 0.05:
		return strings.Replace(fmt.Sprintf("%+.2f", x), "-", "−", 1)
	}
	return strings.Replace(fmt.Sprintf("%+.1f", x), "-", "−", 1)
}

func changeClass(x float64) string {
	switch {
	case x > 5e-5:
		return "good"
	case x < -5e-5:
		return "bad"
	}
	return ""
}
