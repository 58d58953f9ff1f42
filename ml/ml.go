// Package ml learns from tables: feed-forward networks for tens to hundreds of thousands of
// rows, the simple models they must beat, and what is needed to compare them honestly.
//
// [Net] holds the settings of a network; [Net.Train] fits it and returns a [Network], which
// predicts. [Mean], [Ridge] and [Logistic] are fitted and asked in the same way, through
// [Model] and [Predictor], and [Split] divides the rows to try them on:
//
//	net := ml.Net{Task: ml.Multiclass, Layers: []ml.Layer{ml.Dense(32, ml.ReLU)}, Seed: 1}
//	network, err := net.Train(ctx, data, nil)
//	p, err := network.Predict(rows) // p[i][c] is the probability of class c for row i
//
// A network computes in float32 with vector code where the processor has it; Exact asks for
// float64, which the gradient checks use. One network trains on one goroutine and shares
// nothing with others, so many are trained side by side by starting many goroutines. The same
// settings, data and seed give the same weights on any number of cores.
package ml

import (
	"context"
	"fmt"
	"math"
)

// A Task says what the target is.
type Task string

// The tasks. Classes are numbered from 0; those of an Ordinal target are in order.
const (
	Regression Task = "regression" // a number; also what the empty Task means
	Binary     Task = "binary"     // 0 or 1
	Multiclass Task = "multiclass" // one of k classes
	Ordinal    Task = "ordinal"    // one of k classes in order
)

func (t Task) classes() bool { return t == Binary || t == Multiclass || t == Ordinal }

// A Model is settings that can be fitted to data. Fit does not change the Model and may be
// called by several goroutines. It reports each epoch to report, which may be nil; models
// without epochs never call it. When ctx ends, Fit returns [context.Cause] of it.
type Model interface {
	Fit(ctx context.Context, d Data, report func(Epoch)) (Predictor, error)
}

// A Predictor answers for rows of the columns it was fitted to. Predict returns one row of
// outputs for each row of x: one number for [Regression], otherwise k probabilities that sum
// to 1 (two of them for [Binary]). It keeps nothing and may be called by several goroutines.
type Predictor interface {
	Predict(x [][]float64) ([][]float64, error)
}

// Data is a table to learn from. Nothing in this package changes or keeps its slices, except
// that [Data.Pick] shares the rows of X.
type Data struct {
	X       [][]float64 // n rows of d numbers
	Y       []float64   // n targets: numbers, or class numbers from 0
	Weight  []float64   // n weights; nil means 1 for each
	Group   []int       // rows of one group are never split apart; nil means every row for itself
	Classes []string    // the names of the classes; nil means they have none
	K       int         // number of classes; 0 means len(Classes), or else by the largest Y
}

// A DataError says what is wrong with a table. Row and Column count from 0 and are -1 where
// the error is not about one of them. Reason is a message key: no_rows, no_columns, ragged,
// length, not_finite, too_large, class, weight, columns.
type DataError struct {
	Row, Column int
	Reason      string
}

func (e *DataError) Error() string {
	switch {
	case e.Row >= 0 && e.Column >= 0:
		return fmt.Sprintf("row %d, column %d: %s", e.Row+1, e.Column+1, e.Reason)
	case e.Row >= 0:
		return fmt.Sprintf("row %d: %s", e.Row+1, e.Reason)
	}
	return "data: " + e.Reason
}

// Pick returns the rows of d whose numbers are given, in that order. The number of classes
// stays that of d only where K or Classes says it.
func (d Data) Pick(rows []int) Data {
	return Data{X: pick(d.X, rows), Y: pick(d.Y, rows), Weight: pick(d.Weight, rows), Group: pick(d.Group, rows), Classes: d.Classes, K: d.K}
}

// pick returns the elements of x at some rows, nil of nil.
func pick[T any](x []T, rows []int) []T {
	if x == nil {
		return nil
	}
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = x[r]
	}
	return out
}

// Check returns a *[DataError] if d cannot be learned from: no rows or columns, rows of
// different length, a number that is not finite, a class out of range, a bad weight.
func (d Data) Check(task Task) error {
	if err := checkRows(d.X, -1); err != nil {
		return err
	}
	n := len(d.X)
	if len(d.Y) != n || d.Weight != nil && len(d.Weight) != n || d.Group != nil && len(d.Group) != n {
		return &DataError{-1, -1, "length"}
	}
	var total float64
	k := float64(d.ClassCount(task))
	for i, y := range d.Y {
		if math.IsNaN(y) || math.IsInf(y, 0) {
			return &DataError{i, -1, "not_finite"}
		}
		if task.classes() && (y < 0 || y != math.Trunc(y) || y >= k) {
			return &DataError{i, -1, "class"}
		}
		w := d.weight(i)
		if math.IsNaN(w) || w < 0 || w > 1e30 {
			return &DataError{i, -1, "weight"}
		}
		total += w
	}
	if total == 0 {
		return &DataError{-1, -1, "weight"}
	}
	return nil
}

// checkRows tells the first fault of x, which should have d columns, or as many as its first
// row where d is negative.
func checkRows(x [][]float64, d int) error {
	if len(x) == 0 {
		return &DataError{-1, -1, "no_rows"}
	}
	if d < 0 {
		d = len(x[0])
	}
	if d == 0 {
		return &DataError{-1, -1, "no_columns"}
	}
	for i, row := range x {
		if len(row) != d {
			return &DataError{i, -1, "ragged"}
		}
		for j, v := range row {
			if v-v != 0 { // NaN or infinite; prediction spends a fifth of its time here otherwise
				return &DataError{i, j, "not_finite"}
			}
		}
	}
	return nil
}

// maxClasses keeps a typing error in a target from asking for a network of millions of outputs.
const maxClasses = 10_000

// ClassCount returns how many classes d has; 0 where the task has none or the target is broken.
func (d Data) ClassCount(task Task) int {
	switch {
	case !task.classes():
		return 0
	case task == Binary:
		return 2
	case d.K > 0:
		return d.K
	case len(d.Classes) > 0:
		return len(d.Classes)
	}
	top := 0.0
	for _, y := range d.Y {
		top = max(top, y)
	}
	if !(top < maxClasses) {
		return 0
	}
	return int(top) + 1
}

func (d Data) weight(i int) float64 {
	if d.Weight == nil {
		return 1
	}
	return d.Weight[i]
}
