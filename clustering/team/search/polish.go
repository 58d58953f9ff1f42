package search

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Polishing proves that a division is a local optimum of the objective as it is meant: all swaps of two items and all moves of one are tried, what is
// for the better is made, until a whole round has found nothing. Two filters come before a change is rated by the criteria, which is slow: what the
// evaluator says without functions, with as much as functions and worst groups could gain at most; and what it says with them. Both err on the side
// of looking too often, so that nothing for the better is passed over.

// A Polish is how a division is polished.
type Polish struct {
	Criteria []Criterion
	Floors   []float64 // by criterion the least score of groups elsewhere, or with Total what they and what does not change come to
	Budget   Budget
	// Rand, which may be nil, has what is left of a budget in moves spent on cycles of three items, after each of which that is for the better
	// all begins anew.
	Rand *rand.Rand
}

// polishTolerance is what gains by rounding.
const polishTolerance = 1e-11

// hardTolerance is by how much penalties may be off, in the objective.
const hardTolerance = 1e-6

type polisher struct {
	Polish
	*leximin
	slack    float64   // by which the evaluator may be off
	left     int64     // moves
	loose    bool      // a sum may be cut off, so that what it loses may not count
	raise    []float64 // by group, how much the objective gains at most where the group is the worst no more
	headroom []float64 // by group, how much functions could gain there at most
	changed  bool
}

// Polish makes what is for the better in the division that e holds and returns how many changes it tried, whether it made any, and whether
// no swap or move is for the better any more. The terms of e have to add up to what the criteria say but for the worst group, each violation at a
// price beside which nothing else counts.
func (e *Evaluator) Polish(opt Polish) (moves int64, changed, optimum bool) {
	p := &polisher{Polish: opt, leximin: newLeximin(e, opt.Criteria, opt.Floors), slack: e.rounding + polishTolerance,
		left: math.MaxInt64, raise: make([]float64, e.g), headroom: make([]float64, e.g)}
	if e.constrained() {
		p.slack += hardTolerance
	}
	if opt.Budget.Moves > 0 {
		p.left = opt.Budget.Moves
	}
	all := p.left
	for t := range e.g {
		p.refresh(t)
	}
	optimum = p.settle()
	for proved := slices.Clone(e.group); optimum && opt.Rand != nil && opt.Budget.Moves > 0 && p.cycles(); proved = append(proved[:0], e.group...) {
		if !p.settle() { // what is not proved does not count
			e.Place(proved)
			break
		}
	}
	return all - p.left, p.changed, optimum
}

// over reports whether the budget has ended.
func (p *polisher) over() bool { return p.left <= 0 || p.Budget.share(0) >= 1 }

// settle makes what is for the better until there is nothing, or reports that the budget ended before.
func (p *polisher) settle() bool {
	movable := p.e.movable
	for idle, k := 0, 0; idle < len(movable); idle, k = idle+1, k+1 {
		if p.over() {
			return false
		}
		found, ok := p.tryItem(k % len(movable))
		if !ok {
			return false
		}
		if found {
			idle = -1
		}
	}
	return true
}

// tryItem tries the k-th movable item with all after it, and in all groups. It is not ok where moves ended before.
func (p *polisher) tryItem(k int) (found, ok bool) {
	e := p.e
	a := e.movable[k]
	for _, b := range e.movable[k+1:] {
		if e.group[a] == e.group[b] {
			continue
		}
		if p.left--; p.left < 0 {
			p.left = 0
			return found, false
		}
		found = p.try(int(e.group[b]), a, b) || found
	}
	for t := range e.g {
		if !e.MayMove(a, t) {
			continue
		}
		if p.left--; p.left < 0 {
			p.left = 0
			return found, false
		}
		found = p.try(t, a, -1) || found
	}
	return found, true
}

// try lets a and b of group t trade places if that is for the better; b is -1 for a move of a.
func (p *polisher) try(t int, a, b int32) bool {
	e := p.e
	s := int(e.group[a])
	room := p.raise[s] + p.raise[t] + p.slack
	d := e.changeWithoutFuncs(s, a, b) + e.changeWithoutFuncs(t, b, a)
	if len(e.funcs) > 0 && !p.loose {
		if d+p.headroom[s]+p.headroom[t]+room <= 0 {
			return false
		}
		d += e.funcChange(0, s, a, b) + e.funcChange(1, t, b, a)
	}
	if d+room <= 0 && !p.loose {
		return false
	}
	if !p.betters(p.change(s, t, a, b)) {
		return false
	}
	p.apply(s, t, a, b)
	p.refresh(s)
	p.refresh(t)
	p.changed = true
	return true
}

// betters reports whether what a change gains and violates is for the better.
func (p *polisher) betters(gain, violation float64) bool {
	return violation < -violationTolerance || violation <= violationTolerance && gain > polishTolerance
}

// refresh brings up to date what is kept of group t and of the worst groups.
func (p *polisher) refresh(t int) {
	e := p.e
	p.headroom[t] = 0
	for f, most := range e.neighbourhood.most {
		p.headroom[t] += max(0, most-e.values[f*e.g+t])
	}
	clear(p.raise)
	p.loose = false
	for r, c := range p.criteria {
		p.loose = p.loose || c.Total && c.Drop > p.rankings[r].line(c)
		if !c.countsWorst() {
			continue
		}
		k := &p.rankings[r]
		for at, u := range k.lowest[:2] {
			if u < 0 {
				break
			}
			above := k.floor
			if next := k.lowest[at+1]; next >= 0 {
				above = min(above, k.outcomes[next].Score)
			} else {
				above = min(above, c.Best)
			}
			p.raise[u] += c.Weight * c.Worst * max(0, above-k.outcomes[u].Score)
		}
	}
}

// cycles tries cycles of three items through three groups until one is for the better, and reports whether one was before moves ended.
func (p *polisher) cycles() bool {
	e := p.e
	if len(e.movable) < 3 || e.g < 3 {
		return false
	}
	pick := func() (int32, int) { i := e.movable[p.Rand.IntN(len(e.movable))]; return i, int(e.group[i]) }
	for k := 0; p.left > 0 && (k%localCheck > 0 || !p.over()); k++ {
		p.left--
		a, ta := pick()
		b, tb := pick()
		c, tc := pick()
		if ta == tb || tb == tc || tc == ta || !p.loose && e.cycleChange(a, b, c)+p.raise[ta]+p.raise[tb]+p.raise[tc]+p.slack <= 0 {
			continue
		}
		gain, violation := p.change(ta, tb, a, b)
		p.apply(ta, tb, a, b)
		more, violates := p.change(ta, tc, b, c)
		p.apply(ta, tc, b, c)
		better := p.betters(gain+more, violation+violates)
		if !better {
			p.apply(ta, tc, c, b)
			p.apply(ta, tb, b, a)
		}
		for _, t := range []int{ta, tb, tc} {
			p.refresh(t)
		}
		if better {
			p.changed = true
			return true
		}
	}
	return false
}
