package team

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
	"dure/web/locale"
)

// plainNames says everything as the rule has it.
type plainNames struct{}

func (plainNames) Columns(columns []string) string  { return strings.Join(columns, ", ") }
func (plainNames) Value(_, value string) string     { return value }
func (plainNames) Member(id string) string          { return id }
func (plainNames) Team(int) string                  { return "" }
func (plainNames) Season(id survey.SeasonID) string { return fmt.Sprint("season ", id) }

func TestSentence(t *testing.T) {
	one, three := 1, 3
	for _, c := range []struct {
		rule Rule
		want string
	}{
		{Rule{Kind: Balance, Columns: []string{"a", "b"}}, "Teams have equal mean and spread of a, b."},
		{Rule{Kind: Match, Column: "a"}, "Each team has the club’s mix of a."},
		{Rule{Kind: Hours, Min: 2, Want: 2, Block: 1}, "Teammates have at least 2 h a week in common."},
		{Rule{Kind: Hours, Min: 1.5, Want: 4, Block: 2}, "Teammates have at least 1.5 h a week in common, better 4, in blocks of 2 h."},
		{Rule{Kind: Wishes}, "Everybody gets at least one wished teammate."},
		{Rule{Kind: Wishes, AtLeast: &three, AvoidColumn: "b"}, "Everybody gets at least 3 wished teammates and nobody whom they avoid."},
		{Rule{Kind: Fit}, "Predicted fit is high, the worst team first; beside other rules it counts for at most 20 % of the whole."},
		{Rule{Kind: Ranked, Column: "a"}, "Members get activities that they ranked high in a."},
		{Rule{Kind: NewTeammates}, "As few repeats of past teammates as possible."},
		{Rule{Kind: NewTeammates, File: "past.csv"}, "As few repeats of past teammates as possible (past.csv)."},
		{Rule{Kind: Affinity, File: "p.csv"}, "Pairs with a high score in p.csv share a team."},
		{Rule{Kind: Apart, Members: []Text{"x", "y"}}, "x, y are in different teams."},
		{Rule{Kind: NeverAlone, Column: "a", Value: "v"}, "Nobody is the only “v” (a) of a team."},
		{Rule{Kind: Count, Column: "a", Value: "v", Exactly: &one}, "Exactly 1 with “v” (a) per team."},
		{Rule{Kind: Count, Column: "a", Value: "5", Op: ">=", AtLeast: &one, AtMost: &three, TeamSize: 4}, "1 to 3 with a ≥ 5 per team. Only for teams of 4."},
		{Rule{Kind: Count, Column: "a", Value: "v", AtLeast: &one, TeamSize: 5, OrMore: true}, "At least 1 with “v” (a) per team. Only for teams of 5 or more."},
	} {
		if got := locale.InEnglish(c.rule.Sentence(plainNames{}).Words()); got != c.want {
			t.Errorf("the rule %s is worded %q, want %q", inJSON(c.rule), got, c.want)
		}
	}
}

// Every kind has a sentence, and a clash says which rules and what ways out.
func TestClashLines(t *testing.T) {
	var rules []Result
	for _, kind := range Kinds() {
		rules = append(rules, Result{Rule: Rule{Kind: kind, Column: "a", Value: "v", Members: []Text{"x"}, AtLeast: new(int)}})
	}
	for i, r := range rules {
		c := Clash{Rules: []int{i}, Where: "north", Proved: i%2 == 0, More: []Clash{{Rules: []int{0}}}}
		lines := c.Lines(rules, plainNames{})
		if len(lines) != 4 {
			t.Errorf("two clashes of a rule each are %d lines, want 4", len(lines))
		}
		for _, kind := range []string{"at_least", "at_most", "exactly", "min", "without_member", "should", "teams", "size", "limits"} {
			change := Change{Kind: kind, Rule: i, Was: 1, Count: 2, Member: "x", Value: "2–3"}
			lines = append(lines, Way{Changes: []Change{change, change}}.Text(rules, plainNames{}), Way{Changes: []Change{change}}.Text(nil, plainNames{}))
		}
		for _, m := range lines {
			if text := locale.InEnglish(m.Words()); strings.Contains(text, "<no value>") || strings.Contains(text, "_") {
				t.Errorf("a clash of %s says %q", r.Rule.Kind, text)
			}
		}
	}
	way := Way{Changes: []Change{{Kind: "at_most", Rule: 0, Was: 2, Count: 4}, {Kind: "should", Rule: 1}}}
	if got, want := locale.InEnglish(way.Text(nil, plainNames{}).Words()), "at most 4 instead of 2 in rule 1, and a should instead of a must for rule 2"; got != want {
		t.Errorf("the way is worded %q, want %q", got, want)
	}
}
