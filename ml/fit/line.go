package fit

import (
	"context"
	"errors"
	"math"

	"dure/ml"
)

// A line is the simple model that a net has to beat: ridge or logistic regression. Its L2 is chosen
// as a net's settings are, of the powers of ten from 1000 to 0.0001, by the loss of rows outside five
// folds of those that it learns from, classes being doubted as those of the best nets are. On iris,
// wine, penguins, thyroid and crabs (4 seeds of 3 folds, scikit-learn's logistic regression) it then
// has a log loss of 0.098, 0.066, 0.021, 0.071 and 0.104; with an L2 of 1 it had 0.164, 0.075, 0.056,
// 0.141 and 0.497, and was easily beaten.
type line struct{ Nets }

// lineRows is how many rows choose the L2, evenly taken: more want the same, and take longer.
const lineRows = 2000

// Fit implements [ml.Model].
func (l line) Fit(ctx context.Context, d ml.Data, _ func(ml.Epoch)) (ml.Predictor, error) {
	best, err := l.chosen(ctx, d)
	if err != nil {
		return nil, err
	}
	return best.Fit(ctx, d, nil)
}

// chosen is the model with the best L2, with 1 where rows are too few to tell.
func (l line) chosen(ctx context.Context, d ml.Data) (ml.Model, error) {
	n := min(len(d.X), lineRows)
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i * len(d.X) / n
	}
	k := d.ClassCount(l.Task)
	d = d.Pick(rows)
	d.K = k
	folds, err := l.folds(d, 0, 0)
	if errors.Is(err, ml.ErrTooFew) {
		return l.with(1), nil
	}
	if err != nil {
		return nil, err
	}
	best, least := l.with(1), math.Inf(1)
	for power := 3; power >= -4; power-- {
		m, c := l.with(math.Pow10(power)), newRowLosses(l.Task, d)
		c.smoothing *= finalSmoothing
		err := l.eachFold(ctx, m, d, folds, 1, c)
		if err != nil && !diverged(err) {
			return nil, err
		}
		if v := mean(c.smoothed); err == nil && v < least {
			best, least = m, v
		}
	}
	return best, nil
}

func (l line) with(l2 float64) ml.Model {
	if l.Task == ml.Regression {
		return ml.Ridge{L2: l2}
	}
	return ml.Logistic{Task: l.Task, L2: l2}
}
