// Nested cross-validation of a whole search: settings are searched anew inside each outer fold and what
// comes of it is scored on the rows outside, which is the score that can be promised; Varma and Simon
// (2006), BMC Bioinformatics 7:91; Cawley and Talbot (2010), JMLR 11. Three results of each search are
// scored: the student net that is given out, the ensemble that taught it, and the best net alone.

package fit

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"dure/ml"
)

// outerLosses are those of rows predicted by what was tuned without them.
type outerLosses struct{ net, ensemble, best, mean, line *rowLosses }

// nested tunes anew inside each of the outer folds and writes to out the scores on the rows
// outside, with the 95 % interval of the net's by the spread over rows, or over groups where there
// are some; no score is below 0.
func (n Nets) nested(ctx context.Context, d ml.Data, p *trialCounter, out *Tuned) error {
	outer, err := ml.Split{Folds: n.Outer, Task: n.Task, Seed: n.Seed + 1}.Of(d)
	if err != nil {
		return err
	}
	o := outerLosses{newRowLosses(n.Task, d), newRowLosses(n.Task, d), newRowLosses(n.Task, d), newRowLosses(n.Task, d), newRowLosses(n.Task, d)}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(n.Workers)
	for _, f := range outer {
		g.Go(func() error { return n.outerFold(ctx, d, f, o, p) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	mean, se := clusteredSE(o.net.loss, d.Group)
	out.Nested, out.Low, out.High = n.inTargetUnits(mean), n.inTargetUnits(max(0, mean-1.96*se)), n.inTargetUnits(mean+1.96*se)
	out.OverMean, out.OverLinear = gapOf(o.mean.loss, o.net.loss, d.Group), gapOf(o.line.loss, o.net.loss, d.Group)
	mean, _ = clusteredSE(o.ensemble.loss, d.Group)
	out.EnsembleScore = n.inTargetUnits(mean)
	mean, _ = clusteredSE(o.best.loss, d.Group)
	out.BestScore = n.inTargetUnits(mean)
	return nil
}

// outerFold tunes on the training rows of f and records how its nets do on the test rows.
func (n Nets) outerFold(ctx context.Context, d ml.Data, f ml.Fold, o outerLosses, p *trialCounter) error {
	inside := d.Pick(f.Train)
	inside.K = d.ClassCount(n.Task)
	for c, m := range map[*rowLosses]ml.Model{o.mean: ml.Mean{Task: n.Task}, o.line: n.line()} {
		if err := n.fold(ctx, m, d, f, c); err != nil {
			return err
		}
	}
	trials, losses, err := n.search(ctx, inside, 1, nil, p)
	if err != nil {
		return err
	}
	_, best, err := scored(trials)
	if err != nil {
		return err
	}
	ensemble := n.ensemble(trials, losses, inside)
	teacher, err := ensemble.fit(ctx, inside)
	if err := n.predictOuter(ctx, teacher, err, d, f, o.ensemble); err != nil {
		return err
	}
	var net ml.Predictor
	if err == nil {
		net, err = ensemble.distil(ctx, teacher, inside)
	}
	if err := n.predictOuter(ctx, net, err, d, f, o.net); err != nil {
		return err
	}
	net, err = n.netOf(best, len(inside.X)).Fit(ctx, inside, nil)
	return n.predictOuter(ctx, net, err, d, f, o.best)
}

// predictOuter records on c how a predictor does on the test rows of f. A net may diverge on all
// rows inside, though it did on no part of them: then the mean predicts. err is that of its fit.
func (n Nets) predictOuter(ctx context.Context, p ml.Predictor, err error, d ml.Data, f ml.Fold, c *rowLosses) error {
	if err == nil {
		err = n.predictFold(p, d, f, c)
	}
	if errors.Is(err, ml.ErrDiverged) || errors.Is(err, ml.ErrOverflow) {
		return n.fold(ctx, ml.Mean{Task: n.Task}, d, f, c)
	}
	return err
}

// A trialCounter counts trials and reports their share.
type trialCounter struct {
	mu          sync.Mutex
	report      func(float64)
	done, total int
}

// step counts one more trial. Studies run side by side, so that it locks.
func (m *trialCounter) step() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done++
	if m.report != nil {
		m.report(min(1, float64(m.done)/float64(m.total)))
	}
}
