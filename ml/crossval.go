package ml

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// CrossValidate fits m to the training part of each fold and returns what it predicts for every
// row of d as a test row; where the split repeats, the mean of its predictions, which is a little
// better than one model's. A row that no fold tests has a nil answer. Folds are fitted side by side on all cores, which changes no answer. It tells
// report, which may be nil, how many folds are done, one call at a time.
func CrossValidate(ctx context.Context, m Model, d Data, task Task, folds []Fold, report func(done int)) ([][]float64, error) {
	out, times := make([][]float64, len(d.X)), make([]float64, len(d.X))
	answers, err := eachFold(ctx, m, d, task, folds, report)
	if err != nil {
		return nil, err
	}
	for f, fold := range folds {
		for j, i := range fold.Test {
			out[i] = blend(out[i], answers[f][j], times[i])
			times[i]++
		}
	}
	return out, nil
}

// eachFold returns what m predicts for the test part of each fold.
func eachFold(ctx context.Context, m Model, d Data, task Task, folds []Fold, report func(done int)) ([][][]float64, error) {
	if err := d.Check(task); err != nil {
		return nil, err
	}
	d.K = d.classes(task)
	answers := make([][][]float64, len(folds))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var mu sync.Mutex
	done := 0
	for f, fold := range folds {
		group.Go(func() error {
			p, err := m.Fit(ctx, d.Pick(fold.Train), nil)
			if err == nil {
				answers[f], err = p.Predict(d.Pick(fold.Test).X)
			}
			if err != nil {
				return fmt.Errorf("fold %d: %w", f+1, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if done++; report != nil {
				report(done)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return answers, nil
}

// blend returns the mean of times earlier answers, of mean old, and one more.
func blend(old, answer []float64, times float64) []float64 {
	if old == nil {
		return slices.Clone(answer)
	}
	for c, v := range answer {
		old[c] += (v - old[c]) / (times + 1)
	}
	return old
}
