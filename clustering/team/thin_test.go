package team

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// choices returns n rows of a column with so many categories, as matching has them: around the club's shares.
func choices(n, categories int) [][]float64 {
	rng := rand.New(rand.NewPCG(7, uint64(categories)))
	columns := make([][]float64, categories)
	for j := range columns {
		columns[j] = make([]float64, n)
	}
	for i := range n {
		columns[rng.IntN(categories)][i] = 1
	}
	for _, x := range columns {
		mean := 0.0
		for _, v := range x {
			mean += v / float64(n)
		}
		for i := range x {
			x[i] -= mean
		}
	}
	return columns
}

func TestThinRowsAreTheSameRows(t *testing.T) {
	const n = 90
	for _, d := range []int{3, 40, 60} {
		t.Run(fmt.Sprint(d), func(t *testing.T) {
			s := newScatter(choices(n, d), false)
			if (s.thin != nil) != (d > 32) {
				t.Fatalf("%d categories are thin: %v", d, s.thin != nil)
			}
			full := *s
			full.thin = nil
			rng := rand.New(rand.NewPCG(1, 2))
			for size := range 70 { // from about 50 on no longer thin
				members := make([]int32, 0, size)
				for _, i := range rng.Perm(n)[:size] {
					members = append(members, int32(i))
				}
				b, w := s.split(members)
				wantB, wantW := full.split(members)
				if math.Abs(b-wantB) > 1e-12*s.total || math.Abs(w-wantW) > 1e-12*s.total {
					t.Fatalf("%d members: %v and %v, want %v and %v", size, b, w, wantB, wantW)
				}
			}
		})
	}
}

func TestThinProducts(t *testing.T) {
	const n, d = 50, 64
	s := newScatter(choices(n, d), false)
	sign := slices.Repeat([]float64{1, -1}, d/2)
	few := thinned(s.z, n, d, sign)
	for i := range n {
		for k := range n {
			want := 0.0
			for j := range d {
				want += sign[j] * s.z[i*d+j] * s.z[k*d+j]
			}
			if got := few.dot(i, k, sign); math.Abs(got-want) > 1e-13 {
				t.Fatalf("rows %d and %d: %v, want %v", i, k, got, want)
			}
		}
	}
}
