package ml

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// A stream's answers are each of a row that was not yet seen: those to the first rows do not change with what comes after them.
func TestStreamKnowsNothingBeforeItsTime(t *testing.T) {
	for _, task := range []Task{Regression, Binary} {
		d := blobs(300, 4, 2, 3)
		if task == Regression {
			for i, row := range d.X {
				d.Y[i] = 1000 + 50*row[0]
			}
		}
		net := Net{Task: task, Layers: []Layer{Dense(8, Tanh)}, Rate: 0.01, Seed: 2}
		answers := func(d Data) (all []float64) {
			if _, err := net.Stream(t.Context(), d, func(_ int, p []float64) { all = append(all, p[len(p)-1]) }); err != nil {
				t.Fatal(err)
			}
			return all
		}
		whole := answers(d)
		other := Data{X: append(append([][]float64{}, d.X[:100]...), d.X[:200]...), Y: append(append([]float64{}, d.Y[:100]...), d.Y[:200]...), K: d.K}
		for i, v := range answers(other)[:101] {
			if i < 100 && v != whole[i] {
				t.Fatalf("%s: the answer to row %d is %g, and %g where other rows come later", task, i, whole[i], v)
			}
		}
		var early, late float64
		for i, v := range whole {
			off := math.Abs(v - d.Y[i])
			if i >= 20 && i < 70 {
				early += off
			}
			if i >= 250 {
				late += off
			}
		}
		if late > early/2 {
			t.Errorf("%s: the last 50 answers are off by %g in sum, the 50 from the twentieth on by %g; want less than half", task, late, early)
		}
	}
}

// The scale of a stream is in the end that of all its rows.
func TestRunningScale(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var x [][]float64
	r := newRunning(2, 0, 0)
	for range 500 {
		row := []float64{1e6 + rng.NormFloat64(), 7}
		x = append(x, row)
		r.add(row)
	}
	want := Standardise(x)
	for j := range want.Mean {
		if math.Abs(r.scale.Mean[j]-want.Mean[j]) > 1e-6 || math.Abs(r.scale.Size[j]-want.Size[j]) > 1e-6 {
			t.Errorf("column %d: mean %g, size %g, want %g and %g", j, r.scale.Mean[j], r.scale.Size[j], want.Mean[j], want.Size[j])
		}
	}
}

// Rosenblatt's rule, step by step on numbers that can be followed by hand: from 0, with a rate of 1, over the rows in their order.
func TestPerceptronRuleByHand(t *testing.T) {
	d := Data{X: [][]float64{{2, 1}, {1, 3}, {-1, -2}, {3, -1}}, Y: []float64{1, 0, 0, 1}}
	n := Net{Task: Binary, Loss: Perceptron, Optimizer: SGD, Rate: 1, Raw: true}
	network, err := n.withZero(2)
	if err != nil {
		t.Fatal(err)
	}
	o, err := network.Online(1)
	if err != nil {
		t.Fatal(err)
	}
	w, b := []float64{0, 0}, 0.0
	for range 20 {
		for i, row := range d.X {
			if _, err := o.Observe(row, d.Y[i]); err != nil {
				t.Fatal(err)
			}
			said := 0.0
			if w[0]*row[0]+w[1]*row[1]+b > 0 {
				said = 1
			}
			w[0], w[1], b = w[0]+(d.Y[i]-said)*row[0], w[1]+(d.Y[i]-said)*row[1], b+d.Y[i]-said
			for _, p := range o.Network().Params() {
				want := w
				if p.Name == "bias" {
					want = []float64{b}
				}
				for k, v := range p.Values {
					if v != want[k] {
						t.Fatalf("after row %d %s is %v, want %v", i, p.Name, p.Values, want)
					}
				}
			}
		}
	}
	for i, row := range d.X {
		p, err := o.Network().Predict([][]float64{row})
		if err != nil || p[0][1] != d.Y[i] || p[0][0] != 1-d.Y[i] {
			t.Errorf("the perceptron says %v (%v) of row %d, want %g", p, err, i, d.Y[i])
		}
	}
}

// withZero is the network with all weights 0.
func (n Net) withZero(d int) (*Network, error) {
	network, err := n.Untrained(d, 0)
	if err != nil {
		return nil, err
	}
	ps := network.Params()
	for _, p := range ps {
		clear(p.Values)
	}
	return network.With(ps)
}

func TestTroublesOfACurve(t *testing.T) {
	d := blobs(200, 4, 2, 1)
	curve := func(n Net) []Epoch {
		n.Task = Binary
		network, err := n.Train(t.Context(), d, nil)
		if err != nil && !errors.Is(err, ErrDiverged) {
			t.Fatal(err)
		}
		return network.History()
	}
	for _, c := range []struct {
		name string
		net  Net
		want Trouble
	}{
		{"a rate of 300", Net{Layers: []Layer{Dense(8, Tanh)}, Optimizer: SGD, Rate: 300, Epochs: 60}, RateTooLarge},
		{"too few epochs for the rate", Net{Layers: []Layer{Dense(8, Tanh)}, Optimizer: SGD, Rate: 0.01, Epochs: 20}, Unfinished},
		{"a good rate", Net{Optimizer: SGD, L2: 0.1, Rate: 0.05, Epochs: 200}, ""},
		{"too few epochs to tell", Net{Optimizer: SGD, Rate: 2e-4, Epochs: 5}, ""},
	} {
		got := Troubles(curve(c.net))
		if len(got) == 0 && c.want != "" || len(got) > 0 && got[0].Key != c.want {
			t.Errorf("%s: found %+v, want %q", c.name, got, c.want)
		}
	}
}
