package search

import "slices"

// An Evaluator holds a division and knows, in time proportional to a group, how a change to one group changes the objective, which
// the search makes large. Items are 0..n-1, groups 0..g-1.
//
// Sums over pairs are kept as a matrix of what each item would add to each group, contiguous by group: to evaluate a swap costs a few
// loads, to make it two passes over the items (gains of exchanges, as of Kernighan and Lin 1970). Its numbers are whole multiples of
// a unit small enough that float32 adds them exactly, so nothing drifts. See build.go for how terms get here, place.go for a
// division from scratch, delta.go for changes, neighbourhood.go for all swaps of an item at once.
//
// An Evaluator is for one goroutine at a time; its clones are independent.
type Evaluator struct {
	n, g          int
	groups        []Group // limits of sizes
	group         []int32 // of each item
	items         [][]int32
	position      []int32 // of each item in its group's items
	fixed         []bool  // stays where it is
	fixedTo       []int32 // the group of each fixed item
	blocks        [][]int32
	blockOf       []int   // number of the block that an item moves with, or -1
	movable       []int32 // items that move by themselves
	movableBlocks []int

	weights     []float32 // of pairs, n by n; nil if there are none
	gains       []float32 // what each item adds to each group by its pairs, g by n
	placeGains  []float32 // what it adds by itself, g by n; nil if no term says so
	ownGains    []float32 // gain of each item in its own group, +Inf if it does not move by itself
	weightUnit  float64   // objective of one unit of weights and gains
	rounding    float64   // by which what a swap changes in weights and kernel may be off
	kernel      []float32 // of scatter, n by n; nil if there is none or it is part of weights
	kernelSums  []float32 // sums of its rows over each group, g by n
	kernelTotal []float64 // sums of those over each group
	kernelUnit  float64
	counts      []countTerm
	pairSums    []PairSum // computed when needed, beyond what a matrix can be kept for
	columns     *columnSums

	funcs       []GroupFunc
	newFuncs    []func() GroupFunc // make funcs, which have scratch space of their own
	models      int                // how many of funcs are predictions of a model
	largestStep float64            // of the other funcs
	values      []float64          // of each func in each group, less the penalty, funcs by groups
	violations  []float64          // of each func in each group
	funcWorst   []int              // number of each func in worst, or -1
	hardFuncs   bool               // some of them may be violated

	penalty       float64 // what a violation of 1 costs in the objective
	neighbourhood neighbourhood
	worst         *worstGroups // nil where no term counts its worst group
	objective     float64
	scratch       []int32
}

// Pinned reports whether i does not move by itself.
func (e *Evaluator) Pinned(i int32) bool { return e.fixed[i] || e.blockOf[i] >= 0 }

// MayMove reports whether the sizes of groups allow a to leave its group for group t.
func (e *Evaluator) MayMove(a int32, t int) bool {
	from := e.group[a]
	return int(from) != t && len(e.items[t]) < e.groups[t].Max && len(e.items[from]) > e.groups[from].Min
}

// fixedSizes reports whether every group keeps its size.
func (e *Evaluator) fixedSizes() bool {
	return !slices.ContainsFunc(e.groups, func(s Group) bool { return s.Min < s.Max })
}

// pairsOnly reports whether the objective is nothing but sums over pairs, for which there is a faster loop.
func (e *Evaluator) pairsOnly() bool {
	return e.gains != nil && e.kernel == nil && len(e.counts) == 0 && len(e.pairSums) == 0 && e.columns == nil && len(e.funcs) == 0 &&
		len(e.movableBlocks) == 0
}

// modelsOnly reports whether a model's predictions are all that is slow.
func (e *Evaluator) modelsOnly() bool { return e.models > 0 && e.models == len(e.funcs) }

// Clone returns an evaluator that shares what never changes and holds a division of its own, still to be placed.
func (e *Evaluator) Clone() *Evaluator {
	c := *e
	c.group, c.position = slices.Clone(e.group), slices.Clone(e.position)
	c.gains, c.ownGains = slices.Clone(e.gains), slices.Clone(e.ownGains)
	c.kernelSums, c.kernelTotal = slices.Clone(e.kernelSums), slices.Clone(e.kernelTotal)
	c.values, c.violations = slices.Clone(e.values), slices.Clone(e.violations)
	c.items = make([][]int32, e.g)
	for t, items := range e.items {
		c.items[t] = make([]int32, len(items), cap(items))
	}
	c.scratch = make([]int32, 0, cap(e.scratch))
	c.counts = slices.Clone(e.counts)
	for r := range c.counts {
		c.counts[r].marked, c.counts[r].value = slices.Clone(e.counts[r].marked), slices.Clone(e.counts[r].value)
	}
	c.columns, c.neighbourhood, c.worst = e.columns.clone(), e.neighbourhood.clone(), e.worst.clone()
	if len(e.funcs) > 0 {
		c.funcs = nil
		for _, f := range e.newFuncs {
			c.funcs = append(c.funcs, f())
		}
	}
	return &c
}

// Groups returns the items of each group, ascending.
func (e *Evaluator) Groups() [][]int32 {
	out := make([][]int32, e.g)
	for t, items := range e.items {
		out[t] = slices.Sorted(slices.Values(items))
	}
	return out
}

// Group is the group that item i is in.
func (e *Evaluator) Group(i int32) int { return int(e.group[i]) }

// Movable lists the items that move by themselves. The slice is e's.
func (e *Evaluator) Movable() []int32 { return e.movable }

// Objective is what the terms add up to, less the penalty for what is violated.
func (e *Evaluator) Objective() float64 { return e.objective }

// Pairs returns what the pairs of groups add to the objective, if that is all of it: where it is, no other evaluation of a division is
// as quick. The function may be called from several goroutines at once.
func (e *Evaluator) Pairs() (value func(groups [][]int32) float64, ok bool) {
	if !e.pairsOnly() || !e.fixedSizes() || e.placeGains != nil {
		return nil, false
	}
	return func(groups [][]int32) float64 {
		s := 0.0
		for _, items := range groups {
			for k, i := range items {
				w := e.weights[int(i)*e.n : (int(i)+1)*e.n]
				for _, j := range items[:k] {
					s += float64(w[j])
				}
			}
		}
		return s * e.weightUnit
	}, true
}
