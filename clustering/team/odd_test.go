package team

import (
	"math"
	"strings"
	"testing"
)

// What is odd but allowed is answered with scores in 0..1, soon and without a panic.
func TestOddInputHasAnAnswer(t *testing.T) {
	members := table("x,big,c,Mon free\n1,1e150,A,9;10\n2,-1e150,A,9\n3,1e-300,B,9;11\n4,0,B,10\n5,1e150,,9\n6,3,A,9;10;11")
	for name, in := range map[string]Input{
		"numbers near the largest": {Rules: []Rule{{Kind: Similar, Columns: []string{"big"}}, {Kind: Balance, Columns: []string{"big", "x"}},
			{Kind: Spread, Columns: []string{"big"}}, {Kind: Mix, Columns: []string{"big"}}}},
		"a count that no team holds": {Rules: []Rule{{Kind: Count, Column: "c", Value: "A", AtLeast: new(1_000_000_000), Strength: Must},
			{Kind: NeverAlone, Column: "c", Value: "B", Strength: Must}}},
		"exactly too many":           {Rules: []Rule{{Kind: Count, Column: "c", Value: "A", Exactly: new(math.MaxInt), Strength: Must}}},
		"more hours than a week has": {Rules: []Rule{{Kind: Hours, Columns: []string{"Mon free"}, Min: 1e300, Block: 1e300, Strength: Must}}},
		"teams of any size":          {Rules: []Rule{{Kind: Match, Column: "c"}}, Sizes: Sizes{Max: math.MaxInt}},
		"ranges of any size":         {Rules: []Rule{{Kind: Match, Column: "c"}}, Sizes: Sizes{List: []Range{{1, math.MaxInt}, {1, math.MaxInt}}}},
		"one team of any size":       {Rules: []Rule{{Kind: Match, Column: "c"}}, Sizes: Sizes{Ideal: math.MaxInt}},
		"next to no weight":          {Rules: []Rule{{Kind: Match, Column: "c", Weight: 1e-12}, {Kind: Fit, Model: "m", Strength: Could}}},
		"next to no weight alone":    {Rules: []Rule{{Kind: Match, Column: "c", Weight: 5e-324}}},
	} {
		in.Table, in.Fit = members, by(fewOdd{})
		p, err := Propose(t.Context(), in, Options{Moves: 500}, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkDivision(t, p, members.N)
		if !(p.Objective >= 0 && p.Objective <= *p.Bound+1e-9 && *p.Bound <= 1+1e-9) {
			t.Errorf("%s: objective %v, bound %v", name, p.Objective, *p.Bound)
		}
		for _, r := range p.Rules {
			if !(r.Score >= 0 && r.Score <= 1) || math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
				t.Errorf("%s: %s scores %v of value %v", name, inJSON(r.Rule), r.Score, r.Value)
			}
		}
		if len(p.Unmet) > 0 && (p.Clash == nil || len(p.Clash.Ways) == 0) {
			t.Errorf("%s: clash %+v has no way out", name, p.Clash)
		}
	}
}

func TestWeightsTooLargeToAddAreRefused(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4"), Rules: []Rule{{Kind: Match, Column: "x", Weight: 1e308}}}
	_, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
	if reason(err) != "rule_weight_large" || strings.Contains(inWords(err), "<no value>") {
		t.Errorf("a weight of 1e308: %v", err)
	}
}
