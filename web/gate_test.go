package web

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// However many want to at once, a few work, a few wait, and the others are asked to come again.
func TestHashingWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(2, 5)
		var working, most, done, refused atomic.Int64
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				leave, err := g.enter(t.Context())
				if errors.Is(err, errBusy) {
					refused.Add(1)
					return
				}
				defer leave()
				most.Store(max(most.Load(), working.Add(1)))
				time.Sleep(time.Second)
				working.Add(-1)
				done.Add(1)
			})
		}
		all.Wait()
		if most.Load() != 2 || done.Load() != 7 || refused.Load() != 193 {
			t.Errorf("of 200 at once %d work together, %d in all, and %d are refused; want 2, 7 and 193", most.Load(), done.Load(), refused.Load())
		}
		ctx, stop := context.WithCancel(t.Context())
		leave := make([]func(), 2)
		for i := range leave {
			leave[i], _ = g.enter(ctx)
		}
		go func() { time.Sleep(time.Minute); stop() }()
		if _, err := g.enter(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("who goes away while waiting gets %v, want that it was cancelled", err)
		}
		leave[0]()
		if _, err := g.enter(t.Context()); err != nil {
			t.Errorf("a place that was left is given to nobody: %v", err)
		}
	})
}
