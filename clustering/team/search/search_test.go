package search

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// searchGroups searches for so many moves from seed 1 and returns the division.
func searchGroups(p Problem, opt Options, moves int64) [][]int32 {
	e := New(p)
	opt.Rand, opt.Budget = rand.New(rand.NewPCG(1, 1)), Budget{Context: context.Background(), Moves: moves}
	e.Search(opt)
	return e.Groups()
}

// Every kind of term is improved by a search, within the limits of groups, and the objective is what the terms say.
func TestSearchOfEveryKind(t *testing.T) {
	for _, x := range examples {
		for _, s := range []shape{{n: 20, size: 4}, {n: 26, size: 4, flexible: true, blocks: true}, {n: 90, size: 5, fixed: true}} {
			t.Run(fmt.Sprintf("%s/%v", x.name, s), func(t *testing.T) {
				p := s.problem(x.make(rand.New(rand.NewPCG(3, 3)), s.n, len(s.groups())))
				e := New(p)
				start := testSearcher(e.Clone(), 1)
				first := start.e.Groups()
				opt := Options{Rand: rand.New(rand.NewPCG(1, 0)), Budget: Budget{Context: t.Context(), Moves: 20_000}}
				moves := e.Search(opt)
				checkDivision(t, p, e.Groups())
				value, violation := p.eval(first)
				nextValue, nextViolation := p.eval(e.Groups())
				if far(e.Violation(), nextViolation, 1e-9) {
					t.Errorf("the violation is %v, by the terms %v", e.Violation(), nextViolation)
				}
				if before, after := value-1e4*violation, nextValue-1e4*nextViolation; after < before-1e-6 {
					t.Errorf("a search ends at %v, an initial division is worth %v", after, before)
				}
				if moves < 1 {
					t.Errorf("%d moves were tried, want some", moves)
				}
			})
		}
	}
}

// The same seed and moves give the same division; another seed usually another one.
func TestSameSeedSameDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 50)
		seed := rapid.Uint64().Draw(t, "seed")
		find := func() ([]int32, float64, int64) {
			e := New(p)
			moves := e.Search(Options{Rand: rand.New(rand.NewPCG(seed, 0)), Budget: Budget{Context: context.Background(), Moves: 3000}})
			return slices.Clone(e.group), e.Objective(), moves
		}
		group, objective, moves := find()
		if again, o, m := find(); !slices.Equal(again, group) || o != objective || m != moves {
			t.Fatalf("from one seed come divisions %v of %v after %d moves and %v of %v after %d", group, objective, moves, again, o, m)
		}
	})
}

// A search that is stopped anywhere leaves each item in one group within its limits.
func TestSearchStoppedAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawShape(t, 40)
		s.blocks = false // a block may be larger than every group
		if s.fixed {
			s.fixed = s.n/s.size > 3
		}
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "terms"), 0))
		x := rapid.SampledFrom(examples).Draw(t, "term")
		p := s.problem(x.make(rng, s.n, len(s.groups())))
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		left := rapid.IntRange(0, 400).Draw(t, "calls until the end")
		clock := func() time.Time {
			if left--; left < 0 {
				cancel()
			}
			return time.Time{}
		}
		e := New(p)
		e.Search(Options{Rand: rng, Budget: Budget{Context: ctx, Now: clock, Time: time.Hour, Moves: 100_000}})
		checkDivision(t, p, e.Groups())
		objective := e.Objective()
		e.Place(slices.Clone(e.group))
		if far(objective, e.Objective(), 1e-9) {
			t.Fatalf("the objective is %v, anew %v", objective, e.Objective())
		}
	})
}

// Where the context has ended before, the first division stands.
func TestSearchOfACancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, s := range []shape{{n: 30, size: 5}, {n: 100, size: 5}, {n: 100, size: 5, flexible: true, blocks: true}} {
		for _, names := range [][]string{{"PairSum"}, {"Count that is hard", "Func that is hard"}} {
			p := s.problem(named(rand.New(rand.NewPCG(2, 2)), s.n, len(s.groups()), names...)...)
			e := New(p)
			e.Search(Options{Rand: rand.New(rand.NewPCG(1, 1)), Budget: Budget{Context: ctx}})
			checkDivision(t, p, e.Groups())
		}
	}
}

// A search reports moves and shares that only grow, to the end of its budget.
func TestSearchReports(t *testing.T) {
	for _, s := range []shape{{n: 30, size: 5}, {n: 30, size: 5, flexible: true}, {n: 100, size: 5}} {
		p := s.problem(named(rand.New(rand.NewPCG(2, 2)), s.n, len(s.groups()), "PairSum", "Count of the worst")[:1+s.n%4/2]...)
		reports, lastMoves, lastShare := 0, int64(0), 0.0
		searchGroups(p, Options{Report: func(moves int64, share float64, _ []int32) {
			if moves < lastMoves || share < lastShare {
				t.Errorf("%v: report of %d moves and share %v after one of %d and %v", s, moves, share, lastMoves, lastShare)
			}
			reports, lastMoves, lastShare = reports+1, moves, share
		}}, 50_000)
		if reports < 50 || lastMoves < 5_000 {
			t.Errorf("%v: %d reports, the last of %d moves, want many to the end", s, reports, lastMoves)
		}
	}
}

// Where constraints can be kept a search keeps them, however little the penalty is; where they cannot it ends all the same.
func TestSearchKeepsConstraints(t *testing.T) {
	for _, names := range [][]string{{"Count that is hard"}, {"Func that is hard"}, {"Count that is hard", "Func that is hard", "PairSum", "Place"}} {
		for _, s := range []shape{{n: 24, size: 6}, {n: 48, size: 6, blocks: true}, {n: 60, size: 6, flexible: true, fixed: true}} {
			rng := rand.New(rand.NewPCG(5, uint64(s.n)))
			p := s.problem(named(rng, s.n, len(s.groups()), names...)...)
			p.Penalty = 0.01
			if _, violation := p.eval(searchGroups(p, Options{}, 200_000)); violation > 1e-9 {
				t.Errorf("%v, terms %q: a search violates constraints by %v", s, names, violation)
			}
		}
	}
	s := shape{n: 20, size: 4}
	none := atLeastOne(rand.New(rand.NewPCG(5, 5)), s.n, 5, true, 0)
	clear(none.Marked)
	none.Marked[7] = 1
	e := New(s.problem(none))
	e.Search(Options{Rand: rand.New(rand.NewPCG(1, 1)), Budget: Budget{Context: t.Context(), Moves: 20_000}})
	if got, want := e.Violation(), 4*0.5; far(got, want, 1e-9) {
		t.Errorf("with one marked item for five groups the violation is %v, want %v", got, want)
	}
}

// A search that only looks for a feasible division ends when it has one.
func TestFeasibleEndsTheSearch(t *testing.T) {
	s := shape{n: 60, size: 6}
	p := s.problem(named(rand.New(rand.NewPCG(8, 8)), s.n, 10, "Count that is hard", "PairSum")...)
	e := New(p)
	opt := Options{Rand: rand.New(rand.NewPCG(1, 1)), Budget: Budget{Context: t.Context(), Moves: 1_000_000}, Feasible: true}
	moves := e.Search(opt)
	if e.Violation() > 0 || moves > 100_000 {
		t.Errorf("after %d moves the violation is %v, want none after few", moves, e.Violation())
	}
	opt.Rand, opt.Feasible = rand.New(rand.NewPCG(1, 1)), false
	if all := New(p).Search(opt); all < 2*moves {
		t.Errorf("a search to the end takes %d moves, one that ends when it is feasible %d", all, moves)
	}
}

// Reheating ends when the caller says that no division is better.
func TestOptimalEndsTheSearch(t *testing.T) {
	s := shape{n: 100, size: 5}
	p := s.problem(distances(rand.New(rand.NewPCG(4, 4)), s.n, 0.02))
	asked := 0
	count := func(answer bool) int64 {
		e := New(p)
		return e.Search(Options{Rand: rand.New(rand.NewPCG(1, 1)), Budget: Budget{Context: t.Context(), Moves: 500_000}, Optimal: func(group []int32) bool {
			asked++
			if len(group) != s.n {
				t.Errorf("asked about a division of %d items, want %d", len(group), s.n)
			}
			return answer
		}})
	}
	if early, late := count(true), count(false); early > 300_000 || late < 500_000 || asked < 2 {
		t.Errorf("a search told that it is done takes %d moves, another %d, after %d questions", early, late, asked)
	}
}

// Where nothing can move, a search ends at once.
func TestSearchOfWhatCannotMove(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for name, p := range map[string]Problem{
		"all fixed":    {N: 4, Groups: []Group{{2, 2, 2}, {2, 2, 2}}, Fixed: []int{0, 1, 0, 1}},
		"one group":    {N: 4, Groups: []Group{{4, 4, 4}}},
		"one movable":  {N: 4, Groups: []Group{{2, 1, 3}, {2, 1, 3}}, Fixed: []int{0, 1, 0, -1}},
		"two blocks":   {N: 4, Groups: []Group{{2, 2, 2}, {2, 2, 2}}, Blocks: [][]int32{{0, 1}, {2, 3}}},
		"no items":     {Groups: []Group{{0, 0, 2}, {0, 0, 2}}},
		"equal values": {N: 6, Groups: []Group{{3, 3, 3}, {3, 3, 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			p.Terms = named(rng, p.N, len(p.Groups), "PairSum", "Count that is hard", "Func of the worst")
			if name == "equal values" || name == "no items" {
				p.Terms = nil
			}
			for _, criteria := range [][]Criterion{nil, {{Weight: 1, Worst: 1, Best: 1, Rate: func(int, []int32) Outcome { return Outcome{Score: 1} }}}} {
				checkDivision(t, p, searchGroups(p, Options{Criteria: criteria}, 2000))
			}
		})
	}
}

// Clones may search at the same time; the race detector looks on.
func TestClonesSearchAtTheSameTime(t *testing.T) {
	s := shape{n: 40, size: 5, flexible: true, blocks: true}
	var terms []Term
	rng := rand.New(rand.NewPCG(6, 6))
	for _, x := range examples {
		terms = append(terms, x.make(rng, s.n, len(s.groups())))
	}
	e := New(s.problem(terms...))
	var wait sync.WaitGroup
	found := make([]float64, 4)
	for k := range found {
		wait.Go(func() {
			c := e.Clone()
			c.Search(Options{Rand: rand.New(rand.NewPCG(uint64(k/2), 0)), Budget: Budget{Context: context.Background(), Moves: 5000}})
			found[k] = c.Objective()
		})
	}
	wait.Wait()
	if found[0] != found[1] || found[2] != found[3] {
		t.Errorf("clones find %v, want the same from one seed", found)
	}
}

// The incumbent is the division of least violation, and of those the one of most value.
func TestIncumbent(t *testing.T) {
	p := Problem{N: 4, Groups: []Group{{2, 2, 2}, {2, 2, 2}}, Penalty: 1, Terms: []Term{
		Place{Weight: 1, Worth: func(i int32, t int) float64 { return float64(i) * float64(t) }},
		Func{Hard: true, New: func() GroupFunc {
			return func(_ int, items []int32) Rating { // 0 and 3 are not to be together
				if slices.Contains(items, 0) && slices.Contains(items, 3) {
					return Rating{Violation: 0.1}
				}
				return Rating{}
			}
		}},
	}}
	s := testSearcher(New(p), 1)
	s.violation, s.value = math.Inf(1), 0
	for _, c := range []struct {
		group, want []int32
	}{
		{[]int32{0, 1, 1, 0}, []int32{0, 1, 1, 0}}, // violates, but is the first
		{[]int32{1, 0, 0, 1}, []int32{0, 1, 1, 0}}, // violates as much and is worth the same: 3
		{[]int32{1, 0, 1, 0}, []int32{1, 0, 1, 0}}, // violates nothing and is worth 2
		{[]int32{1, 0, 0, 1}, []int32{1, 0, 1, 0}}, // is worth 3 but violates
		{[]int32{1, 1, 0, 0}, []int32{1, 0, 1, 0}}, // is worth 1
		{[]int32{0, 0, 1, 1}, []int32{0, 0, 1, 1}}, // is worth 5
	} {
		s.e.Place(c.group)
		s.updateIncumbent()
		if !slices.Equal(s.incumbent, c.want) {
			t.Errorf("after %v the incumbent is %v, want %v", c.group, s.incumbent, c.want)
		}
	}
}
