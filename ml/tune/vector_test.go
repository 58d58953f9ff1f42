package tune

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestVectorsAndPlainAreTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	draw := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = rng.NormFloat64()
		}
		return x
	}
	for n := range 70 {
		a, b, c := draw(n), draw(n+3), draw(n)
		if got, want := dot(a, b), dotPlain(a, b[:n]); got != want {
			t.Errorf("dot of %d is %v, plainly %v", n, got, want)
		}
		var sum float64
		for i := range a {
			sum += a[i] * b[i]
		}
		if got := dot(a, b); math.Abs(got-sum) > 1e-12 {
			t.Errorf("dot of %d is %v, want %v", n, got, sum)
		}
		x, y := slices.Clone(b), slices.Clone(b)
		axpy(1.7, a, x)
		axpyPlain(1.7, a, y)
		if !slices.Equal(x, y) {
			t.Errorf("axpy of %d is %v, plainly %v", n, x, y)
		}
		x, y = slices.Clone(a), slices.Clone(a)
		subtractSquares(x, b, c, 0.3)
		subtractSquaresPlain(y, b, c, 0.3)
		if !slices.Equal(x, y) {
			t.Errorf("squares of %d are %v, plainly %v", n, x, y)
		}
	}
}
