package ml

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// FullBatch as [Net.Batch] passes all rows before each update.
const FullBatch = -1

// Net is the settings of a network and of its training. The zero value of every field has the
// meaning given beside it, so Net{} is a linear regression trained with Adam. A Net is plain
// data: it can be copied, compared with reflect.DeepEqual and written as JSON.
type Net struct {
	Task   Task    `json:"task"`             // default Regression
	Layers []Layer `json:"layers,omitempty"` // the hidden layers; the output layer is added

	Loss      Loss    `json:"loss,omitempty"`      // default by task
	Delta     float64 `json:"delta,omitempty"`     // where Huber turns straight, default 1
	Smoothing float64 `json:"smoothing,omitempty"` // label smoothing of classes, 0 ≤ s < 1

	// Inputs are standardised, and so is the target of a regression, unless Raw. A column that
	// is constant in training then counts for nothing, and values beyond a million standard
	// deviations count as a million.
	Raw bool `json:"raw,omitempty"`

	// Clip is how many standard deviations from the mean an input can seem to be: those far out are
	// clipped smoothly, as [Scale] says. 0 leaves them where they are. About 3 helps where columns
	// have long tails.
	Clip float64 `json:"reach,omitempty"`

	Optimizer Optimizer `json:"optimizer,omitempty"` // default Adam
	Rate      float64   `json:"rate,omitempty"`      // learning rate, default 0.001, and 0.01 for SGD and its kin
	Momentum  float64   `json:"momentum,omitempty"`  // of Momentum, Nesterov and RMSProp's mean, default 0.9 and 0.99
	Beta2     float64   `json:"beta2,omitempty"`     // Adam's second moment, default 0.999; its first is Momentum, default 0.9
	Schedule  Schedule  `json:"schedule"`            // default: the rate stays
	Batch     int       `json:"batch,omitempty"`     // rows per update, default 32; 1 is single-sample, FullBatch all
	Epochs    int       `json:"epochs,omitempty"`    // most passes over the rows, default 200

	L2 float64 `json:"l2,omitempty"` // times half the sum of w², weights only; AdamW's decoupled decay

	// Validation is the share of rows held out of training, whole groups at a time, to tell when
	// to stop; the weights of the best epoch are kept. Without it Patience watches the training
	// loss. Patience is the number of epochs without an improvement: default 10 with Validation,
	// otherwise no early stop; below 0 never.
	Validation float64 `json:"validation,omitempty"`
	Patience   int     `json:"patience,omitempty"`

	// Temperature divides what the output layer of a trained network of classes sums up, so that its
	// chances are less sure, below 1 surer. 0 leaves them as they were learned; see [FitTemperature].
	Temperature Temperature `json:"temperature,omitempty"`

	Seed  uint64 `json:"seed,omitempty"`
	Exact bool   `json:"exact,omitempty"` // compute in float64
}

// ErrDiverged says that the loss or a weight became infinite or no number: the rate is too
// high, or the data too extreme for Raw.
var ErrDiverged = errors.New("training diverged: the loss is no longer a number")

// withDefaults returns n with its defaults in place.
func (n Net) withDefaults() Net {
	n.Task = cmp.Or(n.Task, Regression)
	if n.Loss == "" {
		n.Loss = Squared
		if n.Task.classes() {
			n.Loss = CrossEntropy
		}
	}
	n.Delta = cmp.Or(n.Delta, 1)
	n.Optimizer = cmp.Or(n.Optimizer, Adam)
	n.Rate = cmp.Or(n.Rate, n.Optimizer.rate())
	n.Momentum = cmp.Or(n.Momentum, n.Optimizer.momentum())
	n.Beta2 = cmp.Or(n.Beta2, 0.999)
	n.Batch = cmp.Or(n.Batch, 32)
	n.Epochs = cmp.Or(n.Epochs, 200)
	if n.Patience == 0 && n.Validation > 0 {
		n.Patience = 10
	}
	n.Schedule = n.Schedule.withDefaults()
	return n
}

// Check returns a *[SettingError] for the first field that cannot be used.
func (n Net) Check() error {
	n = n.withDefaults()
	within := func(v, low, high float64) bool { return v >= low && v <= high }
	for _, c := range []struct {
		field string
		ok    bool
	}{
		{"Task", n.Task == Regression || n.Task.classes()},
		{"Loss", n.Loss.fits(n.Task)},
		{"Clip", n.Clip == 0 || within(n.Clip, 1e-3, maxSizes)},
		{"Delta", within(n.Delta, math.SmallestNonzeroFloat64, 1e30)},
		{"Smoothing", n.Smoothing >= 0 && n.Smoothing < 1 && (n.Smoothing == 0 || n.Task == Binary || n.Task == Multiclass)},
		{"Optimizer", slices.Contains(Optimizers(), n.Optimizer)},
		{"Rate", within(n.Rate, 0, 1e6)},
		{"Momentum", n.Momentum >= 0 && n.Momentum < 1},
		{"Beta2", n.Beta2 >= 0 && n.Beta2 < 1},
		{"Schedule", n.Schedule.ok()},
		{"Batch", n.Batch >= 1 || n.Batch == FullBatch},
		{"Epochs", n.Epochs >= 1},
		{"L2", within(n.L2, 0, 1e6)},
		{"Temperature", n.Temperature == 0 || within(float64(n.Temperature), leastTemperature, 1/leastTemperature) && (n.Task == Binary || n.Task == Multiclass)},
		{"Validation", n.Validation >= 0 && n.Validation < 1},
		{"Layers", len(n.Layers) <= 64},
	} {
		if !c.ok {
			return &SettingError{c.field, "out_of_range"}
		}
	}
	for _, l := range n.Layers {
		if err := l.check(); err != nil {
			return err
		}
	}
	return nil
}

// Train fits a network to d, as [Net.Start] and [Trainer.Epoch] do step by step. When ctx ends
// early it returns the network as it stands beside context.Cause(ctx).
func (n Net) Train(ctx context.Context, d Data, report func(Epoch)) (*Network, error) {
	t, err := n.Start(d, Data{})
	if err != nil {
		return nil, err
	}
	return t.Run(ctx, report)
}

// Fit is Train for those who compare models; it makes Net a [Model].
func (n Net) Fit(ctx context.Context, d Data, report func(Epoch)) (Predictor, error) {
	network, err := n.Train(ctx, d, report)
	if err != nil {
		return nil, err
	}
	return network, nil
}
