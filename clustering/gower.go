package clustering

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Gower measures rows that mix numbers and categories: the mean over columns of the difference,
// a number's divided by its column's range, a category's 0 or 1. Gower (1971). The result suits
// [Medoids] and [Linkage.FitDistances].
type Gower struct {
	Category []bool    // which columns hold codes of categories; nil means none
	Weights  []float64 // of the columns; nil means 1 for each
}

// Distances returns the distance of each pair of rows of x (n by d): 0 to 1, 2, …, n−1, then 1 to 2 and so on. NaN is
// a missing answer: a pair is compared by the columns that both have, and is 1 apart if there are none.
func (s Gower) Distances(x *mat.Dense) ([]float64, error) {
	if x == nil || x.IsEmpty() {
		return nil, ErrEmpty
	}
	n, d := x.Dims()
	if s.Category != nil && len(s.Category) != d || s.Weights != nil && len(s.Weights) != d {
		panic("clustering: Gower has settings for another number of columns")
	}
	size := make([]float64, d)
	for j := range d {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range n {
			v := x.At(i, j)
			if math.Abs(v) > huge {
				return nil, fmt.Errorf("row %d, column %d: %w", i, j, ErrNotFinite)
			}
			if !math.IsNaN(v) {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
		size[j] = hi - lo
	}
	out := make([]float64, n*(n-1)/2)
	t := triangle{n, out}
	parallel(n-1, func(_, i int) {
		for j := i + 1; j < n; j++ {
			out[t.at(i, j)] = s.distance(x.RawRowView(i), x.RawRowView(j), size)
		}
	})
	return out, nil
}

func (s Gower) distance(a, b, size []float64) float64 {
	var sum, all float64
	for j, v := range a {
		u := b[j]
		if math.IsNaN(u) || math.IsNaN(v) {
			continue
		}
		w := 1.0
		if s.Weights != nil {
			w = s.Weights[j]
		}
		all += w
		switch {
		case u == v:
		case s.Category != nil && s.Category[j]:
			sum += w
		default:
			sum += w * math.Abs(u-v) / size[j]
		}
	}
	if all == 0 {
		return 1
	}
	return sum / all
}
