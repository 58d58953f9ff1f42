package search

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A machine without vector instructions finds the same division.
func TestSearchWithoutVectorInstructions(t *testing.T) {
	if !vector {
		t.Skip("this machine has no vector instructions to compare with")
	}
	defer func() { vector = true }()
	for _, s := range []shape{{n: 50, size: 5}, {n: 61, size: 4, flexible: true, blocks: true}, {n: 170, size: 4}} {
		rng := rand.New(rand.NewPCG(2, uint64(s.n)))
		p := s.problem(named(rng, s.n, len(s.groups()), "PairSum", "Scatter", "Count that is hard", "Place")...)
		if s.n == 50 {
			p.Terms = p.Terms[:1]
		}
		vector = true
		want := searchGroups(p, Options{}, 60_000)
		vector = false
		if got := searchGroups(p, Options{}, 60_000); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%v: without vector instructions the division is %v, with them %v", s, got, want)
		}
	}
}
