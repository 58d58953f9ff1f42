package ml

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// A stream is learned from as it comes: each row once, in order, and predicted before it is learned from, so that every answer is of a row that the
// network had not seen (prequential; Dawid (1984), "Statistical theory: the prequential approach"). Nothing may be known before its time: the scale of the
// inputs too is that of the rows so far (Welford 1962), and changes while the weights do.

// streamClip is how far out an input can seem to be where the settings say nothing: what a few rows tell of the scale is uncertain.
const streamClip = 5

// Stream passes once over the rows of d in their order and learns from each by one step. It tells before, which may be nil, what the network answers to a
// row before it learns from it; the answer is used again for the next row. When ctx ends early it returns the network as it stands beside
// context.Cause(ctx).
func (n Net) Stream(ctx context.Context, d Data, before func(row int, answer []float64)) (*Network, error) {
	if err := n.Check(); err != nil {
		return nil, err
	}
	n = n.withDefaults()
	if err := n.checkData(d); err != nil {
		return nil, err
	}
	x, y := newRunning(len(d.X[0]), cmp.Or(n.Clip, streamClip), 0), newRunning(1, 0, 1)
	if n.Raw {
		x.scale = identityScale(len(d.X[0]))
	}
	o, err := newNetwork(n, d, x.scale, y.scale).Online(n.Rate)
	if err != nil {
		return nil, err
	}
	answer := make([]float64, o.network.Outputs())
	for i, row := range d.X {
		if ctx.Err() != nil {
			return o.Network(), context.Cause(ctx)
		}
		if err := o.serving.PredictRow(answer, row); err != nil {
			return o.Network(), err
		}
		if before != nil {
			before(i, answer)
		}
		if !n.Raw {
			x.add(row)
		}
		if n.Task == Regression && !n.Raw {
			y.add(d.Y[i : i+1])
		}
		if _, err := o.Observe(row, d.Y[i]); err != nil {
			return o.Network(), err
		}
	}
	return o.Network(), nil
}

// A running is the scale of the rows so far.
type running struct {
	scale  Scale // its slices change with each row
	n      float64
	square []float64 // sums of squared distances from the mean
	alike  float64   // the size of a column whose values are all one
}

func newRunning(d int, clip, alike float64) *running {
	size := slices.Repeat([]float64{alike}, d)
	return &running{Scale{make([]float64, d), size, clip}, 0, make([]float64, d), alike}
}

func (r *running) add(row []float64) {
	r.n++
	for j, v := range row {
		from := v - r.scale.Mean[j]
		r.scale.Mean[j] += from / r.n
		r.square[j] += from * (v - r.scale.Mean[j])
		if r.scale.Size[j] = math.Sqrt(r.square[j] / r.n); r.scale.Size[j] == 0 {
			r.scale.Size[j] = r.alike
		}
	}
}
