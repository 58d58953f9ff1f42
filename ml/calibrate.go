package ml

import (
	"math"
	"slices"
)

// A Bin is one point of a calibration curve: the rows whose probability lies in it.
type Bin struct {
	Mean  float64 // mean probability
	Share float64 // share of rows for which it happened
	Rows  int
}

// CalibrationCurve returns the non-empty ones of bins equal slices of 0..1, of 10 where bins is
// below 1. score is the probability of y being 1.
func CalibrationCurve(score, y []float64, bins int) []Bin {
	if bins < 1 {
		bins = 10
	}
	all := make([]Bin, bins)
	for i, p := range score {
		b := &all[min(max(int(p*float64(bins)), 0), bins-1)]
		b.Mean, b.Share, b.Rows = b.Mean+p, b.Share+y[i], b.Rows+1
	}
	for i := range all {
		if n := float64(all[i].Rows); n > 0 {
			all[i].Mean, all[i].Share = all[i].Mean/n, all[i].Share/n
		}
	}
	return slices.DeleteFunc(all, func(b Bin) bool { return b.Rows == 0 })
}

// CalibrationError returns the mean distance of the calibration curve from the diagonal,
// weighted by rows: the expected calibration error of Naeini et al. (2015). For more than two
// classes it is that of the label's probability and whether the label is right.
func CalibrationError(p [][]float64, y []float64, bins int) float64 {
	score, hit := make([]float64, len(p)), make([]float64, len(p))
	for i, row := range p {
		l := Label(row)
		if len(row) == 2 {
			l = 1
		}
		score[i] = row[l]
		if int(y[i]) == l {
			hit[i] = 1
		}
	}
	var sum float64
	for _, b := range CalibrationCurve(score, hit, bins) {
		sum += float64(b.Rows) * math.Abs(b.Mean-b.Share)
	}
	return sum / float64(len(y))
}

// A Calibrator corrects probabilities.
type Calibrator interface {
	// Correct returns new rows of probabilities that sum to 1.
	Correct(p [][]float64) [][]float64
}

// A Temperature divides the logarithms of probabilities; above 1 it makes them less sure.
type Temperature float64

// FitTemperature returns the temperature with the least log loss on rows that p was not fitted
// to; Guo et al. (2017), arXiv:1706.04599. It lies between 1/100 and 100; without rows it is 1, which changes
// nothing.
func FitTemperature(p [][]float64, y []float64) Temperature {
	if len(p) == 0 {
		return 1
	}
	// The loss is convex in the inverse of the temperature; golden section on its logarithm.
	low, high := math.Log(0.01), math.Log(100)
	loss := func(v float64) float64 { return LogLoss(Temperature(math.Exp(v)).Correct(p), y) }
	ratio := (math.Sqrt(5) - 1) / 2
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	fa, fb := loss(a), loss(b)
	for high-low > 1e-8 {
		if fa <= fb {
			high, b, fb = b, a, fa
			a = high - ratio*(high-low)
			fa = loss(a)
			continue
		}
		low, a, fa = a, b, fb
		b = low + ratio*(high-low)
		fb = loss(b)
	}
	return Temperature(math.Exp((low + high) / 2))
}

// Correct implements [Calibrator].
func (t Temperature) Correct(p [][]float64) [][]float64 {
	out := make([][]float64, len(p))
	for i, row := range p {
		z := make([]float64, len(row))
		for c, v := range row {
			z[c] = math.Log(max(v, math.SmallestNonzeroFloat64)) / float64(t)
		}
		softmax(z, z)
		out[i] = z
	}
	return out
}

// An Isotonic maps the probability of each class through a rising line, then divides by their sum.
type Isotonic struct {
	Classes []Line // one for each class; for two classes only that of the second
}

// A Line is a rising line through points, level before the first and after the last.
type Line struct{ X, Y []float64 }

// FitIsotonic fits p, probabilities on rows that p was not fitted to, by pool adjacent
// violators; Zadrozny and Elkan (2002). It panics where there are no rows.
func FitIsotonic(p [][]float64, y []float64) Isotonic {
	if len(p) == 0 {
		panic("ml: FitIsotonic: no rows")
	}
	var out Isotonic
	for c := range p[0] {
		if len(p[0]) == 2 && c == 0 {
			continue
		}
		hit := make([]float64, len(y))
		for i, v := range y {
			if int(v) == c {
				hit[i] = 1
			}
		}
		out.Classes = append(out.Classes, fitLine(Column(p, c), hit))
	}
	return out
}

// fitLine returns the rising line with least squared distance from the points.
func fitLine(x, y []float64) Line {
	type pool struct{ low, high, sum, n float64 }
	var pools []pool
	for _, s := range bySize(x, y) {
		pools = append(pools, pool{s.x, s.x, s.sum, s.n})
		for len(pools) > 1 {
			a, b := &pools[len(pools)-2], pools[len(pools)-1]
			if a.sum*b.n < b.sum*a.n {
				break
			}
			a.high, a.sum, a.n = b.high, a.sum+b.sum, a.n+b.n
			pools = pools[:len(pools)-1]
		}
	}
	var l Line
	for _, p := range pools {
		l.X, l.Y = append(l.X, p.low), append(l.Y, p.sum/p.n)
		if p.high > p.low {
			l.X, l.Y = append(l.X, p.high), append(l.Y, p.sum/p.n)
		}
	}
	return l
}

type tie struct{ x, sum, n float64 }

// bySize returns the different x in order with the sum and number of their y.
func bySize(x, y []float64) []tie {
	steps := sweep(x, y)
	var out []tie
	for i := len(steps) - 1; i > 0; i-- {
		s, before := steps[i], steps[i-1]
		hits := s.hits - before.hits
		out = append(out, tie{s.at, hits, hits + s.misses - before.misses})
	}
	return out
}

// At returns the height of l at x.
func (l Line) At(x float64) float64 {
	i, _ := slices.BinarySearch(l.X, x)
	switch {
	case i == 0:
		return l.Y[0]
	case i == len(l.X):
		return l.Y[i-1]
	}
	share := (x - l.X[i-1]) / (l.X[i] - l.X[i-1])
	return l.Y[i-1] + share*(l.Y[i]-l.Y[i-1])
}

// Correct implements [Calibrator]. A row whose classes all become 0 gets equal probabilities.
func (s Isotonic) Correct(p [][]float64) [][]float64 {
	out := make([][]float64, len(p))
	for i, row := range p {
		if len(row) == 2 {
			v := s.Classes[0].At(row[1])
			out[i] = []float64{1 - v, v}
			continue
		}
		o, sum := make([]float64, len(row)), 0.0
		for c, v := range row {
			o[c] = s.Classes[c].At(v)
			sum += o[c]
		}
		for c := range o {
			if sum == 0 {
				o[c] = 1 / float64(len(o))
				continue
			}
			o[c] /= sum
		}
		out[i] = o
	}
	return out
}

// Calibrated is a predictor whose answers are corrected.
type Calibrated struct {
	Predictor  Predictor
	Calibrator Calibrator
}

// Predict implements [Predictor].
func (c Calibrated) Predict(x [][]float64) ([][]float64, error) {
	p, err := c.Predictor.Predict(x)
	if err != nil {
		return nil, err
	}
	return c.Calibrator.Correct(p), nil
}
