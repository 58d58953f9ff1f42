package team

import (
	"math"
	"slices"
)

// A standing is how the teams of a section do under one rule: the teams' outcomes, and which three of them score least.
type standing struct {
	of  []outcome
	low [3]int // teams from the worst, -1 where there are fewer
	sum float64
}

func (s *standing) rank() {
	s.low, s.sum = [3]int{-1, -1, -1}, 0
	for t, o := range s.of {
		s.sum += o.score
		for k, u := range s.low {
			if u < 0 || o.score < s.of[u].score {
				copy(s.low[k+1:], s.low[k:])
				s.low[k] = t
				break
			}
		}
	}
}

// worst is the least score.
func (s *standing) worst() float64 { return s.of[s.low[0]].score }

// worstWith is the least score if teams t and u score a and b instead.
func (s *standing) worstWith(t, u int, a, b float64) float64 {
	least := min(a, b)
	for _, v := range s.low {
		if v >= 0 && v != t && v != u {
			return min(least, s.of[v].score)
		}
	}
	return least
}

// A leveller improves the worst teams of a division by swaps and moves rated by the objective itself, to which the search, with its
// steep loss for teams that lack and a worst team of each section, only comes near.
type leveller struct {
	f         *former
	s         int
	e         *engine
	standings []standing // by rule
	numbers   []int
	tries     int64 // that are left
	all       [2][]int32
}

// level improves the division that a search found, where rules put the worst team first.
func (f *former) level(s int, sr *searcher) {
	if len(f.p.levelled()) == 0 || sr.e.g < 2 || len(sr.e.loose) < 2 {
		return
	}
	l := &leveller{f: f, s: s, e: sr.e, standings: make([]standing, len(f.p.rules)), numbers: f.numbers(s), tries: levelTries(sr)}
	l.rateAll()
	before := l.tries
	for l.improve() {
	}
	sr.moves += before - l.tries
}

// levelTries is how many changes are tried at most: a part of the search.
func levelTries(sr *searcher) int64 {
	if sr.pace.moves > 0 {
		return max(500, sr.pace.moves/20)
	}
	return max(2000, min(sr.moves/100, 60_000))
}

func (l *leveller) rateAll() {
	for r, c := range l.f.p.rules {
		st := &l.standings[r]
		st.of = make([]outcome, l.e.g)
		for t := range st.of {
			st.of[t] = c.of(l.numbers[t], l.rows(0, t, -1, -1))
		}
		st.rank()
	}
}

// rows returns the rows of team t without out and with in, in the space k.
func (l *leveller) rows(k, t int, out, in int32) []int32 {
	rows := l.all[k][:0]
	members := l.f.p.sections[l.s]
	for _, i := range l.e.list[t] {
		if i != out {
			rows = append(rows, members[i])
		}
	}
	if in >= 0 {
		rows = append(rows, members[in])
	}
	l.all[k] = rows
	return rows
}

// improve makes the best change to one of the worst teams, if there is one.
func (l *leveller) improve() bool {
	for _, r := range l.f.p.levelled() {
		st := l.standings[r]
		if st.worst() >= l.f.scales[r].ceiling-1e-9 {
			continue
		}
		if l.mend(st.low[0]) {
			return true
		}
	}
	return false
}

// mend makes the best swap or move of a member of team t or into it.
func (l *leveller) mend(t int) bool {
	e := l.e
	best, a, b, to := 1e-9, int32(-1), int32(-1), -1
	consider := func(u int, x, y int32) {
		if l.tries--; l.tries < 0 {
			return
		}
		if gain := l.gain(t, u, x, y); gain > best {
			best, a, b, to = gain, x, y, u
		}
	}
	mine := append(slices.DeleteFunc(slices.Clone(e.list[t]), e.stuck), -1)
	for _, x := range mine {
		for _, y := range e.loose {
			if u := int(e.team[y]); u != t && (x >= 0 || e.mayMove(y, t)) {
				consider(u, x, y)
			}
		}
		for u := range e.g {
			if x >= 0 && e.mayMove(x, u) {
				consider(u, x, -1)
			}
		}
	}
	if to < 0 {
		return false
	}
	l.make(t, to, a, b)
	return l.tries > 0
}

// gain is by how much the objective grows if x of team t and y of team u trade places; -1 is nobody. It is -Inf if
// must-rules are broken more.
func (l *leveller) gain(t, u int, x, y int32) float64 {
	left, right := l.rows(0, t, x, y), l.rows(1, u, y, x)
	gain, broken := 0.0, 0.0
	for r, c := range l.f.p.rules {
		must := c.must()
		if c.w == 0 && !must {
			continue
		}
		st := &l.standings[r]
		p, q := c.of(l.numbers[t], left), c.of(l.numbers[u], right)
		broken += breach(c, p.score, p.ok) + breach(c, q.score, q.ok) - breach(c, st.of[t].score, st.of[t].ok) - breach(c, st.of[u].score, st.of[u].ok)
		s := l.f.scales[r]
		if c.whole {
			gain += c.w * s.slope * (p.value + q.value - st.of[t].value - st.of[u].value)
			continue
		}
		mean := (p.score + q.score - st.of[t].score - st.of[u].score) / float64(l.e.g)
		gain += c.w * (s.blend(st.worstWith(t, u, p.score, q.score), mean) - s.blend(st.worst(), 0))
	}
	if broken > 1e-9 {
		return math.Inf(-1)
	}
	return gain
}

// make lets x of team t and y of team u trade places.
func (l *leveller) make(t, u int, x, y int32) {
	e := l.e
	switch {
	case x < 0:
		e.move(y, t, e.moveChange(y, t))
	case y < 0:
		e.move(x, u, e.moveChange(x, u))
	default:
		e.swap(x, y, e.swapChange(x, y))
	}
	for r, c := range l.f.p.rules {
		st := &l.standings[r]
		st.of[t], st.of[u] = c.of(l.numbers[t], l.rows(0, t, -1, -1)), c.of(l.numbers[u], l.rows(1, u, -1, -1))
		st.rank()
	}
}
