// The tree-structured Parzen estimator: points are split at a quantile of their scores, a density
// is fitted to the good ones and one to the rest, and of 24 draws from the first the one with the
// largest ratio of densities is taken, which maximises expected improvement; Bergstra et al.
// (2011). It makes no assumption of smoothness, costs little with many trials and handles
// conditional settings, but treats scores by their rank only.

package tune

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// TPE is the tree-structured Parzen estimator: it draws from the density of the best tenth of the
// points, and asks for the draw where that stands highest over the density of the rest. Trials
// still running count among the rest (the constant liar), so several workers spread out; so do
// those that failed, so that it keeps away from where trials fail. The defaults are Optuna 5's, but
// for the least width of a kernel, which becomes less with the trials and not only with the best of
// them: with 200 trials the medians of the test functions are two to thirty times closer to the
// optimum.
type TPE struct {
	Startup    int  // random trials before, default 10
	Univariate bool // each setting on its own
	Group      bool // jointly also what only some trials have: settings that occur together
	Coarse     bool // the least width of Optuna's kernels

	narrowSingle bool // narrow kernels for a setting on its own too; without another sampler beside it a search converges too soon
}

// candidateDraws is how many draws are compared; Optuna's n_ei_candidates.
const candidateDraws = 24

// parzenPair is the two densities and the memory that proposals need.
type parzenPair struct {
	below, above parzen
	good, rest   []*point
	inGood       []bool
	x, best      []float64
}

// Joint implements [Sampler].
func (s TPE) Joint(h *History, number int, rng *rand.Rand) map[string]float64 {
	if len(h.scored) < cmp.Or(s.Startup, 10) {
		return Random{}.Joint(h, number, rng)
	}
	if s.Univariate {
		return nil
	}
	if !s.Group {
		if ids := h.intersection(); len(ids) > 0 {
			return h.named(ids, s.propose(h, ids, rng))
		}
		return nil
	}
	out := map[string]float64{}
	for _, ids := range h.coOccurring() {
		maps.Copy(out, h.named(ids, s.propose(h, ids, rng)))
	}
	return out
}

// Single implements [Sampler].
func (s TPE) Single(h *History, p Param, _ int, rng *rand.Rand) float64 {
	if len(h.scored) < cmp.Or(s.Startup, 10) {
		return rng.Float64()
	}
	return s.propose(h, []int{h.id(p)}, rng)[0]
}

// coOccurring divides the parameters into those that the same trials have.
func (h *History) coOccurring() [][]int {
	var out [][]int
	at := map[uint64]int{}
	for _, i := range h.union() {
		k, ok := at[h.trialSet[i]]
		if !ok {
			k = len(out)
			at[h.trialSet[i]] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}

// propose returns the coordinates of the parameters ids by what is known of them.
func (s TPE) propose(h *History, ids []int, rng *rand.Rand) []float64 {
	if h.parzens == nil {
		h.parzens = &parzenPair{}
	}
	z := h.parzens
	z.split(h, ids)
	z.below.fit(h, ids, z.good, s)
	z.above.fit(h, ids, z.rest, s)
	z.x, z.best = resize(z.x, len(ids)), resize(z.best, len(ids))
	finite := h.finite(ids)
	top := math.Inf(-1)
	for range candidateDraws {
		z.below.draw(z.x, rng)
		ratio := z.below.logDensity(z.x) - z.above.logDensity(z.x)
		if finite && ratio > top && h.wasTried(ids, z.x) {
			ratio = -math.MaxFloat64 // only if there is no other
		}
		if ratio > top {
			top = ratio
			copy(z.best, z.x)
		}
	}
	return z.best
}

// split divides the points that have all parameters into the best tenth, at most 25, and the rest;
// Optuna's default.
func (z *parzenPair) split(h *History, ids []int) {
	all := !slices.ContainsFunc(ids, func(i int) bool { return h.count[i] < len(h.scored) })
	has := func(p *point) bool {
		return !slices.ContainsFunc(ids, func(i int) bool { return math.IsNaN(p.at(i)) })
	}
	n := len(h.scored)
	if !all {
		n = 0
		for _, p := range h.scored {
			if has(p) {
				n++
			}
		}
	}
	most := min((n+9)/10, 25)
	z.inGood = slices.Grow(z.inGood[:0], len(h.points))[:len(h.points)]
	clear(z.inGood)
	z.good, z.rest = z.good[:0], z.rest[:0]
	for _, p := range h.ranked {
		if len(z.good) >= most {
			break
		}
		if all || has(p) {
			z.good = append(z.good, p)
			z.inGood[p.Number] = true
		}
	}
	for _, p := range h.points {
		if !z.inGood[p.Number] && (p.scored && all || (p.scored || p.failed || p.State == Running) && has(p)) {
			z.rest = append(z.rest, p)
		}
	}
}
