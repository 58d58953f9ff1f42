package team

import (
	"context"
	"math"
	"time"
)

// A pace says how much of a budget is used up.
type pace struct {
	ctx    context.Context
	now    func() time.Time
	start  time.Time
	budget time.Duration
	moves  int64
}

// share is how much of the budget is gone after so many moves; 1 and above is the end.
func (p *pace) share(moves int64) float64 {
	if p.ctx.Err() != nil {
		return math.Inf(1)
	}
	s := 0.0
	if p.moves > 0 {
		s = float64(moves) / float64(p.moves)
	}
	if p.now != nil && p.budget > 0 {
		s = max(s, float64(p.now().Sub(p.start))/float64(p.budget))
	}
	return s
}
