package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// checkNeighbourhood compares what all swaps of a are said to be worth with what each would change: at least that, and where no
// function is slow no more than the bound on the worst groups.
func checkNeighbourhood(t interface {
	Helper()
	Fatalf(string, ...any)
}, s *searcher, a int32, near float64) {
	t.Helper()
	e := s.e
	s.gainsElsewhere(a)
	s.gainsInPlaceOf(a, 0, e.n)
	for b := range int32(e.n) {
		if e.Pinned(b) || e.group[a] == e.group[b] {
			continue
		}
		said := float64(s.gain[b]-e.ownGains[b]-2*e.weights[int(a)*e.n+int(b)]+s.gainIn[e.group[b]]) * e.weightUnit
		change, slack := e.SwapChange(a, b), 0.0
		if w := e.worst; w != nil {
			s, t := int(e.group[a]), int(e.group[b])
			slack = w.bound[s] + w.bound[t] - w.change(s, t)
		}
		if said < change-near || len(e.funcs) == 0 && said > change+slack+near {
			t.Fatalf("to swap %d and %d is said to be worth %v and changes %v", a, b, said, change)
		}
	}
}

// All swaps of an item at once are the swaps one by one.
func TestAllSwapsAtOnceAreSingleSwaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 30)
		for k := range p.Groups {
			p.Groups[k].Min = max(1, p.Groups[k].Min) // an empty group has no items to swap with
		}
		e := New(p)
		s := testSearcher(e, rapid.Uint64().Draw(t, "seed"))
		for range 20 {
			s.jumpIfMovable()
		}
		if e.ownGains == nil {
			return // of no weight at all
		}
		for _, a := range e.movable {
			checkNeighbourhood(t, s, a, 1e-5)
		}
	})
}

// In a cold pass only what gains is made, and each kind of term by itself is improved until no swap gains.
func TestLocalSearchEndsAtALocalOptimum(t *testing.T) {
	for _, x := range examples {
		for _, flexible := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/flexible=%v", x.name, flexible), func(t *testing.T) {
				s := shape{n: 26, size: 5, flexible: flexible}
				e := New(s.problem(x.make(rand.New(rand.NewPCG(7, 7)), s.n, len(s.groups()))))
				search := testSearcher(e, 5)
				before := e.objective
				search.localSearch(1)
				if e.objective < before {
					t.Fatalf("local search lowered the objective from %v to %v", before, e.objective)
				}
				for a := range int32(s.n) {
					for b := range int32(s.n) {
						if e.group[a] != e.group[b] && e.SwapChange(a, b) > 1e-6 {
							t.Fatalf("after local search a swap of %d and %d still gains %v", a, b, e.SwapChange(a, b))
						}
					}
					for to := range e.g {
						if e.MayMove(a, to) && e.MoveChange(a, to) > 1e-6 {
							t.Fatalf("after local search moving %d to group %d still gains %v", a, to, e.MoveChange(a, to))
						}
					}
				}
			})
		}
	}
}

// Without a neighbourhood, as with more counts than fit into a mask, moves are tried one by one and come to the same end.
func TestMoreCountsThanAMaskHolds(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	s := shape{n: 16, size: 4, flexible: true, blocks: true}
	for _, counts := range []int{maxMaskCounts, maxMaskCounts + 1} {
		var terms []Term
		for range counts {
			terms = append(terms, named(rng, s.n, len(s.groups()), "Count that is hard and of the worst")...)
		}
		p := s.problem(terms...)
		e := New(p)
		if got, want := e.ownGains != nil, counts <= maxMaskCounts; got != want {
			t.Fatalf("of %d counts there is a neighbourhood: %v, want %v", counts, got, want)
		}
		search := testSearcher(e, 2)
		checkChanges(t, p, e, rng, 20)
		for _, temperature := range []float64{1, 0.1, 0} {
			search.chain(temperature)
		}
		checkDivision(t, p, e.Groups())
		search.quench()
		value, violation := p.eval(e.Groups())
		if want := value - p.Penalty*violation; far(e.objective, want, 1e-6) {
			t.Fatalf("of %d counts the objective is %v, by the terms %v", counts, e.objective, want)
		}
	}
}

// What loses is accepted as often as Metropolis says, what gains always.
func TestAcceptsByTheMetropolisCriterion(t *testing.T) {
	s := testSearcher(New(shape{n: 6, size: 3}.problem()), 1)
	const tries = 200_000
	for _, c := range []struct{ change, temperature, want float64 }{
		{0.5, 0, 1}, {0.5, 1, 1}, {-1, 0, 0}, {0, 0, 0}, {-1, 1, math.Exp(-1)}, {-1, 0.5, math.Exp(-2)}, {-0.2, 2, math.Exp(-0.1)}, {1e-15, 0, 0},
	} {
		accepted := 0
		for range tries {
			if s.accepts(c.change, c.temperature) {
				accepted++
			}
		}
		if got := float64(accepted) / tries; far(got, c.want, 0.02) { // thresholds are drawn once, 8192 of them
			t.Errorf("a change of %v at temperature %v is accepted in %.3f of the cases, want %.3f", c.change, c.temperature, got, c.want)
		}
	}
}
