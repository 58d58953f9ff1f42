package team

import "slices"

// tryBlock lets a block trade places with as many members of another team, or move there.
func (s *searcher) tryBlock(heat float64) bool {
	e := s.e
	group := e.group[e.bound[s.rng.IntN(len(e.bound))]]
	from, t := int(e.team[group[0]]), s.rng.IntN(e.g)
	if t == from || slices.ContainsFunc(group, func(i int32) bool { return int(e.team[i]) != from }) {
		return false
	}
	s.moves++
	before := e.energy
	partners := s.partners(t, len(group))
	if partners == nil {
		if len(e.list[t])+len(group) > e.slots[t].hi || len(e.list[from])-len(group) < e.slots[from].lo {
			return false
		}
		for _, a := range group {
			e.move(a, t, e.moveChange(a, t))
		}
		if s.takes(e.energy-before, heat) {
			return true
		}
		for _, a := range group {
			e.move(a, from, e.moveChange(a, from))
		}
		e.energy = before
		return false
	}
	for k, a := range group {
		e.swap(a, partners[k], e.swapChange(a, partners[k]))
	}
	if s.takes(e.energy-before, heat) {
		return true
	}
	for k, a := range group {
		e.swap(a, partners[k], e.swapChange(a, partners[k]))
	}
	e.energy = before
	return false
}

// partners picks n members of team t who may leave it together: loose ones, or a whole block.
func (s *searcher) partners(t, n int) []int32 {
	e := s.e
	loose := s.loose[:0]
	for _, i := range e.list[t] {
		if !e.stuck(i) {
			loose = append(loose, i)
		}
		if g := e.block[i]; g >= 0 && len(e.group[g]) == n && slices.Contains(e.bound, g) && s.rng.IntN(2) == 0 {
			return e.group[g]
		}
	}
	s.loose = loose
	if len(loose) < n {
		return nil
	}
	s.rng.Shuffle(len(loose), func(i, j int) { loose[i], loose[j] = loose[j], loose[i] })
	return loose[:n]
}
