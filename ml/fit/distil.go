package fit

import (
	"context"
	"math"
	"math/rand/v2"

	"dure/ml"
)

// Of the student that a pool teaches. More rows, units or epochs change nothing that can be seen.
const (
	madeUp  = 8000    // rows that it is asked about beside those of the table
	lookAt  = 100     // rows among which the neighbour of a made up one is looked for
	units   = 64      // of its two hidden layers
	visits  = 800_000 // of rows, while it learns
	leastOf = 1e-6    // chance of a class that is still taught
)

// Distil trains one net that answers as p does after p was fitted to d: one net is as good as many, once it knows what many know.
// It learns the answers, which for classes are chances, to the rows of d and to rows made up near them: Bucilă, Caruana and
// Niculescu-Mizil (2006), doi:10.1145/1150402.1150464; Hinton, Vinyals and Dean (2015), arXiv:1503.02531. Of a pool of one net
// it returns that net. The errors are those of [Pool.Fit].
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
	net := ml.Net{Task: p[0].Net.Task, Seed: p[0].Net.Seed, Optimizer: ml.AdamW, Rate: 3e-3, L2: 1e-3, Batch: 64, Schedule: ml.Schedule{Kind: ml.Cosine},
		Layers: []ml.Layer{ml.Dense(units, ml.SiLU), ml.Dense(units, ml.SiLU)}}
	var drawn float64 // weight of the nets whose inputs are drawn in
	for _, s := range p {
		if s.Net.Reach > 0 {
			drawn += s.Weight
			net.Reach = s.Net.Reach
		}
	}
	if drawn < 0.5 {
		net.Reach = 0
	}
	asked := beside(d, rand.New(rand.NewPCG(net.Seed, 1)))
	answers, err := teacher.Predict(asked.X)
	if err != nil {
		return nil, err
	}
	lesson := taught(asked, answers, net.Task)
	net.Epochs = max(40, min(400, visits/len(lesson.X)))
	return net.Fit(ctx, lesson, nil)
}

// taught returns rows with the answers as targets: a row for each class, which weighs as much as the class is likely.
func taught(d ml.Data, answers [][]float64, task ml.Task) ml.Data {
	out := ml.Data{Classes: d.Classes, K: d.K}
	for i, answer := range answers {
		for k, v := range answer {
			y, w := v, d.Weight[i]
			if task != ml.Regression && task != "" {
				y, w = float64(k), v*w
			}
			if w > leastOf*d.Weight[i] {
				out.X, out.Y, out.Weight = append(out.X, d.X[i]), append(out.Y, y), append(out.Weight, w)
			}
		}
	}
	return out
}

// beside returns the rows of d and [madeUp] more, without targets. Each of these lies about a row, in each column as far from it as
// its neighbour, times a normal deviate; a column of two values takes either's.
func beside(d ml.Data, rng *rand.Rand) ml.Data {
	n := len(d.X)
	out := ml.Data{X: make([][]float64, 0, n+madeUp), Weight: make([]float64, 0, n+madeUp), Classes: d.Classes, K: d.K}
	weight := func(i int) float64 {
		if d.Weight == nil {
			return 1
		}
		return d.Weight[i]
	}
	for i, row := range d.X {
		out.X, out.Weight = append(out.X, row), append(out.Weight, weight(i))
	}
	scale, two := columns(d.X)
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
				e := (v - d.X[j][c]) * scale[c]
				far += e * e
			}
			if far < least {
				near, least = j, far
			}
		}
		row := make([]float64, len(d.X[i]))
		for c, v := range d.X[i] {
			other := d.X[near][c]
			switch {
			case !two[c]:
				row[c] = v + rng.NormFloat64()*(other-v)
			case rng.IntN(2) == 0:
				row[c] = v
			default:
				row[c] = other
			}
			if math.IsInf(row[c], 0) || math.IsNaN(row[c]) {
				row[c] = v // of numbers near the largest there are
			}
		}
		out.X, out.Weight = append(out.X, row), append(out.Weight, weight(i))
	}
	return out
}

// columns returns for each column what makes its standard deviation 1, and whether it has at most two values.
func columns(x [][]float64) (scale []float64, two []bool) {
	d, n := len(x[0]), float64(len(x))
	scale, two = make([]float64, d), make([]bool, d)
	for c := range d {
		low, high, mean := math.Inf(1), math.Inf(-1), 0.0
		for _, row := range x {
			low, high = min(low, row[c]), max(high, row[c])
			mean += row[c] / n
		}
		two[c] = true
		var square float64
		for _, row := range x {
			two[c] = two[c] && (row[c] == low || row[c] == high)
			square += (row[c] - mean) * (row[c] - mean) / n
		}
		if square > 0 && !math.IsInf(square, 0) {
			scale[c] = 1 / math.Sqrt(square)
		}
	}
	return scale, two
}
