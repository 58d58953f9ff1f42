// Standardisation of columns, with smooth clipping of outliers where asked: one mistyped salary would
// otherwise decide the scale of all activations that follow.

package ml

import (
	"math"
	"slices"
)

// A Scale standardises columns: z = (x - Mean) / Size. A Size of 0 makes the column 0. With Clip
// z becomes z / √(1 + (z/Clip)²), which is nearly z in the middle and never beyond Clip:
// Holzmüller, Grinsztajn and Steinwart (2024), "Better by default", arXiv:2407.04491.
type Scale struct {
	Mean []float64 `json:"mean"`
	Size []float64 `json:"size"`
	Clip float64   `json:"reach,omitempty"`
}

// maxSizes is how many sizes from the mean a value may count; it keeps float32 finite.
const maxSizes = 1e6

// maxRaw is the largest number a network takes unscaled.
const maxRaw = 1e30

// Standardise returns the means and population standard deviations of the columns of x. The
// size of a constant column is 0.
func Standardise(x [][]float64) Scale {
	s := Scale{Mean: make([]float64, len(x[0])), Size: make([]float64, len(x[0]))}
	for j := range s.Mean {
		s.Mean[j], s.Size[j] = meanAndSD(len(x), func(i int) float64 { return x[i][j] })
	}
	return s
}

// meanAndSD returns mean and population standard deviation of n values. It works in units of the
// largest, so that no square overflows.
func meanAndSD(n int, at func(int) float64) (mean, size float64) {
	var unit float64
	low, high := at(0), at(0)
	for i := range n {
		v := at(i)
		unit, low, high = max(unit, math.Abs(v)), min(low, v), max(high, v)
	}
	if low == high {
		return low, 0
	}
	var sum, square float64
	for i := range n {
		sum += at(i) / unit
	}
	sum /= float64(n)
	for i := range n {
		e := at(i)/unit - sum
		square += e * e
	}
	return sum * unit, math.Sqrt(square/float64(n)) * unit
}

// identityScale returns the scale of d columns that changes nothing.
func identityScale(d int) Scale {
	return Scale{Mean: make([]float64, d), Size: slices.Repeat([]float64{1}, d)}
}

// apply writes the standardised row into out.
func apply[T float](s *Scale, out []T, row []float64, raw bool) {
	if raw {
		for j, v := range row {
			out[j] = T(v)
		}
		return
	}
	mean, size, out := s.Mean[:len(row)], s.Size[:len(row)], out[:len(row)]
	for j, v := range row {
		if size[j] == 0 {
			out[j] = 0
			continue
		}
		// Halves, because the difference of two extremes overflows.
		v = (v/2 - mean[j]/2) / size[j] * 2
		if v > maxSizes {
			v = maxSizes
		}
		if v < -maxSizes {
			v = -maxSizes
		}
		out[j] = T(v)
	}
	if s.Clip > 0 {
		for j, v := range out {
			t := float64(v) / s.Clip
			out[j] = T(float64(v) / math.Sqrt(1+t*t))
		}
	}
}
