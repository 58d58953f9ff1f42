// The simple models that a network must beat: the mean and ridge regression, fitted exactly.
// scikit-learn has them as DummyRegressor, DummyClassifier and Ridge.

package ml

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Mean predicts the mean of the target, or the shares of the classes, whatever the row: what
// every other model must beat.
type Mean struct{ Task Task }

// Constant is a predictor that gives every row the same answer.
type Constant struct {
	Answer  []float64
	Columns int
}

// Fit implements [Model].
func (m Mean) Fit(_ context.Context, d Data, _ func(Epoch)) (Predictor, error) {
	if err := d.Check(m.Task); err != nil {
		return nil, err
	}
	out := Constant{Answer: make([]float64, max(d.ClassCount(m.Task), 1)), Columns: len(d.X[0])}
	var unit, total float64
	for i := range d.Y {
		unit, total = max(unit, math.Abs(d.Y[i])), total+d.weight(i)
	}
	for i, y := range d.Y {
		if m.Task.classes() {
			out.Answer[int(y)] += d.weight(i) / total
			continue
		}
		if unit > 0 { // in units of the largest, so that no sum overflows
			out.Answer[0] += y / unit * (d.weight(i) / total)
		}
	}
	if !m.Task.classes() {
		out.Answer[0] *= unit
	}
	return out, nil
}

// Predict implements [Predictor].
func (a Constant) Predict(x [][]float64) ([][]float64, error) {
	if len(x) == 0 {
		return nil, nil
	}
	if err := checkRows(x, a.Columns); err != nil {
		return nil, err
	}
	out := make([][]float64, len(x))
	for i := range out {
		out[i] = slices.Clone(a.Answer)
	}
	return out, nil
}

// lambda is the L2 of a baseline: 1 unless given, none below 0.
func lambda(l2 float64) float64 {
	if l2 == 0 {
		return 1
	}
	return max(l2, 0)
}

// A LinearFit is a fitted linear model: [Ridge] or [Logistic].
type LinearFit struct {
	Task Task
	K    int         // classes, 0 for a number
	X    Scale       // of the columns
	W    [][]float64 // one row of d coefficients, by standardised columns, for each output
	B    []float64   // one intercept for each output
	Unit float64     // what outputs are multiplied by
}

// Predict implements [Predictor].
func (l *LinearFit) Predict(x [][]float64) ([][]float64, error) {
	if len(x) == 0 {
		return nil, nil
	}
	if err := checkRows(x, len(l.X.Mean)); err != nil {
		return nil, err
	}
	out := make([][]float64, len(x))
	row, z := make([]float64, len(l.X.Mean)), make([]float64, len(l.B))
	h := head[float64]{task: l.Task, k: l.K}
	if l.Task == Ordinal {
		h.task = Multiclass
	}
	for i := range x {
		apply(&l.X, row, x[i], false)
		for c, b := range l.B {
			z[c] = b + dot(l.W[c], row)
		}
		out[i] = make([]float64, h.answers())
		h.answer(out[i], z, nil)
		if l.K == 0 {
			out[i][0] *= l.Unit
		}
		if notFinite(out[i][0]) {
			return nil, fmt.Errorf("row %d: %w", i+1, ErrOverflow)
		}
	}
	return out, nil
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// Ridge is linear regression with an exact L2 penalty on the coefficients of standardised
// columns, not on the intercept: it minimises Σ w (y - ŷ)² + L2 Σ β²; Hoerl and Kennard (1970).
type Ridge struct {
	L2 float64 // default 1; below 0 none
}

// Fit implements [Model].
func (r Ridge) Fit(_ context.Context, d Data, _ func(Epoch)) (Predictor, error) {
	if err := d.Check(Regression); err != nil {
		return nil, err
	}
	l := &LinearFit{Task: Regression, X: Standardise(d.X)}
	_, l.Unit = meanAndSD(len(d.Y), func(i int) float64 { return d.Y[i] })
	if l.Unit == 0 {
		l.Unit = max(math.Abs(d.Y[0]), 1)
	}
	n, k := len(d.X), len(d.X[0])
	x := mat.NewDense(n, k, nil)
	y := make([]float64, n)
	mean, total, middle := make([]float64, k), 0.0, 0.0
	for i := range n {
		apply(&l.X, x.RawRowView(i), d.X[i], false)
		y[i] = d.Y[i] / l.Unit
		w := d.weight(i)
		total += w
		middle += w * y[i]
		for j, v := range x.RawRowView(i) {
			mean[j] += w * v
		}
	}
	middle /= total
	for i := range n {
		w := math.Sqrt(d.weight(i))
		for j, v := range x.RawRowView(i) {
			x.Set(i, j, w*(v-mean[j]/total))
		}
		y[i] = w * (y[i] - middle)
	}
	beta := solve(x, y, lambda(r.L2))
	l.W, l.B = [][]float64{beta}, []float64{middle}
	for j, b := range beta {
		l.B[0] -= b * mean[j] / total
	}
	return l, nil
}

// solve returns the β that minimises |y - Xβ|² + l2 |β|². Where columns depend on each other
// and l2 is 0, it is the shortest of the many.
func solve(x *mat.Dense, y []float64, l2 float64) []float64 {
	_, k := x.Dims()
	var gram mat.SymDense
	gram.SymOuterK(1, x.T())
	var right, beta mat.VecDense
	right.MulVec(x.T(), mat.NewVecDense(len(y), y))
	var eig mat.EigenSym
	if !eig.Factorize(&gram, true) {
		return make([]float64, k)
	}
	var v mat.Dense
	eig.VectorsTo(&v)
	values := eig.Values(nil)
	var part mat.VecDense
	part.MulVec(v.T(), &right)
	for j, e := range values {
		scale := 0.0
		if e+l2 > 1e-12*max(values[k-1], 1e-300) {
			scale = 1 / (max(e, 0) + l2)
		}
		part.SetVec(j, part.AtVec(j)*scale)
	}
	beta.MulVec(&v, &part)
	return append([]float64(nil), beta.RawVector().Data...)
}
