package survey

import (
	"math"
	"slices"
)

// A Bin is a range of a histogram: how many numbers are From, or between it and To, but not To itself.
type Bin struct {
	From, To float64
	Whole    bool // the histogram is of whole numbers alone
	Count    int
}

// mostBins is how many bins a histogram has at the most: as many as are looked at as one picture on a phone.
const mostBins = 12

// bins counts numbers in ranges of one width, the narrowest of 1, 2 or 5 times a power of ten of which [mostBins] are enough, so that the
// edges read well. Whole numbers get whole edges. There are no bins where all numbers are one, or where no edges would read well.
func bins(values []float64) []Bin {
	lo, hi := slices.Min(values), slices.Max(values)
	if hi-lo < 1e-6 || hi-lo > 1e15 {
		return nil
	}
	exponent := int(math.Floor(math.Log10((hi - lo) / mostBins)))
	whole := !slices.ContainsFunc(values, func(v float64) bool { return v != math.Trunc(v) })
	if whole {
		exponent = max(0, exponent)
	}
	for ; ; exponent++ {
		for _, width := range []float64{1, 2, 5} {
			place := func(v float64) float64 { return floor(times(v, -exponent) / width) }
			first, last := place(lo), place(hi)
			if last-first >= mostBins {
				continue
			}
			all := make([]Bin, int(last-first)+1)
			for i := range all {
				at := (first + float64(i)) * width
				all[i] = Bin{From: times(at, exponent), To: times(at+width, exponent), Whole: whole}
			}
			for _, v := range values {
				all[int(place(v)-first)].Count++
			}
			return all
		}
	}
}

// times is x times a power of ten. By a division where that is below one: 3 ÷ 10 is 0.3, and 3 × 0.1 is not.
func times(x float64, exponent int) float64 {
	if exponent < 0 {
		return x / math.Pow10(-exponent)
	}
	return x * math.Pow10(exponent)
}

// floor takes what is whole but for rounding as whole: 0.29 × 100 is a little below 29.
func floor(x float64) float64 {
	if at := math.Round(x); math.Abs(x-at) <= 1e-12*math.Abs(x) {
		return at
	}
	return math.Floor(x)
}
