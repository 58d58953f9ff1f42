package search

// The moves of annealing and the rule by which they are accepted. A division is changed by a swap of two items, the exchange of
// anticlustering (Papenberg and Klau 2021), by moving one item where sizes may vary, by a cycle of three items through three groups,
// which gets past what no swap improves, and by moving a block (blocks.go). Where all swaps of an item are evaluated at once, the
// other moves are made as often as the swaps would have been tried one by one, a sixteenth each.

// How many moves of other kinds go with swaps: one in otherEvery of the items that a pass goes over; and where swaps are tried one by
// one, so many of them for one item. A block is then tried in one of blockEvery steps. With 4 or 64 in place of 16 divisions of 32 to
// 150 items under counts were as good, to 0.03 %, but with 4 a search took longer for its moves.
const (
	otherEvery = 16
	blockEvery = 8
)

// accepts decides on a change of d by the Metropolis criterion (Metropolis et al. 1953): what gains always, what loses with probability
// exp(d/temperature). In place of the exponential, d is compared with temperature times the logarithm of a uniform random number,
// drawn beforehand: the threshold.
func (s *searcher) accepts(d, temperature float64) bool {
	if d > 0 {
		return d > acceptTolerance
	}
	if temperature == 0 {
		return false
	}
	return d > temperature*float64(s.thresholds[s.Rand.IntN(thresholdCount)])
}

// tryAll tries a on all others, and moves of every other kind.
func (s *searcher) tryAll(a int32, temperature float64) {
	e := s.e
	s.trySwaps(a, temperature)
	if !s.fixedSizes {
		for range 1 + min(e.n, maxNeighbours)/otherEvery {
			s.tryMove(e.movable[s.Rand.IntN(len(e.movable))], temperature)
		}
	}
	if e.g > 2 {
		for range 1 + min(e.n, maxNeighbours)/otherEvery {
			s.tryCycle(e.movable[s.Rand.IntN(len(e.movable))], temperature)
		}
	}
	if len(e.movableBlocks) > 0 {
		for range 1 + e.n/otherEvery {
			s.tryBlock(temperature)
		}
	}
}

// trySome tries moves of every kind on one item or block, one by one: for what has no [neighbourhood].
func (s *searcher) trySome(temperature float64) {
	e := s.e
	if len(e.movableBlocks) > 0 && (len(e.movable) == 0 || s.Rand.IntN(blockEvery) == 0) {
		s.tryBlock(temperature)
	}
	if len(e.movable) == 0 {
		return
	}
	a := e.movable[s.Rand.IntN(len(e.movable))]
	if !s.fixedSizes {
		s.tryMove(a, temperature)
	}
	from := s.Rand.IntN(len(e.movable))
	for k := range min(otherEvery, len(e.movable)) {
		if from+k == len(e.movable) {
			from -= len(e.movable)
		}
		b := e.movable[from+k]
		if e.group[a] == e.group[b] {
			continue
		}
		s.moves++
		if d := e.SwapChange(a, b); s.accepts(d, temperature) {
			e.Swap(a, b, d)
		}
	}
	if e.g > 2 {
		s.tryCycle(a, temperature)
	}
}

// tryMove tries to move a to a random group.
func (s *searcher) tryMove(a int32, temperature float64) {
	e := s.e
	t := s.Rand.IntN(e.g)
	if !e.MayMove(a, t) {
		return
	}
	s.moves++
	if d := e.MoveChange(a, t); s.accepts(d, temperature) {
		e.Move(a, t, d)
	}
}

// tryCycle tries to let a and two random items of two other groups trade places in a cycle.
func (s *searcher) tryCycle(a int32, temperature float64) {
	e := s.e
	b, c := e.movable[s.Rand.IntN(len(e.movable))], e.movable[s.Rand.IntN(len(e.movable))]
	ta, tb, tc := e.group[a], e.group[b], e.group[c]
	if ta == tb || tb == tc || tc == ta {
		return
	}
	s.moves++
	if s.rejectsCycle(temperature, [3]int32{ta, tb, tc}, [3]int32{a, b, c}) || !s.accepts(e.cycleChange(a, b, c), temperature) {
		return
	}
	e.Swap(a, b, e.SwapChange(a, b))
	e.Swap(b, c, e.SwapChange(b, c))
}

// rejectsCycle reports whether a cycle of three items would not be accepted whatever functions say of it. Where a model rates
// groups, which costs most, it is asked only where it may be. Elsewhere it would save little and draw twice against what loses: with
// this for all functions, and reheating to 0.14 for counts, one search in five ended worse.
func (s *searcher) rejectsCycle(temperature float64, group, item [3]int32) bool {
	e := s.e
	if e.models == 0 || e.neighbourhood.masks == nil {
		return false
	}
	d := 0.0
	for k, t := range group {
		d += e.changeWithoutFuncs(int(t), item[k], item[(k+2)%3]) + e.neighbourhood.headroom[t]
		if e.worst != nil {
			d += e.worst.bound[t]
		}
	}
	return d <= 0 && (temperature == 0 || d <= temperature*float64(s.thresholds[s.Rand.IntN(thresholdCount)]))
}
