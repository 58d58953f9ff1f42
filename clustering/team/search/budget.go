package search

import (
	"context"
	"math"
	"time"
)

// A Budget says when a search ends: after Moves tried changes, which makes it repeatable, after Time by the clock Now, counted from
// Start, or when Context, which must be set, ends, whichever comes first. Zero fields set no end.
type Budget struct {
	Context context.Context
	Now     func() time.Time
	Start   time.Time
	Time    time.Duration
	Moves   int64
}

// share is how much of the budget is gone after so many moves; 1 and above is the end. The annealing schedule is in terms of it, so
// that one schedule serves moves and time.
func (b Budget) share(moves int64) float64 {
	if b.Context.Err() != nil {
		return math.Inf(1)
	}
	s := 0.0
	if b.Moves > 0 {
		s = float64(moves) / float64(b.Moves)
	}
	if b.Now != nil && b.Time > 0 {
		s = max(s, float64(b.Now().Sub(b.Start))/float64(b.Time))
	}
	return s
}
