package ml

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// blobs returns n rows of k clouds in d columns.
func blobs(n, d, k int, seed uint64) Data {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := Data{K: k}
	for i := range n {
		row := make([]float64, d)
		for j := range row {
			row[j] = rng.NormFloat64()
			if j%k == i%k {
				row[j] += 1.5
			}
		}
		out.X, out.Y = append(out.X, row), append(out.Y, float64(i%k))
	}
	return out
}

// waves returns n rows of a smooth function of d columns with some noise.
func waves(n, d int, seed uint64) Data {
	rng := rand.New(rand.NewPCG(seed, 2))
	var out Data
	for range n {
		row := make([]float64, d)
		y := 0.1 * rng.NormFloat64()
		for j := range row {
			row[j] = 2*rng.Float64() - 1
			y += math.Sin(2*row[j]) / float64(j+1)
		}
		out.X, out.Y = append(out.X, row), append(out.Y, y)
	}
	return out
}

func accuracyOf(t *testing.T, p Predictor, d Data) float64 {
	t.Helper()
	answers, err := p.Predict(d.X)
	if err != nil {
		t.Fatal(err)
	}
	hits := 0.0
	for i, p := range answers {
		if p[int(d.Y[i])] == slices.Max(p) {
			hits++
		}
	}
	return hits / float64(len(d.Y))
}

func must[V any](t *testing.T) func(V, error) V {
	return func(v V, err error) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestXOR(t *testing.T) {
	d := Data{X: [][]float64{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Y: []float64{0, 1, 1, 0}}
	for _, a := range []Activation{Tanh, ReLU, Sigmoid, GELU} {
		for seed := range uint64(10) {
			net := Net{Task: Binary, Layers: []Layer{Dense(16, a)}, Rate: 0.05, Batch: 4, Epochs: 400, Seed: seed}
			network := must[*Network](t)(net.Train(t.Context(), d, nil))
			if got := accuracyOf(t, network, d); got != 1 {
				t.Errorf("XOR with %s, seed %d: accuracy %g, want 1", a, seed, got)
			}
		}
	}
}

func TestTwoSpirals(t *testing.T) {
	var d Data
	for i := range 97 { // Lang and Witbrock (1988)
		angle, r := float64(i)*math.Pi/16, 6.5*float64(104-i)/104
		x, y := r*math.Sin(angle), r*math.Cos(angle)
		d.X, d.Y = append(d.X, []float64{x, y}, []float64{-x, -y}), append(d.Y, 0, 1)
	}
	net := Net{Task: Binary, Layers: []Layer{Dense(32, GELU), Dense(32, GELU), Dense(32, GELU)}, Rate: 0.01, Epochs: 400, Seed: 1}
	network := must[*Network](t)(net.Train(t.Context(), d, nil))
	if got := accuracyOf(t, network, d); got < 0.99 {
		t.Errorf("two spirals: accuracy %g, want 0.99", got)
	}
}

func TestEveryOptimizerAndTaskLearns(t *testing.T) {
	cloud := blobs(300, 6, 3, 1)
	for _, o := range Optimizers() {
		for _, batch := range []int{1, 32, FullBatch} {
			net := Net{Task: Multiclass, Layers: []Layer{Dense(16, ReLU)}, Optimizer: o, Batch: batch, Epochs: 60, Rate: 0.02}
			if batch == 1 {
				net.Rate, net.Epochs = 0.002, 20
			}
			if batch == 1 && o == AdaGrad {
				net.Rate = 0.05
			}
			if batch == FullBatch && (o == SGD || o == AdaGrad) {
				net.Rate = 0.2
			}
			network := must[*Network](t)(net.Train(t.Context(), cloud, nil))
			if got := accuracyOf(t, network, cloud); got < 0.8 {
				t.Errorf("%s, batch %d: accuracy %g, want 0.8", o, batch, got)
			}
		}
	}
	for _, task := range []Task{Binary, Ordinal} {
		d := blobs(300, 6, 2, 1)
		d.K = 0
		network := must[*Network](t)(Net{Task: task, Layers: []Layer{Dense(16, ReLU)}, Rate: 0.01, Epochs: 60}.Train(t.Context(), d, nil))
		if got := accuracyOf(t, network, d); got < 0.9 {
			t.Errorf("%s: accuracy %g, want 0.9", task, got)
		}
	}
}

func TestSameSeedSameWeightsOnAnyNumberOfCores(t *testing.T) {
	d := blobs(500, 8, 3, 2)
	net := Net{Task: Multiclass, Layers: []Layer{Dense(24, ReLU), Dropout(0.2), Dense(8, Tanh)}, Epochs: 5, Seed: 9, Validation: 0.2}
	save := func() []byte {
		var b bytes.Buffer
		network := must[*Network](t)(net.Train(context.Background(), d, nil))
		if err := Save(&b, network); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	before := runtime.GOMAXPROCS(1)
	one := save()
	runtime.GOMAXPROCS(2)
	two := save()
	results := make(chan []byte)
	for range 4 {
		go func() { results <- save() }()
	}
	for range 4 {
		if !bytes.Equal(<-results, one) {
			t.Error("a network trained beside others differs from one trained alone")
		}
	}
	runtime.GOMAXPROCS(before)
	if !bytes.Equal(one, two) {
		t.Error("the weights on one core and on two differ")
	}
}

// TestATrainingBrokenOffWithinAnEpochGoesOnToTheSameBytes breaks every epoch off after some batches.
func TestATrainingBrokenOffWithinAnEpochGoesOnToTheSameBytes(t *testing.T) {
	d := blobs(200, 5, 3, 3)
	for i, o := range Optimizers() {
		for _, s := range []ScheduleKind{ConstantRate, Steps, Cosine, Plateau} {
			layers := []Layer{Dense(6, PReLU), Dropout(0.2), Dense(4, Tanh)}
			net := Net{Task: Multiclass, Layers: layers[:2+i%2], Optimizer: o, Schedule: Schedule{Kind: s, Every: 2, Factor: 0.5},
				Epochs: 5, L2: 1e-3, Validation: 0.2, Batch: 24}
			want := saved(t, must[*Network](t)(net.Train(t.Context(), d, nil)))
			trainer := must[*Trainer](t)(net.Start(d, Data{}))
			for calls := 0; !trainer.Done(); calls++ {
				ctx := &shortContext{Context: t.Context(), left: 3 + calls%3}
				if _, err := trainer.Epoch(ctx); err != nil && !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
			}
			if got := saved(t, trainer.Network()); !bytes.Equal(got, want) {
				t.Errorf("%s, %q: broken off at every few steps, the network differs from one trained in one go:\n%s\n%s", o, s, got, want)
			}
		}
	}
}

// shortContext ends after a number of looks.
type shortContext struct {
	context.Context
	left int
}

func (c *shortContext) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func (c *shortContext) Value(any) any { return nil }

func saved(t *testing.T, n *Network) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Save(&b, n); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEarlyStoppingKeepsTheBestWeights(t *testing.T) {
	d := waves(60, 8, 4)
	net := Net{Layers: []Layer{Dense(64, ReLU)}, Rate: 0.02, Epochs: 400, Validation: 0.3, Patience: 8}
	trainer := must[*Trainer](t)(net.Start(d, Data{}))
	network := must[*Network](t)(trainer.Run(t.Context(), nil))
	curve := network.History()
	best := curve[0]
	for _, e := range curve {
		if e.Valid < best.Valid {
			best = e
		}
	}
	if len(curve) == 400 || len(curve) != best.Number+8 {
		t.Errorf("stopped after epoch %d with the best at %d, want 8 epochs later", len(curve), best.Number)
	}
	l := trainer.learner.(*training[float32])
	train, held := net.holdOut(d)
	check := newTraining(network, network.body.(*inference[float32]).g, train, held)
	if got, _ := check.valid(); math.Abs(got-best.Valid) > 1e-6 {
		t.Errorf("loss of the network returned on the held rows is %g, want the best, %g (the last is %g)", got, best.Valid, lossOf(l))
	}
}

func lossOf(l *training[float32]) float64 {
	v, _ := l.valid()
	return v
}

func TestAContextStopsTraining(t *testing.T) {
	reason := errors.New("pruned")
	ctx, cancel := context.WithCancelCause(t.Context())
	network, err := Net{Layers: []Layer{Dense(4, ReLU)}, Epochs: 100}.Train(ctx, waves(100, 3, 1), func(e Epoch) {
		if e.Number == 3 {
			cancel(reason)
		}
	})
	if !errors.Is(err, reason) {
		t.Errorf("error %v, want the cause of the context", err)
	}
	if got := len(network.History()); got != 3 {
		t.Errorf("the network has %d epochs behind it, want 3", got)
	}
}
