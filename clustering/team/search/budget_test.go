package search

import (
	"context"
	"math"
	"testing"
	"time"
)

func TestShareOfTheBudget(t *testing.T) {
	start := time.Unix(1000, 0)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	clock := func() time.Time { return start.Add(3 * time.Second) }
	for _, c := range []struct {
		name   string
		budget Budget
		moves  int64
		want   float64
	}{
		{"no end", Budget{}, 1 << 50, 0},
		{"moves", Budget{Moves: 1000}, 250, 0.25},
		{"time", Budget{Now: clock, Start: start, Time: 10 * time.Second}, 250, 0.3},
		{"moves before time", Budget{Moves: 500, Now: clock, Start: start, Time: 10 * time.Second}, 250, 0.5},
		{"time before moves", Budget{Moves: 5000, Now: clock, Start: start, Time: 10 * time.Second}, 250, 0.3},
		{"over", Budget{Moves: 100}, 250, 2.5},
		{"cancelled", Budget{Context: cancelled, Moves: 1000}, 1, math.Inf(1)},
	} {
		if c.budget.Context == nil {
			c.budget.Context = t.Context()
		}
		if got := c.budget.share(c.moves); got != c.want {
			t.Errorf("%s: after %d moves the share is %v, want %v", c.name, c.moves, got, c.want)
		}
	}
}
