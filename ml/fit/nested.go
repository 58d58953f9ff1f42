// Nested cross-validation of a whole search: settings are searched anew inside each outer fold, a net
// is trained with the best, and scored on the rows outside: the score that can be promised of the net
// that comes of the same on all rows; Varma and Simon (2006), BMC Bioinformatics 7:91; Cawley and
// Talbot (2010), JMLR 11.

package fit

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"dure/ml"
)

// outerLosses are those of rows predicted by what learned without them.
type outerLosses struct{ net, mean, line *rowLosses }

// nested scores the mean and a line on outer folds, and unless that is not asked for the net as it is tuned anew without each of them, with
// the 95 % interval of its score by the spread over rows, or over groups where there are some; no score is below 0.
func (n Nets) nested(ctx context.Context, d ml.Data, p *trialCounter, out *Tuned) error {
	outer, err := ml.Split{Folds: max(2, n.Outer), Task: n.Task, Seed: n.Seed + 1}.Of(d)
	if err != nil {
		return fmt.Errorf("nested cross-validation: %w", err)
	}
	o := outerLosses{newRowLosses(n.Task, d), newRowLosses(n.Task, d), newRowLosses(n.Task, d)}
	for c, m := range map[*rowLosses]ml.Model{o.mean: ml.Mean{Task: n.Task}, o.line: line{n}} {
		if err := n.eachFold(ctx, m, d, outer, n.Workers, c); err != nil {
			return err
		}
	}
	out.Mean, out.Linear = n.inTargetUnits(mean(o.mean.loss)), new(n.inTargetUnits(mean(o.line.loss)))
	if n.Outer < 0 {
		out.Outer = n.Outer
		return nil
	}
	var done sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(n.Workers)
	for k, f := range outer {
		g.Go(func() error {
			err := n.outerFold(ctx, fmt.Sprint("fold ", k+1), d, f, o.net, p)
			if err == nil {
				done.Lock()
				defer done.Unlock()
				out.Outer++
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("nested cross-validation: %w", err)
	}
	mean, se := clusteredSE(o.net.loss, d.Group)
	out.Unseen, out.Score = len(d.X), n.inTargetUnits(mean)
	out.Low, out.High = n.inTargetUnits(max(0, mean-1.96*se)), n.inTargetUnits(mean+1.96*se)
	out.OverMean, out.OverLinear = new(gapOf(o.mean.loss, o.net.loss, d.Group)), new(gapOf(o.line.loss, o.net.loss, d.Group))
	return nil
}

// outerFold tunes on the training rows of f and records on c how the net does on the test rows. A net may diverge on all rows inside, though it
// did on no part of them: then the mean predicts.
func (n Nets) outerFold(ctx context.Context, name string, d ml.Data, f ml.Fold, c *rowLosses, p *trialCounter) error {
	inside := d.Pick(f.Train)
	inside.K = d.ClassCount(n.Task)
	_, best, err := n.search(ctx, name, inside, 1, p)
	if err != nil {
		return err
	}
	net, err := n.calibrated(ctx, inside, best, 1)
	if err != nil {
		return err
	}
	if err = n.fold(ctx, net, d, f, c); diverged(err) {
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
