package team

import (
	"math"
	"math/rand/v2"
	"slices"
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

// The shares as they are shown make the whole, none that counts anything is nothing, and each is its own rounded to one way or the other.
func TestSharesAddUp(t *testing.T) {
	for number := range 200 {
		rng := rand.New(rand.NewPCG(uint64(number), 5))
		in := Input{Table: table("n\n1\n2\n3")}
		for range 1 + rng.IntN(9) {
			in.Rules = append(in.Rules, Rule{Kind: Balance, Columns: []string{"n"}, Strength: []Strength{Should, Could, May}[rng.IntN(3)],
				Weight: []float64{0.001, 1, 2, 7, 1000}[rng.IntN(5)]})
		}
		sum, off := 0, 0.0
		for r, s := range Shares(in) {
			sum += s.Rounded
			if off = max(off, math.Abs(float64(s.Rounded)-1000*s.Of)); s.Rounded == 0 {
				t.Errorf("club %d: rule %d counts %v, and is shown as nothing", number, r+1, s.Of)
			}
		}
		if sum != 1000 || off >= float64(len(in.Rules)) {
			t.Errorf("club %d: the shares add up to %d thousandths, one of them is off by %v", number, sum, off)
		}
	}
	three := Shares(Input{Table: table("n\n1\n2\n3"), Rules: slices.Repeat([]Rule{{Kind: Balance, Columns: []string{"n"}}}, 6)})
	for r, want := range []int{167, 167, 167, 167, 166, 166} {
		if three[r].Rounded != want {
			t.Errorf("rule %d of six alike counts %d thousandths, want %d", r+1, three[r].Rounded, want)
		}
	}
}
