// The search for a network on any table: TPE, a Gaussian process and a Sobol sequence in turn
// propose settings (tune.Alternate), each is scored by cross-validation, the best nets form a
// weighted ensemble, and one net is distilled from it. Each trial has a split of its own, so that
// the search cannot fit its settings to one. What is promised is the score of the whole procedure
// on rows that it never saw (nested.go); the score of the best trial is too good, since it is the
// least of a hundred.

package fit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
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
	Store   tune.Store       // of the final study; default memory
	Clock   func() time.Time // for the time that trials take; default none
	Outer   int              // outer folds of the nested cross-validation, default 5
}

// Tuned is what tuning found.
type Tuned struct {
	Best          tune.Record      // the one of those below with the lowest score
	Trials        []tune.Record    // of the final study; their value is the score
	Settings      ml.Net           // of the best trial
	Ensemble      WeightedEnsemble // the best nets of the final study, by weight; [WeightedEnsemble.Distil] makes one net of them
	Nested        float64          // nested score of the distilled net: on rows that the tuning did not see
	Low           float64          // ends of its 95 % interval
	High          float64
	EnsembleScore float64 // nested score of the ensemble
	BestScore     float64 // nested score of one net with the best trial's settings, which most searches give
	Mean          float64 // score of [ml.Mean] on the same folds as the trials
	Linear        float64 // and of [ml.Ridge] or [ml.Logistic]
	OverMean      Gap     // how much less a row that the tuning did not see costs by the distilled net than by the mean
	OverLinear    Gap     // and than by a line
}

// Tune searches for the settings of a network with the lowest score on d: the mean log loss in
// nats, or the root mean squared error of a regression. It tells report, which may be nil and is
// called by one goroutine at a time, what share of the work is done.
func (n Nets) Tune(ctx context.Context, d ml.Data, report func(share float64)) (Tuned, error) {
	n = n.withDefaults()
	if err := d.Check(n.Task); err != nil {
		return Tuned{}, err
	}
	p := &trialCounter{report: report, total: n.Trials * (1 + n.Outer)}
	out, err := n.final(ctx, d, p)
	if err != nil {
		return out, err
	}
	if err := n.nested(ctx, d, p, &out); err != nil {
		return out, fmt.Errorf("nested cross-validation: %w", err)
	}
	return out, nil
}

func (n Nets) withDefaults() Nets {
	n.Task = cmp.Or(n.Task, ml.Regression)
	n.Sampler = cmp.Or[tune.Sampler](n.Sampler, tune.Alternate{})
	n.Folds, n.Outer = cmp.Or(n.Folds, 5), cmp.Or(n.Outer, 5)
	n.Trials, n.Workers = cmp.Or(n.Trials, 100), cmp.Or(n.Workers, 1)
	return n
}

// final tunes on all rows and scores the baselines.
func (n Nets) final(ctx context.Context, d ml.Data, p *trialCounter) (Tuned, error) {
	var out Tuned
	trials, losses, err := n.search(ctx, d, n.Workers, n.Store, p)
	if err != nil {
		return out, err
	}
	if out.Trials, out.Best, err = scored(trials); err != nil {
		return out, err
	}
	out.Settings, out.Ensemble = n.netOf(out.Best, len(d.X)), n.ensemble(trials, losses, d)
	if out.Mean, err = n.score(ctx, ml.Mean{Task: n.Task}, d); err != nil {
		return out, err
	}
	out.Linear, err = n.score(ctx, n.line(), d)
	return out, err
}

// line is the simple model that a net has to beat.
func (n Nets) line() ml.Model {
	if n.Task == ml.Regression {
		return ml.Ridge{}
	}
	return ml.Logistic{Task: n.Task}
}

// score returns the cross-validated score of a model.
func (n Nets) score(ctx context.Context, m ml.Model, d ml.Data) (float64, error) {
	c := newRowLosses(n.Task, d)
	err := n.eachFold(ctx, m, 0, d, n.Workers, c)
	return n.mean(c.loss), err
}

// search runs one study and returns the losses of each complete trial by its number.
func (n Nets) search(ctx context.Context, d ml.Data, workers int, store tune.Store, p *trialCounter) ([]tune.Record, map[int]*rowLosses, error) {
	if _, err := n.folds(d, 0); err != nil {
		return nil, nil, err
	}
	losses := map[int]*rowLosses{}
	st := &tune.Study{Sampler: n.Sampler, Pruner: n.Pruner, Trials: n.Trials, Store: store, Clock: n.Clock,
		Rand: rand.New(rand.NewPCG(n.Seed, 0)), Report: func(r tune.Record) {
			if r.State.Done() {
				p.step()
			}
		}}
	_, err := st.Minimize(ctx, func(ctx context.Context, t *tune.Trial) (float64, error) {
		net := n.settingsOf(t, len(d.X))
		net.Seed += uint64(t.Number())
		c, err := n.tryOnFolds(ctx, t, net, d, workers)
		if err != nil {
			return 0, err
		}
		t.Set(scoreKey, n.mean(c.loss))
		losses[t.Number()] = c
		return n.mean(c.smoothed), nil
	})
	if err != nil {
		return nil, nil, err
	}
	trials, err := st.Records(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range trials {
		if r.State != tune.Complete || losses[r.Number] != nil {
			continue
		}
		// Of an earlier call: the store keeps the score only.
		c := newRowLosses(n.Task, d)
		err := n.eachFold(ctx, n.netOf(r, len(d.X)), r.Number, d, workers, c)
		if err != nil && !errors.Is(err, ml.ErrDiverged) && !errors.Is(err, ml.ErrOverflow) {
			return nil, nil, err
		}
		if err == nil {
			losses[r.Number] = c
		}
		p.step()
	}
	return trials, losses, nil
}

// scoreKey is the user value of a trial that holds its score; the trial's value is the smoothed
// loss, which is searched.
const scoreKey = "score"

// scored returns the trials with their score for the value of complete ones, and the one with the
// lowest.
func scored(trials []tune.Record) (all []tune.Record, best tune.Record, err error) {
	all = slices.Clone(trials)
	found := false
	for i, r := range all {
		if r.State != tune.Complete {
			continue
		}
		v, ok := r.User[scoreKey].(float64)
		if !ok {
			return nil, best, fmt.Errorf("trial %d has no score", r.Number)
		}
		all[i].Value = v
		if !found || v < best.Value {
			best, found = all[i], true
		}
	}
	if !found {
		return nil, best, tune.ErrNoTrial
	}
	return all, best, nil
}

// folds splits d for a trial. Each trial has a split of its own (reshuffled resampling): Nagler,
// Schneider, Bischl and Feurer (2024), arXiv:2405.15393. A pruner compares trials fold by fold, so
// that with one they share a split.
func (n Nets) folds(d ml.Data, trial int) ([]ml.Fold, error) {
	if n.Pruner != nil {
		trial = 0
	}
	return ml.Split{Folds: n.Folds, Task: n.Task, Seed: n.Seed + 1000*uint64(trial)}.Of(d)
}

// tryOnFolds trains the trial's network on each fold.
func (n Nets) tryOnFolds(ctx context.Context, t *tune.Trial, net ml.Net, d ml.Data, workers int) (*rowLosses, error) {
	c := newRowLosses(n.Task, d)
	if n.Pruner == nil {
		return c, n.eachFold(ctx, net, t.Number(), d, workers, c)
	}
	folds, err := n.folds(d, t.Number())
	if err != nil {
		return nil, err
	}
	for k, f := range folds { // in turn, so that the pruner may end the trial
		if err := n.fold(ctx, net, d, f, c); err != nil {
			return nil, err
		}
		part := make([]float64, len(f.Test))
		for i, r := range f.Test {
			part[i] = c.smoothed[r]
		}
		if t.Report(k+1, n.mean(part)); t.ShouldPrune() && k+1 < len(folds) {
			return nil, tune.ErrPruned
		}
	}
	return c, nil
}

// eachFold fits a model to each of the trial's folds and records how it does on the test rows.
func (n Nets) eachFold(ctx context.Context, m ml.Model, trial int, d ml.Data, workers int, c *rowLosses) error {
	folds, err := n.folds(d, trial)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for _, f := range folds {
		g.Go(func() error { return n.fold(ctx, m, d, f, c) })
	}
	return g.Wait()
}

// fold fits m on one fold and records on c how it does on the test rows.
func (n Nets) fold(ctx context.Context, m ml.Model, d ml.Data, f ml.Fold, c *rowLosses) error {
	d.K = d.ClassCount(n.Task)
	fitted, err := m.Fit(ctx, d.Pick(f.Train), nil)
	if err != nil {
		return err
	}
	return n.predictFold(fitted, d, f, c)
}

// predictFold records on c how m does on the test rows of f.
func (n Nets) predictFold(m ml.Predictor, d ml.Data, f ml.Fold, c *rowLosses) error {
	p, err := m.Predict(d.Pick(f.Test).X)
	if err != nil {
		return err
	}
	for i, r := range f.Test {
		c.record(n.Task, r, p[i], d.Y[r])
	}
	return nil
}

// ensemble returns the nets of a search that have a weight.
func (n Nets) ensemble(trials []tune.Record, losses map[int]*rowLosses, d ml.Data) WeightedEnsemble {
	var out WeightedEnsemble
	for i, w := range ensembleWeights(n.Task, trials, losses, d.Group) {
		if w > 0 {
			out = append(out, WeightedNet{trials[i].Number, n.netOf(trials[i], len(d.X)), w})
		}
	}
	slices.SortStableFunc(out, func(a, b WeightedNet) int { return cmp.Compare(b.Weight, a.Weight) })
	return out
}

// NetSpace numbers the settings that [Nets] searches and how it scores them: a study of another
// number cannot be gone on with.
const NetSpace = 2

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

// mean returns the score of rows with these losses.
func (n Nets) mean(losses []float64) float64 {
	return n.inTargetUnits(mean(losses))
}

// inTargetUnits turns a mean loss into a score: of a regression its root, in units of the target.
func (n Nets) inTargetUnits(v float64) float64 {
	if n.Task == ml.Regression {
		return math.Sqrt(max(v, 0))
	}
	return v
}
