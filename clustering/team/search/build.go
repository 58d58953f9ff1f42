package search

import (
	"math"
	"slices"
)

// This file turns terms into what an [Evaluator] keeps. Sums over pairs, and scatter where all groups are of one size, become one
// matrix of pair weights, whatever the number of terms; counts become tables by size and count; the rest is kept as it is. Each
// term adds itself, so that a new kind of term is a type with Eval and add.

// Up to how many items the pair weights, and the kernel of scatter where groups are not all of one size, are kept as a matrix.
// Beyond kernelLimit (6 MB of float32) the matrix no longer fits into the caches, and to read it costs more than to compute what it
// holds from a few columns: with a kernel, three million moves of 1500 items took 2.4 s in place of 0.5. Sums over pairs, which have no
// columns, are kept up to pairLimit (144 MB).
const (
	kernelLimit = 1200
	pairLimit   = 6000
)

// A builder makes the evaluator of a problem.
type builder struct {
	Problem
	e       *Evaluator
	most    int  // items that a group has at most
	equal   bool // all groups are of one given size
	matrix  bool // pair weights are kept as a matrix
	scatter []Scatter
}

// New returns an evaluator of the problem, whose division is still to be placed.
func New(p Problem) *Evaluator {
	n, g := p.N, len(p.Groups)
	b := &builder{Problem: p, most: 1}
	e := &Evaluator{n: n, g: g, groups: p.Groups, group: make([]int32, n), items: make([][]int32, g), position: make([]int32, n),
		fixed: make([]bool, n), fixedTo: make([]int32, n), blockOf: slices.Repeat([]int{-1}, n), weightUnit: 1, kernelUnit: 1,
		penalty: p.Penalty}
	b.e = e
	for t := range e.items {
		e.items[t] = make([]int32, 0, min(p.Groups[t].Max, n)+1)
		b.most = max(b.most, min(p.Groups[t].Max, n))
	}
	e.scratch = make([]int32, 0, b.most+1)
	b.pin()
	b.equal = !slices.ContainsFunc(p.Groups, func(t Group) bool { return t.Min != t.Max || t.Size != p.Groups[0].Size })
	b.matrix = b.keepsMatrix()
	for _, t := range p.Terms {
		t.add(b)
	}
	b.addScatter()
	if n <= kernelLimit && len(e.counts) <= maxMaskCounts && (e.kernel != nil || len(e.counts)+len(e.funcs) > 0) {
		e.needWeights() // all 0, if no term has any: then all swaps of an item can be evaluated at once
	}
	b.quantise()
	e.values, e.violations = make([]float64, len(e.funcs)*g), make([]float64, len(e.funcs)*g)
	if e.weights != nil && e.gains == nil {
		e.gains = make([]float32, n*g)
	}
	if e.hasNeighbourhood() {
		e.initNeighbourhood()
	}
	return e
}

// pin marks which items stay, which move in a block and which alone.
func (b *builder) pin() {
	e := b.e
	for i := range e.fixed {
		if b.Fixed != nil && b.Fixed[i] >= 0 {
			e.fixed[i], e.fixedTo[i] = true, int32(b.Fixed[i])
		}
	}
	for _, block := range b.Blocks {
		pinned := false
		for _, i := range block {
			e.blockOf[i] = len(e.blocks)
			pinned = pinned || e.fixed[i]
		}
		if !pinned {
			e.movableBlocks = append(e.movableBlocks, len(e.blocks))
		}
		e.blocks = append(e.blocks, block)
	}
	for i := range e.fixed {
		if !e.Pinned(int32(i)) {
			e.movable = append(e.movable, int32(i))
		}
	}
}

// keepsMatrix reports whether pair weights are kept as a matrix.
func (b *builder) keepsMatrix() bool {
	if b.N <= kernelLimit || b.N > pairLimit {
		return b.N <= kernelLimit
	}
	return slices.ContainsFunc(b.Terms, func(t Term) bool {
		switch t := t.(type) {
		case PairSum:
			return t.Weight != 0
		case Scatter:
			return t.Weight != 0 && b.equal
		}
		return false
	})
}

// needWeights makes the matrix of pair weights if there is none.
func (e *Evaluator) needWeights() {
	if e.weights == nil {
		e.weights = make([]float32, e.n*e.n)
	}
}

func (p PairSum) add(b *builder) {
	if p.Weight == 0 {
		return
	}
	if !b.matrix {
		b.e.pairSums = append(b.e.pairSums, p)
		return
	}
	b.e.needWeights()
	for i := range int32(b.N) {
		row := b.e.weights[int(i)*b.N : (int(i)+1)*b.N]
		for j := range i {
			row[j] += float32(p.Weight * p.Between(i, j))
		}
	}
}

func (p Place) add(b *builder) {
	if p.Weight == 0 {
		return
	}
	e := b.e
	e.needWeights()
	if e.placeGains == nil {
		e.placeGains = make([]float32, e.n*e.g)
	}
	for t := range e.g {
		for i := range e.n {
			e.placeGains[t*e.n+i] += float32(p.Weight * p.Worth(int32(i), t))
		}
	}
}

func (s Scatter) add(b *builder) { b.scatter = append(b.scatter, s) }

func (c Count) add(b *builder) {
	e := b.e
	t := countTerm{is: c.Marked, marked: make([]int32, e.g), worst: e.addWorst(c.Worst), stride: b.most + 2}
	t.value, t.score = make([]float64, t.stride*t.stride), make([]float64, t.stride*t.stride)
	if c.Hard {
		t.violation = make([]float64, len(t.value))
	}
	for size := range t.stride {
		for marked := range size + 1 {
			at := size*t.stride + marked
			r := c.Rate(size, marked)
			t.value[at], t.score[at] = r.Value-e.penalty*r.Violation, r.Score
			if c.Hard {
				t.violation[at] = r.Violation
			}
		}
	}
	e.counts = append(e.counts, t)
}

func (f Func) add(b *builder) {
	e := b.e
	e.neighbourhood.most = append(e.neighbourhood.most, f.Most)
	if f.Model {
		e.models++
	} else {
		step := f.Step
		if f.Hard {
			step += e.penalty
		}
		e.largestStep = max(e.largestStep, step)
	}
	e.hardFuncs = e.hardFuncs || f.Hard
	e.funcWorst = append(e.funcWorst, e.addWorst(f.Worst))
	e.newFuncs = append(e.newFuncs, f.New)
	e.funcs = append(e.funcs, f.New())
}

// quantise mirrors the lower triangles and turns weights into whole multiples of a unit of which float32 adds as many as a group
// has without rounding.
func (b *builder) quantise() {
	e := b.e
	off := 0.0
	if e.weights != nil {
		e.weightUnit, off = quantise(e.n, b.most, e.weights, e.placeGains)
		e.rounding += off
	}
	if e.kernel != nil {
		e.kernelUnit, off = quantise(e.n, b.most, e.kernel, nil)
		e.rounding += off
	}
}

// quantise does so for the n by n matrix w of a sum of at most most entries and one of base, which may be nil, and returns the unit, and by how
// much what a swap changes may be off for it: at most half a unit for each of four sums. A float32 holds whole numbers up to 2^24; two bits are left
// for differences of sums.
func quantise(n, most int, w, base []float32) (unit, off float64) {
	top := float32(0)
	for _, v := range w {
		top = max(top, v, -v)
	}
	sum := float64(top) * float64(most+2)
	for _, v := range base {
		sum = max(sum, math.Abs(float64(v))+float64(top)*float64(most+2))
	}
	if sum == 0 {
		return 1, 0
	}
	unit = math.Ldexp(1, int(math.Ceil(math.Log2(sum)))-22)
	for i := range n {
		for j := range i + 1 {
			v := float32(math.RoundToEven(float64(w[i*n+j]) / unit))
			w[i*n+j], w[j*n+i] = v, v
		}
	}
	for i, v := range base {
		base[i] = float32(math.RoundToEven(float64(v) / unit))
	}
	return unit, 3 * float64(most+2) * unit
}
