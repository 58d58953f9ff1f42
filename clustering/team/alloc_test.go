package team

import (
	"math/rand/v2"
	"testing"
)

// The inner loop allocates nothing, whatever moves it makes: with pairs alone, under rules of every kind, with blocks of
// members who stay together, and with sizes that may change.
func TestInnerLoopAllocatesNothing(t *testing.T) {
	in := crowd(60)
	pair := Rule{Kind: Together, Members: []Text{"m0", "m2", "m4"}}
	other := Rule{Kind: Together, Members: []Text{"m10", "m12", "m14"}}
	for name, rules := range map[string][]Rule{
		"pairs":  {{Kind: Spread, Columns: []string{"x"}}},
		"counts": {{Kind: Count, Column: "c1", Value: "act1", AtLeast: new(1), Strength: Must}, {Kind: Balance, Columns: []string{"x"}}},
		"blocks": {pair, other, {Kind: Match, Column: "c1"}},
		"wishes": {pair, {Kind: Wishes, Column: "wants", AvoidColumn: "avoids", Strength: Must}, {Kind: NeverAlone, Column: "c1", Value: "act1"}},
	} {
		for _, sizes := range []Sizes{{Ideal: 5}, {Ideal: 5, Min: 3, Max: 7}} {
			in.Rules, in.Sizes = rules, sizes
			f := testFormer(t, in)
			if sizes.Max > 0 {
				for i := range f.plan[0] {
					f.plan[0][i].lo, f.plan[0][i].hi = sizes.Min, sizes.Max
				}
			}
			s := newSearcher(f.builder(0).engine(), rand.New(rand.NewPCG(1, 1)), &pace{ctx: t.Context()})
			s.fill()
			heat := 0.2 * s.step()
			s.batch(heat)
			if n := testing.AllocsPerRun(10, func() { s.batch(heat) }); n > 0 {
				t.Errorf("%s in sizes %+v: %v allocations in a batch", name, sizes, n)
			}
		}
	}
}
