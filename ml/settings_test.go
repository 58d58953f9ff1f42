package ml

import (
	"math"
	"testing"
)

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		s               Schedule
		epoch, plateaus int
		want            float64
	}{
		{Schedule{}, 7, 3, 1},
		{Schedule{Kind: Steps, Every: 5, Factor: 0.5}, 4, 0, 1},
		{Schedule{Kind: Steps, Every: 5, Factor: 0.5}, 5, 0, 0.5},
		{Schedule{Kind: Steps, Every: 5, Factor: 0.5}, 14, 0, 0.25},
		{Schedule{Kind: Steps, Every: 5, Factor: 0.5, Floor: 0.3}, 14, 0, 0.3},
		{Schedule{Kind: Cosine}, 0, 0, 1},
		{Schedule{Kind: Cosine}, 10, 0, 0.5},
		{Schedule{Kind: Cosine, Floor: 0.2}, 10, 0, 0.6},
		{Schedule{Kind: Plateau}, 10, 2, 0.01},
	} {
		if got := c.s.withDefaults().factor(c.epoch, 20, c.plateaus); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%+v in epoch %d after %d plateaus: share %g, want %g", c.s, c.epoch, c.plateaus, got, c.want)
		}
	}
}

func TestPlateauLowersTheRate(t *testing.T) {
	net := Net{Layers: []Layer{Dense(4, ReLU)}, Epochs: 80, Rate: 0.3, Schedule: Schedule{Kind: Plateau, Every: 3, Factor: 0.5}}
	curve := must[*Network](t)(net.Train(t.Context(), waves(80, 3, 1), nil)).History()
	best, flat, rate := math.Inf(1), 0, 0.3
	for _, e := range curve {
		if math.Abs(e.Rate-rate) > 1e-12 {
			t.Fatalf("epoch %d: rate %g, want %g", e.Number, e.Rate, rate)
		}
		flat++
		if e.Loss < best {
			best, flat = e.Loss, 0
		}
		if flat == 3 {
			rate, flat = rate/2, 0
		}
	}
	if rate > 0.1 {
		t.Errorf("the rate only fell to %g in 80 epochs", rate)
	}
}

// trained returns the parameters of a full-batch network.
func trained(t *testing.T, net Net, d Data) [][]float64 {
	t.Helper()
	net.Batch, net.Epochs, net.Exact, net.Raw = FullBatch, 20, true, true
	var out [][]float64
	for _, p := range must[*Network](t)(net.Train(t.Context(), d, nil)).Params() {
		out = append(out, p.Values)
	}
	return out
}

func TestAWeightOfTwoIsARowTwice(t *testing.T) {
	d := blobs(30, 4, 3, 1)
	net := Net{Task: Multiclass, Layers: []Layer{Dense(5, Tanh)}}
	twice, heavy := d, d
	heavy.Weight = make([]float64, len(d.Y))
	for i := range d.Y {
		heavy.Weight[i] = 1
		if i%4 == 0 {
			heavy.Weight[i] = 2
			twice.X, twice.Y = append(twice.X, d.X[i]), append(twice.Y, d.Y[i])
		}
	}
	near(t, "a row of weight 2 against the row twice", trained(t, net, heavy), trained(t, net, twice), 1e-9)
}

func TestL2ShrinksWeights(t *testing.T) {
	d := waves(200, 6, 1)
	size := func(net Net) (sum float64) {
		net.Epochs, net.Layers, net.Rate = 60, []Layer{Dense(16, Tanh)}, 0.01
		for _, p := range must[*Network](t)(net.Train(t.Context(), d, nil)).Params() {
			if p.Name == "weight" {
				for _, v := range p.Values {
					sum += math.Abs(v)
				}
			}
		}
		return sum
	}
	free := size(Net{})
	for name, net := range map[string]Net{"L2": {L2: 0.05}, "AdamW": {Optimizer: AdamW, L2: 1}} {
		if got := size(net); got > 0.7*free {
			t.Errorf("%s: the weights sum to %.3g, without it to %.3g, want 30 %% less", name, got, free)
		}
	}
}

func TestHeldRowsKeepGroupsWhole(t *testing.T) {
	d := blobs(200, 3, 2, 1)
	for i := range d.Y {
		d.Group = append(d.Group, i/7)
	}
	train, held := Net{Task: Binary, Validation: 0.25}.holdOut(d)
	if n := len(held.Y); n < 30 || n > 70 {
		t.Errorf("%d of 200 rows are held out, want about 50", n)
	}
	in := map[int]bool{}
	for _, g := range train.Group {
		in[g] = true
	}
	for _, g := range held.Group {
		if in[g] {
			t.Errorf("group %d is on both sides", g)
		}
	}
}

func TestFloat32LearnsAsFloat64Does(t *testing.T) {
	d := blobs(400, 10, 3, 2)
	for i := range d.Y { // some noise in the classes, so that the loss has a floor
		if i%7 == 0 {
			d.Y[i] = float64((i / 7) % 3)
		}
	}
	net := Net{Task: Multiclass, Layers: []Layer{Dense(32, ReLU), Dense(16, Tanh)}, Epochs: 15, Seed: 3, Validation: 0.3, Patience: -1}
	quick := must[*Network](t)(net.Train(t.Context(), d, nil)).History()
	net.Exact = true
	exact := must[*Network](t)(net.Train(t.Context(), d, nil)).History()
	for i, e := range exact {
		if math.Abs(quick[i].Valid-e.Valid) > 0.01*e.Valid {
			t.Errorf("epoch %d: loss on held rows %g in float32, %g in float64", i+1, quick[i].Valid, e.Valid)
		}
	}
}

func TestWeightsStartByActivation(t *testing.T) {
	const in, out = 200, 120
	deep := []Layer{Dense(8, ReLU), Dense(8, ReLU)}
	for _, c := range []struct {
		name  string
		layer Layer
		more  []Layer
		want  float64 // variance
	}{
		{"tanh", Dense(out, Tanh), nil, 2.0 / (in + out)},
		{"sigmoid, deep", Dense(out, Sigmoid), deep, 2.0 / (in + out)},
		{"selu", Dense(out, SELU), nil, 1.0 / in},
		{"relu", Dense(out, ReLU), nil, 1.0 / (3 * in)},
		{"relu, deep", Dense(out, ReLU), deep, 2.0 / in},
		{"dropout before relu, deep", Dense(out, GELU), append([]Layer{Dropout(0.5)}, deep...), 2.0 / in},
		{"told", Layer{Kind: DenseKind, Units: out, Activation: ReLU, Init: LeCun}, nil, 1.0 / in},
		{"told zero", Layer{Kind: DenseKind, Units: out, Activation: ReLU, Init: Zero}, nil, 0},
	} {
		n := must[*Network](t)(Net{Layers: append([]Layer{c.layer}, c.more...)}.Untrained(in, 0))
		var square float64
		for _, v := range n.Params()[0].Values {
			square += v * v / (in * out)
		}
		if math.Abs(square-c.want) > 0.05*c.want {
			t.Errorf("%s: weights start with variance %g, want %g", c.name, square, c.want)
		}
	}
}
