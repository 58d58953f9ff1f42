package search

// A Problem is what is to be divided.
type Problem struct {
	N       int // items, called 0..N-1
	Groups  []Group
	Fixed   []int     // the group in which each item stays, -1 for none; nil fixes none
	Blocks  [][]int32 // disjoint sets of items that are in one group
	Terms   []Term
	Penalty float64 // what a violation of 1 costs in the objective while the search weighs it against the rest
}

// A Group is a group to fill: with how many items a search begins, and how few and how many it may have. The sizes of all groups add
// up to the number of items.
type Group struct{ Size, Min, Max int }

// A Rating is what a group is worth under one term.
type Rating struct {
	Score     float64 // 0 to 1, by which the worst group is found
	Value     float64 // what it adds to the objective
	Violation float64 // by how much it breaks a constraint; 0 keeps it
}

// A Term is a part of the objective. Its kinds are [PairSum], [Place], [Scatter], [Count] and [Func]. The functions that a term holds
// are called by [New], by an evaluator and by its clones at the same time, and must allow for that; only a [GroupFunc] need not.
type Term interface {
	// Eval is what the term adds to the objective of a division, and by how much the division violates it: both from
	// scratch. It is what an [Evaluator] is held against.
	Eval(groups [][]int32) (value, violation float64)
	add(b *builder)
}

// PairSum is Weight times the sum of Between over the pairs in every group. Between is symmetric.
type PairSum struct {
	Weight  float64
	Between func(i, j int32) float64
}

// Eval is as [Term] says.
func (p PairSum) Eval(groups [][]int32) (value, violation float64) {
	for _, g := range groups {
		for a, i := range g {
			for _, j := range g[:a] {
				value += p.Weight * p.Between(i, j)
			}
		}
	}
	return value, 0
}

// Place is Weight times the sum over items of what each is worth in its group.
type Place struct {
	Weight float64
	Worth  func(i int32, group int) float64
}

// Eval is as [Term] says.
func (p Place) Eval(groups [][]int32) (value, violation float64) {
	for t, g := range groups {
		for _, i := range g {
			value += p.Weight * p.Worth(i, t)
		}
	}
	return value, 0
}

// Scatter is Weight times the sum over groups of |s|²/size, where s is the sum of the group's rows of Rows, N by D. With rows
// centred on their mean that is the scatter of the groups' means: little makes the groups alike, much makes each a cluster.
type Scatter struct {
	Weight float64
	Rows   []float64
	D      int
}

// Eval is as [Term] says.
func (s Scatter) Eval(groups [][]int32) (value, violation float64) {
	for _, g := range groups {
		sums := make([]float64, s.D)
		for _, i := range g {
			for j, v := range s.Rows[int(i)*s.D : (int(i)+1)*s.D] {
				sums[j] += v
			}
		}
		for _, v := range sums {
			value += s.Weight * v * v / float64(max(1, len(g)))
		}
	}
	return value, 0
}

// Count rates a group by its size and by how many of its items are marked: 1 in Marked, 0 in all others.
type Count struct {
	Marked []uint8
	Rate   func(size, marked int) Rating
	Hard   bool    // Rate may tell of violations
	Worst  float64 // weight with which the score of the worst group counts besides
}

// Eval is as [Term] says.
func (c Count) Eval(groups [][]int32) (value, violation float64) {
	return evalWorst(groups, c.Worst, c.Group)
}

// Group rates a group, as a [GroupFunc].
func (c Count) Group(_ int, items []int32) Rating {
	n := 0
	for _, i := range items {
		n += int(c.Marked[i])
	}
	return c.Rate(len(items), n)
}

// Func rates a group by its items in any way.
type Func struct {
	New   func() GroupFunc // makes a function for one goroutine at a time, which may have scratch space of its own
	Hard  bool             // it may tell of violations
	Worst float64          // weight with which the score of the worst group counts besides
	Most  float64          // no group has a larger Value, as far as is known
	Step  float64          // the largest difference that one item may make to Value
	Model bool             // a model's prediction: slow, and with steps so small that no search need be hot for them
}

// A GroupFunc rates group number t with the given items, whose order means nothing. It does not keep the slice.
type GroupFunc func(t int, items []int32) Rating

// Eval is as [Term] says.
func (f Func) Eval(groups [][]int32) (value, violation float64) {
	return evalWorst(groups, f.Worst, f.New())
}

func evalWorst(groups [][]int32, weight float64, rate GroupFunc) (value, violation float64) {
	worst := 1.0
	for t, g := range groups {
		r := rate(t, g)
		value, violation, worst = value+r.Value, violation+r.Violation, min(worst, r.Score)
	}
	return value + weight*worst, violation
}
