package search

import (
	"math"
	"slices"
)

// Improvement of the worst groups. Last of all, the division that a search found is improved by the objective as the caller means it,
// to which the terms may only come near, for it may be slow or no sum of terms. It is best-improvement local search from the worst
// group of each criterion: all swaps and moves of its items are rated, the best is made, until none gains. The worst group counts
// first and the mean of all besides, in the spirit of leximin (Ogryczak and Śliwiński, "On direct methods for lexicographic min-max
// optimization"), whose second worst, third worst and so on would cost more than they are worth here. The objective never falls.

// A Criterion is one part of the objective as it is meant, for [Options.Criteria].
type Criterion struct {
	Rate func(t int, items []int32) Outcome // does not keep items
	// Weight counts Slope times the sum of the groups' values where Total is set. Else it counts Worst times the least score and
	// Mean times the mean of the scores.
	Weight, Slope, Worst, Mean float64
	Total                      bool
	// Drop is by how much one change may lower Weight's part at most where Total is set and that is cut off at 0; 0 where it never is.
	Drop float64
	Best float64 // no division has a worst group that scores more
}

// An Outcome is what a criterion says of a group.
type Outcome struct{ Value, Score, Violation float64 }

// countsWorst reports whether the worst group counts.
func (c Criterion) countsWorst() bool { return !c.Total && c.Weight > 0 && c.Worst > 0 }

// A ranking is how the groups do under one criterion: their outcomes, and which three of them score least. Three, since a change has
// two groups, and the worst besides these two is then known.
type ranking struct {
	outcomes []Outcome
	lowest   [3]int  // groups from the worst, -1 where there are fewer
	floor    float64 // the least score of groups elsewhere; where Total is set what they come to, or NaN if nothing is cut off
	total    float64 // of the values
}

func (k *ranking) rank() {
	k.lowest, k.total = [3]int{-1, -1, -1}, 0
	for t, o := range k.outcomes {
		k.total += o.Value
		for j, u := range k.lowest {
			if u < 0 || o.Score < k.outcomes[u].Score {
				copy(k.lowest[j+1:], k.lowest[j:])
				k.lowest[j] = t
				break
			}
		}
	}
}

// least is the least score.
func (k *ranking) least() float64 { return min(k.floor, k.outcomes[k.lowest[0]].Score) }

// leastWith is the least score if groups t and u score a and b instead.
func (k *ranking) leastWith(t, u int, a, b float64) float64 {
	least := min(a, b, k.floor)
	for _, v := range k.lowest {
		if v >= 0 && v != t && v != u {
			return min(least, k.outcomes[v].Score)
		}
	}
	return least
}

// A leximin improves the worst groups of a division.
type leximin struct {
	e        *Evaluator
	criteria []Criterion
	rankings []ranking // of each criterion
	tries    int64     // that are left
	scratch  [2][]int32
}

// improvesWorst reports whether criteria put the worst group first and there is anything to change.
func (s *searcher) improvesWorst(criteria []Criterion) bool {
	return slices.ContainsFunc(criteria, Criterion.countsWorst) && s.e.g > 1 && len(s.e.movable) > 1
}

// improveWorst improves the division that a search found.
func (s *searcher) improveWorst(criteria []Criterion) {
	l := newLeximin(s.e, criteria, nil)
	l.tries = s.leximinTries()
	before := l.tries
	for l.improve() {
	}
	s.moves += before - l.tries
}

// leximinTries is how many changes are tried at most: a twentieth of a budget of moves, or a hundredth of what was tried where time
// is what ends a search, since a try costs as much as many moves.
func (s *searcher) leximinTries() int64 {
	if s.Budget.Moves > 0 {
		return min(s.Budget.Moves/2, max(500, s.Budget.Moves/20))
	}
	return max(2000, min(s.moves/100, 60_000))
}

// line is what the groups come to under a criterion with Total, before it is cut off.
func (k *ranking) line(c Criterion) float64 { return k.floor + c.Slope*k.total }

// lineChange is by how much that changes with the sum of values, cut off at 0 and 1.
func (k *ranking) lineChange(c Criterion, value float64) float64 {
	if math.IsNaN(k.floor) {
		return c.Slope * value
	}
	line := k.line(c)
	return max(0, min(1, line+c.Slope*value)) - max(0, min(1, line))
}

// newLeximin rates the groups of e. floors are what groups elsewhere come to by criterion, nil where there are none and nothing is cut off.
func newLeximin(e *Evaluator, criteria []Criterion, floors []float64) *leximin {
	l := &leximin{e: e, criteria: criteria, rankings: make([]ranking, len(criteria))}
	for r, c := range criteria {
		k := &l.rankings[r]
		switch {
		case floors != nil:
			k.floor = floors[r]
		case c.Total:
			k.floor = math.NaN()
		default:
			k.floor = math.Inf(1)
		}
	}
	l.rateAll()
	return l
}

func (l *leximin) rateAll() {
	for r, c := range l.criteria {
		k := &l.rankings[r]
		k.outcomes = make([]Outcome, l.e.g)
		for t := range k.outcomes {
			k.outcomes[t] = c.Rate(t, l.with(0, t, -1, -1))
		}
		k.rank()
	}
}

// with returns the items of group t without out and with in; -1 is no item. It uses the given one of two spaces.
func (l *leximin) with(space, t int, out, in int32) []int32 {
	items := l.scratch[space][:0]
	for _, i := range l.e.items[t] {
		if i != out {
			items = append(items, i)
		}
	}
	if in >= 0 {
		items = append(items, in)
	}
	l.scratch[space] = items
	return items
}

// improve makes the best change to one of the worst groups, if there is one.
func (l *leximin) improve() bool {
	for r, c := range l.criteria {
		k := &l.rankings[r]
		if !c.countsWorst() || k.least() >= c.Best-1e-9 {
			continue
		}
		if l.improveGroup(k.lowest[0]) {
			return true
		}
	}
	return false
}

// improveGroup makes the best swap or move of an item of group t or into it.
func (l *leximin) improveGroup(t int) bool {
	e := l.e
	best, a, b, to := 1e-9, int32(-1), int32(-1), -1
	consider := func(u int, x, y int32) {
		if l.tries <= 0 {
			return
		}
		l.tries--
		if gain := l.gain(t, u, x, y); gain > best {
			best, a, b, to = gain, x, y, u
		}
	}
	for _, x := range append(slices.DeleteFunc(slices.Clone(e.items[t]), e.Pinned), -1) {
		for _, y := range e.movable {
			if u := int(e.group[y]); u != t && (x >= 0 || e.MayMove(y, t)) {
				consider(u, x, y)
			}
		}
		for u := range e.g {
			if x >= 0 && e.MayMove(x, u) {
				consider(u, x, -1)
			}
		}
	}
	if to < 0 {
		return false
	}
	l.apply(t, to, a, b)
	return l.tries > 0
}

// gain is by how much the objective grows if x of group t and y of group u trade places; -1 is no item. It is -Inf if constraints are
// violated more.
func (l *leximin) gain(t, u int, x, y int32) float64 {
	gain, violation := l.change(t, u, x, y)
	if violation > violationTolerance {
		return math.Inf(-1)
	}
	return gain
}

// change is by how much the objective grows then, and by how much more constraints are violated.
func (l *leximin) change(t, u int, x, y int32) (gain, violation float64) {
	left, right := l.with(0, t, x, y), l.with(1, u, y, x)
	for r, c := range l.criteria {
		k := &l.rankings[r]
		nowT, nowU := k.outcomes[t], k.outcomes[u]
		thenT, thenU := c.Rate(t, left), c.Rate(u, right)
		violation += thenT.Violation + thenU.Violation - nowT.Violation - nowU.Violation
		if c.Total {
			gain += c.Weight * k.lineChange(c, thenT.Value+thenU.Value-nowT.Value-nowU.Value)
			continue
		}
		mean := (thenT.Score + thenU.Score - nowT.Score - nowU.Score) / float64(l.e.g)
		gain += c.Weight * (c.Worst*k.leastWith(t, u, thenT.Score, thenU.Score) + c.Mean*mean - c.Worst*k.least())
	}
	return gain, violation
}

// apply lets x of group t and y of group u trade places.
func (l *leximin) apply(t, u int, x, y int32) {
	e := l.e
	switch {
	case x < 0:
		e.Move(y, t, e.MoveChange(y, t))
	case y < 0:
		e.Move(x, u, e.MoveChange(x, u))
	default:
		e.Swap(x, y, e.SwapChange(x, y))
	}
	for r, c := range l.criteria {
		k := &l.rankings[r]
		k.outcomes[t], k.outcomes[u] = c.Rate(t, l.with(0, t, -1, -1)), c.Rate(u, l.with(1, u, -1, -1))
		k.rank()
	}
}
