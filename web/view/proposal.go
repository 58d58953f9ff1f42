package view

import (
	"fmt"
	"math"
	"slices"

	"dure/clustering/team"
	"dure/survey"
)

// A ProposalPage is a proposal: how far its forming is, or its teams with all that can be said of them.
type ProposalPage struct {
	ID        team.ProposalID
	Name      string
	Stored    string // the name as it is kept
	State     survey.JobState
	Published bool
	Gone      int    // members who had themselves erased since these teams were published
	Read      string // the mark of what the season has published
	FormMark  string
	Briefed   bool // the published teams, these or others, are told how to begin
	Plan      RosterPlan
	Later     []string // must-rules that came since the teams were formed, worded
	Outdated  bool     // some of its rules say nothing any more
	Revision  int
	Undo      int
	Redo      int
	Anew      string // who is in another team since the teams were formed anew, worded, where that was done last
	Problem   string // of a failed one, worded
	Progress  team.Forming
	Untold    bool // how good the teams are so far is not told: members ask for something in confidence
	Stopping  bool

	Score      float64
	Formed     float64 // the score as formed, before edits; 0 where that is not known
	AsFormed   bool    // nothing has changed since
	Resized    bool    // changed by hand into other sizes since
	OnlyMusts  bool    // there are no other rules, so that the score is of the must-rules themselves
	Bound      *float64
	Chance     *Chance // how the teams compare with random ones, nil where that is not known
	Seed       uint64
	Stopped    string
	Optimum    *bool  // see [team.Proposal], nil too of teams that were changed since
	Standing   string // how many teams keep their rules with any one member missing, worded, "" where none asks for anybody
	Rules      []RuleRow
	Window     Window
	Teams      []TeamCard // those of the window
	Unplaced   []MemberLine
	LeftOut    []MemberLine // in no team by the organizer's choice
	Unanswered int          // members who have not answered
	Clash      []string     // worded
	Ways       []WayOption
	TooSmall   []TooSmall
	Locked     bool    // whether anything is
	Why        *Why    // of the member that was asked about, or nil
	Rounds     []Round // after the first, which is in Teams
	Fit        bool    // whether the club has a model to predict fit by
	Repeats    int     // pairs that meet again over all rounds
	Shown      []ShownColumn
	Unread     []string // how many wishes are not understood and how many avoidances wait, worded
}

// mayGoOn reports whether a longer search from these teams may find better ones.
func (d ProposalPage) mayGoOn() bool {
	return len(d.Rounds) == 0 && d.Stopped != team.StoppedOptimal && len(d.Rules) > 0
}

// Needs words the rules in these positions.
func (d ProposalPage) Needs(rules []int) (all []string) {
	for _, r := range rules {
		all = append(all, d.Rules[r].Sentence)
	}
	return all
}

// marksNeeded reports whether anybody is marked as needed.
func (d ProposalPage) marksNeeded() bool {
	return slices.ContainsFunc(d.Teams, func(t TeamCard) bool {
		return slices.ContainsFunc(t.Members, func(m MemberLine) bool { return len(m.Needed) > 0 })
	})
}

// A RuleRow is how a rule does in the whole division.
type RuleRow struct {
	Sentence string // without what is asked in confidence, unless that is all
	Strength team.Strength
	Score    float64
	Bound    *float64
	TeamsOK  *int
	Teams    int
	Met      bool
	Limits   bool       // it limits how many members teams hold, whatever its strength
	Unknown  int        // of so many teams it is not known whether they keep it, or not of all that it asks for
	Confides bool       // some of what it asks for is said in confidence
	Binds    bool       // and is a must
	Secret   bool       // all of it is, and so is how it is kept
	Idle     bool       // it does not count, as Fact says
	Share    team.Share // of the whole
	Fact     string     // of how many members anything is known, worded
	Moot     bool       // there is nothing in the club that it could be kept or broken by
}

// atMost words a bound of scores, rounded up: none is above what is said.
func atMost(bound float64) string { return scorePercent(math.Ceil(max(0, 1000*bound-1e-6)) / 1000) }

// Edited reports whether the teams are not as they were formed.
func (d ProposalPage) Edited() bool { return d.Undo > 0 }

// Confides reports whether a rule asks for something in confidence, which stands in no score.
func (d ProposalPage) Confides() bool {
	return slices.ContainsFunc(d.Rules, func(r RuleRow) bool { return r.Confides })
}

// Counted reports whether something in confidence was counted when the teams were formed.
func (d ProposalPage) Counted() bool {
	return slices.ContainsFunc(d.Rules, func(r RuleRow) bool { return r.Confides && !r.Idle })
}

// Tells reports whether there is a rule of which it is known, and may be told, how it is kept.
func (d ProposalPage) Tells() bool {
	return slices.ContainsFunc(d.Rules, func(r RuleRow) bool { return !r.Secret && !r.Moot })
}

// formAgain says what forming by the cards as they are now does: published teams stay, and others are formed beside them.
func (d ProposalPage) formAgain() survey.Key {
	if d.Published {
		return "form_beside"
	}
	return Either(d.Locked, "form_rest", "form_again")
}

// Praises reports whether what is good may be shown as good: every must-rule is known to be kept, and none is on what is said in confidence, of
// which nobody is told whether it is.
func (d ProposalPage) Praises() bool {
	return len(d.Unmet()) == 0 && !d.inDoubt() && !slices.ContainsFunc(d.Rules, func(r RuleRow) bool { return r.Binds && !r.Idle })
}

// inDoubt reports whether of some must-rule it is not known in every team whether it is kept.
func (d ProposalPage) inDoubt() bool {
	return slices.ContainsFunc(d.Rules, func(r RuleRow) bool { return r.Unknown > 0 && r.Strength == team.Must })
}

// shade is the class of what says how the teams are: nothing is green where a must-rule is broken, or may be.
func shade(unmet bool) string {
	if unmet {
		return "not-kept"
	}
	return ""
}

// publishedClass is how the mark of a published proposal looks.
func publishedClass(unmet int) string {
	if unmet > 0 {
		return ""
	}
	return "good"
}

// ruleScore is a rule's score, unless all of it is in confidence or there is nothing to score.
func ruleScore(p Page, r RuleRow) string {
	switch {
	case r.Secret:
		return p.T("cell_secret")
	case r.Moot:
		return p.T("cell_moot")
	}
	return scorePercent(r.Score)
}

// Broken reports whether it is a must-rule that some team breaks, or there are more members somewhere than it allows.
func (r RuleRow) Broken() bool { return (r.Strength == team.Must || r.Limits) && !r.Met }

// Unmet returns the must-rules that some team breaks.
func (d ProposalPage) Unmet() []RuleRow { return unmetOf(d.Rules) }

func unmetOf(rules []RuleRow) (all []RuleRow) {
	for _, r := range rules {
		if r.Broken() {
			all = append(all, r)
		}
	}
	return all
}

// brokenFirst are the positions of the rules, those of broken must-rules first.
func (d ProposalPage) brokenFirst() (order []int) {
	for _, broken := range []bool{true, false} {
		for i, r := range d.Rules {
			if r.Broken() == broken {
				order = append(order, i)
			}
		}
	}
	return order
}

// ProposalPath is the address of a page of the proposal.
func ProposalPath(p Page, id team.ProposalID, path string) string {
	return SeasonPath(p, fmt.Sprintf("/proposals/%d%s", id, path))
}

// A ComparePage sets two proposals side by side.
type ComparePage struct {
	A, B   ProposalPage
	Others []ProposalRow // to compare with instead
	Window Window        // of the teams of A whose rows are shown
	Same   []SameTeam
	Moved  []ComparedMember

	AllSame, AllMoved int // on all parts
}

// A SameTeam is one of the same people in both proposals.
type SameTeam struct {
	A, B    string // what it is called
	Members []string
}

// A ComparedMember is somebody who is with other people in the second proposal.
type ComparedMember struct {
	Name         string
	TeamA, TeamB string
	Lost, Gained []string // teammates
}

// formedSoFar is the score of the best teams so far, "" where none is told.
func formedSoFar(p team.Forming) string {
	if p.Objective == 0 {
		return ""
	}
	return scorePercent(p.Objective)
}
