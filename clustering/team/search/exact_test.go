package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// everyDivision calls do with every way to divide the items of p.
func everyDivision(p Problem, do func(groups [][]int32)) {
	groups := make([][]int32, len(p.Groups))
	var next func(i int)
	next = func(i int) {
		if i == p.N {
			for t, limits := range p.Groups {
				if len(groups[t]) < limits.Min {
					return
				}
			}
			do(groups)
			return
		}
		for t, limits := range p.Groups {
			if len(groups[t]) == limits.Max || p.Fixed != nil && p.Fixed[i] >= 0 && p.Fixed[i] != t {
				continue
			}
			groups[t] = append(groups[t], int32(i))
			next(i + 1)
			groups[t] = groups[t][:len(groups[t])-1]
		}
	}
	next(0)
}

// randomWorth returns a rate of all sets of n items in g groups, alike unless numbered, of which some are forbidden.
func randomWorth(rng *rand.Rand, n, g int, numbered bool, forbidden int) func(t int, items []int32) float64 {
	worth := make([][]float64, g)
	for t := range worth {
		worth[t] = normal(rng, 1<<n)
		for set := range worth[t] {
			if rng.IntN(4) < forbidden && rng.IntN(3) == 0 {
				worth[t][set] = math.Inf(-1)
			}
		}
	}
	return func(t int, items []int32) float64 {
		set := 0
		for _, i := range items {
			set |= 1 << i
		}
		if !numbered {
			t = 0
		}
		return worth[t][set]
	}
}

// Exact finds what trying everything finds: with items fixed, groups numbered or not, and sets forbidden.
func TestExactIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 8).Draw(t, "n")
		p := Problem{N: n, Groups: rapid.SampledFrom([][]Group{
			{{n / 2, 1, n}, {n - n/2, 1, n}}, {{2, 2, 2}, {n - 2, n - 2, n - 2}}, {{n / 3, 1, 4}, {n / 3, 1, 4}, {n - 2*(n/3), 0, 5}},
			{{n / 4, 1, 3}, {n / 4, 1, 3}, {n / 4, 1, 3}, {n - 3*(n/4), 1, 3}}, {{1, 1, 1}, {n - 1, 2, 3}},
		}).Draw(t, "groups")}
		if rapid.Bool().Draw(t, "fixed") {
			p.Fixed = slices.Repeat([]int{-1}, n)
			p.Fixed[rapid.IntRange(0, n-1).Draw(t, "fixed item")] = rapid.IntRange(0, len(p.Groups)-1).Draw(t, "its group")
		}
		numbered := rapid.Bool().Draw(t, "numbered")
		forbidden := rapid.IntRange(0, 3).Draw(t, "forbidden quarter")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "worth"), 0))
		rate := randomWorth(rng, n, len(p.Groups), numbered, forbidden)
		total := func(groups [][]int32) (sum float64) {
			for t, items := range groups {
				sum += rate(t, items)
			}
			return sum
		}
		best := math.Inf(-1)
		everyDivision(p, func(groups [][]int32) { best = max(best, total(groups)) })
		got := Exact(n, p.Groups, p.Fixed, numbered, rate)
		if got == nil {
			if !math.IsInf(best, -1) {
				t.Fatalf("exact finds no division, trying everything one of %v", best)
			}
			return
		}
		checkDivision(t, p, got)
		if far(total(got), best, 1e-9) {
			t.Fatalf("exact finds %v of %v, trying everything %v", got, total(got), best)
		}
	})
}

// A search of a small problem finds the optimum.
func TestSearchFindsTheOptimum(t *testing.T) {
	for seed := range uint64(12) {
		for _, flexible := range []bool{false, true} {
			rng := rand.New(rand.NewPCG(seed, 1))
			s := shape{n: 10, size: 3, flexible: flexible, fixed: seed%2 == 1}
			names := []string{"PairSum", "Count", "Func", "Place", "Scatter"}
			p := s.problem(named(rng, s.n, len(s.groups()), names[:1+seed%5]...)...)
			rate := func(t int, items []int32) float64 {
				groups := make([][]int32, len(p.Groups))
				groups[t] = items
				value, _ := p.eval(groups) // what the empty groups add to each call is the same for all divisions
				return value
			}
			best, _ := p.eval(Exact(s.n, p.Groups, p.Fixed, true, rate))
			got, _ := p.eval(searchGroups(p, Options{}, 200_000))
			if got < best-1e-6 {
				t.Errorf("seed %d, %v, terms %q: a search finds %v, the optimum is %v", seed, s, names[:1+seed%5], got, best)
			}
		}
	}
}

// itemsOf lists the bits of a set.
func TestItemsOf(t *testing.T) {
	if got, want := itemsOf(0b101001), []int32{0, 3, 5}; !slices.Equal(got, want) {
		t.Errorf("the items of 101001 are %v, want %v", got, want)
	}
	if got := itemsOf(0); len(got) != 0 {
		t.Errorf("the items of no set are %v, want none", got)
	}
}
