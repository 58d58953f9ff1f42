// Package fit learns from tables which settings and models predict best.
//
// [Nets] tunes a network on a table and tells honestly how well it does: beside the score that
// the search saw stands one from rows that the search never saw.
package fit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	Pruner  tune.Pruner  // default none; it sees what the search goes by in each fold, the same folds for all trials
	Workers int          // networks trained at a time, default 1; the result does not depend on it
	Seed    uint64
	Store   tune.Store       // of the final study; default memory
	Clock   func() time.Time // for the time that trials take; default none
	Outer   int              // folds that are tuned anew to tell the honest score, default 5
	Alone   bool             // the honest score is of the best trial's net, as searches usually have it, not of several together
}

// Tuned is what tuning found.
type Tuned struct {
	Best     tune.Record   // of those below with the lowest score
	Trials   []tune.Record // of the final study; their value is the score
	Nested   float64       // score of the best nets together, as [committee] weighs them, or of the best alone, on rows that the tuning did not see
	Low      float64       // ends of its 95 % interval
	High     float64
	Mean     float64 // score of [ml.Mean] on the same folds as the trials
	Linear   float64 // and of [ml.Ridge] or [ml.Logistic]
	Settings ml.Net  // of the best trial
}

// Tune searches for the settings of a network with the lowest score on d: the mean log loss in
// nats, or the root mean squared error of a regression. It tells report, which may be nil and is
// called by one goroutine at a time, what share of the work is done.
func (n Nets) Tune(ctx context.Context, d ml.Data, report func(share float64)) (Tuned, error) {
	n = n.filled()
	if err := d.Check(n.Task); err != nil {
		return Tuned{}, err
	}
	p := &meter{report: report, total: n.Trials * (1 + n.Outer)}
	out, err := n.final(ctx, d, p)
	if err != nil {
		return out, err
	}
	if out.Nested, out.Low, out.High, err = n.nested(ctx, d, p); err != nil {
		return out, fmt.Errorf("nested cross-validation: %w", err)
	}
	return out, nil
}

func (n Nets) filled() Nets {
	if n.Task == "" {
		n.Task = ml.Regression
	}
	if n.Sampler == nil {
		n.Sampler = tune.Alternate{}
	}
	for _, v := range []struct {
		at    *int
		value int
	}{{&n.Folds, 5}, {&n.Trials, 100}, {&n.Workers, 1}, {&n.Outer, 5}} {
		if *v.at == 0 {
			*v.at = v.value
		}
	}
	return n
}

// final tunes on all rows and scores the baselines.
func (n Nets) final(ctx context.Context, d ml.Data, p *meter) (Tuned, error) {
	folds, err := n.folds(d, 0)
	if err != nil {
		return Tuned{}, err
	}
	var out Tuned
	if out.Trials, err = n.search(ctx, d, n.Workers, n.Store, p, nil); err != nil {
		return out, err
	}
	if out.Best, err = scored(out.Trials); err != nil {
		return out, err
	}
	out.Settings = n.again(out.Best, len(d.X))
	var linear ml.Model = ml.Logistic{Task: n.Task}
	if n.Task == ml.Regression {
		linear = ml.Ridge{}
	}
	if out.Mean, err = n.score(ctx, ml.Mean{Task: n.Task}, d, folds); err != nil {
		return out, err
	}
	out.Linear, err = n.score(ctx, linear, d, folds)
	return out, err
}

// score returns the cross-validated score of a model.
func (n Nets) score(ctx context.Context, m ml.Model, d ml.Data, folds []ml.Fold) (float64, error) {
	p, err := ml.CrossValidate(ctx, m, d, n.Task, folds, nil)
	if err != nil {
		return 0, err
	}
	c := newCard(d)
	for i := range d.Y {
		c.note(n.Task, i, p[i], d.Y[i])
	}
	return n.mean(c.loss), nil
}

// search runs one study. It gives keep, which may be nil, the card of each complete trial.
func (n Nets) search(ctx context.Context, d ml.Data, workers int, store tune.Store, p *meter, keep func(trial int, c *card)) ([]tune.Record, error) {
	if _, err := n.folds(d, 0); err != nil {
		return nil, err
	}
	st := &tune.Study{Sampler: n.Sampler, Pruner: n.Pruner, Trials: n.Trials, Store: store, Clock: n.Clock,
		Rand: rand.New(rand.NewPCG(n.Seed, 0)), Report: func(r tune.Record) {
			if r.State.Done() {
				p.step()
			}
		}}
	_, err := st.Minimize(ctx, func(ctx context.Context, t *tune.Trial) (float64, error) {
		c, err := n.try(ctx, t, d, workers)
		if err != nil {
			return 0, err
		}
		t.Set(scoreKey, n.mean(c.loss))
		if keep != nil {
			keep(t.Number(), c)
		}
		return n.mean(c.guarded), nil
	})
	if err != nil {
		return nil, err
	}
	return st.Records(ctx)
}

// scoreKey is the user value of a trial that holds its score; its value is what the search goes by.
const scoreKey = "score"

// scored gives the complete trials their score for a value and returns the one with the lowest.
func scored(trials []tune.Record) (tune.Record, error) {
	best := -1
	for i, r := range trials {
		if r.State != tune.Complete {
			continue
		}
		v, ok := r.User[scoreKey].(float64)
		if !ok {
			return tune.Record{}, fmt.Errorf("trial %d has no score", r.Number)
		}
		trials[i].Values = []float64{v}
		if best < 0 || v < trials[best].Value() {
			best = i
		}
	}
	if best < 0 {
		return tune.Record{}, tune.ErrNoTrial
	}
	return trials[best], nil
}

// folds divides d for a trial. Each trial has a division of its own, so that the search cannot fit its settings to one: Nagler,
// Schneider, Bischl and Feurer (2024), arXiv:2405.15393. A pruner compares trials fold by fold, and they share one.
func (n Nets) folds(d ml.Data, trial int) ([]ml.Fold, error) {
	if n.Pruner != nil {
		trial = 0
	}
	return ml.Split{Folds: n.Folds, Task: n.Task, Seed: n.Seed + 1000*uint64(trial)}.Of(d)
}

// try trains a network with the trial's settings on each fold.
func (n Nets) try(ctx context.Context, t *tune.Trial, d ml.Data, workers int) (*card, error) {
	folds, err := n.folds(d, t.Number())
	if err != nil {
		return nil, err
	}
	net, c := n.net(t, len(d.X)), newCard(d)
	net.Seed += uint64(t.Number())
	if n.Pruner != nil {
		return c, n.tryInTurn(ctx, t, net, d, folds, c)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for _, f := range folds {
		g.Go(func() error { return n.fold(ctx, []ml.Net{net}, []float64{1}, d, f, c) })
	}
	return c, g.Wait()
}

// tryInTurn reports each fold's score, so that the pruner may end the trial.
func (n Nets) tryInTurn(ctx context.Context, t *tune.Trial, net ml.Net, d ml.Data, folds []ml.Fold, c *card) error {
	for k, f := range folds {
		if err := n.fold(ctx, []ml.Net{net}, []float64{1}, d, f, c); err != nil {
			return err
		}
		part := make([]float64, len(f.Test))
		for i, r := range f.Test {
			part[i] = c.guarded[r]
		}
		if t.Report(k+1, n.mean(part)); t.ShouldPrune() && k+1 < len(folds) {
			return tune.ErrPruned
		}
	}
	return nil
}

// fold trains networks on one fold and notes on c how well their predictions, weighted, do on its test rows. Those that
// diverge or overflow are left out, unless all do.
func (n Nets) fold(ctx context.Context, nets []ml.Net, weight []float64, d ml.Data, f ml.Fold, c *card) error {
	d.K = classes(d, n.Task)
	train, test := d.Pick(f.Train), d.Pick(f.Test)
	var all [][]float64 // the weighted sum of predictions
	var diverged error
	var sum float64
	for j, net := range nets {
		network, err := net.Train(ctx, train, nil)
		if errors.Is(err, ml.ErrDiverged) {
			diverged = err
			continue
		}
		if err != nil {
			return err
		}
		p, err := network.Predict(test.X)
		if errors.Is(err, ml.ErrOverflow) {
			diverged = err
			continue
		}
		if err != nil {
			return err
		}
		all, sum = add(all, p, weight[j]), sum+weight[j]
	}
	if all == nil {
		return cmp.Or(diverged, errors.New("no net to ask"))
	}
	for i, r := range f.Test {
		for k := range all[i] {
			all[i][k] /= sum
		}
		c.note(n.Task, r, all[i], d.Y[r])
	}
	return nil
}

// add adds p, weighted, to sum, which may be nil.
func add(sum, p [][]float64, weight float64) [][]float64 {
	if sum == nil {
		sum = make([][]float64, len(p))
		for i := range p {
			sum[i] = make([]float64, len(p[i]))
		}
	}
	for i, row := range p {
		for k, v := range row {
			sum[i][k] += weight * v
		}
	}
	return sum
}

// NetSpace numbers the settings that [Nets] searches and how it scores them: a study of another number cannot be gone on with.
const NetSpace = 2

// net asks the trial for the settings of a network for that many rows.
func (n Nets) net(t *tune.Trial, rows int) ml.Net {
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
		net.Reach = 3
	}
	return net
}

// again returns the network that a finished trial tried.
func (n Nets) again(r tune.Record, rows int) ml.Net {
	st := &tune.Study{Sampler: tune.Random{}}
	var net ml.Net
	ctx := context.Background()
	if err := st.Enqueue(ctx, r.Map()); err != nil {
		return net
	}
	if t, err := st.Ask(ctx); err == nil {
		net = n.net(t, rows)
	}
	return net
}

// mean returns the score of rows with these losses.
func (n Nets) mean(losses []float64) float64 {
	var sum float64
	for _, v := range losses {
		sum += v
	}
	return n.unit(sum / float64(len(losses)))
}

func (n Nets) unit(v float64) float64 {
	if n.Task == ml.Regression {
		return math.Sqrt(max(v, 0))
	}
	return v
}
