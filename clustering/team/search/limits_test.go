package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A large is a problem of so many items that an Evaluator keeps its terms in other forms than those of a small one.
type large struct {
	name     string
	n        int
	fixed    bool // groups of five; else of three to seven
	terms    []string
	weights  bool // pair weights are kept as a matrix
	kernel   bool // scatter is
	pairSums int  // terms whose sums over pairs are computed when needed
	columns  bool // scatter is kept as sums of columns
}

// larges lie on both sides of kernelLimit and pairLimit.
var larges = []large{
	{name: "a kernel up to the limit", n: kernelLimit, terms: []string{"Scatter", "Count"}, weights: true, kernel: true},
	{name: "sums of columns beyond", n: kernelLimit + 1, terms: []string{"Scatter", "Scatter of positive weight"}, columns: true},
	{name: "sums of columns, counts and functions", n: kernelLimit + 31, terms: []string{"Scatter", "Scatter of positive weight", "Count that is hard", "Func"}, columns: true},
	{name: "pair weights and sums of columns", n: kernelLimit + 31, terms: []string{"PairSum", "Scatter", "Count"}, weights: true, columns: true},
	{name: "pair weights alone where groups are of one size", n: kernelLimit + 5, fixed: true, terms: []string{"Scatter", "Count of the worst"}, weights: true},
	{name: "pairs and columns beyond any matrix", n: pairLimit + 5, terms: []string{"PairSum", "Scatter", "PairSum of negative weight"}, pairSums: 2, columns: true},
	{name: "counts and functions alone", n: kernelLimit + 5, fixed: true, terms: []string{"Count of the worst", "Func of the worst"}},
	{name: "places, for which there is a matrix always", n: kernelLimit + 31, terms: []string{"Place", "Scatter"}, weights: true, columns: true},
}

// problem makes the problem, and its evaluator with items in groups by chance. It fails if terms are not kept as they should be.
func (c large) problem(t *testing.T) (Problem, *searcher) {
	t.Helper()
	s := shape{n: c.n, size: 5, flexible: !c.fixed}
	p := s.problem(named(rand.New(rand.NewPCG(uint64(c.n), 1)), c.n, len(s.groups()), c.terms...)...)
	e := New(p)
	got := []any{len(e.pairSums), e.weights != nil, e.kernel != nil, e.columns != nil}
	if want := []any{c.pairSums, c.weights, c.kernel, c.columns}; !slices.Equal(got, want) {
		t.Fatalf("of %d items: pair sums when needed, pair weights, kernel, sums of columns: %v, want %v", c.n, got, want)
	}
	return p, testSearcher(e, uint64(c.n))
}

// With so many items, too, a change is worth what the terms say, a search wins what they say, and a clone has groups of its own.
func TestManyItems(t *testing.T) {
	for _, c := range larges {
		t.Run(c.name, func(t *testing.T) {
			p, s := c.problem(t)
			e := s.e
			checkChanges(t, p, e, s.Rand, 12)
			objective := e.objective
			value, violation := p.eval(e.Groups())
			s.chain(0)
			checkDivision(t, p, e.Groups())
			nextValue, nextViolation := p.eval(e.Groups())
			won := nextValue - value - p.Penalty*(nextViolation-violation)
			if won <= 0 || far(e.objective-objective, won, 50*p.near(e)) {
				t.Errorf("a chain without temperature wins %v, by the terms %v", e.objective-objective, won)
			}
			s.chain(s.typicalStep())
			objective = e.objective
			group := slices.Clone(e.group)
			e.Place(group)
			if far(objective, e.objective, 1e-8) {
				t.Errorf("after a warm chain the objective is %v, anew %v", objective, e.objective)
			}
			objective = e.objective
			clone := testSearcher(e.Clone(), 8)
			clone.chain(0)
			if !slices.Equal(e.group, group) || e.objective != objective {
				t.Errorf("after a clone's chain the objective is %v, was %v", e.objective, objective)
			}
		})
	}
}

// A pass goes over so many items at most, also where it starts near the end.
func TestAPassIsLimited(t *testing.T) {
	s := shape{n: 2450, size: 5} // in fives, for which there is a matrix
	rng := rand.New(rand.NewPCG(6, 6))
	e := New(s.problem(append(named(rng, s.n, len(s.groups()), "Count"), Scatter{Weight: -0.01, Rows: normal(rng, s.n), D: 1})...))
	search := testSearcher(e, 3)
	for range 50 {
		before := search.moves
		search.trySwaps(e.movable[search.Rand.IntN(len(e.movable))], 0.001)
		if tried := search.moves - before; tried > maxNeighbours+100 || tried < maxNeighbours-100 {
			t.Fatalf("a pass tried %d swaps, want about %d", tried, maxNeighbours)
		}
	}
}

// Where a matrix of pairs stands beside sums of columns, all swaps of an item at once are the swaps one by one.
func TestNeighbourhoodBesideSumsOfColumns(t *testing.T) {
	_, s := larges[3].problem(t)
	s.chain(0)
	for range 10 {
		checkNeighbourhood(t, s, s.e.movable[s.Rand.IntN(s.e.n)], 1e-5)
	}
}

// Pair sums and sums of columns by themselves, also for groups that are empty before or after a change.
func TestSumsOfPairsAndColumns(t *testing.T) {
	const n, width = 40, 3
	rng := rand.New(rand.NewPCG(2, 5))
	scatter, pairs := Scatter{Weight: -1.4, Rows: normal(rng, n*width), D: width}, distances(rng, n, 1.5)
	b := &builder{Problem: Problem{N: n}, e: &Evaluator{n: n, g: 4}, scatter: []Scatter{scatter}}
	b.addScatter()
	columns := b.e.columns
	for range 400 {
		perm := rng.Perm(n)
		var items []int32
		for _, i := range perm[:rng.IntN(6)] {
			items = append(items, int32(i))
		}
		out, in := int32(-1), int32(-1)
		if len(items) > 0 && rng.IntN(3) > 0 {
			out = items[rng.IntN(len(items))]
		}
		if out < 0 || rng.IntN(2) == 0 {
			in = int32(perm[n-1])
		}
		after := slices.DeleteFunc(slices.Clone(items), func(i int32) bool { return i == out })
		if in >= 0 {
			after = append(after, in)
		}
		nowScatter, _ := scatter.Eval([][]int32{items})
		thenScatter, _ := scatter.Eval([][]int32{after})
		nowPairs, _ := pairs.Eval([][]int32{items})
		thenPairs, _ := pairs.Eval([][]int32{after})
		group := rng.IntN(4)
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"the scatter", columns.set(group, items), nowScatter},
			{"the change in scatter", columns.change(group, len(after), out, in), thenScatter - nowScatter},
			{"the sum of pairs", pairs.sum(items), nowPairs},
			{"the change in pairs", pairs.change(items, out, in), thenPairs - nowPairs},
		} {
			if far(c.got, c.want, 1e-11) {
				t.Fatalf("%s of %v with %d for %d is %v, want %v", c.what, items, in, out, c.got, c.want)
			}
		}
	}
}

// Weights are whole multiples of a unit that float32 adds without rounding, and nearly what they were.
func TestQuantise(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for _, scale := range []float64{1e-9, 1, 1e6} {
		const n, most = 20, 7
		w, base := make([]float32, n*n), make([]float32, n*2)
		for i := range n {
			for j := range i {
				w[i*n+j] = float32(scale * rng.NormFloat64())
			}
		}
		for i := range base {
			base[i] = float32(scale * rng.NormFloat64())
		}
		was := slices.Clone(w)
		unit, _ := quantise(n, most, w, base)
		for i := range n {
			for j := range i {
				v := float64(w[i*n+j])
				if v != math.Trunc(v) || math.Abs(v)*(most+2) > 1<<23 || w[i*n+j] != w[j*n+i] {
					t.Fatalf("weight %d, %d is %v units, want a whole number that can be added %d times, and the same of %d, %d", i, j, v, most, j, i)
				}
				if far(v*unit, float64(was[i*n+j]), unit) {
					t.Fatalf("weight %d, %d is %v, was %v", i, j, v*unit, was[i*n+j])
				}
			}
		}
	}
	if unit, _ := quantise(3, 2, make([]float32, 9), nil); unit != 1 {
		t.Errorf("the unit of no weights is %v, want 1", unit)
	}
}
