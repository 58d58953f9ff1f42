package tune

import (
	"math"
	"math/rand/v2"
)

// Enough ends a study when a further trial is expected to improve the best value by less than
// Noise, by the process of [GP]: what a repetition of the best trial would differ by is no gain.
type Enough struct {
	Noise   float64 // in units of the value
	Startup int     // trials before it may end, default 20
}

// Stop implements [Terminator].
func (t Enough) Stop(h *History) bool {
	if len(h.done) < or(t.Startup, 20) {
		return false
	}
	z := h.surrogate(GP{})
	z.propose(rand.New(rand.NewPCG(h.seed, uint64(len(h.done)))))
	return math.Exp(z.gain)*z.slope < t.Noise
}
