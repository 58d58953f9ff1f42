package search

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// The inner loop allocates nothing, whatever moves it makes: under each kind of term, with blocks, and with sizes that may change.
func TestInnerLoopAllocatesNothing(t *testing.T) {
	for _, x := range examples {
		for _, s := range []shape{{n: 60, size: 5}, {n: 60, size: 5, flexible: true}, {n: 60, size: 5, blocks: true}, {n: 60, size: 5, flexible: true, blocks: true}} {
			t.Run(fmt.Sprintf("%s/%v", x.name, s), func(t *testing.T) {
				search := testSearcher(New(s.problem(x.make(rand.New(rand.NewPCG(1, 1)), s.n, len(s.groups())))), 1)
				search.Budget.Moves = 100_000
				temperature := 0.2 * search.typicalStep()
				search.chain(temperature)
				if n := testing.AllocsPerRun(5, func() { search.chain(temperature) }); n > 0 {
					t.Errorf("%v allocations in a chain, want none", n)
				}
			})
		}
	}
}

// Nor does a step of repair.
func TestRepairAllocatesNothing(t *testing.T) {
	s := shape{n: 60, size: 5, flexible: true, blocks: true}
	search := testSearcher(New(s.problem(named(rand.New(rand.NewPCG(1, 1)), s.n, len(s.groups()), "Count that is hard", "Func that is hard", "PairSum")...)), 1)
	for range 50 {
		search.repairGroup(search.Rand.IntN(search.e.g))
	}
	if n := testing.AllocsPerRun(50, func() { search.repairGroup(search.Rand.IntN(search.e.g)) }); n > 0 {
		t.Errorf("%v allocations in a step of repair, want none", n)
	}
}
