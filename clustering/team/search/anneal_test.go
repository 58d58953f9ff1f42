package search

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// annealer returns a searcher at a local optimum, with a budget of so many moves, and its typical step.
func annealer(s shape, moves int64, names ...string) (*searcher, float64) {
	rng := rand.New(rand.NewPCG(2, 8))
	search := testSearcher(New(s.problem(named(rng, s.n, len(s.groups()), names...)...)), 3)
	search.Budget.Moves = moves
	search.localSearch(1)
	search.updateIncumbent()
	search.moves = 0
	return search, search.typicalStep()
}

// The typical step is the median of the smallest changes, the largest that of terms that count.
func TestSteps(t *testing.T) {
	x := []float64{0, 1, 3, 7}
	p := Problem{N: 4, Groups: []Group{{2, 2, 2}, {2, 2, 2}}, Terms: []Term{Place{Weight: 1, Worth: func(i int32, t int) float64 { return float64(t) * x[i] }}}}
	s := testSearcher(New(p), 1)
	s.e.Place([]int32{0, 0, 1, 1})
	if got := s.typicalStep(); got != 2 && got != 3 { // smallest changes are 3, 2, 2 and 6, of four items at random
		t.Errorf("the typical step is %v, want 2 or 3", got)
	}
	if got := s.largestStep(); got != 0 {
		t.Errorf("the largest step of places is %v, want 0: only terms that count have one", got)
	}
	p.Terms = append(p.Terms, Count{Marked: []uint8{1, 0, 1, 0}, Rate: func(_, marked int) Rating { return Rating{Value: []float64{0, 0.5, 3, 3, 3, 3}[marked]} }},
		Func{Step: 1.5, New: func() GroupFunc { return func(int, []int32) Rating { return Rating{} } }})
	if got := testSearcher(New(p), 1).largestStep(); got != 2.5 {
		t.Errorf("the largest step is %v, want 2.5, from one marked item to two", got)
	}
	p.Terms = []Term{Func{Step: 1.5, Hard: true, New: func() GroupFunc { return func(int, []int32) Rating { return Rating{} } }}}
	p.Penalty = 4
	if got := testSearcher(New(p), 1).largestStep(); got != 5.5 {
		t.Errorf("the largest step is %v, want 5.5, with the penalty", got)
	}
	if got := testSearcher(New(p), 1).typicalStep(); got != 5.5 {
		t.Errorf("where no swap changes anything the typical step is %v, want the largest, 5.5", got)
	}
}

// A warm chain leaves a local optimum, a cold one stays near it.
func TestWarmAndColdChains(t *testing.T) {
	for _, names := range [][]string{{"PairSum"}, {"PairSum", "Count of the worst"}} {
		s, step := annealer(shape{n: 60, size: 5}, 1<<40, names...)
		optimum := s.e.objective
		lost := func(temperature float64) (mean float64) {
			for range 20 {
				s.chain(temperature)
				mean += (optimum - s.e.objective) / 20
			}
			return mean
		}
		hot, cool := lost(3*step), lost(cold*step/10)
		if hot <= cool || hot <= 0 {
			t.Errorf("%q: a hot chain loses %v in the mean, a cold one %v", names, hot, cool)
		}
	}
}

// A leg goes through its share of the budget, and at least to its end.
func TestALegSpendsItsShare(t *testing.T) {
	s, step := annealer(shape{n: 100, size: 5}, 100_000, "PairSum", "Count")
	last := 0.0
	reports := 0
	s.Report = func(_ int64, share float64, _ []int32) { last, reports = share, reports+1 }
	s.anneal(warm*step, cold*step, 0.2, 0.6)
	if last < 0.6 || last > 0.62 || reports < 100 {
		t.Errorf("a leg to a share of 0.6 ends at %v after %d chains, want some hundred", last, reports)
	}
}

// With few items legs are short and the search ends before its budget; with more it spends all.
func TestSmallSearchesEndEarly(t *testing.T) {
	const budget = 30_000_000
	for _, c := range []struct {
		n     int
		names []string
		early bool
	}{{16, []string{"PairSum"}, true}, {16, []string{"PairSum", "Count"}, true}, {16, []string{"Func that is a model"}, true}} {
		p := shape{n: c.n, size: 4}.problem(named(rand.New(rand.NewPCG(1, 1)), c.n, 4, c.names...)...)
		moves := New(p).Search(Options{Rand: rand.New(rand.NewPCG(1, 1)), Budget: Budget{Context: t.Context(), Moves: budget}})
		if early := moves < budget/2; early != c.early {
			t.Errorf("%d items under %q: a search tries %d of %d moves", c.n, c.names, moves, budget)
		}
	}
	p := shape{n: 100, size: 5}.problem(named(rand.New(rand.NewPCG(1, 1)), 100, 20, "PairSum", "Count")...)
	if moves := New(p).Search(Options{Rand: rand.New(rand.NewPCG(1, 1)), Budget: Budget{Context: t.Context(), Moves: 200_000}}); moves < 199_000 {
		t.Errorf("100 items: a search tries %d of 200000 moves", moves)
	}
}

// A leg of few items ends after moves in the square of the items, one under a model after fewer.
func TestLegEnd(t *testing.T) {
	for _, c := range []struct {
		n     int
		names []string
		want  float64
	}{
		{100, []string{"Count"}, 0.9},
		{20, []string{"Count"}, 0.5 + legMoves*400.0/10_000_000},
		{20, []string{"Func that is a model"}, 0.5 + modelLegMoves*400.0/10_000_000},
		{20, []string{"Func that is a model", "Func"}, 0.5 + legMoves*400.0/10_000_000},
	} {
		s, _ := annealer(shape{n: c.n, size: 5}, 10_000_000, c.names...)
		if got := s.legEnd(0.5, 0.9); far(got, c.want, 1e-12) {
			t.Errorf("%d items under %q: a leg from 0.5 ends at %v, want %v", c.n, c.names, got, c.want)
		}
	}
	s, _ := annealer(shape{n: 20, size: 5}, 0, "Count")
	s.moves = 1000
	if got := s.totalMoves(0.25); got != 4000 {
		t.Errorf("1000 moves in a quarter of the time make %v in all, want 4000", got)
	}
}

// Reheating starts from the incumbent and never loses it.
func TestReheatingKeepsTheIncumbent(t *testing.T) {
	for _, names := range [][]string{{"PairSum"}, {"PairSum", "Count of the worst"}, {"Func that is hard"}} {
		s, step := annealer(shape{n: 50, size: 5}, 200_000, names...)
		before, violation := s.value, s.violation
		s.reheat(step, 1)
		if s.violation > violation || s.violation == violation && s.value < before {
			t.Errorf("%q: the incumbent was worth %v and is worth %v", names, before, s.value)
		}
		s.e.Place(s.incumbent)
		if got := s.e.objective + s.e.penalty*s.e.Violation(); far(got, s.value, 1e-9) {
			t.Errorf("%q: the incumbent is worth %v, said to be %v", names, got, s.value)
		}
		for range 20 {
			from := s.reheatTemperature(1)
			low := reheatOthers
			if s.pairsOnly {
				low = reheatPairs
			}
			if from < low || from > low+reheatSpread {
				t.Fatalf("%q: a leg is reheated to %v, want from %v to %v", names, from, low, low+reheatSpread)
			}
		}
	}
}

// Annealing finds better divisions than local search alone.
func TestAnnealingBeatsLocalSearch(t *testing.T) {
	for _, c := range []shape{{n: 30, size: 5}, {n: 60, size: 5}, {n: 120, size: 5}, {n: 120, size: 5, flexible: true}} {
		m := normal(rand.New(rand.NewPCG(5, 5)), c.n*c.n)
		p := c.problem(PairSum{Weight: 0.01, Between: func(i, j int32) float64 { return m[int(min(i, j))*c.n+int(max(i, j))] }})
		var local []float64
		for seed := range uint64(10) {
			s := testSearcher(New(p), seed)
			s.localSearch(1)
			local = append(local, s.e.objective)
		}
		got, _ := p.eval(searchGroups(p, Options{}, 1_000_000))
		if best := slices.Max(local); got <= best {
			t.Errorf("%v: a search finds %v, the best of ten local searches %v", c, got, best)
		}
	}
}

// Sums over pairs of 41 to 80 items start anew too: a search that stays near where it first led ends below what others find, long
// before its budget does.
func TestPairsOfSixtyStartAnew(t *testing.T) {
	const n, enough = 60, 20_000_000
	rng := rand.New(rand.NewPCG(60, 1))
	weight := make([]float64, n*n)
	for i := range n {
		for j := range i {
			weight[i*n+j] = float64(1 + rng.IntN(100))
			weight[j*n+i] = weight[i*n+j]
		}
	}
	p := shape{n: n, size: 10}.problem(PairSum{Weight: 1, Between: func(i, j int32) float64 { return weight[i*n+j] }})
	var found []float64
	for seed := range uint64(6) {
		e := New(p)
		e.Search(Options{Rand: rand.New(rand.NewPCG(seed, 1)), Budget: Budget{Context: t.Context(), Moves: enough}})
		found = append(found, e.objective)
	}
	if slices.Min(found) < slices.Max(found) {
		t.Errorf("six searches of 60 items end at %v, want the best of them from each", found)
	}
}
