package team

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// near reports whether two numbers are the same but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// compiledOne reads a table with one rule on it.
func compiledOne(t *testing.T, of survey.Table, r Rule) *problem {
	t.Helper()
	p, err := read(Input{Table: of, Rules: []Rule{r}})
	if err != nil {
		t.Fatalf("%s is refused: %s", inJSON(r), inWords(err))
	}
	return p
}

// scoredBy scores teams by one rule.
func scoredBy(t *testing.T, in Input, r Rule, teams [][]int) Proposal {
	t.Helper()
	in.Rules = []Rule{r}
	p, err := Evaluate(in, teams)
	if err != nil {
		t.Fatalf("%s is refused: %s", inJSON(r), inWords(err))
	}
	return p
}

// factOf is what is said of the first of two teams under one rule.
func factOf(t *testing.T, in Input, r Rule, teams [][]int) Fact {
	t.Helper()
	in.Rules = []Rule{r}
	d, err := Open(in, teams)
	if err != nil {
		t.Fatalf("%s is refused: %s", inJSON(r), inWords(err))
	}
	return d.ExplainTeams()[0][0]
}

// checkFact fails unless the fact has the key and the arguments, given as name and value in turn.
func checkFact(t *testing.T, name string, f Fact, key survey.Key, pairs ...any) {
	t.Helper()
	if f.Key != key {
		t.Errorf("%s: the fact is %s with %v, want %s", name, f.Key, f.Args, key)
		return
	}
	for k := 0; k < len(pairs); k += 2 {
		if got := f.Args[pairs[k].(string)]; fmt.Sprint(got) != fmt.Sprint(pairs[k+1]) {
			t.Errorf("%s: the fact %s says %s %v, want %v", name, key, pairs[k], got, pairs[k+1])
		}
	}
}

func TestEvaluateRefusesWhatIsNoDivision(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4"), Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}}}
	for _, c := range []struct {
		name  string
		in    Input
		teams [][]int
		want  string
	}{
		{"a member in two teams", in, [][]int{{0, 1}, {1, 2}}, "member_not_once"},
		{"a member twice in one", in, [][]int{{0, 0}}, "member_not_once"},
		{"a row there is not", in, [][]int{{4}}, "member_not_once"},
		{"a row below 0", in, [][]int{{-1}}, "member_not_once"},
		{"nobody at all", Input{}, nil, "no_members"},
		{"a member without an id", Input{Table: in.Table, IDs: []string{"a", "b", "", "d"}}, nil, "id_empty"},
		{"two members of one id", Input{Table: in.Table, IDs: []string{"a", "b", "c", "a"}}, nil, "id_twice"},
		{"a rule of no kind", Input{Table: in.Table, Rules: []Rule{{Kind: "zap"}}}, nil, "rule_kind_unknown"},
	} {
		if _, err := Evaluate(c.in, c.teams); reason(err) != c.want {
			t.Errorf("%s: reason %q, want %q", c.name, reason(err), c.want)
		}
	}
}

// What is not in a team and teams without members do not count, and without rules every division is as good as can be.
func TestEvaluateOfSomeMembers(t *testing.T) {
	in := Input{Table: table("c\nA\nA\nB\nA"), Rules: []Rule{{Kind: NeverAlone, Column: "c", Value: "A"}}}
	p, err := Evaluate(in, [][]int{{0, 1}, {}, {3}})
	if err != nil {
		t.Fatal(err)
	}
	r := p.Rules[0]
	if r.Teams != 2 || *r.TeamsOK != 1 || r.Met || r.Value != 1 {
		t.Errorf("of two teams with members %d count and %d keep the rule, value %v; want 2, 1 and 1", r.Teams, *r.TeamsOK, r.Value)
	}
	if got := p.Assignment(4); !slices.Equal(got, []int{0, 0, -1, 2}) {
		t.Errorf("members are in teams %v, want 0, 0, none and 2", got)
	}
	in.Rules = []Rule{}
	if p, err := Evaluate(in, [][]int{{0, 1, 2, 3}}); err != nil || p.Objective != 1 {
		t.Errorf("without rules the objective is %v (%v), want 1", p.Objective, err)
	}
}

// The order of cards and members changes no score, nor does it matter which team is which.
func TestScoresDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 12).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Rules: drawRules(t, n)}
		order := rapid.Permutation(count(n)).Draw(t, "order")
		teams := [][]int{order[:n/2], order[n/2:]}
		a, err := Evaluate(in, teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		slices.Reverse(in.Rules)
		slices.Reverse(teams)
		slices.Reverse(teams[0])
		b, err := Evaluate(in, teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		if !near(a.Objective, b.Objective) {
			t.Fatalf("the objective of %v is %v, with rules and teams reversed %v", teams, a.Objective, b.Objective)
		}
		for r := range a.Rules {
			if other := b.Rules[len(a.Rules)-1-r]; !near(a.Rules[r].Score, other.Score) || !near(a.Rules[r].Value, other.Value) {
				t.Fatalf("%s scores %v, in the other order %v", inJSON(other.Rule), a.Rules[r].Score, other.Score)
			}
		}
	})
}

// A rule counts by its weight and strength: should four, could two, may one. A must that no team can break counts far more.
func TestWeightsOfRules(t *testing.T) {
	of := table("x,c\n1,A\n2,B\n3,A\n4,B")
	balance := func(s Strength, w float64) Rule {
		return Rule{Kind: Balance, Columns: []string{"x"}, Strength: s, Weight: w}
	}
	must := Rule{Kind: Count, Column: "c", Value: "A", AtLeast: new(1), Strength: Must}
	for _, c := range []struct {
		name  string
		rules []Rule
		want  []float64
	}{
		{"should and could", []Rule{balance("", 0), balance(Could, 0)}, []float64{4. / 6, 2. / 6}},
		{"may of weight 4 and should", []Rule{balance(May, 4), balance(Should, 0)}, []float64{0.5, 0.5}},
		{"a must beside another counts outside", []Rule{must, balance(May, 0)}, []float64{0, 1}},
		{"musts alone share the objective", []Rule{must, must}, []float64{0.5, 0.5}},
		{"a must that cannot be broken", []Rule{balance(Must, 0), balance("", 0)}, []float64{400. / 404, 4. / 404}},
	} {
		p, err := read(Input{Table: of, Rules: c.rules})
		if err != nil {
			t.Fatalf("%s: %s", c.name, inWords(err))
		}
		for r, want := range c.want {
			if got := p.rules[r].w; !near(got, want) {
				t.Errorf("%s: rule %d has %v of the objective, want %v", c.name, r+1, got, want)
			}
		}
	}
}

// inJSONText is anything as text to compare.
func inJSONText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
