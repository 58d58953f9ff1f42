package team

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// TestWeighingIsSwapping compares what all swaps of a member are weighed at with what each would change.
func TestWeighingIsSwapping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 30).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Rules: drawRules(t, n)}
		in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 3}, {Min: 2, Max: 5}, {Ideal: 4, Min: 3, Max: 6}}).Draw(t, "sizes")
		f := testFormer(t, in)
		e := f.builder(0).engine()
		if e.own == nil {
			return
		}
		s := newSearcher(e, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)), &pace{ctx: t.Context(), moves: 1 << 40})
		s.fill()
		for range 20 {
			s.jump()
		}
		for a := range int32(n) {
			if e.stuck(a) {
				continue
			}
			s.reach(a)
			s.weigh(a, 0, n)
			for b := range int32(n) {
				if e.stuck(b) || e.team[a] == e.team[b] {
					continue
				}
				weighed := float64(s.gain[b]-e.own[b]-2*e.w[int(a)*n+int(b)]+s.other[e.team[b]]) * e.unit
				change := e.swapChange(a, b)
				if weighed < change-1e-5 || len(e.funcs) == 0 && e.ladder == nil && weighed > change+1e-5 {
					t.Fatalf("swapping %d and %d is weighed at %v and changes %v", a, b, weighed, change)
				}
			}
		}
	})
}
