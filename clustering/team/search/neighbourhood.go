package search

import (
	"math"
	"math/bits"
	"slices"
)

// All swaps of one item at once. The change of a swap of a and b is the sum of what b gains in a's place, what a gains in b's place
// and minus twice their weight (Kernighan and Lin 1970): the first from a row of the gains, contiguous in b, the second one number
// for each group. So one pass over the items, eight at a time by vector instructions, finds the first swap that the Metropolis criterion
// accepts, and only that one is evaluated by itself. Terms that are not sums over pairs add to the pass what a swap changes in them:
// counts by tables of one item more or less, kernel and columns exactly. What functions and worst groups could gain is only known
// from above; a swap that the bound lets through is evaluated before it is made. What is rounded here or bounded thus never
// decides on a swap, it only says which to look at.
//
// Under pairs alone some hundred million swaps a second are tried so on one core, where one swap by itself takes 25 to 70 ns.

// maxNeighbours is how many items one pass goes over at most. After each swap the gains of the rest of the pass are computed anew, so
// that a pass costs its length times the swaps that it makes. It is for thousands of items: 900 were as good with 256.
const maxNeighbours = 2048

// A neighbourhood holds, for every group, what the pass needs beside the gains.
type neighbourhood struct {
	masks            []uint64  // by item, the counts that it is marked in
	oneMore, oneLess []float32 // groups by counts: change by one marked item more or less, in units of the pair weights
	headroom         []float64 // by group, how much functions could gain there at most
	most             []float64 // the most that each function gives
	diagonal         []float32 // of the kernel
}

// maxMaskCounts is how many counts fit into an item's mask.
const maxMaskCounts = 64

// hasNeighbourhood reports whether all swaps of an item can be evaluated at once.
func (e *Evaluator) hasNeighbourhood() bool {
	return e.weights != nil && len(e.pairSums) == 0 && len(e.counts) <= maxMaskCounts
}

func (e *Evaluator) initNeighbourhood() {
	e.ownGains = make([]float32, e.n)
	h := &e.neighbourhood
	h.masks, h.headroom = make([]uint64, e.n), make([]float64, e.g)
	h.oneMore, h.oneLess = make([]float32, e.g*len(e.counts)), make([]float32, e.g*len(e.counts))
	for r, c := range e.counts {
		for i, is := range c.is {
			h.masks[i] |= uint64(is) << r
		}
	}
	if e.kernel == nil {
		return
	}
	h.diagonal = make([]float32, e.n)
	for i := range h.diagonal {
		h.diagonal[i] = e.kernel[i*e.n+i]
	}
}

func (h neighbourhood) clone() neighbourhood {
	h.oneMore, h.oneLess, h.headroom = slices.Clone(h.oneMore), slices.Clone(h.oneLess), slices.Clone(h.headroom)
	return h
}

// updateNeighbourhood brings what is kept for group t up to date.
func (e *Evaluator) updateNeighbourhood(t int) {
	h := &e.neighbourhood
	if h.masks == nil {
		return
	}
	size, units := len(e.items[t]), 1/e.weightUnit
	for r := range e.counts {
		c := &e.counts[r]
		marked := int(c.marked[t])
		now, at := c.at(size, marked), t*len(e.counts)+r
		h.oneMore[at], h.oneLess[at] = 0, 0
		if marked < size {
			h.oneMore[at] = float32((c.at(size, marked+1) - now) * units)
		}
		if marked > 0 {
			h.oneLess[at] = float32((c.at(size, marked-1) - now) * units)
		}
	}
	h.headroom[t] = 0
	for f, most := range h.most {
		h.headroom[t] += max(0, most-e.values[f*e.g+t])
	}
}

// gainsElsewhere notes in gainIn what a would gain in each group, in units.
func (s *searcher) gainsElsewhere(a int32) {
	e := s.e
	own := e.ownGains[a]
	at := int(a)
	for t := range s.gainIn {
		s.gainIn[t] = e.gains[at] - own
		at += e.n
	}
	s.gainIn[e.group[a]] = float32(math.Inf(-1))
}

// gainsInPlaceOf fills gain with what each b of from..to-1 adds to a's group in a's place, less the weights of a to b, so that with
// what each has now and a gains the change of their swap comes out: exactly to rounding, or at most that where functions are slow.
func (s *searcher) gainsInPlaceOf(a int32, from, to int) {
	e := s.e
	ta := int(e.group[a])
	copy(s.gain[from:to], e.gains[ta*e.n+from:ta*e.n+to])
	if len(e.counts) > 0 {
		s.addCountGains(a, ta, from, to)
	}
	if e.kernel != nil {
		s.addKernelGains(a, ta, from, to)
	}
	units := 1 / e.weightUnit
	if c := e.columns; c != nil {
		for b := from; b < to; b++ {
			if tb := int(e.group[b]); tb != ta {
				s.gain[b] += float32((c.change(ta, len(e.items[ta]), a, int32(b)) + c.change(tb, len(e.items[tb]), int32(b), a)) * units)
			}
		}
	}
	if len(e.funcs) > 0 {
		headroom := e.neighbourhood.headroom
		for b := from; b < to; b++ {
			s.gain[b] += float32((headroom[ta] + headroom[e.group[b]] + improveTolerance) * units)
		}
	}
	if e.worst != nil {
		bound := e.worst.bound
		for b := from; b < to; b++ {
			s.gain[b] += float32((bound[ta] + bound[e.group[b]]) * units)
		}
	}
}

func (s *searcher) addCountGains(a int32, ta, from, to int) {
	e := s.e
	h, k := &e.neighbourhood, len(e.counts)
	mask := h.masks[a]
	moreA, lessA := h.oneMore[ta*k:ta*k+k], h.oneLess[ta*k:ta*k+k]
	masks, group, gain := h.masks[from:to], e.group[from:to], s.gain[from:to]
	for b, other := range masks {
		v, at := float32(0), int(group[b])*k
		for x := mask & ^other; x != 0; x &= x - 1 {
			r := bits.TrailingZeros64(x)
			v += lessA[r] + h.oneMore[at+r]
		}
		for x := other & ^mask; x != 0; x &= x - 1 {
			r := bits.TrailingZeros64(x)
			v += moreA[r] + h.oneLess[at+r]
		}
		gain[b] += v
	}
}

func (s *searcher) addKernelGains(a int32, ta, from, to int) {
	e := s.e
	n, diagonal := e.n, e.neighbourhood.diagonal
	ratio := float32(e.kernelUnit / e.weightUnit)
	partA := ratio / float32(len(e.items[ta]))
	sums, row := e.kernelSums[ta*n:ta*n+n], e.kernel[int(a)*n:int(a)*n+n]
	for b := from; b < to; b++ {
		tb := int(e.group[b])
		distance := diagonal[a] + diagonal[b] - 2*row[b]
		s.gain[b] += partA*(2*(sums[b]-sums[a])+distance) +
			ratio/float32(len(e.items[tb]))*(2*(e.kernelSums[tb*n+int(a)]-e.kernelSums[tb*n+b])+distance)
	}
}

// trySwaps tries to swap a with every other item, like [searcher.tryPairSwaps] but under terms of every kind, in one pass over the
// items from a random place on. Gains are computed anew after each swap.
func (s *searcher) trySwaps(a int32, temperature float64) bool {
	e := s.e
	n := e.n
	units := float32(temperature / e.weightUnit)
	start := s.Rand.IntN(n)
	end := min(n, start+maxNeighbours)
	parts := [2][2]int{{start, end}, {0, min(start, maxNeighbours-(end-start))}}
	at := s.Rand.IntN(thresholdCount)
	threshold := s.thresholds[at : at+n]
	weights := e.weights[int(a)*n : int(a)*n+n]
	found := false
	for _, part := range parts {
		from, m := part[0], part[1]
		for stale := true; from < m; {
			if stale {
				s.gainsElsewhere(a)
				s.gainsInPlaceOf(a, from, m)
				stale = false
			}
			b := firstAccepted(from, s.gain[:m], e.ownGains[:m], weights[:m], s.gainIn, threshold[:m], e.group[:m], units)
			s.moves += int64(b - from)
			if b == m {
				break
			}
			s.moves++
			from = b + 1
			if d := e.SwapChange(a, int32(b)); d > improveTolerance || temperature > 0 && d > temperature*float64(threshold[b]) {
				e.Swap(a, int32(b), d)
				found, stale = true, true
			}
		}
	}
	return found
}

// tryPairSwaps tries to move a to every other group that has room, then to swap it with every other item, where sums over pairs are
// all there is: gains are exact and change with a swap by one row, so that the pass goes on where it was.
func (s *searcher) tryPairSwaps(a int32, temperature float64) bool {
	e := s.e
	n := e.n
	units := float32(temperature / e.weightUnit)
	start := s.Rand.IntN(n)
	threshold := s.thresholds[s.Rand.IntN(thresholdCount):]
	found := false
	s.gainsElsewhere(a)
	if !s.fixedSizes && s.tryPairMoves(a, temperature) {
		found = true
		s.gainsElsewhere(a)
	}
	t := int(e.group[a])
	for _, part := range [2][2]int{{start, n}, {0, start}} {
		m := part[1]
		for from := part[0]; from < m; {
			b := firstAccepted(from, e.gains[t*n:t*n+m], e.ownGains[:m], e.weights[int(a)*n:int(a)*n+m], s.gainIn, threshold[:m],
				e.group[:m], units)
			s.moves += int64(b - from)
			if b == m {
				break
			}
			s.moves++
			e.Swap(a, int32(b), e.SwapChange(a, int32(b)))
			found = true
			from = b + 1
			t = int(e.group[a])
			s.gainsElsewhere(a)
		}
	}
	return found
}

// tryPairMoves moves a to a group with room, where [searcher.gainsElsewhere] has found what it gains there.
func (s *searcher) tryPairMoves(a int32, temperature float64) bool {
	e := s.e
	from := int(e.group[a])
	if len(e.items[from]) <= e.groups[from].Min {
		return false
	}
	first := s.Rand.IntN(e.g)
	for k := range e.g {
		t := (first + k) % e.g
		if t == from || len(e.items[t]) >= e.groups[t].Max {
			continue
		}
		s.moves++
		if !s.accepts(float64(s.gainIn[t])*e.weightUnit, temperature) {
			continue
		}
		e.Move(a, t, e.MoveChange(a, t))
		return true
	}
	return false
}
