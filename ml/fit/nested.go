package fit

import (
	"context"
	"math"
	"sync"

	"golang.org/x/sync/errgroup"

	"dure/ml"
)

// nested tunes anew inside each of the outer folds and returns the score of the best nets together, or of the best alone, on the rows outside, with
// its 95 % interval by the spread over rows, or over groups where there are some; no score is below 0.
func (n Nets) nested(ctx context.Context, d ml.Data, p *meter) (value, low, high float64, err error) {
	outer, err := ml.Split{Folds: n.Outer, Task: n.Task, Seed: n.Seed + 1}.Of(d)
	if err != nil {
		return 0, 0, 0, err
	}
	c := newCard(d)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(n.Workers)
	for _, f := range outer {
		g.Go(func() error { return n.outerFold(ctx, d, f, c, p) })
	}
	if err := g.Wait(); err != nil {
		return 0, 0, 0, err
	}
	mean, se := spread(c.loss, d.Group)
	return n.unit(mean), n.unit(max(0, mean-1.96*se)), n.unit(mean + 1.96*se), nil
}

// outerFold tunes on the training rows of f and notes on c how the best nets do on its test rows.
func (n Nets) outerFold(ctx context.Context, d ml.Data, f ml.Fold, c *card, p *meter) error {
	d.K = classes(d, n.Task)
	inside := d.Pick(f.Train)
	cards := map[int]*card{}
	trials, err := n.search(ctx, inside, 1, nil, p, func(trial int, c *card) { cards[trial] = c })
	if err != nil {
		return err
	}
	if n.Alone {
		best, err := scored(trials)
		if err != nil {
			return err
		}
		return n.fold(ctx, []ml.Net{n.again(best, len(inside.X))}, []float64{1}, d, f, c)
	}
	var nets []ml.Net
	var weight []float64
	for i, w := range committee(n.Task, trials, cards, inside.Group) {
		if w > 0 {
			net := n.again(trials[i], len(inside.X))
			net.Seed += uint64(i)
			nets, weight = append(nets, net), append(weight, w)
		}
	}
	return n.fold(ctx, nets, weight, d, f, c)
}

// classes returns the number of classes of d.
func classes(d ml.Data, task ml.Task) int {
	if task == ml.Regression || d.K > 0 || d.Classes != nil {
		return d.K
	}
	k := 0
	for _, y := range d.Y {
		k = max(k, int(y)+1)
	}
	return max(k, 2)
}

// spread returns the mean of x and its standard error; rows of a group count as one draw.
func spread(x []float64, group []int) (mean, se float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	sum := map[int]float64{}
	for i, v := range x {
		g := i
		if group != nil {
			g = group[i]
		}
		sum[g] += v - mean
	}
	if len(sum) < 2 {
		return mean, 0
	}
	var square float64
	for i := range x { // in the order of rows, for sums of floats depend on it
		g := i
		if group != nil {
			g = group[i]
		}
		square += sum[g] * sum[g]
		sum[g] = 0
	}
	m := float64(len(sum))
	return mean, math.Sqrt(square*m/(m-1)) / n
}

// A meter counts trials.
type meter struct {
	mu          sync.Mutex
	report      func(float64)
	done, total int
}

func (m *meter) step() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done++
	if m.report != nil {
		m.report(min(1, float64(m.done)/float64(m.total)))
	}
}
