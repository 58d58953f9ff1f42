package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// RuleKinds are the kinds of card that a season's page offers, in its order.
var RuleKinds = []team.Kind{team.Balance, team.Match, team.Hours, team.Wishes, team.NeverAlone, team.Count, team.Similar, team.Spread,
	team.Mix, team.Alike, team.Section, team.Together, team.Apart}

// Strengths in the order of a form.
var Strengths = []team.Strength{team.Must, team.Should, team.Could, team.May}

// A TeamsPage is a season's page to form teams.
type TeamsPage struct {
	Members   int // who take part
	Answered  int
	Cards     []RuleCard
	Revision  int  // of the deck
	Fit       bool // there is a model by which teams can be formed
	Suggested bool // the cards are proposed by Dure and nobody has changed them
	Form      FormTeams
	Again     *MoveAgain // a move of a card that was overtaken
	Proposals []ProposalRow
}

// kinds are the kinds of card that the page offers.
func (d TeamsPage) kinds() []team.Kind {
	if d.Fit {
		return append(slices.Clone(RuleKinds), team.Fit)
	}
	return RuleKinds
}

// A RuleCard is a rule as a sentence. Problem says what is wrong with it, worded, or is "".
type RuleCard struct {
	ID       team.CardID
	Revision int
	Sentence string
	Kind     team.Kind
	Strength team.Strength
	Problem  string
}

// FormTeams is what was typed to form teams.
type FormTeams struct {
	Name    string `json:"-"`
	Ideal   string `json:"ideal"`
	Min     string `json:"min"`
	Max     string `json:"max"`
	Teams   string `json:"teams"`
	List    string `json:"list"`
	Seed    string `json:"seed"`
	Seconds string `json:"seconds"`
	Rounds  string `json:"rounds"`
}

// More reports whether anything but the usual size was typed.
func (f FormTeams) More() bool {
	return f.Min != "" || f.Max != "" || f.Teams != "" || f.List != "" || f.Rounds != ""
}

// A ProposalRow is a proposal in the list of a season's.
type ProposalRow struct {
	ID        team.ProposalID
	Name      string
	State     survey.JobState
	Teams     int
	Score     float64 // as formed, 0 to 1
	Created   time.Time
	Published bool
}

// A RuleForm is what was typed into a rule's card. ID is 0 for a new one.
type RuleForm struct {
	ID       team.CardID
	Revision int
	Both     *Both // what the card says now, if that was changed meanwhile
	Kind     team.Kind
	Strength team.Strength
	Weight   string
	Columns  []string // chosen questions
	What     string   // never alone, count: "column=option", or "column#" for a number
	Op       string
	Value    string // count: the number
	AtLeast  string
	AtMost   string
	TeamSize string
	Min      string
	Want     string
	Block    string
	K        string
	Linkage  string
	Share    string // fit: percent of the whole
	Members  []string

	Questions []survey.Question // that the kind can be on
	People    []survey.Member   // together, apart
}

// Title is the message key that says what the kind is for.
func (f RuleForm) Title() survey.Key { return "rulekind_" + survey.Key(f.Kind) }

// Path is where the form is sent.
func (f RuleForm) Path(p Page) string {
	if f.ID == 0 {
		return SeasonPath(p, "/teams/rules?kind="+string(f.Kind))
	}
	return rulePath(p, f.ID, "")
}

// Several reports whether the kind may be on several questions.
func (f RuleForm) Several() bool {
	switch f.Kind {
	case team.Balance, team.Similar, team.Spread, team.Mix, team.Alike:
		return true
	}
	return false
}

// Single reports whether the kind is on one question.
func (f RuleForm) Single() bool {
	return f.Kind == team.Match || f.Kind == team.Section || f.Kind == team.Hours || f.Kind == team.Wishes
}

// Picks reports whether the kind is on an option of a question.
func (f RuleForm) Picks() bool { return f.Kind == team.NeverAlone || f.Kind == team.Count }

// Names people reports whether the kind is on members.
func (f RuleForm) Names() bool { return f.Kind == team.Together || f.Kind == team.Apart }

func rulePath(p Page, id team.CardID, what string) string {
	return SeasonPath(p, fmt.Sprintf("/teams/rules/%d%s", id, what))
}

func strengthClass(s team.Strength) string {
	return map[team.Strength]string{team.Must: "bad", team.Should: "good"}[s]
}

func scorePercent(x float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*x), ".0") + "\u00a0%"
}
