// The search for a network on any table: TPE, a Gaussian process and a Sobol sequence in turn
// propose settings (tune.Alternate), each is scored by cross-validation, and one net is trained on
// all rows with the best settings. Each trial has a split of its own, so that the search cannot fit
// its settings to one, and one that would be the best is tried on further splits for as long as it
// stays so: else the best of a hundred is the luckiest (intensification; Hutter, Hoos and
// Leyton-Brown 2011, "Sequential model-based optimization", LION 5). What is promised is the score
// of the whole procedure on rows that it never saw (nested.go).

package fit

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"

	"dure/ml"
	"dure/ml/tune"
)

// Nets says how a network is tuned on a table.
type Nets struct {
	Task    ml.Task
	Folds   int          // of the cross-validation, default 5
	Trials  int          // default 100
	Sampler tune.Sampler // default [tune.Alternate]
	Pruner  tune.Pruner  // default none; it sees the smoothed loss of each fold, the same folds for all trials
	Workers int          // networks trained at a time, default 1; the result does not depend on it
	Seed    uint64
	Clock   func() time.Time // for the time that trials take; default none
	Outer   int              // outer folds of the nested cross-validation, default 5; below 0 none, which leaves what is tuned without a score on unseen rows

	// Study, which may be nil, opens where the trials of a search are kept, by its name: [NetStudy] for the one on all rows, others for those
	// within outer folds. A tuning that was interrupted then goes on with the trials that there are.
	Study func(ctx context.Context, name string) (tune.Store, error)
}

// Tuned is what tuning found. Its net is trained on all rows with the settings of the best trial; the score of that net, as of the mean and of
// a line, is of rows that they did not see, each outer fold being predicted by what was tuned and trained without it.
type Tuned struct {
	TrainedNet
	Best   tune.Record   // the one of those below with the lowest value
	Trials []tune.Record // their value is the smoothed score by cross-validation, which the search made small
	Low    float64       // ends of the 95 % interval of Score
	High   float64
	Outer  int // outer folds that were done; below 0 where none were asked for
	Took   struct{ Search, Training, Nested time.Duration }
}

// Nested says whether the net has a score on rows that the tuning did not see.
func (t Tuned) Nested() bool { return t.Unseen > 0 }

// Tune searches for the settings of a network with the lowest score on d: the mean log loss in
// nats, or the root mean squared error of a regression. It tells report, which may be nil and is
// called by one goroutine at a time, what share of the work is done. When ctx ends it returns what
// there is, if any trial is complete, beside context.Cause(ctx).
func (n Nets) Tune(ctx context.Context, d ml.Data, report func(share float64)) (out Tuned, err error) {
	n = n.withDefaults()
	if err := d.Check(n.Task); err != nil {
		return out, err
	}
	p := &trialCounter{report: report, total: n.Trials * (1 + max(0, n.Outer))}
	began := n.Clock()
	lap := func(into *time.Duration) {
		now := n.Clock()
		*into, began = now.Sub(began), now
	}
	out.Trials, out.Best, err = n.search(ctx, NetStudy, d, n.Workers, p)
	if lap(&out.Took.Search); err != nil {
		return out, err
	}
	err = n.train(ctx, d, &out)
	if lap(&out.Took.Training); err != nil {
		return out, err
	}
	err = n.nested(ctx, d, p, &out)
	lap(&out.Took.Nested)
	return out, err
}

func (n Nets) withDefaults() Nets {
	n.Task = cmp.Or(n.Task, ml.Regression)
	n.Sampler = cmp.Or[tune.Sampler](n.Sampler, tune.Alternate{})
	n.Folds, n.Outer = cmp.Or(n.Folds, 5), cmp.Or(n.Outer, 5)
	n.Trials, n.Workers = cmp.Or(n.Trials, 100), cmp.Or(n.Workers, 1)
	if n.Clock == nil {
		n.Clock = func() time.Time { return time.Time{} }
	}
	if n.Study == nil {
		n.Study = func(context.Context, string) (tune.Store, error) { return &tune.Memory{}, nil }
	}
	return n
}

// train trains the net that is given out.
func (n Nets) train(ctx context.Context, d ml.Data, out *Tuned) (err error) {
	h := ByHand{Net: n.netOf(out.Best, len(d.X))}
	out.Measure, out.Rows, out.Score = h.measure(), len(d.X), out.Best.Value
	if out.Network, err = h.Net.Train(ctx, d, func(e ml.Epoch) {
		out.Curve = append(out.Curve, CurvePoint{Number: e.Number, Loss: e.Loss})
	}); err != nil {
		return err
	}
	diagnosis, err := out.Network.Diagnose(d)
	if err != nil {
		return err
	}
	out.Findings = append(diagnosis.Findings, ml.Troubles(out.Network.History())...)
	return nil
}

// line is the simple model that a net has to beat.
func (n Nets) line() ml.Model {
	if n.Task == ml.Regression {
		return ml.Ridge{}
	}
	return ml.Logistic{Task: n.Task}
}

// search runs the study of a name, and returns its trials and the best.
func (n Nets) search(ctx context.Context, name string, d ml.Data, workers int, p *trialCounter) (trials []tune.Record, best tune.Record, err error) {
	if _, err := n.folds(d, 0, 0); err != nil {
		return nil, best, err
	}
	store, err := n.Study(ctx, name)
	if err != nil {
		return nil, best, err
	}
	st := &tune.Study{Sampler: n.Sampler, Pruner: n.Pruner, Trials: n.Trials, Store: store, Clock: n.Clock,
		Rand: rand.New(rand.NewPCG(n.Seed, 0)), Report: func(r tune.Record) {
			if r.State.Done() {
				p.step()
			}
		}}
	if trials, err = st.Records(ctx); err != nil {
		return nil, best, err
	}
	for _, r := range trials { // of an earlier call
		if r.State.Done() {
			p.step()
		}
	}
	best, err = st.Minimize(ctx, func(ctx context.Context, t *tune.Trial) (float64, error) {
		net := n.settingsOf(t, len(d.X))
		net.Seed += uint64(t.Number())
		least, err := st.Best(ctx)
		if errors.Is(err, tune.ErrNoTrial) {
			least.Value, err = math.Inf(1), nil
		}
		if err != nil {
			return 0, err
		}
		return n.try(ctx, t, net, d, workers, least.Value)
	})
	trials, unread := st.Records(context.WithoutCancel(ctx))
	return trials, best, errors.Join(err, unread)
}

// maxSplits is on how many splits the best are tried.
const maxSplits = 5

// try is the score of a trial's net: on its first split alone where that is above the least so far, on the mean of up to [maxSplits] where it is not. Each
// begins with other weights, so that luck with the first ones does not count either. With a pruner all trials share one split.
func (n Nets) try(ctx context.Context, t *tune.Trial, net ml.Net, d ml.Data, workers int, least float64) (float64, error) {
	var sum float64
	for split := range maxSplits {
		c, err := n.tryOnFolds(ctx, t, net, d, split, workers)
		if err != nil {
			return 0, err
		}
		sum += mean(c.smoothed)
		if score := n.inTargetUnits(sum / float64(split+1)); n.Pruner != nil || score > least || split+1 == maxSplits {
			return score, nil
		}
		net.Seed++
	}
	return 0, nil // not reached
}

// folds splits d for a trial. Each trial has splits of its own (reshuffled resampling): Nagler,
// Schneider, Bischl and Feurer (2024), arXiv:2405.15393. A pruner compares trials fold by fold, so
// that with one they share a split.
func (n Nets) folds(d ml.Data, trial, split int) ([]ml.Fold, error) {
	if n.Pruner != nil {
		trial = 0
	}
	return ml.Split{Folds: n.Folds, Task: n.Task, Seed: n.Seed + 1000*uint64(trial) + 100*uint64(split)}.Of(d)
}

// tryOnFolds trains the trial's network on each fold of a split.
func (n Nets) tryOnFolds(ctx context.Context, t *tune.Trial, net ml.Net, d ml.Data, split, workers int) (*rowLosses, error) {
	c := newRowLosses(n.Task, d)
	folds, err := n.folds(d, t.Number(), split)
	if err != nil {
		return nil, err
	}
	if n.Pruner == nil {
		g, ctx := errgroup.WithContext(ctx)
		g.SetLimit(workers)
		for _, f := range folds {
			g.Go(func() error { return n.fold(ctx, net, d, f, c) })
		}
		return c, g.Wait()
	}
	for k, f := range folds { // in turn, so that the pruner may end the trial
		if err := n.fold(ctx, net, d, f, c); err != nil {
			return nil, err
		}
		part := make([]float64, len(f.Test))
		for i, r := range f.Test {
			part[i] = c.smoothed[r]
		}
		if t.Report(k+1, n.inTargetUnits(mean(part))); t.ShouldPrune() && k+1 < len(folds) {
			return nil, tune.ErrPruned
		}
	}
	return c, nil
}

// fold fits m on one fold and records on c how it does on the test rows.
func (n Nets) fold(ctx context.Context, m ml.Model, d ml.Data, f ml.Fold, c *rowLosses) error {
	d.K = d.ClassCount(n.Task)
	fitted, err := m.Fit(ctx, d.Pick(f.Train), nil)
	if err != nil {
		return err
	}
	said, err := fitted.Predict(d.Pick(f.Test).X)
	if err != nil {
		return err
	}
	for i, r := range f.Test {
		c.record(n.Task, r, said[i], d.Y[r])
	}
	return nil
}

// NetSpace numbers the settings that [Nets] searches and how it scores them: a study of another
// number cannot be gone on with.
const NetSpace = 3

// settingsOf asks the trial for the settings of a network for that many rows. No hidden layer is
// among them, which is a linear model; epochs are bounded so that a trial on a large table ends.
func (n Nets) settingsOf(t *tune.Trial, rows int) ml.Net {
	net := ml.Net{Task: n.Task, Seed: n.Seed + 1, Optimizer: ml.AdamW, Rate: t.LogFloat("rate", 1e-4, 0.1), Schedule: ml.Schedule{Kind: ml.Cosine}}
	if layers := t.Int("layers", 0, 2); layers > 0 {
		units, activation := t.LogInt("units", 4, 128), ml.Activation(t.Choice("activation", "relu", "elu", "silu", "tanh"))
		drop := t.Float("dropout", 0, 0.6)
		for range layers {
			net.Layers = append(net.Layers, ml.Dense(units, activation), ml.Dropout(drop))
		}
	}
	net.L2 = t.LogFloat("decay", 1e-4, 3)
	net.Epochs = t.LogInt("epochs", 10, max(20, min(200, 300_000/max(rows, 1))))
	net.Batch = t.LogInt("batch", 16, 128)
	if t.Choice("inputs", "standard", "drawn in") == "drawn in" {
		net.Clip = 3
	}
	return net
}

// netOf returns the network of a finished trial for that many rows.
func (n Nets) netOf(r tune.Record, rows int) ml.Net {
	var net ml.Net
	if t, err := fixedTrial(context.Background(), r); err == nil {
		net = n.settingsOf(t, rows)
	}
	net.Seed += uint64(r.Number)
	return net
}

// inTargetUnits turns a mean loss into a score: of a regression its root, in units of the target.
func (n Nets) inTargetUnits(v float64) float64 {
	if n.Task == ml.Regression {
		return math.Sqrt(max(v, 0))
	}
	return v
}
