package team

import (
	"math"
	"slices"
)

// The temperatures between which the search cools, found by trial on surveys and
// on random weights.
const (
	warm = 0.30
	cold = 0.13
)

// cool anneals. The temperatures are in terms of step, the typical smallest change that one swap
// makes at a local optimum: much above it the search wanders, much below it stands still.
func (s *searcher) cool(step float64) {
	begin, end := s.pace.share(s.moves), 1.0
	if begin >= end {
		return // shares of what is left, below, would be of nothing, or of what was stopped: no number at all
	}
	if s.e.obliged() {
		end = 0.9 // what is left is for must-rules that are broken at the end
	}
	if s.small() && s.e.predicted() && s.pace.moves == 0 {
		end = min(end, begin+predictedShare)
	}
	first, again := end, s.small() || s.plain && (s.e.n <= reheated || s.budget(begin) > enough*float64(s.e.n*s.e.n))
	if again {
		first = s.legEnd(begin, begin+0.35*(end-begin))
	}
	s.full(step, begin, first)
	s.rest()
	if again {
		s.reheat(step, end)
	}
}

// full anneals from as warm as the largest step of any rule asks for.
func (s *searcher) full(step, begin, until float64) {
	if from := s.coarse() / 3; from > warm*step {
		hot := begin + 0.3*(until-begin)
		s.anneal(from, warm*step, begin, hot)
		begin = hot
	}
	s.anneal(warm*step, cold*step, begin, until)
}

// afresh anneals from a new start: what is better may be far from the best so far.
func (s *searcher) afresh(step, begin, until float64) {
	s.fill()
	s.full(step, begin, until)
}

// small reports whether the section is so small that a search may be done before its pace ends.
func (s *searcher) small() bool { return s.e.n <= 80 }

// legEnd is where an anneal that begins now ends: at until, or sooner in small sections, which are soon as good as one
// anneal makes them.
func (s *searcher) legEnd(share, until float64) float64 {
	if !s.small() {
		return until
	}
	leg := legMoves
	if s.e.predicted() {
		leg = predictedLegMoves
	}
	return min(until, share+float64(leg*s.e.n*s.e.n)/s.budget(share))
}

// budget is how many moves all of the pace is worth, as far as it has gone.
func (s *searcher) budget(share float64) float64 {
	if s.pace.moves > 0 {
		return float64(s.pace.moves)
	}
	return float64(max(1, s.moves)) / share
}

// Up to how many members sums over pairs are annealed again and again whatever the time, and from how many moves on,
// times the square of the members, more are.
const (
	reheated = 200
	enough   = 10_000
)

// legMoves times the square of the members are the moves of one anneal of a small section.
const legMoves = 1000

// Limits in place of legMoves and idleLegs where teams are rated by a model, which takes a thousand times as long as to add up
// pairs: a small section is then done in little more time than without the model, and longer searches find teams hardly better.
const (
	predictedLegMoves = 4
	predictedIdleLegs = 3
	predictedShare    = 0.15 // of the time there is, at most
)

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
		until := s.legEnd(share, min(end, share+leg))
		if idle%3 == 2 && s.small() && !s.plain {
			s.afresh(step, share, until)
		} else {
			s.e.place(s.best)
			warmth := 0.2 // rules that count members need more than sums over pairs
			if s.plain {
				warmth = 0.14
			}
			s.anneal((warmth+0.1*s.rng.Float64())*step, cold*step, share, until)
		}
		s.rest()
		if idle++; s.least < least || s.top > top+1e-9 {
			idle = 0
		}
		if s.small() && (idle >= idleLegs || idle >= predictedIdleLegs && s.e.predicted()) {
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
	leg := int64(60 * s.e.n * s.e.n)
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

// sameStarts is how many starts must end at the best division for it to be taken for the best there is: had there been a
// better one, found half as often, all of them would miss it once in three thousand times.
const sameStarts = 20
