package fit

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"dure/ml"
)

// Of the student that a pool teaches.
const (
	syntheticRows     = 8000    // rows that it is asked about beside those of the table
	maxTransferRows   = 32_000  // of the table that it is asked about
	neighbourSample   = 100     // rows among which the neighbour of a made up one is looked for
	studentVisits     = 400_000 // of rows, about, while it learns
	minStudentEpochs  = 40      // times that it goes over all
	studentUnits      = 64      // units of its two hidden layers
	studentUnitsLarge = 128     // and where the table is large
	largeTable        = 4000    // rows
)

// Distil trains one net that answers as p does after p was fitted to d: one net is as good as many, once it knows what many know.
// It learns the answers, which for classes are chances, to the rows of d and to rows made up near them: Bucilă, Caruana and
// Niculescu-Mizil (2006), doi:10.1145/1150402.1150464; Hinton, Vinyals and Dean (2015), arXiv:1503.02531. Of a pool of one net
// it returns that net. The errors are those of [Pool.Fit], of the pool's [ml.Predictor] and of [ml.Net.Fit].
func (p WeightedEnsemble) Distil(ctx context.Context, d ml.Data) (ml.Predictor, error) {
	teacher, err := p.fit(ctx, d)
	if err != nil {
		return nil, err
	}
	return p.distil(ctx, teacher, d)
}

// teach is Distil once the pool was fitted.
func (p WeightedEnsemble) distil(ctx context.Context, teacher fittedEnsemble, d ml.Data) (ml.Predictor, error) {
	if len(teacher.nets) == 1 {
		return teacher.nets[0], nil
	}
	net := p.student(len(d.X))
	lesson := munge(d, rand.New(rand.NewPCG(net.Seed, 1)))
	answers, err := teacher.Predict(lesson.X)
	if err != nil {
		return nil, err
	}
	if net.Task == ml.Regression {
		for _, said := range answers {
			lesson.Y = append(lesson.Y, said[0])
		}
	} else {
		lesson.Classes, lesson.K, lesson.Chances = d.Classes, len(answers[0]), answers
		for _, said := range answers {
			lesson.Y = append(lesson.Y, float64(slices.Index(said, slices.Max(said))))
		}
	}
	net.Epochs = max(minStudentEpochs, min(400, studentVisits/len(lesson.X)))
	return net.Fit(ctx, lesson, nil)
}

// student returns the settings of the net that p teaches, for a table of that many rows. Its inputs are drawn in where those of most of p are.
func (p WeightedEnsemble) student(rows int) ml.Net {
	units := studentUnits
	if rows >= largeTable {
		units = studentUnitsLarge
	}
	net := ml.Net{Task: cmp.Or(p[0].Net.Task, ml.Regression), Seed: p[0].Net.Seed, Optimizer: ml.AdamW, Rate: 3e-3, L2: 1e-3,
		Schedule: ml.Schedule{Kind: ml.Cosine}, Layers: []ml.Layer{ml.Dense(units, ml.SiLU), ml.Dense(units, ml.SiLU)}}
	if net.Task == ml.Ordinal {
		net.Task = ml.Multiclass // which learns chances
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

// beside returns rows of d, all unless they are more than [mostRows], and [madeUp] more, without targets. Each of these lies about a
// row, in each column as far from it as its neighbour, times a normal deviate; columns of two values take them all from either, so that
// categories stay such.
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
				row[c] = v // of numbers near the largest there are
			}
		}
		add(row, i)
	}
	return out
}

// pairs tells for each column whether it has at most two values.
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
