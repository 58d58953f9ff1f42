package clustering

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Each vector routine and its portable twin on the same inputs.
func TestKernels(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2; only the portable code runs here")
	}
	rng := rand.New(rand.NewPCG(8, 0))
	single := func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(rng.NormFloat64())
		}
		return v
	}
	double := func(n int) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = rng.NormFloat64()
		}
		return v
	}
	for _, d := range []int{1, 2, 3, 7, 8, 12, 25, 40} {
		for _, blocks := range []int{1, 2, 5} {
			x, centers := single(blocks*d*width32), single(4*d)
			prev := make([]int32, blocks*width32)
			for i := range prev {
				prev[i] = int32(rng.IntN(4))
			}
			got, want := make([]int32, len(prev)), make([]int32, len(prev))
			gotBits, wantBits := make([]uint32, blocks), make([]uint32, blocks)
			assign(x, d, centers, 4, prev, got, gotBits)
			assignGo(x, d, centers, 4, prev, want, wantBits)
			if !slices.Equal(got, want) || !slices.Equal(gotBits, wantBits) {
				t.Errorf("d=%d, %d blocks: assign gives %v, want %v", d, blocks, got, want)
			}
			near := single(blocks * width32)
			for i := range near {
				near[i] *= near[i] * float32(d)
			}
			out, outGo := make([]float32, len(near)), make([]float32, len(near))
			sums, sumsGo := make([]float32, blocks), make([]float32, blocks)
			nearerDists(x, d, centers[:d], near, out, sums)
			nearerDistsGo(x, d, centers[:d], near, outGo, sumsGo)
			for i := range out {
				if math.Abs(float64(out[i]-outGo[i])) > 1e-5*float64(outGo[i]) {
					t.Errorf("d=%d: closer gives %v at %d, want %v", d, out[i], i, outGo[i])
				}
			}
			for b := range sums {
				if math.Abs(float64(sums[b]-sumsGo[b])) > 1e-5*float64(sumsGo[b]) {
					t.Errorf("d=%d: closer adds to %v, want %v", d, sums[b], sumsGo[b])
				}
			}
			y, q := double(blocks*d*width64), double(d)
			dist, distGo := make([]float64, blocks*width64), make([]float64, blocks*width64)
			sqDistsGo(y, q, distGo)
			for _, z := range []bool{hasAVX512, false} {
				had := hasAVX512
				hasAVX512 = z
				sqDists(y, q, dist)
				hasAVX512 = had
				for i := range dist {
					if !near64(dist[i], distGo[i]) {
						t.Errorf("d=%d, AVX-512 %v: squared distance %v, want %v", d, z, dist[i], distGo[i])
					}
				}
			}
		}
	}
	tied := []float64{3, 1, 2, 1, 5, 1, 1, 9, 1, 7, 1, 1, 1, 1, 1, 1, 1}
	if got := argmin(tied); got != 1 {
		t.Errorf("the first least of %v is at %d, want 1", tied, got)
	}
	for n := range 70 {
		a, b := double(n), double(n)
		if got, want := dot(a, b), dotGo(a, b); math.Abs(got-want) > 1e-12 {
			t.Errorf("n=%d: dot is %v, want %v", n, got, want)
		}
		pos := double(n)
		for i := range pos {
			pos[i] *= pos[i]
		}
		if got, want := sumSqrt(pos), sumSqrtGo(pos); !near64(got, want) {
			t.Errorf("n=%d: sum of roots is %v, want %v", n, got, want)
		}
		if n > 0 && argmin(a) != argminGo(a) {
			t.Errorf("n=%d: least at %d, want %d", n, argmin(a), argminGo(a))
		}
		r, rGo := slices.Clone(pos), slices.Clone(pos)
		sqrtAll(r)
		sqrtAllGo(rGo)
		w, wGo := slices.Clone(pos), slices.Clone(pos)
		wardScale(w, r, 3)
		wardScaleGo(wGo, rGo, 3)
		if !slices.Equal(r, rGo) || !slices.Equal(w, wGo) {
			t.Errorf("n=%d: roots or Ward's scale differ from the portable code", n)
		}
		y, yGo := slices.Clone(b), slices.Clone(b)
		axpy(0.3, a, y)
		axpyGo(0.3, a, yGo)
		u, v, uGo, vGo := slices.Clone(a), slices.Clone(b), slices.Clone(a), slices.Clone(b)
		rotate(u, v, 0.6, 0.8)
		rotateGo(uGo, vGo, 0.6, 0.8)
		for i := range n {
			if math.Abs(y[i]-yGo[i]) > 1e-14 || math.Abs(u[i]-uGo[i]) > 1e-14 || math.Abs(v[i]-vGo[i]) > 1e-14 {
				t.Errorf("n=%d: axpy %v, want %v; rotate %v %v, want %v %v", n, y[i], yGo[i], u[i], v[i], uGo[i], vGo[i])
			}
		}
	}
}

func near64(got, want float64) bool { return math.Abs(got-want) <= 1e-13*max(1, math.Abs(want)) }
