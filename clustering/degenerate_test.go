package clustering

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// odd draws a small matrix in which rows are equal, columns are zero, values are huge or missing.
func odd(t *rapid.T) (x *mat.Dense, finite bool) {
	n, d := rapid.IntRange(1, 9).Draw(t, "n"), rapid.IntRange(1, 4).Draw(t, "d")
	values := []float64{0, 0, 1, 1, -2, 3.5, 1e-200, 1e140}
	if rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
		values = append(values, math.NaN(), math.Inf(1), math.Inf(-1), 1e200)
	}
	x, finite = mat.NewDense(n, d, nil), true
	for i := range n {
		for j := range d {
			v := rapid.SampledFrom(values).Draw(t, "v")
			finite = finite && math.Abs(v) < maxMagnitude
			x.Set(i, j, v)
		}
	}
	return x, finite
}

// named reports whether err is one that callers can test for.
func named(err error) bool {
	return slices.ContainsFunc([]error{ErrEmpty, ErrNotFinite, ErrTooManyClusters, ErrTooFewClusters}, func(e error) bool { return errors.Is(err, e) })
}

func TestOddInputHasANamedErrorOrAnAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, finite := odd(t)
		n, _ := x.Dims()
		k := rapid.IntRange(0, n+2).Draw(t, "k")
		p, err := KMeans{K: k, Restarts: 2}.Fit(t.Context(), x)
		switch {
		case finite && k >= 1 && k <= n && err != nil, !finite && !errors.Is(err, ErrNotFinite), err != nil && !named(err):
			t.Fatalf("k-means with k=%d of %v: %v", k, mat.Formatted(x), err)
		case err == nil && (len(p.Labels) != n || p.K() > k || slices.Min(p.Sizes) < 1 || !(p.Inertia >= 0)):
			t.Fatalf("k-means with k=%d of %v: %+v", k, mat.Formatted(x), p)
		}
		_, pcaErr := PCA{}.Fit(x)
		_, sweepErr := KMeans{Restarts: 1}.Sweep(t.Context(), x, 4)
		_, scaleErr := Standardise(x)
		for name, err := range map[string]error{"PCA": pcaErr, "sweep": sweepErr, "scale": scaleErr} {
			if (err == nil) != finite || err != nil && !errors.Is(err, ErrNotFinite) {
				t.Fatalf("%s of %v: %v", name, mat.Formatted(x), err)
			}
		}
		var verdictErr error
		if finite {
			_, verdictErr = Assess(t.Context(), x, nil, must[[]Partition](t)(KMeans{Restarts: 1}.Sweep(t.Context(), x, 4)), rand.New(rand.NewPCG(1, 0)))
		}
		_, mean, shapeErr := Silhouette(t.Context(), x, alternating(n))
		if shapeErr != nil && !named(shapeErr) || shapeErr == nil && !finite {
			t.Fatalf("silhouette of %v: %v", mat.Formatted(x), shapeErr)
		}
		if verdictErr != nil {
			t.Fatalf("verdict on %v: %v", mat.Formatted(x), verdictErr)
		}
		if shapeErr == nil && !(mean >= -1 && mean <= 1) {
			t.Fatalf("the silhouette of %v is %v", mat.Formatted(x), mean)
		}
	})
}

// alternating labels rows 0, 1, 0, 1...
func alternating(n int) []int {
	labels := make([]int, n)
	for i := range labels {
		labels[i] = i % 2
	}
	return labels
}
