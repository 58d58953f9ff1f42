package search

import "slices"

// Items of a block are in one group and move as one: the block trades places with as many single items of another group, with
// another block of its size, or goes there alone. Each change is made item by item and taken back if the Metropolis criterion rejects it,
// since what a change of more than three items is worth is nowhere kept.

// tryBlock tries to let a random block trade places with as many items of another group, or move there.
func (s *searcher) tryBlock(temperature float64) {
	e := s.e
	block := e.blocks[e.movableBlocks[s.Rand.IntN(len(e.movableBlocks))]]
	from, t := int(e.group[block[0]]), s.Rand.IntN(e.g)
	if t == from || slices.ContainsFunc(block, func(i int32) bool { return int(e.group[i]) != from }) {
		return
	}
	s.moves++
	before := e.objective
	partners := s.swapPartners(t, len(block))
	if partners != nil {
		e.swapAll(block, partners)
		if !s.accepts(e.objective-before, temperature) {
			e.swapAll(block, partners)
			e.objective = before
		}
		return
	}
	if len(e.items[t])+len(block) > e.groups[t].Max || len(e.items[from])-len(block) < e.groups[from].Min {
		return
	}
	e.moveAll(block, t)
	if !s.accepts(e.objective-before, temperature) {
		e.moveAll(block, from)
		e.objective = before
	}
}

// swapAll lets each item of a trade places with the same of b.
func (e *Evaluator) swapAll(a, b []int32) {
	for k, i := range a {
		e.Swap(i, b[k], e.SwapChange(i, b[k]))
	}
}

// moveAll takes items to group t.
func (e *Evaluator) moveAll(items []int32, t int) {
	for _, i := range items {
		e.Move(i, t, e.MoveChange(i, t))
	}
}

// swapPartners picks n items of group t that may leave it together: single ones, or a whole block. It returns nil if there are none.
func (s *searcher) swapPartners(t, n int) []int32 {
	e := s.e
	single := s.partners[:0]
	for _, i := range e.items[t] {
		if !e.Pinned(i) {
			single = append(single, i)
		}
		if k := e.blockOf[i]; k >= 0 && len(e.blocks[k]) == n && slices.Contains(e.movableBlocks, k) && s.Rand.IntN(2) == 0 {
			return e.blocks[k]
		}
	}
	s.partners = single
	if len(single) < n {
		return nil
	}
	s.Rand.Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
	return single[:n]
}
