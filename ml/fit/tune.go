// Package fit learns from tables which settings and models predict best.
//
// [Nets] tunes a network on a table and tells honestly how well it does: beside the score that
// the search saw stands one from rows that the search never saw.
package fit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
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
	Sampler tune.Sampler // default tune.Auto
	Pruner  tune.Pruner  // default none; it sees the score of each fold
	Workers int          // networks trained at a time, default 1; the result does not depend on it
	Seed    uint64
	Store   tune.Store       // of the final study; default memory
	Clock   func() time.Time // for the time that trials take; default none
	Outer   int              // folds that are tuned anew to tell the honest score, default 5
}

// Tuned is what tuning found.
type Tuned struct {
	Best     tune.Record
	Trials   []tune.Record // of the final study
	Nested   float64       // score of the ten best nets together, their predictions' mean, on rows that the tuning did not see
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
	folds, err := ml.Split{Folds: n.Folds, Task: n.Task, Seed: n.Seed}.Of(d)
	if err != nil {
		return Tuned{}, err
	}
	var out Tuned
	if out.Best, out.Trials, err = n.search(ctx, d, folds, n.Workers, n.Store, p); err != nil {
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
	losses := make([]float64, len(d.Y))
	for i := range losses {
		losses[i] = n.loss(p[i], d.Y[i])
	}
	return n.mean(losses), nil
}

// search runs one study.
func (n Nets) search(ctx context.Context, d ml.Data, folds []ml.Fold, workers int, store tune.Store, p *meter) (tune.Record, []tune.Record, error) {
	st := &tune.Study{Sampler: n.Sampler, Pruner: n.Pruner, Trials: n.Trials, Store: store, Clock: n.Clock,
		Rand: rand.New(rand.NewPCG(n.Seed, 0)), Report: func(r tune.Record) {
			if r.State.Done() {
				p.step()
			}
		}}
	best, err := st.Minimize(ctx, func(ctx context.Context, t *tune.Trial) (float64, error) {
		return n.try(ctx, t, d, folds, workers)
	})
	if err != nil {
		return best, nil, err
	}
	records, err := st.Records(ctx)
	return best, records, err
}

// try trains a network with the trial's settings on each fold.
func (n Nets) try(ctx context.Context, t *tune.Trial, d ml.Data, folds []ml.Fold, workers int) (float64, error) {
	net := n.net(t, len(d.X))
	losses := make([]float64, len(d.X))
	if n.Pruner != nil {
		return n.tryInTurn(ctx, t, net, d, folds, losses)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for _, f := range folds {
		g.Go(func() error { return n.fold(ctx, []ml.Net{net}, d, f, losses) })
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	return n.mean(losses), nil
}

// tryInTurn reports each fold's score, so that the pruner may end the trial.
func (n Nets) tryInTurn(ctx context.Context, t *tune.Trial, net ml.Net, d ml.Data, folds []ml.Fold, losses []float64) (float64, error) {
	for k, f := range folds {
		if err := n.fold(ctx, []ml.Net{net}, d, f, losses); err != nil {
			return 0, err
		}
		part := make([]float64, len(f.Test))
		for i, r := range f.Test {
			part[i] = losses[r]
		}
		if t.Report(k+1, n.mean(part)); t.ShouldPrune() && k+1 < len(folds) {
			return 0, tune.ErrPruned
		}
	}
	return n.mean(losses), nil
}

// fold trains networks on one fold and puts the loss of their mean prediction for each test row into losses. Those that
// diverge are left out, unless all do.
func (n Nets) fold(ctx context.Context, nets []ml.Net, d ml.Data, f ml.Fold, losses []float64) error {
	d.K = classes(d, n.Task)
	train, test := d.Pick(f.Train), d.Pick(f.Test)
	var all [][][]float64
	var diverged error
	for _, net := range nets {
		network, err := net.Train(ctx, train, nil)
		if errors.Is(err, ml.ErrDiverged) {
			diverged = err
			continue
		}
		if err != nil {
			return err
		}
		p, err := network.Predict(test.X)
		if err != nil {
			return err
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		return diverged
	}
	for i, r := range f.Test {
		losses[r] = n.loss(meanRow(all, i), d.Y[r])
	}
	return nil
}

// meanRow returns the mean of the predictions for row i.
func meanRow(all [][][]float64, i int) []float64 {
	out := make([]float64, len(all[0][i]))
	for _, p := range all {
		for k, v := range p[i] {
			out[k] += v / float64(len(all))
		}
	}
	return out
}

// net asks the trial for the settings of a network for that many rows.
func (n Nets) net(t *tune.Trial, rows int) ml.Net {
	epochs := max(20, min(150, 300_000/max(rows, 1)))
	net := ml.Net{Task: n.Task, Seed: n.Seed + 1, Rate: t.LogFloat("rate", 1e-4, 0.1)}
	if layers := t.Int("layers", 0, 2); layers > 0 {
		units, activation := t.LogInt("units", 4, 128), ml.Activation(t.Choice("activation", "relu", "tanh", "silu"))
		drop := t.Float("dropout", 0, 0.5)
		for range layers {
			net.Layers = append(net.Layers, ml.Dense(units, activation), ml.Dropout(drop))
		}
	}
	net.L2 = t.LogFloat("l2", 1e-6, 1)
	net.Epochs = t.LogInt("epochs", 10, epochs)
	net.Batch, _ = strconv.Atoi(t.Choice("batch", "16", "32", "64", "128"))
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

// loss returns the loss of one row: -ln p, or the squared error.
func (n Nets) loss(p []float64, y float64) float64 {
	if n.Task == ml.Regression {
		return (p[0] - y) * (p[0] - y)
	}
	return ml.LogLoss([][]float64{p}, []float64{y})
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
