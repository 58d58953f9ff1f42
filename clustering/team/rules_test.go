package team

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/locale"
)

// table reads rows of cells as the commands read a file for the rules.
func table(csv string, rules ...Rule) survey.Table {
	var c sheet.Cells
	for i, line := range strings.Split(strings.TrimSpace(csv), "\n") {
		cells := strings.Split(strings.TrimSpace(line), ",")
		if i == 0 {
			c.Header = cells
			continue
		}
		c.Rows = append(c.Rows, cells)
	}
	return tableOf(c, rules...)
}

// tableOf reads cells as the commands do. Columns called wants and avoids are teammates, Mon free hours; members are called as
// in the column id, if there is one.
func tableOf(c sheet.Cells, rules ...Rule) survey.Table {
	as := sheet.As{Types: ColumnTypes(rules), Values: NamedValues(rules)}
	as.Types["wants"], as.Types["avoids"], as.Types["Mon free"] = survey.PeopleColumn, survey.PeopleColumn, survey.HourColumn
	if c.Column("id") >= 0 {
		as.ID = "id"
	}
	t, _ := sheet.Sheet{Cells: c}.Table(as)
	return t
}

func reason(err error) string {
	if e, ok := errors.AsType[*survey.InvalidError](err); ok {
		return string(e.Reason)
	}
	return fmt.Sprint(err)
}

// inWords words an error as commands do.
func inWords(err error) string {
	if e, ok := errors.AsType[*survey.InvalidError](err); ok {
		return locale.InEnglish(e.Message().Words())
	}
	return fmt.Sprint(err)
}

func TestParseRulesSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{"rules": [{"kind": "match", "column": "Major"}]}`:                        "<nil>",
		`{"rules": [{"kind": "count", "column": "c", "value": 1, "at_least": 1}]}`: "<nil>",
		`{"rules": [`:                  "rules_not_json",
		`{"rules": [{"kind": "zap"}]}`: "rule_kind_unknown",
		`{"rules": [{"kind": "match", "colum": "Major"}]}`:                                        "rule_not_json",
		`{"rules": [{"kind": "match"}]}`:                                                          "rule_field_missing",
		`{"rules": [{"kind": "apart", "members": ["a"]}]}`:                                        "rule_field_missing",
		`{"rules": [{"kind": "match", "column": "c", "strength": "maybe"}]}`:                      "rule_strength_unknown",
		`{"rules": [{"kind": "match", "column": "c", "weight": -1}]}`:                             "rule_weight_negative",
		`{"rules": [{"kind": "match", "column": "c", "weight": 0}]}`:                              "rule_weight_zero",
		`{"rules": [{"kind": "match", "column": "c", "Weight": 0.0}]}`:                            "rule_weight_zero",
		`{"rules": [{"kind": "count", "column": "c", "value": "x"}]}`:                             "rule_count_limits",
		`{"rules": [{"kind": "count", "column": "c", "value": "x", "exactly": 1, "at_most": 2}]}`: "rule_count_limits",
		`{"rules": [{"kind": "count", "column": "c", "value": "x", "at_least": -1}]}`:             "rule_count_negative",
		`{"rules": [{"kind": "count", "column": "c", "op": "<>", "value": "x", "at_least": 1}]}`:  "rule_op_unknown",
		`{"rules": [{"kind": "mix", "columns": ["c"], "linkage": "odd"}]}`:                        "rule_linkage_unknown",
	} {
		_, err := ParseRules(strings.NewReader(text))
		if got := reason(err); got != want {
			t.Errorf("ParseRules(%s): reason %q, want %q", text, got, want)
		}
		if err != nil && strings.Contains(inWords(err), "<no value>") {
			t.Errorf("ParseRules(%s): the wording misses an argument: %s", text, inWords(err))
		}
	}
}

func FuzzParseRules(f *testing.F) {
	f.Add(`{"rules": [{"kind": "hours", "columns": ["Mon"], "min": 2}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := ParseRules(strings.NewReader(text))
		if err != nil {
			return
		}
		in := Input{Table: table("Mon,c\n9;10,a\n9,b\n10,a", rules...), Rules: rules}
		if p, err := Evaluate(in, [][]int{{0, 1}, {2}}); err == nil && (p.Objective < -1e-9 || p.Objective > 1+1e-9) {
			t.Errorf("objective %v of %s is outside 0..1", p.Objective, text)
		}
	})
}

func TestImpossibleInputNamesWhatIsWrong(t *testing.T) {
	members := table("id,x,s\na,1,P\nb,2,P\nc,,Q\nd,x,Q")
	ids := []string{"a", "b", "c", "d"}
	for _, c := range []struct {
		name  string
		sizes Sizes
		rules []Rule
		want  string
	}{
		{"more teams than members", Sizes{Teams: 5}, nil, "teams_over_members"},
		{"sizes that do not add up", Sizes{List: []Range{{3, 3}, {2, 2}}}, nil, "sizes_listed_do_not_fit"},
		{"limits that do not fit", Sizes{Min: 3, Max: 3}, nil, "sizes_do_not_add_up"},
		{"min over max", Sizes{Min: 4, Max: 3}, nil, "size_min_over_max"},
		{"a missing column", Sizes{}, []Rule{{Kind: Match, Column: "y"}}, "column_unknown"},
		{"text in a numeric rule", Sizes{}, []Rule{{Kind: Balance, Columns: []string{"x"}}}, "cell_not_number"},
		{"levels that a column does not have", Sizes{}, []Rule{{Kind: Count, Column: "s", Op: ">", Value: "much", AtLeast: new(1)}}, "rule_value_not_number"},
		{"an unknown member", Sizes{}, []Rule{{Kind: Apart, Members: []Text{"a", "z"}}}, "member_unknown"},
		{"a section of two in threes or fours beside one of two", Sizes{Teams: 4, Min: 3, Max: 4}, []Rule{{Kind: Section, Column: "s"}}, "sizes_teams_do_not_fit"},
		{"a section there is not", Sizes{}, []Rule{{Kind: Section, Column: "s", Cross: []Text{"R"}}}, "section_unknown"},
		{"a merge with a section there is not", Sizes{}, []Rule{{Kind: Section, Column: "s", Merge: [][]Text{{"P", "R"}}}}, "section_unknown"},
		{"a merge of one", Sizes{}, []Rule{{Kind: Section, Column: "s", Merge: [][]Text{{"P"}}}}, "rule_merge_few"},
		{"a section merged twice", Sizes{}, []Rule{{Kind: Section, Column: "s", Merge: [][]Text{{"P", "Q"}, {"p", ""}}}}, "rule_merge_twice"},
		{"no fit model", Sizes{}, []Rule{{Kind: Fit, Model: "m"}}, "fit_without_model"},
		{"no file", Sizes{}, []Rule{{Kind: Affinity, File: "f"}}, "file_unknown"},
		{"pairs without scores", Sizes{}, []Rule{{Kind: Affinity, File: "scoreless"}}, "file_column_unknown"},
		{"a pair with itself", Sizes{}, []Rule{{Kind: Affinity, File: "self"}}, "pair_not_number"},
		{"a pair that scores nothing known", Sizes{}, []Rule{{Kind: Affinity, File: "text"}}, "pair_not_number"},
		{"a stranger in a pair", Sizes{}, []Rule{{Kind: Affinity, File: "stranger"}}, "member_unknown"},
		{"past teams without a team", Sizes{}, []Rule{{Kind: NewTeammates, File: "self"}}, "file_column_unknown"},
	} {
		rules := c.rules
		if rules == nil {
			rules = []Rule{}
		}
		in := Input{Table: members, IDs: ids, Sizes: c.sizes, Rules: rules}
		if c.name != "no file" {
			in.Open = func(name string) (survey.Table, error) {
				return map[string]survey.Table{"scoreless": table("a,b\na,b"), "self": table("a,b,score\na,a,1"),
					"text": table("a,b,score\na,b,much"), "stranger": table("a,b,score\na,z,1")}[name], nil
			}
		}
		_, err := Propose(t.Context(), in, Options{Moves: 10}, nil)
		if got := reason(err); got != c.want {
			t.Errorf("%s: reason %q, want %q", c.name, got, c.want)
		}
		if text := inWords(err); strings.Contains(text, "<no value>") {
			t.Errorf("%s: the wording misses an argument: %s", c.name, text)
		}
	}
}

func TestClashIsSmallestAndHasAWayOut(t *testing.T) {
	members := table("id,sex,lead,s\na,f,1,P\nb,m,0,P\nc,f,0,P\nd,m,0,P\ne,m,0,Q\ng,f,0,Q")
	ids := []string{"a", "b", "c", "d", "e", "g"}
	for _, c := range []struct {
		name  string
		rules []Rule
		want  []int
		way   string
	}{
		{"together and apart", []Rule{{Kind: Balance, Columns: []string{"lead"}}, {Kind: Together, Members: []Text{"a", "b", "c"}},
			{Kind: Apart, Members: []Text{"a", "b"}}}, []int{1, 2}, "without_member a in 2, should in 2, should in 3"},
		{"too few leads", []Rule{{Kind: Count, Column: "lead", Value: "1", AtLeast: new(1), Strength: Must},
			{Kind: NeverAlone, Column: "sex", Value: "f", Strength: Must}}, []int{0}, "should in 1"},
		{"across sections", []Rule{{Kind: Section, Column: "s"}, {Kind: Together, Members: []Text{"a", "g"}}}, []int{0, 1},
			"should in 1, should in 2"},
	} {
		p, err := Propose(t.Context(), Input{Table: members, IDs: ids, Sizes: Sizes{Ideal: 3}, Rules: c.rules}, Options{Moves: 2000}, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if p.Clash == nil || !slices.Equal(p.Clash.Rules, c.want) || !p.Clash.Proved {
			t.Errorf("%s: clash %+v, want rules %v proved", c.name, p.Clash, c.want)
			continue
		}
		if got := inLines(p.Clash.Ways); got != c.way {
			t.Errorf("%s: the ways out are %s, want %s", c.name, got, c.way)
		}
	}
}

// Three rules that each keep two of three members apart need three teams. That is proved though the club is too large to try
// everything.
func TestCliqueIsProvedToClash(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("x")
	for i := range 24 {
		fmt.Fprintf(&rows, "\n%d", i)
	}
	in := Input{Table: table(rows.String()), Sizes: Sizes{Teams: 2}, Rules: []Rule{{Kind: Apart, Members: []Text{"1", "2"}},
		{Kind: Together, Members: []Text{"2", "9"}}, {Kind: Apart, Members: []Text{"9", "5"}}, {Kind: Apart, Members: []Text{"1", "5"}}, {Kind: Apart, Members: []Text{"7", "8"}}}}
	p, err := Propose(t.Context(), in, Options{Moves: 2000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Clash == nil || !p.Clash.Proved || !slices.Equal(p.Clash.Rules, []int{0, 1, 2, 3}) || inLines(p.Clash.Ways) != "teams 3, should in 1, should in 2, should in 3, should in 4" {
		t.Errorf("clash %+v, want rules 0 to 3 proved, and a team more or any of them as a should", p.Clash)
	}
}

func TestValuesAreTheRulesOwnQuantities(t *testing.T) {
	in := Input{Table: table("x,c\n0,A\n2,B\n4,A\n6,B"), Rules: []Rule{
		{Kind: Balance, Columns: []string{"x"}}, {Kind: Match, Column: "c"}, {Kind: Spread, Columns: []string{"x"}},
		{Kind: Count, Column: "c", Value: "A", AtLeast: new(1)}, {Kind: NeverAlone, Column: "c", Value: "A"}}}
	p, err := Evaluate(in, [][]int{{0, 1}, {2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	sd := math.Sqrt(5)
	want := []float64{2 * (2 / sd) * (2 / sd) * 2, 0, 2 * 2 / sd, 2, 0}
	for r, w := range want {
		if math.Abs(p.Rules[r].Value-w) > 1e-9 {
			t.Errorf("value of %s is %v, want %v", inJSON(p.Rules[r].Rule), p.Rules[r].Value, w)
		}
	}
}

func TestMendKeepsItsBudget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(8, 20).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Rules: drawRules(t, n), Sizes: Sizes{Ideal: 4, Min: 3, Max: 6}}
		teams := [][]int{{}, {}}
		for i := range n - 2 {
			teams[i%2] = append(teams[i%2], i)
		}
		budget := rapid.IntRange(0, 4).Draw(t, "budget")
		for k, r := range mended(t, in, teams, budget) {
			if len(r.Moved) > budget {
				t.Fatalf("repair %d moves %d members, the budget is %d", k, len(r.Moved), budget)
			}
			checkDivision(t, r.Proposal, n)
		}
	})
}

func TestRoundsRepeatFewPairs(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("x")
	for i := range 16 {
		fmt.Fprintf(&rows, "\n%d.5", i%5)
	}
	in := Input{Table: table(rows.String()), Sizes: Sizes{Ideal: 4}, Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}}}
	rounds, err := Rounds(t.Context(), in, 3, Options{Seed: 1, Moves: 900_000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := again(nil, rounds); n > 0 {
		t.Errorf("three rounds of 16 in fours repeat %d pairs, none is possible", n)
	}
	for _, p := range rounds {
		checkDivision(t, p, 16)
	}
}

// Either rule can be kept with some number of teams that the limits allow, both with none: then both are named, though the
// number of teams that was taken lets neither be kept.
func TestClashHoldsForEveryNumberOfTeams(t *testing.T) {
	in := Input{Table: table("sex\nf\nf\nm\nm"), Sizes: Sizes{Min: 1, Max: 4}, Rules: []Rule{
		{Kind: Count, Column: "sex", Value: "f", Exactly: new(1), Strength: Must}, {Kind: NeverAlone, Column: "sex", Value: "f", Strength: Must}}}
	p, err := Propose(t.Context(), in, Options{Moves: 2000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Clash == nil || !p.Clash.Proved || !slices.Equal(p.Clash.Rules, []int{0, 1}) {
		t.Errorf("clash %+v, want rules 0 and 1 proved", p.Clash)
	}
}
