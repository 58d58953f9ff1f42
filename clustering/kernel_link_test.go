package clustering

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Each vector routine of linkage and its portable twin on the same inputs.
func TestLinkKernels(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2; only the portable code runs here")
	}
	rng := rand.New(rand.NewPCG(9, 0))
	for n := 8; n <= 136; n += 8 {
		for _, whole := range []bool{false, true} {
			u, v, size, mask := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
			for i := range n {
				u[i], v[i], size[i] = 5+rng.Float64(), 5+rng.Float64(), 1+float64(rng.IntN(9))
				if whole { // ties
					u[i], v[i], size[i] = float64(rng.IntN(4)), float64(rng.IntN(4)), 2
				}
				if rng.IntN(3) == 0 {
					mask[i] = math.Inf(1)
				}
			}
			u[rng.IntN(n)] = math.Inf(1)
			if got, want := argminMasked(u, mask), argminMaskedGo(u, mask); got != want {
				t.Errorf("n=%d: least at %d, want %d", n, got, want)
			}
			if got, want := argminWard(v, size, 3), argminWardGo(v, size, 3); got != want {
				t.Errorf("n=%d: least by Ward at %d, want %d", n, got, want)
			}
			for name, join := range map[string][2]func([]float64) int{
				"blend":  {func(u []float64) int { return mergeWeighted(u, v, mask, 0.25, 0.75) }, func(u []float64) int { return mergeWeightedGo(u, v, mask, 0.25, 0.75) }},
				"larger": {func(u []float64) int { return mergeMax(u, v, mask) }, func(u []float64) int { return mergeMaxGo(u, v, mask) }},
				"growth": {func(u []float64) int { return mergeWard(u, v, size, mask, 2, 6, 1) }, func(u []float64) int { return mergeWardGo(u, v, size, mask, 2, 6, 1) }},
			} {
				a, b := slices.Clone(u), slices.Clone(u)
				got, want := join[0](a), join[1](b)
				if got != want && !near64(a[got]+mask[got], b[want]+mask[want]) {
					t.Errorf("n=%d: %s finds the least at %d, want %d", n, name, got, want)
				}
				for i := range a {
					if a[i] != b[i] && !near64(a[i], b[i]) {
						t.Errorf("n=%d: %s makes %v of %v and %v, want %v", n, name, a[i], u[i], v[i], b[i])
					}
				}
			}
		}
	}
}

func TestReachKernel(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2; only the portable code runs here")
	}
	rng := rand.New(rand.NewPCG(10, 0))
	for _, d := range []int{1, 2, 3, 12, 25} {
		for n := 1; n < 90; n += 7 {
			cols := newBlocks64(points{n, d, randoms(rng, n*d)}, nil)
			for i := n; i < cols.blocks*width64; i++ {
				cols.setInfinite(i)
			}
			near := randoms(rng, cols.blocks*width64)
			for i := range near {
				if near[i] = float64(d) * near[i] * near[i]; i >= n {
					near[i] = math.Inf(1)
				}
			}
			from := make([]int64, len(near))
			near2, from2 := slices.Clone(near), slices.Clone(from)
			q := randoms(rng, d)
			got, want := primStep(cols.a, q, near, from, 7), primStepGo(cols.a, q, near2, from2, 7)
			if got != want || !slices.Equal(from, from2) {
				t.Errorf("%d points of %d coordinates: nearest %d from %v, want %d from %v", n, d, got, from, want, from2)
			}
			for i := range near {
				if near[i] != near2[i] && !near64(near[i], near2[i]) {
					t.Errorf("%d points of %d coordinates: distance %v, want %v", n, d, near[i], near2[i])
				}
			}
		}
	}
}

func TestRaiseKernel(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 0))
	for n := range 40 {
		u, v := randoms(rng, n), randoms(rng, n)
		want := slices.Clone(u)
		maxInto(u, v)
		if maxIntoGo(want, v); !slices.Equal(u, want) {
			t.Errorf("n=%d: the larger are %v, want %v", n, u, want)
		}
	}
}

func TestMirrorKernel(t *testing.T) {
	const stride = 19
	in := randoms(rand.New(rand.NewPCG(11, 0)), width64*stride)
	got, want := make([]float64, len(in)), make([]float64, len(in))
	transposeTile(in, got, stride)
	transposeTileGo(in, want, stride)
	if !slices.Equal(got, want) {
		t.Errorf("mirrored %v, want %v", got, want)
	}
}

func randoms(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = rng.NormFloat64()
	}
	return v
}

func TestFlushKernel(t *testing.T) {
	for n := range 40 {
		const stride = 19
		var of [cacheLine][]float64
		for k := range of {
			of[k] = randoms(rand.New(rand.NewPCG(12, uint64(k))), n)
		}
		row := make([]int32, n+16)
		for i := range n {
			row[i] = int32((i*7 + 3) % 40)
		}
		got, want := make([]float64, 40*stride), make([]float64, 40*stride)
		scatterColumns(&of, row, got[5:], stride, n)
		scatterColumnsGo(&of, row, want[5:], stride, n)
		if !slices.Equal(got, want) {
			t.Errorf("n=%d: %v, want %v", n, got, want)
		}
	}
}
