// The default sampler chooses by what the trials show. A Gaussian process finds an optimum in the
// fewest trials where scores are smooth; TPE copes with noise, many trials and conditional
// settings; a Sobol sequence begins. The limits were tried on the functions of testdata/quality (10
// seeds, medians after 100 trials): with a noise limit of 0.05 in place of 0.2 the process gives up
// too soon, and levy5 ends at 0.78 in place of 0.18; without a limit rastrigin5 ends at 21 in place
// of 19 and michalewicz5, of which nothing was chosen by, at -2.9 in place of -3.3. Leaving a
// stalled process alone makes little difference there.

package tune

import (
	"math"
	"math/rand/v2"
)

// Auto chooses by what is to be searched: [Sobol] at first, then [GP] while there are at most
// 300 trials, then [TPE] over settings that occur together. Where the
// process takes much of the scores' variance for noise, nine of ten trials are TPE's, each setting
// on its own with narrow kernels; where it no longer finds anything better, two of three.
type Auto struct{}

// Joint implements [Sampler].
func (a Auto) Joint(h *History, number int, rng *rand.Rand) map[string]float64 {
	switch {
	case len(h.scored) > 300:
		return TPE{Group: true}.Joint(h, number, rng)
	case h.noisy():
		if number%10 != 0 {
			return nil
		}
	case h.stalled():
		switch number % 3 {
		case 1:
			return TPE{Group: true}.Joint(h, number, rng)
		case 2:
			return nil
		}
	}
	return GP{}.Joint(h, number, rng)
}

// Single implements [Sampler].
func (a Auto) Single(h *History, p Param, number int, rng *rand.Rand) float64 {
	if len(h.scored) < 10 {
		return Sobol{}.Single(h, p, number, rng)
	}
	return TPE{Univariate: true, narrowSingle: true}.Single(h, p, number, rng)
}

// noisy tells whether the last model took a good part of the scores' variance for noise.
func (h *History) noisy() bool {
	z := h.gp
	return z != nil && len(h.scored) >= 20 && z.noiseSD() > noiseLimit
}

// stallTrials and stallGain are what a search has to gain in how many trials, as a share of what
// the best is better than the median, for it not to have stalled.
const (
	stallTrials = 15
	stallGain   = 1e-3
)

// stalled tells whether the last trials improved the best value by next to nothing.
func (h *History) stalled() bool {
	n := len(h.scored)
	if n < 2*stallTrials {
		return false
	}
	was := math.Inf(1)
	for _, p := range h.scored[:n-stallTrials] {
		if p.State == Complete {
			was = min(was, p.loss)
		}
	}
	now := h.ranked[0].loss
	return was-now <= stallGain*(h.ranked[n/2].loss-now)
}

// noiseLimit is the standard deviation of the noise, of scores with standard deviation 1.
const noiseLimit = 0.2
