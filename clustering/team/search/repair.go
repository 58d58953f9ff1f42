package search

import (
	"math"
	"slices"
)

// Repair of violated constraints by min-conflicts (Minton et al. 1992, Artificial Intelligence 58): an item of a violated group is
// given the place, of those tried, that leaves the least violated. Plateaus are left by steps that change nothing and by random ones,
// and what has not helped for long starts anew. Meanwhile the penalty is so large that of two changes the one with less violation is
// the better, and the other terms decide between equals. Annealing alone under the usual penalty is no way to feasibility: what it
// breaks it keeps breaking a little.

// feasibilityPenalty is what a violation of 1 costs where nothing else may count beside it: it supposes that terms add up to about 1,
// and that violations come in steps of a hundredth or so and more.
const feasibilityPenalty = 1e4

// setPenalty sets what a violation of 1 costs.
func (e *Evaluator) setPenalty(penalty float64) {
	for r := range e.counts {
		c := &e.counts[r]
		for k, v := range c.violation {
			c.value[k] -= (penalty - e.penalty) * v
		}
	}
	e.penalty = penalty
	e.Place(slices.Clone(e.group))
}

// groupViolation is by how much group t violates constraints.
func (e *Evaluator) groupViolation(t int) float64 {
	sum := 0.0
	for r := range e.counts {
		if c := &e.counts[r]; c.violation != nil {
			sum += c.violation[len(e.items[t])*c.stride+int(c.marked[t])]
		}
	}
	for f := range e.funcs {
		sum += e.violations[f*e.g+t]
	}
	return sum
}

// Violation is by how much all groups violate constraints.
func (e *Evaluator) Violation() float64 {
	sum := 0.0
	for t := range e.g {
		sum += e.groupViolation(t)
	}
	return sum
}

// constrained reports whether there are constraints that groups can violate.
func (e *Evaluator) constrained() bool {
	return e.hardFuncs || slices.ContainsFunc(e.counts, func(c countTerm) bool { return c.violation != nil })
}

// Chances and limits of a repair. They are not delicate: sixty items in fives under four counts with just one marked item for each group
// were repaired before long with a random step in one of 2 or none at all, and a start anew four times as soon or hardly ever, most by
// the local search before; so were 45 items in groups of four to six under five counts, where a random step in one of 2 lost 0.3 %.
const (
	repairCheck       = 8  // steps after which it looks at the budget
	repairIdle        = 20 // it starts anew after so many steps, and repairIdlePerItem for each item, that did not help
	repairIdlePerItem = 4
	repairBlockEvery  = 3   // a block is tried in one of so many steps
	repairJumpEvery   = 8   // a step is at random in one of so many
	repairPartners    = 512 // items that are tried as partners at most
	repairWorse       = 1e-3 * feasibilityPenalty
	repairMost        = 10 * feasibilityPenalty // what violates more, no random step does
)

// repair looks for a division that violates no constraint until the share until of the budget is gone.
func (s *searcher) repair(until float64) {
	e := s.e
	if e.Violation() == 0 {
		return
	}
	penalty := e.penalty
	e.setPenalty(feasibilityPenalty)
	least, idle := math.Inf(1), 0
	for k := 0; k%repairCheck > 0 || s.Budget.share(s.moves) < min(until, 1); k++ {
		now := e.Violation()
		if idle++; now < least-violationTolerance {
			least, idle = now, 0
			s.updateIncumbent()
		}
		if now == 0 {
			break
		}
		if idle > repairIdle+repairIdlePerItem*e.n {
			s.initialise()
			least, idle = math.Inf(1), 0
			continue
		}
		s.repairGroup(s.violatedGroup())
	}
	e.setPenalty(penalty)
}

// violatedGroup picks one of the groups that violate a constraint.
func (s *searcher) violatedGroup() int {
	start := s.Rand.IntN(s.e.g)
	for k := range s.e.g {
		if t := (start + k) % s.e.g; s.e.groupViolation(t) > 0 {
			return t
		}
	}
	return start
}

// repairGroup changes group t for the better, or now and then anything at random.
func (s *searcher) repairGroup(t int) {
	e := s.e
	if len(e.movableBlocks) > 0 && s.Rand.IntN(repairBlockEvery) == 0 {
		s.tryBlock(float64(s.Rand.IntN(2)) * feasibilityPenalty)
	}
	items := e.items[t]
	a, start := int32(-1), s.Rand.IntN(max(1, len(items)))
	for k := range items {
		if i := items[(start+k)%len(items)]; !e.Pinned(i) {
			a = i
			break
		}
	}
	if a < 0 || s.Rand.IntN(repairJumpEvery) == 0 {
		s.jump()
		return
	}
	s.minConflicts(a, t)
}

// minConflicts makes the best of a's swaps and moves and of the moves to its group t, unless it violates more.
func (s *searcher) minConflicts(a int32, t int) {
	e := s.e
	best, item, to := math.Inf(-1), int32(-1), -1
	at := s.Rand.IntN(len(e.movable))
	for range min(len(e.movable), repairPartners) {
		if at++; at >= len(e.movable) {
			at = 0
		}
		b := e.movable[at]
		if int(e.group[b]) == t {
			continue
		}
		s.moves++
		if d := e.SwapChange(a, b); d > best {
			best, item, to = d, b, -1
		}
		if s.fixedSizes || !e.MayMove(b, t) {
			continue
		}
		s.moves++
		if d := e.MoveChange(b, t); d > best {
			best, item, to = d, b, t
		}
	}
	for u := range e.g {
		if s.fixedSizes || !e.MayMove(a, u) {
			continue
		}
		s.moves++
		if d := e.MoveChange(a, u); d > best {
			best, item, to = d, a, u
		}
	}
	switch {
	case item < 0 || best < -repairWorse:
	case to < 0:
		e.Swap(a, item, best)
	default:
		e.Move(item, to, best)
	}
}

// jump makes a random swap or move.
func (s *searcher) jump() {
	e := s.e
	s.moves++
	if len(e.movable) == 0 {
		s.tryBlock(math.Inf(1))
		return
	}
	a, b := e.movable[s.Rand.IntN(len(e.movable))], e.movable[s.Rand.IntN(len(e.movable))]
	if t := s.Rand.IntN(e.g); s.Rand.IntN(2) == 0 && e.MayMove(a, t) {
		if d := e.MoveChange(a, t); d > -repairMost {
			e.Move(a, t, d)
		}
		return
	}
	if e.group[a] == e.group[b] {
		return
	}
	if d := e.SwapChange(a, b); d > -repairMost {
		e.Swap(a, b, d)
	}
}
