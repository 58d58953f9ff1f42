package ml

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// A weightState is what an optimiser moves and remembers.
type weightState[T float] struct {
	net        Net
	l2         float64
	p, g, m, v []T
	count      float64
}

func (s *weightState[T]) step(k *kernels[T]) {
	s.count++
	update(updateRule{net: &s.net, rate: 0.01, l2: s.l2, count: s.count}, k, s.p, s.g, s.m, s.v)
}

// dyingState is the state of n weights of which each had a small gradient once and none for steps steps.
func dyingState[T float](o Optimizer, k *kernels[T], n, steps int, l2 float64) *weightState[T] {
	s := &weightState[T]{l2: l2, net: Net{Optimizer: o, Beta2: 0.9, Momentum: 0.8}, p: make([]T, n), g: make([]T, n), m: make([]T, n), v: make([]T, n)}
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range s.g {
		s.g[i] = T(rng.NormFloat64() * 1e-12)
	}
	s.step(k)
	clear(s.g)
	for range steps {
		s.step(k)
	}
	return s
}

func subnormals[T float](x []T) int {
	n := 0
	for _, v := range x {
		if v != 0 && -leastNormal[T]() < v && v < leastNormal[T]() {
			n++
		}
	}
	return n
}

func TestNoOptimizerRemembersSubnormalNumbers(t *testing.T) {
	quick, plain, exact := fast(), portable[float32](), portable[float64]()
	for _, o := range Optimizers() {
		for _, l2 := range []float64{0, 0.1} {
			noSubnormals(t, fmt.Sprintf("%s, L2 %v, vector", o, l2), dyingState(o, &quick, 100, 3000, l2))
			noSubnormals(t, fmt.Sprintf("%s, L2 %v, portable", o, l2), dyingState(o, &plain, 100, 3000, l2))
			noSubnormals(t, fmt.Sprintf("%s, L2 %v, exact", o, l2), dyingState(o, &exact, 100, 9000, l2))
		}
	}
}

func noSubnormals[T float](t *testing.T, what string, s *weightState[T]) {
	t.Helper()
	for name, x := range map[string][]T{"weights": s.p, "first averages": s.m, "second averages": s.v} {
		if n := subnormals(x); n > 0 {
			t.Errorf("%s: %d of %d %s are subnormal long after the last gradient", what, n, len(x), name)
		}
	}
}
