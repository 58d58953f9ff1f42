package tune

import (
	"cmp"
	"math"
	"slices"
)

// A History is what a study knows, as samplers and pruners see it. They must not change it
// nor keep what it returns beyond the call.
type History struct {
	seed     uint64
	steps    int // of a grid
	params   []Param
	points   []*point  // by number
	scored   []*point  // those with a score, in the order they came
	failed   []*point  // those that got settings and no score, in the order they came
	ranked   []*point  // those with a score, the best first
	sorted   [][]coord // for each parameter, the points that have it, ascending
	trialSet []uint64  // for each parameter, a hash of the set of scored points that have it
	count    []int     // of scored points that have the parameter
	tried    trie

	// What samplers carry from one trial to the next, so as not to compute it anew. The Gaussian
	// process also starts its hyperparameters from the last ones: a study that is read again begins
	// those afresh.
	gp        *surrogate
	evolution *evolution
	parzens   *parzenPair
}

// A point is a trial with its settings in unit coordinates.
type point struct {
	Record
	unit     []float64 // by parameter; NaN or missing where it has none
	previous []float64 // unit before the last change
	loss     float64   // where scored: the value, or the last step of a pruned one
	scored   bool
	failed   bool // it is among the failed
}

// id returns the number of p, adding it if it is new.
func (h *History) id(p Param) int {
	if i := slices.IndexFunc(h.params, p.equal); i >= 0 {
		return i
	}
	h.params = append(h.params, p)
	h.count = append(h.count, 0)
	h.sorted = append(h.sorted, nil)
	h.trialSet = append(h.trialSet, 0)
	return len(h.params) - 1
}

// put takes in a trial, or what is new of it.
func (h *History) put(r Record) {
	for len(h.points) <= r.Number {
		h.points = append(h.points, &point{Record: Record{Number: len(h.points), State: Waiting}})
	}
	p := h.points[r.Number]
	grown := len(r.Settings) != len(p.Settings) || r.State.Done() && !p.State.Done()
	p.Record = r
	p.previous, p.unit = p.unit, p.previous[:0]
	for k := range r.Settings {
		s := r.Settings[k]
		if s.Param.Kind == Float && s.Param.steps != h.steps {
			s.Param.steps = h.steps
			r.Settings[k] = s
		}
		i := h.id(s.Param)
		for len(p.unit) <= i {
			p.unit = append(p.unit, math.NaN())
		}
		p.unit[i] = s.Param.Unit(s.Value)
	}
	h.updateSorted(p)
	if grown && r.State != Waiting && len(r.Settings) > 0 {
		h.tried.add(r.Settings)
	}
	if !p.scored && r.State.Done() {
		h.score(p)
	}
}

// A coord is a unit coordinate and the trial that has it.
type coord struct {
	u      float64
	number int
}

func (c coord) compare(o coord) int {
	return cmp.Or(cmp.Compare(c.u, o.u), cmp.Compare(c.number, o.number))
}

// updateSorted moves p to its new positions in h.sorted.
func (h *History) updateSorted(p *point) {
	for i := range max(len(p.previous), len(p.unit)) {
		a, b := math.NaN(), p.at(i)
		if i < len(p.previous) {
			a = p.previous[i]
		}
		if a == b || math.IsNaN(a) && math.IsNaN(b) {
			continue
		}
		if !math.IsNaN(a) {
			at, _ := slices.BinarySearchFunc(h.sorted[i], coord{a, p.Number}, coord.compare)
			h.sorted[i] = slices.Delete(h.sorted[i], at, at+1)
		}
		if !math.IsNaN(b) {
			at, _ := slices.BinarySearchFunc(h.sorted[i], coord{b, p.Number}, coord.compare)
			h.sorted[i] = slices.Insert(h.sorted[i], at, coord{b, p.Number})
		}
	}
}

// score adds p to those with a score. A pruned trial counts with its last step.
func (h *History) score(p *point) {
	p.loss = math.NaN()
	switch {
	case p.State == Complete:
		p.loss = p.Value
	case p.State == Pruned && len(p.Steps) > 0:
		p.loss = p.Steps[len(p.Steps)-1].Value
	}
	if math.IsNaN(p.loss) || math.IsInf(p.loss, 0) {
		if p.State == Failed && !p.failed && len(p.Settings) > 0 {
			p.failed = true
			h.failed = append(h.failed, p)
		}
		return
	}
	p.scored = true
	h.scored = append(h.scored, p)
	for i := range p.unit {
		if !math.IsNaN(p.unit[i]) {
			h.count[i]++
			h.trialSet[i] ^= hash(h.seed, uint64(p.Number))
		}
	}
	at, _ := slices.BinarySearchFunc(h.ranked, p, better)
	h.ranked = slices.Insert(h.ranked, at, p)
}

// at returns the unit coordinate of parameter i, NaN where p has none.
func (p *point) at(i int) float64 {
	if i >= len(p.unit) {
		return math.NaN()
	}
	return p.unit[i]
}

// intersection returns the parameters that every scored trial has; Optuna's intersection search space.
func (h *History) intersection() []int {
	return h.haveAtLeast(max(1, len(h.scored)))
}

// union returns every parameter that a scored trial has.
func (h *History) union() []int {
	return h.haveAtLeast(1)
}

// haveAtLeast returns the parameters that so many scored points have.
func (h *History) haveAtLeast(points int) []int {
	var out []int
	for i, n := range h.count {
		if n >= points {
			out = append(out, i)
		}
	}
	return out
}

// better orders points: complete ones by their loss, then pruned ones, those that came farther
// first.
func better(a, b *point) int {
	if a.State != b.State {
		return cmp.Compare(a.State, b.State) // complete < pruned
	}
	if a.State == Pruned {
		if c := cmp.Compare(b.Steps[len(b.Steps)-1].At, a.Steps[len(a.Steps)-1].At); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(a.loss, b.loss), cmp.Compare(a.Number, b.Number))
}

// best returns the best complete point, nil if there is none.
func (h *History) best() *point {
	if len(h.ranked) > 0 && h.ranked[0].State == Complete {
		return h.ranked[0]
	}
	return nil
}

// wasTried tells whether the unit coordinates x of the parameters ids, in that order, are a point
// of a finite space that was tried.
func (h *History) wasTried(ids []int, x []float64) bool {
	return h.tried.wasTried(func(name string) (float64, bool) {
		for k, i := range ids {
			if h.params[i].Name == name {
				return h.params[i].At(x[k]), true
			}
		}
		return 0, false
	})
}

// finite tells whether every one of the parameters has a limited number of values.
func (h *History) finite(ids []int) bool {
	return !slices.ContainsFunc(ids, func(i int) bool { return math.IsInf(h.params[i].Size(), 1) })
}
