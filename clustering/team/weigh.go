package team

import (
	"math/bits"
	"slices"
)

// stretch is how many members one sweep tries at most: more would only go over the same rows again.
const stretch = 2048

// A ledger holds, for every team, what the search needs to weigh a member against all others at once, beside the sums over
// pairs: what one more or one less of each tally's members changes, and how much the slow rules could gain at most.
type ledger struct {
	mask     []uint64  // tallies that each member is in
	up, down []float32 // teams by tallies, in units of the pairs' weights
	slack    []float64 // by team
	tops     []float64 // the most that each of funcs gives
	diagonal []float32 // of the kernel
}

// mostTallies is how many fit into a member's mask.
const mostTallies = 64

// weighable reports whether all swaps of a member can be weighed at once.
func (e *engine) weighable() bool {
	return e.w != nil && len(e.apart) == 0 && len(e.tallies) <= mostTallies
}

// open makes the ledger of e.
func (e *engine) open() {
	e.own = make([]float32, e.n)
	l := &e.ledger
	l.mask, l.slack = make([]uint64, e.n), make([]float64, e.g)
	l.up, l.down = make([]float32, e.g*len(e.tallies)), make([]float32, e.g*len(e.tallies))
	for r, c := range e.tallies {
		for i, is := range c.is {
			l.mask[i] |= uint64(is) << r
		}
	}
	if e.k == nil {
		return
	}
	l.diagonal = make([]float32, e.n)
	for i := range l.diagonal {
		l.diagonal[i] = e.k[i*e.n+i]
	}
}

func (l ledger) twin() ledger {
	l.up, l.down, l.slack = slices.Clone(l.up), slices.Clone(l.down), slices.Clone(l.slack)
	return l
}

// enter brings the ledger up to date for team t.
func (e *engine) enter(t int) {
	l := &e.ledger
	if l.mask == nil {
		return
	}
	size, units := len(e.list[t]), 1/e.unit
	for r := range e.tallies {
		c := &e.tallies[r]
		count := int(c.count[t])
		now, at := c.at(size, count), t*len(e.tallies)+r
		l.up[at], l.down[at] = 0, 0
		if count < size {
			l.up[at] = float32((c.at(size, count+1) - now) * units)
		}
		if count > 0 {
			l.down[at] = float32((c.at(size, count-1) - now) * units)
		}
	}
	l.slack[t] = 0
	for f, top := range l.tops {
		l.slack[t] += max(0, top-e.cached[f*e.g+t])
	}
}

// weigh fills gain with what each b of from..to-1 adds to a's team in a's place, less the weights of a to b, so that with what
// each has now and a gains the change of their swap comes out: exactly to rounding, or at most that where rules are slow.
func (s *searcher) weigh(a int32, from, to int) {
	e := s.e
	ta := int(e.team[a])
	copy(s.gain[from:to], e.p[ta*e.n+from:ta*e.n+to])
	if len(e.tallies) > 0 {
		s.weighTallies(a, ta, from, to)
	}
	if e.k != nil {
		s.weighScatter(a, ta, from, to)
	}
	units := 1 / e.unit
	if c := e.columns; c != nil {
		for b := from; b < to; b++ {
			if tb := int(e.team[b]); tb != ta {
				sa, sb := len(e.list[ta]), len(e.list[tb])
				s.gain[b] += float32((c.change(ta, sa, sa, a, int32(b)) + c.change(tb, sb, sb, int32(b), a)) * units)
			}
		}
	}
	if len(e.funcs) > 0 {
		for b := from; b < to; b++ {
			s.gain[b] += float32((e.ledger.slack[ta] + e.ledger.slack[e.team[b]] + 1e-12) * units)
		}
	}
	if e.ladder != nil {
		lift := e.ladder.lift
		for b := from; b < to; b++ {
			s.gain[b] += float32((lift[ta] + lift[e.team[b]]) * units)
		}
	}
}

func (s *searcher) weighTallies(a int32, ta, from, to int) {
	e := s.e
	l, k := &e.ledger, len(e.tallies)
	mine := l.mask[a]
	upA, downA := l.up[ta*k:ta*k+k], l.down[ta*k:ta*k+k]
	mask, team, gain := l.mask[from:to], e.team[from:to], s.gain[from:to]
	for b, other := range mask {
		v, at := float32(0), int(team[b])*k
		for x := mine & ^other; x != 0; x &= x - 1 {
			r := bits.TrailingZeros64(x)
			v += downA[r] + l.up[at+r]
		}
		for x := other & ^mine; x != 0; x &= x - 1 {
			r := bits.TrailingZeros64(x)
			v += upA[r] + l.down[at+r]
		}
		gain[b] += v
	}
}

func (s *searcher) weighScatter(a int32, ta, from, to int) {
	e := s.e
	n, diagonal := e.n, e.ledger.diagonal
	ratio := float32(e.kunit / e.unit)
	partA := ratio / float32(len(e.list[ta]))
	q, k := e.q[ta*n:ta*n+n], e.k[int(a)*n:int(a)*n+n]
	for b := from; b < to; b++ {
		tb := int(e.team[b])
		both := diagonal[a] + diagonal[b] - 2*k[b]
		s.gain[b] += partA*(2*(q[b]-q[a])+both) + ratio/float32(len(e.list[tb]))*(2*(e.q[tb*n+int(a)]-e.q[tb*n+b])+both)
	}
}

// survey tries to swap a with the other members, like sweep but under rules of every kind.
func (s *searcher) survey(a int32, heat float64) bool {
	e := s.e
	n := e.n
	units := float32(heat / e.unit)
	start := s.rng.IntN(n)
	end := min(n, start+stretch)
	parts := [2][2]int{{start, end}, {0, min(start, stretch-(end-start))}}
	at := s.rng.IntN(chances)
	chance := s.chance[at : at+n]
	w := e.w[int(a)*n : int(a)*n+n]
	found := false
	for _, part := range parts {
		from, m := part[0], part[1]
		for stale := true; from < m; {
			if stale {
				s.reach(a)
				s.weigh(a, from, m)
				stale = false
			}
			b := scan(from, s.gain[:m], e.own[:m], w[:m], s.other, chance[:m], e.team[:m], units)
			s.moves += int64(b - from)
			if b == m {
				break
			}
			s.moves++
			from = b + 1
			if d := e.swapChange(a, int32(b)); d > 1e-12 || heat > 0 && d > heat*float64(chance[b]) {
				e.swap(a, int32(b), d)
				found, stale = true, true
			}
		}
	}
	return found
}

// roam tries a on all others, and moves of every other sort.
func (s *searcher) roam(a int32, heat float64) {
	e := s.e
	s.survey(a, heat)
	if !e.rigid() {
		for range 1 + min(e.n, stretch)/16 {
			s.tryMove(e.loose[s.rng.IntN(len(e.loose))], heat)
		}
	}
	if e.g > 2 {
		for range 1 + min(e.n, stretch)/16 {
			s.tryRound(e.loose[s.rng.IntN(len(e.loose))], heat)
		}
	}
	if len(e.bound) > 0 {
		for range 1 + e.n/16 {
			s.tryBlock(heat)
		}
	}
}
