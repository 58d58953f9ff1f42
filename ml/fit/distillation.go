// Knowledge distillation: one net is trained to answer as an ensemble does; Bucilă, Caruana and
// Niculescu-Mizil (2006), "Model compression", KDD, doi:10.1145/1150402.1150464; Hinton, Vinyals
// and Dean (2015), arXiv:1503.02531. The ensemble (teacher) answers for the rows of the table and
// for synthetic rows near them (the transfer set), made by a variant of MUNGE from the first paper;
// the net (student) learns these answers, for classes as probabilities. A club can keep, explain
// and export one net; on the development tables it scored as well as the ensemble and better than
// the best net alone.

package fit

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"dure/ml"
)

// Sizes of the transfer set and of the student. On 20,000 letters a student of the smaller width
// and fewer epochs had a log loss of 0.19, where the ensemble had 0.09; with the values below it
// has 0.093.
const (
	syntheticRows     = 8000    // rows of the transfer set beside those of the table
	maxTransferRows   = 32_000  // rows of the table in the transfer set
	neighbourSample   = 100     // rows among which the nearest neighbour of a synthetic one is searched: exact search costs n² and tells no more
	studentVisits     = 400_000 // rows that the student sees in all epochs together, about
	minStudentEpochs  = 40      // epochs at least
	studentUnits      = 64      // units of each of the two hidden layers
	studentUnitsLarge = 128     // the same where the table is large
	largeTable        = 4000    // rows from which on a table is large
)

// Distil fits p to d and trains one net that answers as p does. Of an ensemble of one net it
// returns that net. The errors are those of fitting the nets, of its [ml.Predictor] and of
// [ml.Net.Fit].
func (p WeightedEnsemble) Distil(ctx context.Context, d ml.Data) (*ml.Network, error) {
	teacher, err := p.fit(ctx, d)
	if err != nil {
		return nil, err
	}
	return p.distil(ctx, teacher, d)
}

// distil is Distil once the ensemble was fitted.
func (p WeightedEnsemble) distil(ctx context.Context, teacher fittedEnsemble, d ml.Data) (*ml.Network, error) {
	if one, ok := teacher.nets[0].(*ml.Network); ok && len(teacher.nets) == 1 {
		return one, nil
	}
	net := p.student(len(d.X))
	transfer := munge(d, rand.New(rand.NewPCG(net.Seed, 1)))
	answers, err := teacher.Predict(transfer.X)
	if err != nil {
		return nil, err
	}
	if net.Task == ml.Regression {
		for _, predicted := range answers {
			transfer.Y = append(transfer.Y, predicted[0])
		}
	} else {
		transfer.Classes, transfer.K, transfer.Chances = d.Classes, len(answers[0]), answers
		for _, predicted := range answers {
			transfer.Y = append(transfer.Y, float64(slices.Index(predicted, slices.Max(predicted))))
		}
	}
	net.Epochs = max(minStudentEpochs, min(400, studentVisits/len(transfer.X)))
	return net.Train(ctx, transfer, nil)
}

// student returns the settings of the student for a table of that many rows. Its inputs are clipped
// where those of most of p, by weight, are.
func (p WeightedEnsemble) student(rows int) ml.Net {
	units := studentUnits
	if rows >= largeTable {
		units = studentUnitsLarge
	}
	net := ml.Net{Task: cmp.Or(p[0].Net.Task, ml.Regression), Seed: p[0].Net.Seed, Optimizer: ml.AdamW, Rate: 3e-3, L2: 1e-3,
		Schedule: ml.Schedule{Kind: ml.Cosine}, Layers: []ml.Layer{ml.Dense(units, ml.SiLU), ml.Dense(units, ml.SiLU)}}
	if net.Task == ml.Ordinal {
		net.Task = ml.Multiclass // which learns probabilities
	}
	var drawn, reach float64
	for _, s := range p {
		if s.Net.Clip > 0 {
			drawn, reach = drawn+s.Weight, s.Net.Clip
		}
	}
	if drawn > 0.5 {
		net.Clip = reach
	}
	return net
}

// munge returns rows of d, all unless they are more than [maxTransferRows], and [syntheticRows]
// more, without targets. A synthetic row starts from a row and its nearest neighbour: each number
// moves by their difference times a normal deviate, which gives noise the local scale of the data;
// columns of two values are all taken from one of the two rows, so that indicators of one question
// stay consistent. (MUNGE decides column by column.)
func munge(d ml.Data, rng *rand.Rand) ml.Data {
	n := len(d.X)
	var out ml.Data
	add := func(row []float64, i int) {
		weight := 1.0
		if d.Weight != nil {
			weight = d.Weight[i]
		}
		out.X, out.Weight = append(out.X, row), append(out.Weight, weight)
	}
	if n <= maxTransferRows {
		for i, row := range d.X {
			add(row, i)
		}
	} else {
		for _, i := range rng.Perm(n)[:maxTransferRows] {
			add(d.X[i], i)
		}
	}
	scale, two := ml.Standardise(d.X), twoValued(d.X)
	for range syntheticRows {
		i := rng.IntN(n)
		near, least := i, math.Inf(1)
		for range neighbourSample {
			j := rng.IntN(n)
			if j == i {
				continue
			}
			var far float64
			for c, v := range d.X[i] {
				if scale.Size[c] > 0 {
					e := (v - d.X[j][c]) / scale.Size[c]
					far += e * e
				}
			}
			if far < least {
				near, least = j, far
			}
		}
		row := slices.Clone(d.X[i])
		swap := rng.IntN(2) == 0
		for c, v := range d.X[i] {
			other := d.X[near][c]
			switch {
			case !two[c]:
				row[c] = v + rng.NormFloat64()*(other-v)
			case swap:
				row[c] = other
			}
			if math.IsInf(row[c], 0) || math.IsNaN(row[c]) {
				row[c] = v // where the difference overflows
			}
		}
		add(row, i)
	}
	return out
}

// twoValued tells for each column whether it has at most two values.
func twoValued(x [][]float64) []bool {
	two := make([]bool, len(x[0]))
	for c := range two {
		low, high := math.Inf(1), math.Inf(-1)
		for _, row := range x {
			low, high = min(low, row[c]), max(high, row[c])
		}
		two[c] = true
		for _, row := range x {
			two[c] = two[c] && (row[c] == low || row[c] == high)
		}
	}
	return two
}
