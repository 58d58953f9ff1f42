package clustering

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Scaled is what [Standardise] found: column j becomes (x−Shift[j])·Factor[j].
type Scaled struct {
	Shift, Factor []float64
	Kept          []int // columns of the input that vary, in order
	Constant      []int // columns dropped because all their values are equal
}

// Standardise measures the columns of x (n rows by d columns), which [Scaled.Transform] brings to
// mean 0 and population standard deviation 1. A column whose values are all equal tells rows
// nothing apart: it is listed in Constant and left out.
func Standardise(x *mat.Dense) (Scaled, error) {
	p, err := newPoints(x)
	if err != nil {
		return Scaled{}, err
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
		mean, sd := meanSD(col)
		out.Kept = append(out.Kept, j)
		out.Shift = append(out.Shift, mean)
		out.Factor = append(out.Factor, 1/sd)
	}
	return out, nil
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
