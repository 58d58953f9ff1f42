package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// Few categories are kept as they are, many as differences from a common row.
func TestNewSparseTakesManyCategoriesAlone(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for _, d := range []int{3, 31, 32, 60} {
		if got, want := NewSparse(indicators(rng, 90, d), 90, d, nil) != nil, d >= 32; got != want {
			t.Errorf("%d categories are sparse: %v, want %v", d, got, want)
		}
	}
	if NewSparse(normal(rng, 90*40), 90, 40, nil) != nil {
		t.Error("rows of 40 random numbers are sparse, want none")
	}
}

func TestSparseProducts(t *testing.T) {
	const n, d = 50, 64
	rows := indicators(rand.New(rand.NewPCG(7, 8)), n, d)
	sign := slices.Repeat([]float64{1, -1}, d/2)
	sparse := NewSparse(rows, n, d, sign)
	for i := range n {
		for k := range n {
			want := 0.0
			for j := range d {
				want += sign[j] * rows[i*d+j] * rows[k*d+j]
			}
			if got := sparse.dot(i, k, sign); far(got, want, 1e-13) {
				t.Fatalf("the product of rows %d and %d is %v, want %v", i, k, got, want)
			}
		}
	}
}

func TestSparseSquares(t *testing.T) {
	const n = 200
	for _, d := range []int{40, 80} {
		t.Run(fmt.Sprint(d), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, uint64(d)))
			rows := indicators(rng, n, d)
			sparse := NewSparse(rows, n, d, nil)
			refused := false
			for size := range n {
				var items []int32
				sums, wantEach := make([]float64, d), 0.0
				for _, i := range rng.Perm(n)[:size] {
					items = append(items, int32(i))
					for j, v := range rows[i*d : (i+1)*d] {
						sums[j] += v
						wantEach += v * v
					}
				}
				want := 0.0
				for _, v := range sums {
					want += v * v
				}
				whole, each, ok := sparse.Squares(items)
				refused = refused || !ok
				if ok && (far(whole, want, 1e-10) || far(each, wantEach, 1e-10)) {
					t.Fatalf("%d items: squares %v and %v, want %v and %v", size, whole, each, want, wantEach)
				}
			}
			if refused != (d > sparseGroup) {
				t.Errorf("groups in %d categories are too large for squares: %v", d, refused)
			}
		})
	}
}

func TestMajority(t *testing.T) {
	for _, c := range []struct {
		column []float64
		want   float64
	}{{[]float64{2}, 2}, {[]float64{1, 2, 2}, 2}, {[]float64{3, 1, 3, 2, 3}, 3}, {[]float64{5, 5, 1, 1, 1}, 1}} {
		if got := majority(c.column, len(c.column), 1, 0); got != c.want {
			t.Errorf("the majority of %v is %v, want %v", c.column, got, c.want)
		}
	}
}
