package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// benchTerms are sums over pairs alone, or terms of every kind beside them.
func benchTerms(n, g int, all bool) []Term {
	rng := rand.New(rand.NewPCG(7, 7))
	terms := named(rng, n, g, "PairSum")
	if !all {
		return terms
	}
	return append(terms, named(rng, n, g, "Scatter", "Scatter of indicators", "Count", "Count of the worst", "Count that is hard")...)
}

// BenchmarkChain measures the inner loop: moves tried in a second, and that they allocate nothing.
func BenchmarkChain(b *testing.B) {
	for _, c := range []struct {
		shape
		all bool
	}{
		{shape{n: 120, size: 5}, false}, {shape{n: 480, size: 5}, false}, {shape{n: 2000, size: 5}, false},
		{shape{n: 120, size: 5}, true}, {shape{n: 120, size: 5, flexible: true}, true}, {shape{n: 480, size: 5}, true},
	} {
		b.Run(fmt.Sprintf("n=%d/flexible=%v/all=%v", c.n, c.flexible, c.all), func(b *testing.B) {
			s := testSearcher(New(c.problem(benchTerms(c.n, len(c.groups()), c.all)...)), 1)
			s.Budget = Budget{Context: context.Background()}
			s.localSearch(1)
			temperature := 0.2 * s.typicalStep()
			s.moves = 0
			b.ReportAllocs()
			for b.Loop() {
				s.chain(temperature)
			}
			b.ReportMetric(float64(s.moves)/b.Elapsed().Seconds()/1e6, "Mmoves/s")
		})
	}
}

// BenchmarkSwapChange measures what one swap is worth under each kind of term.
func BenchmarkSwapChange(b *testing.B) {
	for _, x := range examples {
		b.Run(x.name, func(b *testing.B) {
			s := shape{n: 200, size: 5, flexible: true}
			e := New(s.problem(x.make(rand.New(rand.NewPCG(1, 1)), s.n, len(s.groups()))))
			testSearcher(e, 1)
			first, second := e.items[0][0], e.items[1][0]
			b.ReportAllocs()
			for b.Loop() {
				e.SwapChange(first, second)
			}
		})
	}
}

// BenchmarkSearch measures a whole search of a hundred thousand moves, and BenchmarkExact what is solved exactly.
func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{30, 120, 480} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			e := New(shape{n: n, size: 5}.problem(benchTerms(n, n/5, true)...))
			b.ReportAllocs()
			for b.Loop() {
				e.Search(Options{Rand: rand.New(rand.NewPCG(1, 1)), Budget: Budget{Context: context.Background(), Moves: 100_000}})
			}
		})
	}
}

func BenchmarkExact(b *testing.B) {
	const n = 12
	worth := normal(rand.New(rand.NewPCG(1, 1)), n)
	groups := []Group{{3, 3, 3}, {3, 3, 3}, {3, 3, 3}, {3, 3, 3}}
	b.ReportAllocs()
	for b.Loop() {
		Exact(n, groups, nil, true, func(t int, items []int32) float64 { return float64(t) * worth[items[0]] * worth[items[2]] })
	}
}

// BenchmarkNew measures how long terms take to become matrices.
func BenchmarkNew(b *testing.B) {
	for _, n := range []int{120, 480} {
		p := shape{n: n, size: 5}.problem(benchTerms(n, n/5, true)...)
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				New(p)
			}
		})
	}
}
