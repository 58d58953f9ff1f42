// Training by minibatches with early stopping: epochs in a seeded order, the best weights by
// held-out loss kept (Prechelt 1998). Every random choice follows from seed and step, so that a
// training can stop at any batch and go on later to the same bytes.

package ml

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// An Epoch is one pass over the rows as a learning curve shows it.
type Epoch struct {
	Number  int     `json:"number"`          // from 1
	Loss    float64 `json:"loss"`            // mean over the rows while the weights moved, without L2
	Valid   float64 `json:"valid,omitempty"` // loss on the rows held out
	HasHeld bool    `json:"held,omitempty"`  // there are rows held out
	Rate    float64 `json:"rate"`            // learning rate
	Best    bool    `json:"best,omitempty"`  // the best epoch so far
}

// watched is the loss that early stopping and the plateau schedule look at.
func (e Epoch) watched() float64 {
	if e.HasHeld {
		return e.Valid
	}
	return e.Loss
}

// A Trainer trains one network epoch by epoch, for callers who decide after each epoch whether
// to go on. It belongs to one goroutine. Every random choice follows from the seed and the
// number of the epoch or step.
type Trainer struct {
	network *Network // scales and settings; its weights are those of learner
	net     Net
	learner learner
	order   []int
	rows    int
	at      progress
}

// progress is where a training stands.
type progress struct {
	Epoch, Batch int
	Step         int64
	Loss, Weight float64 // sums over the epoch so far
	Best         float64
	BestEpoch    int
	Waited       int // epochs since the last improvement
	Plateaus     int
	Flat         int // epochs since the last improvement or plateau
	Stopped      bool
	History      []Epoch
}

// Start readies the training of a network on the rows of d. Held rows tell when to stop; where
// there are none, n.Validation of the rows of d are set apart.
func (n Net) Start(d, held Data) (*Trainer, error) {
	if err := n.Check(); err != nil {
		return nil, err
	}
	n = n.withDefaults()
	if d.Check(n.Task) == nil && d.K == 0 {
		d.K = d.ClassCount(n.Task)
	}
	if err := n.checkData(d); err != nil {
		return nil, err
	}
	if len(held.X) == 0 && n.Validation > 0 {
		d, held = n.holdOut(d)
	}
	if len(held.X) > 0 {
		held.K = d.K
		if err := n.checkData(held); err != nil {
			return nil, fmt.Errorf("held rows: %w", err)
		}
		if len(held.X[0]) != len(d.X[0]) {
			return nil, fmt.Errorf("held rows: %w", &DataError{-1, -1, "columns"})
		}
	}
	x, y := identityScale(len(d.X[0])), identityScale(1)
	if !n.Raw {
		x = Standardise(d.X)
		x.Clip = n.Clip
		if n.Task == Regression {
			y.Mean[0], y.Size[0] = meanAndSD(len(d.Y), func(i int) float64 { return d.Y[i] })
			y.Size[0] = cmp.Or(y.Size[0], 1)
		}
	}
	return newTrainer(newNetwork(n, d, x, y), d, held)
}

func newTrainer(network *Network, d, held Data) (*Trainer, error) {
	t := &Trainer{network: network, net: network.net, rows: len(d.X), at: progress{Best: math.Inf(1)}}
	if network.body.steps() {
		return nil, ErrStep
	}
	t.learner = network.body.learner(network, d, held)
	t.order = make([]int, t.rows)
	return t, nil
}

// checkData tells whether n can learn from d.
func (n Net) checkData(d Data) error {
	if err := d.Check(n.Task); err != nil {
		return err
	}
	if d.ClassCount(n.Task) > maxClasses {
		return &DataError{-1, -1, "class"}
	}
	if !n.Raw {
		return nil
	}
	for i, row := range d.X {
		for j, v := range row {
			if math.Abs(v) > maxRaw {
				return &DataError{i, j, "too_large"}
			}
		}
		if math.Abs(d.Y[i]) > maxRaw {
			return &DataError{i, -1, "too_large"}
		}
	}
	return nil
}

// holdOut sets apart n.Validation of the rows, whole groups at a time and each class in its share
// where there are no groups; none if there is but one row or group.
func (n Net) holdOut(d Data) (train, held Data) {
	// Twentieths come close to any share and keep the classes even.
	folds, err := Split{Folds: 20, Task: n.Task, Seed: n.Seed ^ 0x5851f42d4c957f2d}.Of(d)
	if err != nil {
		return d, Data{}
	}
	var in, out []int
	parts := min(max(int(math.Round(n.Validation*float64(len(folds)))), 1), len(folds)-1)
	for _, f := range folds[:parts] {
		out = append(out, f.Test...)
	}
	for _, f := range folds[parts:] {
		in = append(in, f.Test...)
	}
	train, held = d.Pick(in), d.Pick(out)
	train.K, held.K = d.K, d.K
	return train, held
}

// Run trains to the end. It calls report, which may be nil, after each epoch. When ctx ends
// early it returns the network as it stands beside context.Cause(ctx), and the trainer can go
// on from there.
func (t *Trainer) Run(ctx context.Context, report func(Epoch)) (*Network, error) {
	for !t.Done() {
		e, err := t.Epoch(ctx)
		if err != nil {
			return t.Network(), err
		}
		if report != nil {
			report(e)
		}
	}
	return t.Network(), nil
}

// Done tells whether the training is over: all epochs, or stopped early.
func (t *Trainer) Done() bool { return t.at.Stopped || t.at.Epoch >= t.net.Epochs }

// Epoch passes once over the rows. If ctx ends on the way it returns context.Cause(ctx), and
// the next call goes on with the rest of the same epoch. If the loss is no longer a number it
// returns an error that wraps [ErrDiverged].
func (t *Trainer) Epoch(ctx context.Context) (Epoch, error) {
	size := t.net.Batch
	if size == FullBatch || size > t.rows {
		size = t.rows
	}
	t.shuffle(size)
	rate := t.net.Rate * t.net.Schedule.factor(t.at.Epoch, t.net.Epochs, t.at.Plateaus)
	for t.at.Batch*size < t.rows {
		if ctx.Err() != nil {
			return Epoch{}, context.Cause(ctx)
		}
		lo := t.at.Batch * size
		t.at.Step++
		t.at.Batch++
		loss, weight := t.learner.step(t.order[lo:min(lo+size, t.rows)], rate, t.at.Step)
		t.at.Loss, t.at.Weight = t.at.Loss+loss, t.at.Weight+weight
	}
	return t.close(rate)
}

// shuffle puts the rows in the order of the current epoch; a full batch needs none.
func (t *Trainer) shuffle(size int) {
	for i := range t.order {
		t.order[i] = i
	}
	if size < t.rows {
		rng := rand.New(rand.NewPCG(t.net.Seed, uint64(t.at.Epoch)+1))
		rng.Shuffle(t.rows, func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
	}
}

// close ends an epoch: the losses, the best weights, whether to stop.
func (t *Trainer) close(rate float64) (Epoch, error) {
	at := &t.at
	e := Epoch{Number: at.Epoch + 1, Loss: at.Loss / at.Weight, Rate: rate}
	e.Valid, e.HasHeld = t.learner.valid()
	if notFinite(e.Loss) || notFinite(e.Valid) || !t.learner.finite() {
		at.Stopped = true
		return e, fmt.Errorf("epoch %d: %w", e.Number, ErrDiverged)
	}
	at.Waited++
	at.Flat++
	if e.watched() < at.Best {
		e.Best = true
		at.Best, at.BestEpoch, at.Waited, at.Flat = e.watched(), e.Number, 0, 0
		if e.HasHeld {
			t.learner.keep()
		}
	}
	if t.net.Schedule.Kind == Plateau && at.Flat >= t.net.Schedule.Every {
		at.Plateaus++
		at.Flat = 0
	}
	at.Stopped = t.net.Patience > 0 && at.Waited >= t.net.Patience
	at.Epoch, at.Batch, at.Loss, at.Weight = at.Epoch+1, 0, 0, 0
	at.History = append(at.History, e)
	return e, nil
}

func notFinite(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }

// Network returns the network as it stands: with the weights of the best epoch where rows are
// held out, otherwise with the latest. The trainer may go on; the network stays.
func (t *Trainer) Network() *Network {
	n := t.network.with(t.learner.body())
	n.history = append([]Epoch(nil), t.at.History...)
	if t.net.Temperature > 0 {
		return n.tempered()
	}
	return n
}
