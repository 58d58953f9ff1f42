package clustering

import (
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/mat"
)

// A ScaleKind says what a column is divided by.
type ScaleKind int

const (
	ZScore  ScaleKind = iota // mean 0, population standard deviation 1
	MinMax                   // 0 to 1
	Robust                   // median 0, interquartile range 1: outliers count less
	NoScale                  // as it is
)

// Scale brings columns to a common size. The zero value is the z-score.
type Scale struct {
	Kind    ScaleKind
	Weights []float64 // of the columns; nil means 1 for each. A column of weight w counts w² in squared distances.
}

// Scaled is what [Scale.Fit] found: column j becomes (x−Shift[j])·Factor[j].
type Scaled struct {
	Shift, Factor []float64
	Kept          []int // columns of the input that vary, in order
	Constant      []int // columns dropped because all their values are equal
}

// Fit measures the columns of x (n rows by d columns). A column whose values are all equal tells
// rows nothing apart: it is listed in Constant and left out by Transform.
func (s Scale) Fit(x *mat.Dense) (Scaled, error) {
	p, err := newPoints(x)
	if err != nil {
		return Scaled{}, err
	}
	if s.Weights != nil && len(s.Weights) != p.d {
		panic("clustering: Scale has another number of weights than columns")
	}
	var out Scaled
	col := make([]float64, p.n)
	for j := range p.d {
		for i := range col {
			col[i] = p.a[i*p.d+j]
		}
		if slices.Min(col) == slices.Max(col) {
			out.Constant = append(out.Constant, j)
			continue
		}
		shift, size := s.measure(col)
		w := 1.0
		if s.Weights != nil {
			w = s.Weights[j]
		}
		out.Kept = append(out.Kept, j)
		out.Shift = append(out.Shift, shift)
		out.Factor = append(out.Factor, w/size)
	}
	return out, nil
}

// measure returns what to subtract from a column and what to divide it by. It may reorder col.
func (s Scale) measure(col []float64) (shift, size float64) {
	switch s.Kind {
	case MinMax:
		lo, hi := slices.Min(col), slices.Max(col)
		return lo, hi - lo
	case Robust:
		sort.Float64s(col)
		if iqr := quantile(col, 0.75) - quantile(col, 0.25); iqr > 0 {
			return quantile(col, 0.5), iqr
		}
		mean, sd := meanSD(col)
		return mean, sd
	case NoScale:
		return 0, 1
	}
	return meanSD(col)
}

// Transform returns x scaled, without its constant columns. It is nil if no column is left.
func (s Scaled) Transform(x *mat.Dense) *mat.Dense {
	n, _ := x.Dims()
	if len(s.Kept) == 0 || n == 0 {
		return nil
	}
	out := mat.NewDense(n, len(s.Kept), nil)
	for i := range n {
		from, to := x.RawRowView(i), out.RawRowView(i)
		for c, j := range s.Kept {
			to[c] = (from[j] - s.Shift[c]) * s.Factor[c]
		}
	}
	return out
}

// meanSD returns the mean and the population standard deviation, in two passes.
func meanSD(v []float64) (mean, sd float64) {
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	var ss float64
	for _, x := range v {
		ss += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(ss / float64(len(v)))
}

// quantile interpolates linearly between the sorted values v, as numpy does.
func quantile(v []float64, q float64) float64 {
	at := q * float64(len(v)-1)
	i := int(at)
	if i+1 >= len(v) {
		return v[len(v)-1]
	}
	return v[i] + (at-float64(i))*(v[i+1]-v[i])
}

// sortBy sorts s so that less holds between neighbours; equal ones keep their order.
func sortBy[T any](s []T, less func(a, b T) bool) {
	slices.SortStableFunc(s, func(a, b T) int {
		if less(a, b) {
			return -1
		}
		if less(b, a) {
			return 1
		}
		return 0
	})
}
