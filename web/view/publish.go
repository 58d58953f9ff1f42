package view

import (
	"slices"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// A PublishPage is what there is to know before a proposal is published, now or at a time.
type PublishPage struct {
	Proposal ProposalPage
	Confided bool     // something that members asked for in confidence is not met
	Avoids   bool     // members are asked whom they avoid
	Unheeded bool     // and some of it no rule heeds
	Taken    int      // who came by the club link as somebody on the list, and is shown no team yet
	Waiting  int      // who came by it, and is to be let in
	Small    []string // what teams have fewer members than was asked for, by name
	Least    int      // which is so many

	Changes *RosterChange // of other teams that are published; nil where none are
	Due     string        // as typed
	Zone    string
}

// A RosterPlan is that teams are to be published by themselves.
type RosterPlan struct {
	Proposal team.ProposalID
	Name     string
	Due      time.Time // zero where nothing is planned
	Other    string    // the name of the proposal that is planned, where that is another one
	Off      bool      // the teams are not as they were confirmed, so that they are not published
	Back     bool      // as a backup was put in place since
	Past     bool      // its time has gone by
	Read     string    // the mark of it
}

// Here reports whether it is this proposal that is planned.
func (p RosterPlan) Here() bool { return !p.Due.IsZero() && p.Other == "" }

// says is what is said of it on the page of the proposal.
func (p RosterPlan) says() survey.Key {
	switch {
	case p.Back:
		return "plan_restored"
	case p.Off:
		return "plan_off"
	case p.Past:
		return "plan_now"
	}
	return "plan_at"
}

// A RosterChange names for whom it is another team that is published next.
type RosterChange struct {
	From                        string // what is published, by name
	Moved, Others, Joined, Left []string
}

// A changeLine is one way in which it is another team, and for whom.
type changeLine struct {
	Say   survey.Key
	Names []string
}

// lines are the changes that there are.
func (c RosterChange) lines() []changeLine {
	all := []changeLine{{"change_moved", c.Moved}, {"change_others", c.Others}, {"change_joined", c.Joined}, {"change_left", c.Left}}
	return slices.DeleteFunc(all, func(l changeLine) bool { return len(l.Names) == 0 })
}

// musts counts the must-rules that say anything of these teams.
func (d PublishPage) musts() (n int) {
	for _, r := range d.Proposal.Rules {
		if (r.Strength == team.Must || r.Limits) && !r.Idle {
			n++
		}
	}
	return n
}

// unspoken reports whether there is a must-rule of which nothing, or not all, is told.
func (d PublishPage) unspoken() bool {
	return slices.ContainsFunc(d.Proposal.Rules, func(r RuleRow) bool { return (r.Secret || r.Binds) && r.Strength == team.Must })
}

// waits reports whether decisions wait that these teams hang on.
func (d PublishPage) waits() bool { return len(d.Proposal.Unread) > 0 || d.Taken > 0 || d.Waiting > 0 }

// Lacks reports whether anything is broken.
func (d PublishPage) Lacks() bool {
	return len(d.Proposal.Unmet()) > 0 || len(d.Proposal.Later) > 0 || d.Confided || d.Unheeded
}

// Asks reports whether publishing is a question: something is broken, or goes by it.
func (d PublishPage) Asks() bool { return d.Lacks() || d.Proposal.Briefed && !d.Proposal.Published }

// A TeamPreview is the page of a member as it will be once the teams are published.
type TeamPreview struct {
	Proposal team.ProposalID
	Name     string
	Window   Window       // of the teams whose members can be chosen
	Members  []MemberLine // who are there, and whose page is shown
	Visit    Visit
}
