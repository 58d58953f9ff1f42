package fit

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"dure/ml"
)

// Of the student that a pool teaches.
const (
	madeUp       = 8000    // rows that it is asked about beside those of the table
	mostRows     = 32000   // of the table that it is asked about
	lookAt       = 100     // rows among which the neighbour of a made up one is looked for
	studentUnits = 64      // of its two hidden layers
	visits       = 800_000 // of rows, about, while it learns
	leastChance  = 1e-6    // of a class, that is still taught
)

// Distil trains one net that answers as p does after p was fitted to d: one net is as good as many, once it knows what many know.
// It learns the answers, which for classes are chances, to the rows of d and to rows made up near them: Bucilă, Caruana and
// Niculescu-Mizil (2006), doi:10.1145/1150402.1150464; Hinton, Vinyals and Dean (2015), arXiv:1503.02531. Of a pool of one net
// it returns that net. The errors are those of [Pool.Fit], of the pool's [ml.Predictor] and of [ml.Net.Fit].
func (p Pool) Distil(ctx context.Context, d ml.Data) (ml.Predictor, error) {
	teacher, err := p.fit(ctx, d)
	if err != nil {
		return nil, err
	}
	return p.teach(ctx, teacher, d)
}

// teach is Distil once the pool was fitted.
func (p Pool) teach(ctx context.Context, teacher pooled, d ml.Data) (ml.Predictor, error) {
	if len(teacher.nets) == 1 {
		return teacher.nets[0], nil
	}
	net := ml.Net{Task: p[0].Net.Task, Seed: p[0].Net.Seed, Optimizer: ml.AdamW, Rate: 3e-3, L2: 1e-3, Schedule: ml.Schedule{Kind: ml.Cosine},
		Layers: []ml.Layer{ml.Dense(studentUnits, ml.SiLU), ml.Dense(studentUnits, ml.SiLU)}}
	var drawn, reach float64 // weight of the nets whose inputs are drawn in, and how far
	for _, s := range p {
		if s.Net.Reach > 0 {
			drawn += s.Weight
			reach = s.Net.Reach
		}
	}
	if drawn > 0.5 {
		net.Reach = reach
	}
	asked := beside(d, rand.New(rand.NewPCG(net.Seed, 1)))
	answers, err := teacher.Predict(asked.X)
	if err != nil {
		return nil, err
	}
	lesson := taught(asked, answers, net.Task)
	lesson.Classes = d.Classes
	net.Batch = 32 * len(lesson.X) / len(asked.X) // of about 32 rows that were asked about, each with all its classes
	net.Epochs = max(10, min(400, visits/len(lesson.X)))
	return net.Fit(ctx, lesson, nil)
}

// taught returns rows with the answers as targets: a row for each class, which weighs as much as the class is likely.
func taught(d ml.Data, answers [][]float64, task ml.Task) ml.Data {
	var out ml.Data
	classes := task != ml.Regression && task != ""
	if classes {
		out.K = len(answers[0]) // also where the last is never likely
	}
	for i, answer := range answers {
		for k, v := range answer {
			y, w := v, d.Weight[i]
			if classes {
				y, w = float64(k), v*w
			}
			if w > leastChance*d.Weight[i] {
				out.X, out.Y, out.Weight = append(out.X, d.X[i]), append(out.Y, y), append(out.Weight, w)
			}
		}
	}
	return out
}

// beside returns rows of d, all unless they are more than [mostRows], and [madeUp] more, without targets. Each of these lies about a
// row, in each column as far from it as its neighbour, times a normal deviate; columns of two values take them all from either, so that
// categories stay such.
func beside(d ml.Data, rng *rand.Rand) ml.Data {
	n := len(d.X)
	var out ml.Data
	add := func(row []float64, i int) {
		weight := 1.0
		if d.Weight != nil {
			weight = d.Weight[i]
		}
		out.X, out.Weight = append(out.X, row), append(out.Weight, weight)
	}
	if n <= mostRows {
		for i, row := range d.X {
			add(row, i)
		}
	} else {
		for _, i := range rng.Perm(n)[:mostRows] {
			add(d.X[i], i)
		}
	}
	scale, two := ml.Standardise(d.X), pairs(d.X)
	for range madeUp {
		i := rng.IntN(n)
		near, least := i, math.Inf(1)
		for range lookAt {
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
func pairs(x [][]float64) []bool {
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
