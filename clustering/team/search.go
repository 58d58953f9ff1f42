package team

import (
	"math"
	"math/rand/v2"
)

// A searcher improves the division that an engine holds.
type searcher struct {
	e      *engine
	rng    *rand.Rand
	pace   *pace
	moves  int64
	best   []int32
	least  float64   // by how much the best breaks must-rules
	top    float64   // its worth besides
	chance []float32 // logarithms of random numbers
	other  []float32
	gain   []float32
	loose  []int32 // space for partners of a block
	report func(moves int64, share float64)
	ideal  func(team []int32) bool // whether no division is better; may be nil
	plain  bool                    // see engine.plain
	rigid  bool                    // see engine.rigid
	scout  bool                    // only the must-rules count: the search is done when they are kept
	labels []int                   // clusters of the members to start from; nil starts at random
	gather bool                    // keep clusters together, rather than deal them to all teams
}

// chances is how many logarithms of random numbers a search draws once and then uses from
// random places.
const chances = 1 << 13

func newSearcher(e *engine, rng *rand.Rand, p *pace) *searcher {
	s := &searcher{e: e, rng: rng, pace: p, plain: e.plain(), rigid: e.rigid(), least: math.Inf(1), chance: make([]float32, chances+e.n), other: make([]float32, e.g, max(e.g, fewTeams)), gain: make([]float32, e.n)}
	for i := range s.chance {
		s.chance[i] = float32(math.Log(1 - rng.Float64()))
	}
	return s
}

// keep remembers the division if it is the best so far: must-rules come first.
func (s *searcher) keep() {
	broken := s.e.breaks()
	worth := s.e.energy + s.e.must*broken
	if broken > s.least+1e-9 || broken > s.least-1e-9 && worth <= s.top+1e-12*math.Abs(s.top) {
		return
	}
	s.least, s.top = broken, worth
	s.best = append(s.best[:0], s.e.team...)
}

// run searches until the pace ends and leaves the best division in the engine.
func (s *searcher) run() {
	s.fill()
	s.keep()
	s.descend(0.15)
	s.keep()
	if len(s.e.loose)+len(s.e.bound) < 2 || s.e.g < 2 {
		s.e.place(s.best)
		return
	}
	s.obey(0.4)
	if s.scout && s.least == 0 {
		s.e.place(s.best)
		return
	}
	step := s.step()
	switch {
	case step == 0:
	case s.e.n <= 40 && s.plain:
		s.iterate(step)
	default:
		s.cool(step)
	}
	s.settle()
}

// settle ends a search with must-rules before all else: first from where the search ended, then from the best.
func (s *searcher) settle() {
	if s.e.breaks() > 0 {
		s.obey(math.Inf(1))
		s.keep()
	}
	s.e.place(s.best)
	if s.least > 0 || !s.e.obliged() {
		return
	}
	must := s.e.must
	s.e.press(supreme)
	s.descend(1)
	s.keep()
	s.e.press(must)
	s.e.place(s.best)
}

// batch tries some thousand moves at one temperature.
func (s *searcher) batch(heat float64) {
	stop := s.moves + min(20000, int64(20*s.e.n*s.e.n))
	if s.pace.moves > 0 {
		stop = min(stop, s.moves+max(200, s.pace.moves/500))
	}
	for s.moves < stop {
		before := s.moves
		switch {
		case s.plain:
			s.sweep(s.e.loose[s.rng.IntN(len(s.e.loose))], heat)
		case s.e.own != nil && len(s.e.loose) > 0:
			s.roam(s.e.loose[s.rng.IntN(len(s.e.loose))], heat)
		default:
			s.mixed(heat)
		}
		if s.moves == before {
			s.moves++ // nothing could be tried: who is not locked may be in one team
		}
	}
}

// sweep tries to move a to every other team that has room, then to swap it with every other member, in one pass over the
// members from a random place.
func (s *searcher) sweep(a int32, heat float64) bool {
	e := s.e
	n := e.n
	units := float32(heat / e.unit)
	start := s.rng.IntN(n)
	chance := s.chance[s.rng.IntN(chances):]
	found := false
	s.reach(a)
	if !s.rigid && s.shift(a, heat) {
		found = true
		s.reach(a)
	}
	t := int(e.team[a])
	for _, part := range [2][2]int{{start, n}, {0, start}} {
		m := part[1]
		for from := part[0]; from < m; {
			b := scan(from, e.p[t*n:t*n+m], e.own[:m], e.w[int(a)*n:int(a)*n+m], s.other, chance[:m], e.team[:m], units)
			s.moves += int64(b - from)
			if b == m {
				break
			}
			s.moves++
			e.swap(a, int32(b), e.swapChange(a, int32(b)))
			found = true
			from = b + 1
			t = int(e.team[a])
			s.reach(a)
		}
	}
	return found
}

// shift moves a to a team with room, where [searcher.reach] has found what it gains there.
func (s *searcher) shift(a int32, heat float64) bool {
	e := s.e
	from := int(e.team[a])
	if len(e.list[from]) <= e.slots[from].lo {
		return false
	}
	first := s.rng.IntN(e.g)
	for k := range e.g {
		t := (first + k) % e.g
		if t == from || len(e.list[t]) >= e.slots[t].hi {
			continue
		}
		s.moves++
		if !s.takes(float64(s.other[t])*e.unit, heat) {
			continue
		}
		e.move(a, t, e.moveChange(a, t))
		return true
	}
	return false
}

// reach notes what a would gain in each team.
func (s *searcher) reach(a int32) {
	e := s.e
	own := e.own[a]
	at := int(a)
	for u := range s.other {
		s.other[u] = e.p[at] - own
		at += e.n
	}
	s.other[e.team[a]] = float32(math.Inf(-1))
}

// mixed tries moves of every sort on one member or block.
func (s *searcher) mixed(heat float64) bool {
	e := s.e
	found := false
	if len(e.bound) > 0 && (len(e.loose) == 0 || s.rng.IntN(8) == 0) {
		found = s.tryBlock(heat)
	}
	if len(e.loose) == 0 {
		return found
	}
	a := e.loose[s.rng.IntN(len(e.loose))]
	if !e.rigid() {
		found = s.tryMove(a, heat) || found
	}
	from := s.rng.IntN(len(e.loose))
	for k := range min(16, len(e.loose)) {
		if from+k == len(e.loose) {
			from -= len(e.loose)
		}
		b := e.loose[from+k]
		if e.team[a] == e.team[b] {
			continue
		}
		s.moves++
		d := e.swapChange(a, b)
		if s.takes(d, heat) {
			e.swap(a, b, d)
			found = true
		}
	}
	if e.g > 2 {
		found = s.tryRound(a, heat) || found
	}
	return found
}

// takes decides on a change by the Metropolis rule.
func (s *searcher) takes(d, heat float64) bool {
	if d > 0 {
		return d > 1e-13
	}
	if heat == 0 {
		return false
	}
	return d > heat*float64(s.chance[s.rng.IntN(chances)])
}

func (s *searcher) tryMove(a int32, heat float64) bool {
	e := s.e
	t := s.rng.IntN(e.g)
	if !e.mayMove(a, t) {
		return false
	}
	s.moves++
	d := e.moveChange(a, t)
	if !s.takes(d, heat) {
		return false
	}
	e.move(a, t, d)
	return true
}

// tryRound lets three members of three teams trade places in a round.
func (s *searcher) tryRound(a int32, heat float64) bool {
	e := s.e
	b, c := e.loose[s.rng.IntN(len(e.loose))], e.loose[s.rng.IntN(len(e.loose))]
	ta, tb, tc := e.team[a], e.team[b], e.team[c]
	if ta == tb || tb == tc || tc == ta {
		return false
	}
	s.moves++
	if s.hopeless(heat, [3]int32{ta, tb, tc}, [3]int32{a, b, c}) {
		return false
	}
	if !s.takes(s.roundChange(a, b, c), heat) {
		return false
	}
	e.swap(a, b, e.swapChange(a, b))
	e.swap(b, c, e.swapChange(b, c))
	return true
}

// roundChange is the change in energy if a goes to b's team, b to c's and c to a's, three teams.
func (s *searcher) roundChange(a, b, c int32) float64 {
	e := s.e
	ta, tb, tc := int(e.team[a]), int(e.team[b]), int(e.team[c])
	d := e.replace(0, tb, b, a) + e.replace(1, tc, c, b) + e.replace(2, ta, a, c)
	if e.ladder != nil {
		d += e.ladder.change(tb, tc, ta)
	}
	return d
}

// hopeless reports whether a round of three members, each to the team of the next, would not be taken whatever slow rules say
// of it. Where a model rates teams, which costs most, they are asked only where it may be.
func (s *searcher) hopeless(heat float64, team, member [3]int32) bool {
	e := s.e
	if e.rated == 0 || e.ledger.mask == nil {
		return false
	}
	d := 0.0
	for k, t := range team {
		d += e.quick(int(t), member[k], member[(k+2)%3]) + e.ledger.slack[t]
		if e.ladder != nil {
			d += e.ladder.lift[t]
		}
	}
	return d <= 0 && (heat == 0 || d <= heat*float64(s.chance[s.rng.IntN(chances)]))
}

// descend takes better swaps and moves until there is none, or the pace reaches until.
func (s *searcher) descend(until float64) {
	e := s.e
	if len(e.loose) == 0 {
		return
	}
	idle := 0
	for k := 0; idle < len(e.loose); k++ {
		if k%64 == 63 && s.pace.share(s.moves) >= until {
			return
		}
		a := e.loose[k%len(e.loose)]
		better := false
		if s.plain {
			better = s.sweep(a, 0)
		} else {
			better = s.greedy(a)
		}
		idle++
		if better {
			idle = 0
		}
	}
}

// swaps takes every better swap of a.
func (s *searcher) swaps(a int32) bool {
	e := s.e
	if e.own != nil {
		return s.survey(a, 0)
	}
	found := false
	for _, b := range e.loose {
		if e.team[a] == e.team[b] {
			continue
		}
		s.moves++
		if d := e.swapChange(a, b); d > 1e-12 {
			e.swap(a, b, d)
			found = true
		}
	}
	return found
}

// greedy takes every better swap and move of a.
func (s *searcher) greedy(a int32) bool {
	e := s.e
	found := s.swaps(a)
	if e.rigid() {
		return found
	}
	for t := range e.g {
		if !e.mayMove(a, t) {
			continue
		}
		s.moves++
		if d := e.moveChange(a, t); d > 1e-12 {
			e.move(a, t, d)
			found = true
		}
	}
	return found
}
