package ml

import (
	"errors"
	"math"
	"sync"
	"testing"
)

func TestObserveLearnsWhileOthersPredict(t *testing.T) {
	d := blobs(600, 6, 2, 5)
	for _, layers := range [][]Layer{{Dense(8, ReLU)}, {Dense(8, PReLU), Dropout(0.1)}} {
		start := must[*Network](t)(Net{Task: Binary, Layers: layers, Rate: 0.01}.Untrained(6, 2))
		o := must[*Online](t)(start.Online(0))
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for range 200 {
					if _, err := o.Predict(d.X[:5]); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for pass := range 3 {
			for i, row := range d.X {
				if _, err := o.Observe(row, d.Y[i]); err != nil {
					t.Fatalf("pass %d, row %d: %v", pass, i, err)
				}
			}
		}
		wg.Wait()
		if got := accuracyOf(t, o, d); got < 0.9 {
			t.Errorf("after three passes row by row the accuracy is %g, want 0.9", got)
		}
		if before, now := accuracyOf(t, start, d), accuracyOf(t, o.Network(), d); before == now {
			t.Errorf("the network it started from has changed along, or nothing was learned: accuracy %g", now)
		}
	}
}

func TestObserveRefusesWithoutHarm(t *testing.T) {
	d := blobs(60, 3, 2, 5)
	o := must[*Online](t)(must[*Network](t)(Net{Task: Binary, Epochs: 2, Optimizer: SGD}.Train(t.Context(), d, nil)).Online(1e5))
	before := must[[][]float64](t)(o.Predict(d.X[:1]))
	var fault *DataError
	for _, c := range []struct {
		row []float64
		y   float64
	}{{[]float64{1, 2}, 0}, {[]float64{1, math.NaN(), 0}, 0}, {d.X[0], 2}, {d.X[0], 0.5}, {d.X[0], math.Inf(1)}} {
		if _, err := o.Observe(c.row, c.y); !errors.As(err, &fault) {
			t.Errorf("observing %v, %g: error %v, want a DataError", c.row, c.y, err)
		}
	}
	if after := must[[][]float64](t)(o.Predict(d.X[:1])); after[0][0] != before[0][0] {
		t.Error("refused rows changed the network")
	}
	regress := must[*Online](t)(must[*Network](t)(Net{Raw: true, Optimizer: SGD}.Untrained(1, 0)).Online(1e5))
	for range 20 {
		if _, err := regress.Observe([]float64{1e20}, 1e20); err != nil && !errors.Is(err, ErrDiverged) {
			t.Fatalf("an extreme row: error %v, want ErrDiverged", err)
		}
	}
	for _, p := range regress.Network().Params() {
		for _, v := range p.Values {
			if notFinite(v) {
				t.Errorf("%s is %g after rows that diverged", p.Name, v)
			}
		}
	}
}
