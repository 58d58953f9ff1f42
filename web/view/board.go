package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dure/survey"
)

// A TeamCard is a team: its members, how it does on each rule, and why.
type TeamCard struct {
	Number  int // from 0
	Name    string
	Locked  bool
	Members []MemberLine
	Cells   []ScoreCell
	Facts   []string // worded, one for each rule
	Weeks   []TeamWeek
}

// A MemberLine is a member in a team.
type MemberLine struct {
	ID         survey.MemberID
	Name       string
	Locked     bool
	Unanswered bool
	Needed     []string // rules that the team keeps and would not without the member, worded
	Answers    []ShownAnswer
}

// A ScoreCell is how a team does on a rule.
type ScoreCell struct {
	Score   float64
	OK      bool
	Binary  bool // the rule is kept or not
	Secret  bool // which of it is in confidence
	Moot    bool // nothing is asked of the team
	Unknown bool // it is not known whether the team keeps the rule
	Partly  bool // it keeps it as far as is known, which is not all
}

// Class is the colour of the cell.
func (s ScoreCell) Class() string {
	switch {
	case s.Secret:
		return "secret"
	case s.Moot, s.Unknown, s.Partly:
		return "moot"
	case s.Binary && s.OK || !s.Binary && s.Score >= 0.8:
		return "good"
	case s.Binary || s.Score < 0.5:
		return "bad"
	}
	return "fair"
}

// Word is the message key that says the same as the colour.
func (s ScoreCell) Word() survey.Key {
	switch {
	case s.Secret, s.Moot:
	case s.Unknown:
		return "cell_unknown"
	case s.Partly:
		return "cell_partly"
	case s.Binary && s.OK:
		return "cell_kept"
	case s.Binary:
		return "cell_broken"
	}
	return "cell_" + survey.Key(s.Class())
}

// amiss are the positions of the rules that the team does not keep, or does poorly by: of the others a card is silent.
func (t TeamCard) amiss() (rules []int) {
	for i, cell := range t.Cells {
		if cell.Class() == "bad" {
			rules = append(rules, i)
		}
	}
	return rules
}

// telling is how many sentences a card says of why it is a good team.
const telling = 2

// tells are what is said of a team that does well: of the rules that count most, those that it does well by.
func (t TeamCard) tells(rules []RuleRow) (facts []string) {
	order := make([]int, len(t.Cells))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rules[b].Share.Of, rules[a].Share.Of) })
	for _, i := range order {
		if c := t.Cells[i].Class(); (c == "good" || c == "fair") && len(facts) < telling {
			facts = append(facts, t.Facts[i])
		}
	}
	return facts
}

// A ShownColumn is a question whose answers can stand beside the names.
type ShownColumn struct {
	Code, Label string
	Shown       bool
	Colours     bool // names are coloured by it
}

// shownNow names the questions that are shown.
func (d ProposalPage) shownNow() string {
	var names []string
	for _, c := range d.Shown {
		if c.Shown || c.Colours {
			names = append(names, c.Label)
		}
	}
	return strings.Join(names, " · ")
}

// A ShownAnswer is an answer that stands beside a name.
type ShownAnswer struct {
	Label  string // of the question
	Text   string
	Colour string // its class, "" for none
}

// Colour is the class of a colour, counted from 0.
func Colour(n int) string { return fmt.Sprintf("hue-%d", n) }

// Shade is the class of a shade, from 0 for little.
func Shade(n int) string { return fmt.Sprintf("shade-%d", n) }
