// Package search divides n items into groups so that a sum of terms over the groups is as large as can be.
//
// A [Term] is a function of a group: a sum over its pairs ([PairSum]), over what its items are worth there ([Place]), the length of
// the sum of their rows ([Scatter]), a function of how many of them are marked ([Count]), or any function at all ([Func]). A term may
// also say by how much a group violates a constraint; violations come before all else. The package knows nothing of what the terms
// stand for.
//
// [New] makes an [Evaluator], which knows what a change of a division is worth without looking at the groups that it does not
// touch. [Evaluator.Search] divides the items in six steps, each in a file of its own:
//
//  1. An initial division (initial.go): fixed items, then blocks, then the others, at random or from clusters.
//  2. Local search (local.go): swaps and moves that gain, item by item, until there is none.
//  3. Repair of what violates constraints (repair.go): the best change to a violated group, by min-conflicts.
//  4. Simulated annealing (anneal.go, which holds the whole schedule): one long leg from warm to cold; then, where that pays, legs
//     that reheat the best division, or begin anew. After each leg a quench, which is local search to the end. What is tried at
//     a temperature is in moves.go, blocks.go and, for all swaps of one item at once, neighbourhood.go.
//  5. Feasibility last (finish, in search.go): repair again if need be, then local search under a penalty that nothing outweighs.
//  6. Improvement of the worst groups (leximin.go), under the objective as the caller means it.
//
// The best division found on the way, the incumbent, is kept; violations are compared first. All steps share one [Budget]. Whether the division
// is a local optimum of the objective as it is meant, is proved by [Evaluator.Polish].
// Simulated annealing was chosen since terms of every kind need nothing from it but the worth of a change, and exchange of items
// alone, as is usual for such divisions (Papenberg and Klau 2021, Psychological Methods 26), stops at the first local optimum.
//
// [Exact] solves what is small by dynamic programming.
package search

import (
	"math"
	"math/rand/v2"
)

// Options are the settings of one search.
type Options struct {
	Rand   *rand.Rand // all chance comes from it: the same source and the same Budget.Moves give the same division
	Budget Budget
	// Labels are clusters of the items, from which the search starts: dealt to all groups, or with Gather kept together. Nil starts
	// at random.
	Labels []int
	Gather bool
	// From is a division to begin with, as the group of each item; nil divides the items anew.
	From []int32
	// Feasible ends the search when no constraint is violated any more.
	Feasible bool
	// Optimal tells whether no division is better than one, given as the group of each item; nil if that is not known.
	Optimal func(group []int32) bool
	// Criteria are the objective as it is meant, by which the division that was found is improved last; nil leaves that out.
	Criteria []Criterion
	// Report may be nil. It is told how many moves were tried, what share of the budget is gone, and the best division so far, as the group of each
	// item, which it must not keep or change.
	Report func(moves int64, share float64, best []int32)
}

// Search divides the items anew, leaves the best division that it finds in e, and returns how many moves it tried. Clones of e may
// search at the same time.
func (e *Evaluator) Search(opt Options) (moves int64) {
	s := newSearcher(e, opt)
	if s.improvesWorst(opt.Criteria) && opt.Budget.Moves > 0 {
		s.Budget.Moves -= s.leximinTries()
	}
	s.run()
	if s.Budget = opt.Budget; s.improvesWorst(opt.Criteria) {
		s.improveWorst(opt.Criteria)
	}
	return s.moves
}

// spent reports whether a budget of moves has ended.
func (s *searcher) spent() bool { return s.Budget.Moves > 0 && s.moves >= s.Budget.Moves }

// A searcher improves the division that an evaluator holds.
type searcher struct {
	Options
	e          *Evaluator
	moves      int64 // tried so far
	pairsOnly  bool  // see [Evaluator.pairsOnly]
	fixedSizes bool  // see [Evaluator.fixedSizes]

	incumbent []int32 // the best division so far, as the group of each item
	violation float64 // of the incumbent
	value     float64 // of the incumbent, without the penalty

	thresholds []float32 // of the Metropolis criterion, see [searcher.accepts]
	gainIn     []float32 // by group: what the item at hand gains there
	gain       []float32 // by item: what it gains in the place of the item at hand
	partners   []int32   // space for [searcher.swapPartners]
}

// thresholdCount is how many logarithms of random numbers a search draws once and then uses from random places on: to draw one for
// each move would cost more than the move.
const thresholdCount = 1 << 13

func newSearcher(e *Evaluator, opt Options) *searcher {
	s := &searcher{Options: opt, e: e, pairsOnly: e.pairsOnly(), fixedSizes: e.fixedSizes(), violation: math.Inf(1),
		thresholds: make([]float32, thresholdCount+e.n), gainIn: make([]float32, e.g, max(e.g, registerGroups)), gain: make([]float32, e.n)}
	for i := range s.thresholds {
		s.thresholds[i] = float32(math.Log(1 - s.Rand.Float64()))
	}
	return s
}

// What is gained by less than a tolerance is rounding. Violations are sums of what callers say and need a wider one.
const (
	acceptTolerance    = 1e-13
	improveTolerance   = 1e-12
	violationTolerance = 1e-9
)

// updateIncumbent remembers the division if it is the best so far: violations come first.
func (s *searcher) updateIncumbent() {
	violation := s.e.Violation()
	value := s.e.objective + s.e.penalty*violation
	if violation > s.violation+violationTolerance ||
		violation > s.violation-violationTolerance && value <= s.value+1e-12*math.Abs(s.value) {
		return
	}
	s.violation, s.value = violation, value
	s.incumbent = append(s.incumbent[:0], s.e.group...)
}

// By which share of the budget the first local search and the first repair end at the latest. Both are usually done long before: the
// limits are for very many items and for constraints that cannot be kept.
const (
	localShare  = 0.15
	repairShare = 0.4
)

// run searches until the budget ends and leaves the incumbent in the evaluator.
func (s *searcher) run() {
	if s.From != nil {
		s.e.Place(s.From)
	} else {
		s.initialise()
	}
	s.updateIncumbent()
	s.localSearch(localShare)
	s.updateIncumbent()
	if len(s.e.movable)+len(s.e.movableBlocks) < 2 || s.e.g < 2 {
		s.e.Place(s.incumbent)
		return
	}
	s.repair(repairShare)
	if s.Feasible && s.violation == 0 {
		s.e.Place(s.incumbent)
		return
	}
	step := s.typicalStep()
	switch {
	case step == 0: // no change changes anything
	case s.small() && s.pairsOnly:
		s.multistart(step)
	default:
		s.annealInLegs(step)
	}
	s.finish()
}

// finish ends a search with constraints before all else: first from where the search ended, then from the incumbent.
func (s *searcher) finish() {
	if s.e.Violation() > 0 {
		s.repair(math.Inf(1))
		s.updateIncumbent()
	}
	s.e.Place(s.incumbent)
	if s.violation > 0 || !s.e.constrained() {
		return
	}
	penalty := s.e.penalty
	s.e.setPenalty(feasibilityPenalty)
	s.localSearch(1)
	s.updateIncumbent()
	s.e.setPenalty(penalty)
	s.e.Place(s.incumbent)
}
