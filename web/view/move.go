package view

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"dure/survey"
)

// A MovePage is a move or a swap before it is kept.
type MovePage struct {
	Proposal ProposalPage
	Members  []MemberLine // who move together
	Several  bool         // more may be chosen, so that nobody trades places
	From     int          // the team of the first, -1 for none
	To       int          // chosen team, -1 before one is
	With     survey.MemberID
	Before   []RuleRow
	After    []RuleRow
	Now      float64 // scores of the whole
	Then     float64
	Drops    []Drop // everywhere they could go
	Held     string // why they can go nowhere, worded, "" if they can
}

// A Drop is a place where a member could go, and what that would cost.
type Drop struct {
	To     int        // team
	With   MemberLine // who trades places; no ID for a move
	Now    float64    // the score of the whole
	Then   float64    // the same once it is done
	Broken int        // must-rules that are broken then and not now, less those that are mended
	Uneven int        // members who have to change teams for sizes then, less those who have to now
	Why    []Change   // what changes most, by the names of kinds
}

// best are the drops that are best, so many at most.
func (d MovePage) best(most int) []Drop {
	all := slices.SortedStableFunc(slices.Values(d.Drops), func(a, b Drop) int {
		return cmp.Or(cmp.Compare(a.Broken, b.Broken), cmp.Compare(a.Uneven, b.Uneven), cmp.Compare(b.Then, a.Then))
	})
	return all[:min(most, len(all))]
}

// byTeam are the drops in each team that there are any in.
func (d MovePage) byTeam() (all [][]Drop) {
	for i, x := range d.Drops {
		if i == 0 || x.To != d.Drops[i-1].To {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], x)
	}
	return all
}

// one reports whether a single member is on the way.
func (d MovePage) one() bool { return len(d.Members) == 1 }

// members is the part of an address that says who is on the way.
func (d MovePage) members() string {
	v := url.Values{}
	for _, m := range d.Members {
		v.Add("member", fmt.Sprint(m.ID))
	}
	return v.Encode()
}

// back is the address of the board, of the part that is shown.
func (d MovePage) back(p Page) string {
	return d.Proposal.Window.at(ProposalPath(p, d.Proposal.ID, ""), d.Proposal.Window.Part)
}

// moves reports whether the member is one of those on the way.
func (d MovePage) moves(id survey.MemberID) bool {
	return slices.ContainsFunc(d.Members, func(m MemberLine) bool { return m.ID == id })
}

// title says who is to be moved.
func (d MovePage) title(p Page) string {
	if d.one() {
		return p.T("move_member", "Name", d.Members[0].Name)
	}
	return p.T("move_several", "Count", len(d.Members))
}

// named are the names of those on the way, and how many more there are.
func (d MovePage) named() (names string, rest int) {
	var all []string
	for _, m := range d.Members {
		all = append(all, m.Name)
	}
	return Named(all)
}

// mostNamed is how many names stand in a sentence.
const mostNamed = 5

// Named are the first of the names, and how many more there are.
func Named(all []string) (names string, rest int) {
	n := min(mostNamed, len(all))
	return strings.Join(all[:n], ", "), len(all) - n
}

// label says where it goes.
func (x Drop) label(p Page, d MovePage) string {
	if x.With.ID != 0 {
		return p.T("move_swap", "Name", x.With.Name, "Unanswered", x.With.Unanswered)
	}
	return p.T("move_to", "Team", d.Proposal.Teams[x.To].Name, "Count", len(d.Proposal.Teams[x.To].Members))
}

// change is that between the scores that are shown before and after.
func (x Drop) change() string {
	_, _, change := scoreChange(x.Now, x.Then)
	return change
}

// cost says in short what it changes.
func (x Drop) cost(p Page) string {
	switch {
	case x.Broken > 0:
		return x.change() + " · " + p.T("drop_breaks")
	case x.Broken < 0:
		return x.change() + " · " + p.T("drop_mends")
	case x.Uneven > 0:
		return x.change() + " · " + p.T("drop_uneven")
	}
	return x.change()
}

// short is the cost as it stands beside a name.
func (x Drop) short() string {
	if x.Broken > 0 {
		return x.change() + " ✕"
	}
	return x.change()
}

// class is how the cost looks.
func (x Drop) class() string {
	if x.Broken != 0 {
		return changeClass(-float64(x.Broken))
	}
	return changeClass(x.Then - x.Now)
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
