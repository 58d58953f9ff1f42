package team

import (
	"math"
	"slices"
)

// supreme is what breaking a must-rule by one costs where nothing else may count beside it.
const supreme = 1e4

// press sets what breaking a must-rule by one costs.
func (e *engine) press(must float64) {
	for r := range e.tallies {
		c := &e.tallies[r]
		for k, broken := range c.broken {
			c.table[k] -= (must - e.must) * broken
		}
	}
	e.must = must
	e.place(slices.Clone(e.team))
}

// broken is by how much team t breaks must-rules.
func (e *engine) broken(t int) float64 {
	sum := 0.0
	for r := range e.tallies {
		if c := &e.tallies[r]; c.broken != nil {
			sum += c.broken[len(e.list[t])*c.stride+int(c.count[t])]
		}
	}
	for f := range e.funcs {
		sum += e.faults[f*e.g+t]
	}
	return sum
}

// breaks is by how much all teams break must-rules.
func (e *engine) breaks() float64 {
	sum := 0.0
	for t := range e.g {
		sum += e.broken(t)
	}
	return sum
}

// obliged reports whether there are must-rules that teams can break.
func (e *engine) obliged() bool {
	return e.owed || slices.ContainsFunc(e.tallies, func(c tallyTerm) bool { return c.broken != nil })
}

// obey looks for a division that keeps the must-rules until the pace reaches until: members of teams that break
// one go where that mends most, now and then anywhere, and what has not helped for long starts anew.
func (s *searcher) obey(until float64) {
	e := s.e
	if e.breaks() == 0 {
		return
	}
	must := e.must
	e.press(supreme)
	least, idle := math.Inf(1), 0
	for k := 0; k%8 > 0 || s.pace.share(s.moves) < min(until, 1); k++ {
		now := e.breaks()
		if idle++; now < least-1e-9 {
			least, idle = now, 0
			s.keep()
		}
		if now == 0 {
			break
		}
		if idle > 20+4*e.n {
			s.fill()
			least, idle = math.Inf(1), 0
			continue
		}
		s.mendTeam(s.brokenTeam())
	}
	e.press(must)
}

// brokenTeam picks one of the teams that break a must-rule.
func (s *searcher) brokenTeam() int {
	start := s.rng.IntN(s.e.g)
	for k := range s.e.g {
		if t := (start + k) % s.e.g; s.e.broken(t) > 0 {
			return t
		}
	}
	return start
}

// mendTeam changes team t for the better, or now and then at random.
func (s *searcher) mendTeam(t int) {
	e := s.e
	if len(e.bound) > 0 && s.rng.IntN(3) == 0 {
		s.tryBlock(float64(s.rng.IntN(2)) * supreme)
	}
	list := e.list[t]
	a, start := int32(-1), s.rng.IntN(max(1, len(list)))
	for k := range list {
		if i := list[(start+k)%len(list)]; !e.stuck(i) {
			a = i
			break
		}
	}
	if a < 0 || s.rng.IntN(8) == 0 {
		s.jump()
		return
	}
	s.bestChange(a, t)
}

// bestChange makes the best of a's swaps and moves and of the moves to its team t, if it makes nothing worse.
func (s *searcher) bestChange(a int32, t int) {
	e := s.e
	best, with, to := math.Inf(-1), int32(-1), -1
	rigid := e.rigid()
	tries := min(len(e.loose), 512)
	at := s.rng.IntN(len(e.loose))
	for range tries {
		if at++; at >= len(e.loose) {
			at = 0
		}
		b := e.loose[at]
		if int(e.team[b]) == t {
			continue
		}
		s.moves++
		if d := e.swapChange(a, b); d > best {
			best, with, to = d, b, -1
		}
		if rigid || !e.mayMove(b, t) {
			continue
		}
		s.moves++
		if d := e.moveChange(b, t); d > best {
			best, with, to = d, b, t
		}
	}
	for u := range e.g {
		if rigid || !e.mayMove(a, u) {
			continue
		}
		s.moves++
		if d := e.moveChange(a, u); d > best {
			best, with, to = d, a, u
		}
	}
	switch {
	case with < 0 || best < -1e-3*supreme:
	case to < 0:
		e.swap(a, with, best)
	default:
		e.move(with, to, best)
	}
}

// mayMove reports whether a may leave its team for team t.
func (e *engine) mayMove(a int32, t int) bool {
	from := e.team[a]
	return int(from) != t && len(e.list[t]) < e.slots[t].hi && len(e.list[from]) > e.slots[from].lo
}

// jump makes a random swap or move.
func (s *searcher) jump() {
	e := s.e
	s.moves++
	if len(e.loose) == 0 {
		s.tryBlock(math.Inf(1))
		return
	}
	a, b := e.loose[s.rng.IntN(len(e.loose))], e.loose[s.rng.IntN(len(e.loose))]
	if t := s.rng.IntN(e.g); s.rng.IntN(2) == 0 && e.mayMove(a, t) {
		e.move(a, t, e.moveChange(a, t))
		return
	}
	if e.team[a] != e.team[b] {
		e.swap(a, b, e.swapChange(a, b))
	}
}
