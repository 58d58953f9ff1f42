package ml

import (
	"errors"
	"slices"
	"testing"
)

func keys(d Diagnosis) []string {
	var out []string
	for _, f := range d.Findings {
		out = append(out, string(f.Key))
	}
	return out
}

// scaled returns n with every weight of a layer times by, and its biases moved.
func scaled(t *testing.T, n *Network, layer int, by, bias float64) *Network {
	t.Helper()
	ps := n.Params()
	for _, p := range ps {
		for i := range p.Values {
			switch {
			case p.Layer == layer && p.Name == "weight":
				p.Values[i] *= by
			case p.Layer == layer && p.Name == "bias":
				p.Values[i] += bias
			}
		}
	}
	return must[*Network](t)(n.With(ps))
}

func TestDiagnoseNamesTheTrouble(t *testing.T) {
	d := blobs(200, 6, 2, 1)
	deep := []Layer{Dense(8, Sigmoid), Dense(8, Sigmoid), Dense(8, Sigmoid), Dense(8, Sigmoid), Dense(8, Sigmoid), Dense(8, Sigmoid), Dense(8, Sigmoid)}
	build := func(layers ...Layer) *Network {
		return must[*Network](t)(Net{Task: Binary, Layers: layers, Seed: 1}.Untrained(6, 2))
	}
	all := blobs(200, 6, 2, 1)
	for i, row := range all.X {
		all.X[i] = slices.Clone(row)
		for j := range row {
			all.X[i][j] += 100
		}
	}
	for _, c := range []struct {
		name string
		net  *Network
		d    Data
		want string
	}{
		{"biases of a ReLU layer at -50", scaled(t, build(Dense(16, ReLU), Dense(4, ReLU)), 0, 1, -50), d, "dead_relu"},
		{"sigmoids with weights × 200", scaled(t, build(Dense(16, Sigmoid)), 0, 200, 0), d, "saturated"},
		{"tanh with weights × 200", scaled(t, build(Dense(16, Tanh)), 0, 200, 0), d, "saturated"},
		{"inputs around 100", scaled(t, build(Dense(8, Tanh)), 0, 1e-3, 0), all, "zigzag"},
		{"seven layers of sigmoids", build(deep...), d, "vanishing_gradient"},
		{"weights × 1e5", scaled(t, scaled(t, build(Dense(16, ReLU)), 0, 1e5, 0), 1, 1e5, 0), d, "exploding_gradient"},
	} {
		got := must[Diagnosis](t)(c.net.Diagnose(c.d))
		if !slices.Contains(keys(got), c.want) {
			t.Errorf("%s: found %v, want %s among them; layers %+v", c.name, keys(got), c.want, got.Layers)
		}
	}
	healthy := must[*Network](t)(Net{Task: Binary, Layers: []Layer{Dense(16, ReLU), Dense(8, Tanh)}, Epochs: 3}.Train(t.Context(), d, nil))
	if got := must[Diagnosis](t)(healthy.Diagnose(d)); len(got.Findings) != 0 {
		t.Errorf("a healthy network: found %+v, want nothing", got.Findings)
	}
}

func TestDeadReLUTrap(t *testing.T) {
	d := blobs(300, 6, 2, 1)
	dead := scaled(t, must[*Network](t)(Net{Task: Binary, Layers: []Layer{Dense(16, ReLU)}, Rate: 0.01}.Untrained(6, 2)), 0, 1, -100)
	leaky := Net{Task: Binary, Layers: []Layer{Dense(16, LeakyReLU)}, Rate: 0.01, Epochs: 300}
	o := must[*Online](t)(dead.Online(0))
	for i, row := range d.X {
		if _, err := o.Observe(row, d.Y[i]); err != nil {
			t.Fatal(err)
		}
	}
	got := must[Diagnosis](t)(o.Network().Diagnose(d))
	if got.Layers[0].Dead != 1 || got.Layers[0].Gradient != 0 || !slices.Contains(keys(got), "dead_relu") {
		t.Errorf("a layer of dead units: %+v, want all dead, without gradient, and named", got)
	}
	start := must[*Network](t)(leaky.Untrained(6, 2))
	o = must[*Online](t)(scaled(t, start, 0, 1, -3).Online(0.01))
	for range 10 {
		for i, row := range d.X {
			if _, err := o.Observe(row, d.Y[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := accuracyOf(t, o, d); got < 0.9 {
		t.Errorf("leaky units climb out of the trap: accuracy %g, want 0.9", got)
	}
}

func TestStepPredictsButDoesNotLearn(t *testing.T) {
	net := Net{Task: Binary, Layers: []Layer{Dense(2, Step)}}
	if _, err := net.Train(t.Context(), blobs(20, 2, 2, 1), nil); !errors.Is(err, ErrStep) {
		t.Errorf("training with the step activation: error %v, want ErrStep", err)
	}
	// The perceptrons OR and AND, and between them XOR.
	n := must[*Network](t)(net.Untrained(2, 2))
	if _, err := n.Online(0); !errors.Is(err, ErrStep) {
		t.Errorf("learning online with the step activation: error %v, want ErrStep", err)
	}
	ps := n.Params()
	for i, values := range [][]float64{{1, 1, 1, 1}, {-0.5, -1.5}, {10, -20}, {-5}} {
		ps[i].Values = values
	}
	n = must[*Network](t)(n.With(ps))
	if got := accuracyOf(t, n, Data{X: [][]float64{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Y: []float64{0, 1, 1, 0}}); got != 1 {
		t.Errorf("XOR of step units: accuracy %g, want 1", got)
	}
}
