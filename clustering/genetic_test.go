package clustering

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTransferKernel(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2; only the portable code runs here")
	}
	rng := rand.New(rand.NewPCG(12, 0))
	for _, d := range []int{1, 2, 7, 12, 40} {
		for _, k := range []int{1, 2, 5} {
			blocks := 3
			x, centers := make([]float32, blocks*d*width32), make([]float32, k*d)
			for i := range x {
				x[i] = float32(rng.NormFloat64())
			}
			for i := range centers {
				centers[i] = float32(rng.NormFloat64())
			}
			join, leave := make([]float32, k), make([]float32, k)
			for c := range k {
				n := float32(1 + rng.IntN(9))
				join[c], leave[c] = n/(n+1), n/max(n-1, 0.5)
			}
			prev := make([]int32, blocks*width32)
			for i := range prev {
				prev[i] = int32(rng.IntN(k))
			}
			got, want := make([]int32, len(prev)), make([]int32, len(prev))
			gotBits, wantBits := make([]uint32, blocks), make([]uint32, blocks)
			transfer(x, d, centers, join, leave, prev, got, gotBits)
			transferGo(x, d, centers, join, leave, prev, want, wantBits)
			if !slices.Equal(got, want) || !slices.Equal(gotBits, wantBits) {
				t.Errorf("d=%d k=%d: transfer gives %v, want %v", d, k, got, want)
			}
		}
	}
}

// No row alone can lower the inertia of what Fit returns.
func TestNoSingleMovePays(t *testing.T) {
	for _, n := range []int{40, 333, 2500} {
		x := drawn(n, 5, 7, uint64(n))
		p, err := KMeans{K: 6, Restarts: 3}.Fit(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		for i, from := range p.Labels {
			own := float64(p.Sizes[from])
			if own < 2 {
				continue
			}
			gain := own / (own - 1) * sqDist(x.RawRowView(i), p.Centers.RawRowView(from))
			for c, m := range p.Sizes {
				cost := float64(m) / float64(m+1) * sqDist(x.RawRowView(i), p.Centers.RawRowView(c))
				if c != from && cost < gain*(1-1e-9) {
					t.Fatalf("n=%d: row %d leaves cluster %d for %d with a gain of %v", n, i, from, c, gain-cost)
				}
			}
		}
	}
}

// Restarts in tens: those added never lose what the first ones found.
func TestMoreRestartsAreNeverWorse(t *testing.T) {
	for seed := range uint64(3) {
		x := drawn(150, 6, 9, 50+seed)
		last := slices.Repeat([]float64{math.Inf(1)}, 8)
		for _, restarts := range []int{10, 20, 30} {
			parts, err := KMeans{Restarts: restarts, Rand: rand.New(rand.NewPCG(seed, 0))}.Sweep(t.Context(), x, 8)
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range parts {
				if p.Inertia > last[i]*(1+1e-12) {
					t.Errorf("seed %d, k=%d: %d restarts find %v, fewer found %v", seed, i+1, restarts, p.Inertia, last[i])
				}
				last[i] = p.Inertia
			}
		}
	}
}

func TestBestKnownAtEverySeed(t *testing.T) {
	for _, name := range sets[:3] {
		ref, x := load(t, name)
		for seed := range uint64(4) {
			parts, err := KMeans{Rand: rand.New(rand.NewPCG(100+seed, 0))}.Sweep(t.Context(), x, 10)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range ref.BestInertia {
				if got := parts[i].Inertia; got > want*1.0001 {
					t.Errorf("%s, seed %d, k=%d: inertia %v, want at most %v", name, seed, i+1, got, want*1.0001)
				}
			}
		}
	}
}

func BenchmarkSweep(b *testing.B) {
	for _, d := range []int{12, 40} {
		for _, n := range []int{60, 300, 2000} {
			x := drawn(n, d, 5, 1)
			b.Run(fmt.Sprintf("%dx%d", n, d), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := (KMeans{}).Sweep(b.Context(), x, 10); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
