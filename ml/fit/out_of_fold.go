// Out-of-fold predictions: each row is predicted by a model that has not learned from it, once in every
// repeat of the cross-validation. All comparisons of models rest on them.

package fit

import (
	"math"
)

// outOfFold are a kind of model's predictions of rows it had not learned from, with their losses.
type outOfFold struct {
	name        string
	share       float64     // of its deviations from the mean that is used
	value       [][]float64 // by repeat and row
	chance      [][]float64 // that the rating is above the median
	logOdds     [][]float64 // log odds minus those of the training rows, by which rows of different folds can be ranked
	errors      []float64   // squared error of each row, mean over repeats
	brier       []float64
	logLoss     []float64
	temperature [][]float64 // of each repeat and fold; nil for none
}

// newOutOfFold computes the losses of what a model predicted in each repeat.
func newOutOfFold(name string, d *design, value, chance, logOdds [][]float64) outOfFold {
	o := outOfFold{name: name, share: 1, value: value, chance: chance, logOdds: logOdds,
		errors: make([]float64, d.n), brier: make([]float64, d.n), logLoss: make([]float64, d.n)}
	w := 1 / float64(len(value))
	for r := range value {
		for i, y := range d.y {
			p, a := chance[r][i], d.above[i]
			o.errors[i] += w * (y - value[r][i]) * (y - value[r][i])
			o.brier[i] += w * (a - p) * (a - p)
			o.logLoss[i] -= w * math.Log(max(1e-12, a*p+(1-a)*(1-p)))
		}
	}
	return o
}

// outOfFoldOf turns predicted ratings into probabilities by the link of each fold's training rows
// and computes the losses. Temperature is that of each repeat and fold, nil for none.
func outOfFoldOf(name string, d *design, splits []split, value, temperature [][]float64) outOfFold {
	chance, logOdds := make([][]float64, len(splits)), make([][]float64, len(splits))
	for r, div := range splits {
		chance[r], logOdds[r] = make([]float64, d.n), make([]float64, d.n)
		for k := range div.folds {
			rows := div.train(k)
			l := linkOf(pick(d.y, rows), pick(d.above, rows), pick(value[r], rows))
			if temperature != nil {
				l.Temperature = temperature[r][k]
			}
			for _, i := range div.test(k) {
				chance[r][i], logOdds[r][i] = l.chance(value[r][i]), l.logOdds(value[r][i])
			}
		}
	}
	o := newOutOfFold(name, d, value, chance, logOdds)
	o.temperature = temperature
	return o
}

// pick returns the elements of x at the given rows.
func pick[T any](x []T, rows []int) []T {
	out := make([]T, len(rows))
	for k, i := range rows {
		out[k] = x[i]
	}
	return out
}
