package team

import (
	"math"
	"math/rand/v2"
	"slices"
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
	report func(moves int64, share float64)
	ideal  func(team []int32) bool // whether no division is better; may be nil
	plain  bool                    // see engine.plain
	labels []int                   // clusters of the members to start from; nil starts at random
	gather bool                    // keep clusters together, rather than deal them to all teams
}

// chances is how many logarithms of random numbers a search draws once and then uses from
// random places.
const chances = 1 << 13

func newSearcher(e *engine, rng *rand.Rand, p *pace) *searcher {
	s := &searcher{e: e, rng: rng, pace: p, plain: e.plain(), least: math.Inf(1), chance: make([]float32, chances+e.n), other: make([]float32, e.g)}
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

// cool anneals. The temperatures are in terms of step, the typical smallest change that one swap
// makes at a local optimum: much above it the search wanders, much below it stands still.
func (s *searcher) cool(step float64) {
	begin, end := s.pace.share(s.moves), 1.0
	if s.e.obliged() {
		end = 0.9 // what is left is for must-rules that are broken at the end
	}
	first, again := end, s.small() || s.plain && s.e.n <= 200
	if again {
		first = s.legEnd(begin, begin+0.35*(end-begin))
	}
	if from := s.coarse() / 3; from > warm*step {
		hot := begin + 0.3*(first-begin)
		s.anneal(from, warm*step, begin, hot)
		begin = hot
	}
	s.anneal(warm*step, cold*step, begin, first)
	s.rest()
	if again {
		s.reheat(step, end)
	}
}

// small reports whether the section is so small that a search may be done before its pace ends.
func (s *searcher) small() bool { return s.e.n <= 80 }

// legEnd is where an anneal that begins now ends: at until, or sooner in small sections, which are soon as good as one
// anneal makes them.
func (s *searcher) legEnd(share, until float64) float64 {
	if !s.small() {
		return until
	}
	rate := share / float64(max(1, s.moves))
	if s.pace.moves > 0 {
		rate = 1 / float64(s.pace.moves)
	}
	return min(until, share+rate*float64(legMoves*s.e.n*s.e.n))
}

// legMoves times the square of the members are the moves of one anneal of a small section.
const legMoves = 1000

// idleLegs is after how many anneals in a row that find nothing better a small section is left as it is.
const idleLegs = 8

// rest takes what is better to be had nearby.
func (s *searcher) rest() {
	s.keep()
	if s.e.n <= 600 || s.plain {
		s.descend(math.Inf(1))
		s.keep()
	}
}

// reheat anneals again and again until the pace reaches end, each time from the best division and not as warm, so that
// part of it stays.
func (s *searcher) reheat(step, end float64) {
	leg := 0.3 * (end - s.pace.share(s.moves))
	idle := 0
	for share := s.pace.share(s.moves); share < end && !s.done(); share = s.pace.share(s.moves) {
		least, top := s.least, s.top
		s.e.place(s.best)
		s.anneal((0.2+0.1*s.rng.Float64())*step, cold*step, share, s.legEnd(share, min(end, share+leg)))
		s.rest()
		if idle++; s.least < least || s.top > top+1e-9 {
			idle = 0
		}
		if s.small() && idle >= idleLegs {
			return
		}
	}
}

// done reports whether the best division is as good as any can be.
func (s *searcher) done() bool { return s.least == 0 && s.ideal != nil && s.ideal(s.best) }

// coarse is the largest step of a rule that counts, which the search must be warm enough to take.
func (s *searcher) coarse() float64 {
	top := s.e.rough
	for _, c := range s.e.tallies {
		for size := 1; size < c.stride; size++ {
			for count := 1; count <= size; count++ {
				top = max(top, abs(c.at(size, count)-c.at(size, count-1)))
			}
		}
	}
	return top
}

// anneal cools geometrically from one temperature to another while the pace goes from begin to until.
func (s *searcher) anneal(from, to, begin, until float64) {
	for {
		share := s.pace.share(s.moves)
		if s.report != nil {
			s.report(s.moves, share)
		}
		if share >= until {
			return
		}
		x := (share - begin) / (until - begin)
		heat := from * math.Pow(to/from, x)
		s.batch(heat)
		if x > 0.5 {
			s.keep()
		}
	}
}

// batch tries some thousand moves at one temperature.
func (s *searcher) batch(heat float64) {
	stop := s.moves + min(20000, int64(20*s.e.n*s.e.n))
	if s.pace.moves > 0 {
		stop = min(stop, s.moves+max(200, s.pace.moves/500))
	}
	for s.moves < stop {
		if s.plain {
			s.sweep(s.e.loose[s.rng.IntN(len(s.e.loose))], heat)
			continue
		}
		s.mixed(heat)
	}
}

// sweep tries to swap a with every other member, in one pass over the members from a random place.
func (s *searcher) sweep(a int32, heat float64) bool {
	e := s.e
	n := e.n
	units := float32(heat / e.unit)
	start := s.rng.IntN(n)
	chance := s.chance[s.rng.IntN(chances):]
	found := false
	t := int(e.team[a])
	s.reach(a)
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

// The temperatures between which the search cools, found by trial on surveys and
// on random weights.
const (
	warm = 0.30
	cold = 0.13
)

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
	from := int(e.team[a])
	if t == from || len(e.list[t]) >= e.slots[t].hi || len(e.list[from]) <= e.slots[from].lo {
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
	d := e.replace(int(tb), b, a) + e.replace(int(tc), c, b) + e.replace(int(ta), a, c)
	if !s.takes(d, heat) {
		return false
	}
	e.swap(a, b, e.swapChange(a, b))
	e.swap(b, c, e.swapChange(b, c))
	return true
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

// greedy takes every better swap and move of a.
func (s *searcher) greedy(a int32) bool {
	e := s.e
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
	if e.rigid() {
		return found
	}
	for t := range e.g {
		from := int(e.team[a])
		if t == from || len(e.list[t]) >= e.slots[t].hi || len(e.list[from]) <= e.slots[from].lo {
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

// step is the median over members of the smallest change that one of their swaps makes.
func (s *searcher) step() float64 {
	e := s.e
	var all []float64
	if len(e.loose) == 0 {
		return s.coarse()
	}
	for range min(len(e.loose), 48) {
		a := e.loose[s.rng.IntN(len(e.loose))]
		least := math.Inf(1)
		for _, b := range e.loose {
			if e.team[a] == e.team[b] {
				continue
			}
			if d := abs(e.swapChange(a, b)); d > 1e-12 {
				least = min(least, d)
			}
		}
		if !math.IsInf(least, 1) {
			all = append(all, least)
		}
	}
	if len(all) == 0 {
		return s.coarse()
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// iterate anneals again and again from new starts: few members are soon as good as they get, and
// what one start misses another finds. It ends early when many starts have found the same.
func (s *searcher) iterate(step float64) {
	leg := int64(150 * s.e.n * s.e.n)
	for same := 0; s.pace.share(s.moves) < 1 && same < sameStarts; {
		top := s.top
		s.fill()
		for begin := s.moves; s.moves < begin+leg; {
			share := s.pace.share(s.moves)
			if share >= 1 {
				break
			}
			if s.report != nil {
				s.report(s.moves, share)
			}
			s.batch(warm * step * math.Pow(cold/warm, float64(s.moves-begin)/float64(leg)))
		}
		s.descend(math.Inf(1))
		s.keep()
		switch tiny := 1e-9 * math.Abs(top); {
		case s.top > top+tiny:
			same = 1
		case s.e.energy > top-tiny:
			same++
		}
	}
}

// sameStarts is how many starts must end at the best division for it to be taken for the best there is: were it missed as often
// as it is found, all of them would agree only once in a thousand times a thousand.
const sameStarts = 20
