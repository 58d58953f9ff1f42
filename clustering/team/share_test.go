package team

import (
	"math"
	"testing"
)

// What a card counts of the whole is its weight among those of the rules that are no must: one should as much as two could.
func TestSharesOfTheWhole(t *testing.T) {
	tab := table("n,m,k\n1,2,x\n2,3,y\n3,4,x\n4,5,y")
	balance := func(column string, s Strength) Rule {
		return Rule{Kind: Balance, Columns: []string{column}, Strength: s}
	}
	alone := Rule{Kind: NeverAlone, Column: "k", Value: "x", Strength: Must}
	fit := Rule{Kind: Fit, Model: "m", Share: 0.2}
	broken := Rule{Kind: Balance, Columns: []string{"none"}}
	first, unknown := Share{Known: true, First: true}, Share{}
	of := func(part float64) Share { return Share{Known: true, Of: part} }
	for _, c := range []struct {
		say   string
		rules []Rule
		want  []Share
	}{
		{"a should beside two could", []Rule{balance("n", Should), balance("m", Could), balance("m", Could)}, []Share{of(0.5), of(0.25), of(0.25)}},
		{"a must beside a could and a may", []Rule{alone, balance("n", Could), balance("m", May)}, []Share{first, of(2. / 3), of(1. / 3)}},
		{"a must that no team can break", []Rule{balance("n", Must), balance("m", Should)}, []Share{of(400. / 404), of(4. / 404)}},
		{"a fit rule, capped", []Rule{fit, balance("n", May)}, []Share{of(0.2), of(0.8)}},
		{"one that cannot be asked for", []Rule{broken, balance("n", May)}, []Share{unknown, of(1)}},
		{"weights", []Rule{{Kind: Balance, Columns: []string{"n"}, Weight: 3}, balance("m", Should)}, []Share{of(0.75), of(0.25)}},
	} {
		in := Input{Table: tab, Rules: c.rules, Fit: by(evenSum{})}
		for r, got := range Shares(in) {
			if w := c.want[r]; got.Known != w.Known || got.First != w.First || !got.First && math.Abs(got.Of-w.Of) > 1e-12 {
				t.Errorf("%s: rule %d counts %+v, want %+v", c.say, r+1, got, w)
			}
		}
	}
	if got := Shares(Input{Rules: []Rule{balance("n", Must)}}); len(got) != 1 || got[0] != unknown {
		t.Errorf("without members a rule counts %+v, want unknown", got)
	}
}
