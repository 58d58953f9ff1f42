package search

// Local search by first improvement: for one item after the other every swap and move that gains is made at once, until a whole
// round has found none. It is the exchange method of anticlustering (Papenberg and Klau 2021), with moves where sizes may vary. A
// search begins with it, since annealing is measured by the steps of a local optimum, and quenches each leg with it.

// localCheck is after how many items a local search looks at the budget: to read the clock costs as much as some moves.
const localCheck = 64

// localSearch makes what gains until there is nothing, or the share until of the budget is gone.
func (s *searcher) localSearch(until float64) {
	e := s.e
	if len(e.movable) == 0 {
		return
	}
	idle := 0
	for k := 0; idle < len(e.movable); k++ {
		if until > 1 && s.spent() || k%localCheck == localCheck-1 && s.Budget.share(s.moves) >= until {
			return
		}
		a := e.movable[k%len(e.movable)]
		found := false
		if s.pairsOnly {
			found = s.tryPairSwaps(a, 0)
		} else {
			found = s.improveItem(a)
		}
		idle++
		if found {
			idle = 0
		}
	}
}

// improveItem makes every swap and move of a that gains.
func (s *searcher) improveItem(a int32) bool {
	e := s.e
	found := s.improveBySwaps(a)
	if s.fixedSizes {
		return found
	}
	for t := range e.g {
		if !e.MayMove(a, t) {
			continue
		}
		s.moves++
		if d := e.MoveChange(a, t); d > improveTolerance {
			e.Move(a, t, d)
			found = true
		}
	}
	return found
}

// improveBySwaps makes every swap of a that gains.
func (s *searcher) improveBySwaps(a int32) bool {
	e := s.e
	if e.ownGains != nil {
		return s.trySwaps(a, 0)
	}
	found := false
	for _, b := range e.movable {
		if e.group[a] == e.group[b] {
			continue
		}
		s.moves++
		if d := e.SwapChange(a, b); d > improveTolerance {
			e.Swap(a, b, d)
			found = true
		}
	}
	return found
}
