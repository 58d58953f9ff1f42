package ml

import (
	"cmp"
	"math"
	"slices"
)

// smallest is the least probability that [LogLoss] takes for certain; a model that gives 0 to
// what happened is then very wrong, not infinitely.
const smallest = 1e-15

// Accuracy returns the share of rows whose most probable class is y. p is n rows of k
// probabilities, as for all metrics of classes.
func Accuracy(p [][]float64, y []float64) float64 {
	hits := 0
	for i, row := range p {
		if Label(row) == int(y[i]) {
			hits++
		}
	}
	return float64(hits) / float64(len(y))
}

// LogLoss returns the mean of -ln of the probability of the class that was, in nats.
func LogLoss(p [][]float64, y []float64) float64 {
	var sum float64
	for i, row := range p {
		sum -= math.Log(min(max(row[int(y[i])], smallest), 1))
	}
	return sum / float64(len(y))
}

// Brier returns the mean squared error of the probabilities: for two classes of the second one,
// otherwise summed over the classes; Brier (1950).
func Brier(p [][]float64, y []float64) float64 {
	var sum float64
	for i, row := range p {
		if len(row) == 2 {
			sum += (row[1] - y[i]) * (row[1] - y[i])
			continue
		}
		for c, v := range row {
			if c == int(y[i]) {
				v--
			}
			sum += v * v
		}
	}
	return sum / float64(len(y))
}

// Column returns column c of p: the scores of one class.
func Column(p [][]float64, c int) []float64 {
	out := make([]float64, len(p))
	for i, row := range p {
		out[i] = row[c]
	}
	return out
}

// A Point is a point of a ROC or precision-recall curve.
type Point struct {
	X, Y      float64
	Threshold float64 // rows with this score or more count as 1
}

// ROC returns the curve of true over false positive rate as the threshold falls, from (0,0) to
// (1,1). It is nil where y has one class only.
func ROC(score, y []float64) []Point {
	steps := sweep(score, y)
	last := steps[len(steps)-1]
	if last.hits == 0 || last.misses == 0 {
		return nil
	}
	out := []Point{{0, 0, math.Inf(1)}}
	for _, s := range steps[1:] {
		out = append(out, Point{s.misses / last.misses, s.hits / last.hits, s.at})
	}
	return out
}

// PrecisionRecall returns the curve of precision (Y) over recall (X) as the threshold falls. It
// is nil where y has no 1.
func PrecisionRecall(score, y []float64) []Point {
	steps := sweep(score, y)
	total := steps[len(steps)-1].hits
	if total == 0 {
		return nil
	}
	out := []Point{{0, 1, math.Inf(1)}}
	for _, s := range steps[1:] {
		out = append(out, Point{s.hits / total, s.hits / (s.hits + s.misses), s.at})
	}
	return out
}

// ROCAUC returns the area under the ROC curve: the chance that a 1 scores higher than a 0, ties
// counting half. It is NaN where y has one class only.
func ROCAUC(score, y []float64) float64 {
	curve := ROC(score, y)
	if curve == nil {
		return math.NaN()
	}
	var area float64
	for i := 1; i < len(curve); i++ {
		area += (curve[i].X - curve[i-1].X) * (curve[i].Y + curve[i-1].Y) / 2
	}
	return area
}

// PRAUC returns the average precision, the area under the steps of the precision-recall curve,
// as scikit-learn's average_precision_score does. It is NaN where y has no 1.
func PRAUC(score, y []float64) float64 {
	curve := PrecisionRecall(score, y)
	if curve == nil {
		return math.NaN()
	}
	var area float64
	for i := 1; i < len(curve); i++ {
		area += (curve[i].X - curve[i-1].X) * curve[i].Y
	}
	return area
}

type step struct{ at, hits, misses float64 }

// sweep counts 1s and 0s among the rows with at least each score, highest first, after a step
// with none.
func sweep(score, y []float64) []step {
	order := make([]int, len(y))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	steps := []step{{at: math.Inf(1)}}
	for j, i := range order {
		s := steps[len(steps)-1]
		if j == 0 || score[i] != s.at {
			s.at = score[i]
			steps = append(steps, s)
		}
		top := &steps[len(steps)-1]
		if y[i] > 0 {
			top.hits++
			continue
		}
		top.misses++
	}
	return steps
}

// Confusion returns the k × k table of rows by class (row) and label (column).
func Confusion(labels []int, y []float64, k int) [][]int {
	out := make([][]int, k)
	for c := range out {
		out[c] = make([]int, k)
	}
	for i, l := range labels {
		out[int(y[i])][l]++
	}
	return out
}

// F1 returns the harmonic mean of precision and recall of each class; 0 for a class that
// neither occurs nor is predicted.
func F1(confusion [][]int) []float64 {
	out := make([]float64, len(confusion))
	for c := range confusion {
		occurs, predicted := 0, 0
		for j := range confusion {
			occurs += confusion[c][j]
			predicted += confusion[j][c]
		}
		if occurs+predicted > 0 {
			out[c] = 2 * float64(confusion[c][c]) / float64(occurs+predicted)
		}
	}
	return out
}

// MacroF1 returns the mean of [F1] over the classes.
func MacroF1(confusion [][]int) float64 {
	var sum float64
	for _, v := range F1(confusion) {
		sum += v
	}
	return sum / float64(len(confusion))
}

// R2 returns the share of y's variance that p explains: 1 for perfect, 0 for the mean, below 0
// for worse. Where y is constant it is 1 for perfect and 0 otherwise.
func R2(p, y []float64) float64 {
	var mean, rest, total float64
	for _, v := range y {
		mean += v / float64(len(y))
	}
	for i, v := range y {
		rest += (v - p[i]) * (v - p[i])
		total += (v - mean) * (v - mean)
	}
	switch {
	case rest == 0:
		return 1
	case total == 0:
		return 0
	}
	return 1 - rest/total
}

// MAE returns the mean absolute error.
func MAE(p, y []float64) float64 {
	var sum float64
	for i, v := range y {
		sum += math.Abs(v - p[i])
	}
	return sum / float64(len(y))
}

// RMSE returns the root of the mean squared error.
func RMSE(p, y []float64) float64 {
	var sum float64
	for i, v := range y {
		sum += (v - p[i]) * (v - p[i])
	}
	return math.Sqrt(sum / float64(len(y)))
}
