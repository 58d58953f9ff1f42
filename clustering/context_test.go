package clustering

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"gonum.org/v1/gonum/mat"
)

// A looks counts how often it is asked whether it is done, which it is from one of them on.
type looks struct {
	context.Context
	asked  atomic.Int64
	doneAt int64
}

func (l *looks) Err() error {
	if l.asked.Add(1) >= l.doneAt {
		return context.Canceled
	}
	return nil
}

// Whatever takes long looks at its context again and again, ends soon once that is done, says so, and leaves no goroutine.
func TestLongWorkEndsWithItsContext(t *testing.T) {
	matrix, means := maxMatrixClusters, maxChainMeans
	defer func() { maxMatrixClusters, maxChainMeans = matrix, means }()
	rng := func() *rand.Rand { return rand.New(rand.NewPCG(1, 0)) }
	few, wide, many := drawn(300, 3, 4, 1), drawn(600, 40, 4, 1), drawn(2000, 3, 4, 1)
	p, err := newPoints(few)
	if err != nil {
		t.Fatal(err)
	}
	dist := distances(t.Context(), p)
	parts, err := KMeans{Quick: true}.Sweep(t.Context(), few, 5)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := Linkage{}.Fit(t.Context(), many)
	if err != nil {
		t.Fatal(err)
	}
	link := func(m Method, x *mat.Dense, most int) func(context.Context) error {
		return func(ctx context.Context) error {
			maxMatrixClusters, maxChainMeans = most, most
			_, err := Linkage{Method: m}.Fit(ctx, x)
			return err
		}
	}
	for what, work := range map[string]struct {
		do    func(context.Context) error
		least int64 // looks, where nothing ends it
	}{
		"k-means":            {func(ctx context.Context) error { _, err := KMeans{K: 8}.Fit(ctx, wide); return err }, 200},
		"quick k-means":      {func(ctx context.Context) error { _, err := KMeans{K: 8, Quick: true}.Fit(ctx, many); return err }, 50},
		"a sweep":            {func(ctx context.Context) error { _, err := KMeans{}.Sweep(ctx, few, 6); return err }, 500},
		"Ward by means":      {link(Ward, few, 3000), 250},
		"Ward by a matrix":   {link(Ward, wide, 3000), 500},
		"Ward in rounds":     {link(Ward, many, 500), 500},
		"average, a matrix":  {link(Average, wide, 3000), 500},
		"average in rounds":  {link(Average, many, 500), 500},
		"single":             {link(Single, many, 3000), 1500},
		"median":             {link(Median, few, 3000), 250},
		"micro-clusters":     {func(ctx context.Context) error { _, err := Linkage{Micro: 200}.Fit(ctx, many); return err }, 190},
		"cophenetic":         {func(ctx context.Context) error { _, err := tree.Cophenetic(ctx, many); return err }, 100},
		"a silhouette":       {func(ctx context.Context) error { _, _, err := Silhouette(ctx, many, tree.Cut(4)); return err }, 100},
		"silhouettes of few": {func(ctx context.Context) error { _, err := MeanSilhouettes(ctx, few, parts); return err }, 10},
		"a verdict":          {func(ctx context.Context) error { _, err := Assess(ctx, few, nil, parts, rng()); return err }, 200},
		"k-medoids":          {func(ctx context.Context) error { _, err := Medoids{K: 4}.Fit(ctx, dist, 300); return err }, 300},
		"Gower's distances": {func(ctx context.Context) error {
			_, err := Gower(ctx, few, []Question{{Columns: []int{0}}})
			return err
		}, 200},
	} {
		all := &looks{Context: t.Context(), doneAt: 1 << 40}
		if err := work.do(all); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		total := all.asked.Load()
		if total < work.least {
			t.Errorf("%s looks %d times whether anybody waits, want at least %d", what, total, work.least)
		}
		for _, at := range []int64{1, total / 4, total / 2, total * 3 / 4, total} {
			synctest.Test(t, func(t *testing.T) {
				l := &looks{Context: t.Context(), doneAt: at}
				if err := work.do(l); !errors.Is(err, context.Canceled) {
					t.Errorf("%s, for which nobody waits from look %d of %d on, ends with %v", what, at, total, err)
				}
				if more := l.asked.Load() - at; more > 150 {
					t.Errorf("%s looks %d times more once nobody waits, from look %d of %d on", what, more, at, total)
				}
			})
		}
	}
}
