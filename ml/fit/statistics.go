// Small statistics of samples, shared by the files of this package.

package fit

import (
	"math"
	"slices"
)

// total is the sum of x.
func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

func mean(x []float64) float64 { return total(x) / float64(len(x)) }

// meanOver returns the mean of y over rows.
func meanOver(y []float64, rows []int) float64 {
	m := 0.0
	for _, i := range rows {
		m += y[i] / float64(len(rows))
	}
	return m
}

// indicator is 1 where b holds.
func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// median is the middle of x, or the mean of the middle two; NaN for none.
func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	n := len(s)
	if n == 0 {
		return math.NaN()
	}
	return (s[(n-1)/2] + s[n/2]) / 2
}

// zScores centres x in place and divides it by its population standard deviation unless that is 0.
func zScores(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x))
	}
	sd = math.Sqrt(sd)
	for i := range x {
		x[i] -= mean
		if sd > 1e-12 {
			x[i] /= sd
		}
	}
	return mean, sd
}

// sampleSD is the sample standard deviation.
func sampleSD(x []float64) float64 {
	_, sd := zScores(slices.Clone(x))
	n := float64(len(x))
	return sd * math.Sqrt(n/max(1, n-1))
}

// squaredError is the sum of squared differences.
func squaredError(y, v []float64) float64 {
	sum := 0.0
	for i := range y {
		sum += (y[i] - v[i]) * (y[i] - v[i])
	}
	return sum
}

// dot is the sum of products, in four sums that do not wait for each other.
func dot(x, y []float64) float64 {
	var a, b, c, d float64
	y = y[:len(x)]
	for len(x) >= 4 && len(y) >= 4 {
		a += x[0] * y[0]
		b += x[1] * y[1]
		c += x[2] * y[2]
		d += x[3] * y[3]
		x, y = x[4:], y[4:]
	}
	for i, v := range x {
		a += v * y[i]
	}
	return a + b + (c + d)
}

// clusteredSE returns the mean of x and its standard error, robust to dependence within groups:
// residuals are added up by group before they are squared (Liang and Zeger 1986, Biometrika 73).
func clusteredSE(x []float64, group []int) (mean, se float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	if group == nil {
		group = upTo(len(x))
	}
	sum := map[int]float64{}
	for i, v := range x {
		sum[group[i]] += v - mean
	}
	if len(sum) < 2 {
		return mean, 0
	}
	var square float64
	for _, g := range group { // in the order of rows, for sums of floats depend on it
		square += sum[g] * sum[g]
		sum[g] = 0
	}
	m := float64(len(sum))
	return mean, math.Sqrt(square*m/(m-1)) / n
}

// equal reports whether all values are the same: then nothing can be learned.
func equal(y []float64) bool {
	return !slices.ContainsFunc(y, func(v float64) bool { return v != y[0] })
}
