// Pruners that look at one trial's intermediate values beside those of others at the same step;
// names and meanings are Optuna's. The median rule is that of Golovin et al. (2017), "Google
// Vizier", KDD, section 3.2, with values at the step in place of running averages.

package tune

import (
	"math"
	"slices"
)

// A Pruner tells whether a running trial is hopeless, by the steps it reported, of which r has
// at least one. Calls for one study do not overlap. A step whose value is no number is pruned by
// every pruner.
type Pruner interface {
	Prune(h *History, r Record) bool
}

// Median prunes a trial whose best value so far is worse than the median of what other trials
// had at the same step.
type Median struct{}

// Prune implements [Pruner].
func (Median) Prune(h *History, r Record) bool {
	return Percentile{50}.Prune(h, r)
}

// Percentile is [Median] at another percentile: trials are kept that are among the best Keep
// per cent.
type Percentile struct {
	Keep float64 // 0..100
}

// startupComplete is how many trials end before any is pruned by their steps; Optuna's
// n_startup_trials.
const startupComplete = 5

// Prune implements [Pruner].
func (p Percentile) Prune(h *History, r Record) bool {
	now := last(r)
	if math.IsNaN(now.Value) {
		return true
	}
	var others []float64
	finished := 0
	for _, q := range h.points {
		if q.Number == r.Number || q.State != Complete {
			continue
		}
		finished++
		if v, ok := stepAt(q.Record, now.At); ok && !math.IsNaN(v) {
			others = append(others, v)
		}
	}
	if finished < startupComplete || len(others) == 0 {
		return false
	}
	return bestStep(r) > quantile(others, p.Keep/100)
}

// Patient lets Pruner, which may be nil, prune only where the best of the last Patience steps is
// no better than the best before them.
type Patient struct {
	Pruner   Pruner
	Patience int
}

// Prune implements [Pruner].
func (p Patient) Prune(h *History, r Record) bool {
	if math.IsNaN(last(r).Value) {
		return true
	}
	n := len(r.Steps) - p.Patience - 1
	if n < 1 {
		return false
	}
	before, since := r, r
	before.Steps, since.Steps = r.Steps[:n], r.Steps[n:]
	if bestStep(since) < bestStep(before) {
		return false
	}
	return p.Pruner == nil || p.Pruner.Prune(h, r)
}

func last(r Record) Step { return r.Steps[len(r.Steps)-1] }

// bestStep returns the smallest value of the steps; NaN only if all are.
func bestStep(r Record) float64 {
	best := math.NaN()
	for _, s := range r.Steps {
		if !math.IsNaN(s.Value) && !(best <= s.Value) {
			best = s.Value
		}
	}
	return best
}

// stepAt returns the value that a trial reported at a step.
func stepAt(r Record, at int) (float64, bool) {
	i, found := slices.BinarySearchFunc(r.Steps, at, func(s Step, at int) int { return s.At - at })
	if !found {
		return 0, false
	}
	return r.Steps[i].Value, true
}

// quantile returns the q-quantile of x, linear between neighbours; it sorts x.
func quantile(x []float64, q float64) float64 {
	slices.Sort(x)
	at := min(max(q, 0), 1) * float64(len(x)-1)
	i := int(at)
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	return x[i] + (at-float64(i))*(x[i+1]-x[i])
}
