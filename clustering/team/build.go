package team

import "slices"

// Weights of pairs are kept as a matrix in sections up to plainLimit, the kernel of scatter, where the teams are not all of one
// size, up to kernelLimit.
const (
	kernelLimit = 1200
	plainLimit  = 6000
)

// matrix reports whether the section's weights of pairs are kept as a matrix.
func (b *builder) matrix() bool {
	n := len(b.members)
	if n <= kernelLimit || n > plainLimit {
		return n <= kernelLimit
	}
	equal := b.equal()
	return slices.ContainsFunc(b.p.rules, func(c *compiled) bool {
		switch c.measure.(type) {
		case *pairs:
			return c.w > 0
		case *scatter:
			return c.w > 0 && equal
		}
		return false
	})
}

// equal reports whether all teams are of one given size.
func (b *builder) equal() bool {
	for _, s := range b.slots {
		if s.lo != s.hi || s.size != b.slots[0].size {
			return false
		}
	}
	return true
}

// A builder makes the engine of one section.
type builder struct {
	p       *problem
	members []int32
	slots   []slot
	scales  []scale
	teams   int     // of all sections
	must    float64 // energy of one team that breaks a must-rule
	local   []int32 // position of each member in the section
	blocks  [][]int32
	stays   []bool // who does not move; nil means those whom the input fixes
	still   bool   // the engine is to have no ladder: what a change to two teams is worth must not depend on the others
}

func (b *builder) engine() *engine {
	n, g := len(b.members), len(b.slots)
	e := &engine{n: n, g: g, slots: b.slots, team: make([]int32, n), list: make([][]int32, g), pos: make([]int32, n),
		fixed: make([]bool, n), start: make([]int32, n), block: slices.Repeat([]int{-1}, n), unit: 1, kunit: 1, must: b.must}
	most := 1
	for t := range e.list {
		e.list[t] = make([]int32, 0, min(b.slots[t].hi, n)+1)
		most = max(most, min(b.slots[t].hi, n))
	}
	e.buf = make([]int32, 0, most+1)
	b.settle(e)
	scatters := b.terms(e, most)
	b.scatter(e, scatters, most)
	if n <= kernelLimit && len(e.tallies) <= mostTallies && (e.k != nil || len(e.tallies)+len(e.funcs) > 0) {
		b.weights(e) // all 0, if no rule has any: then all swaps of a member can be weighed at once
	}
	b.quantise(e, most)
	e.cached, e.faults = make([]float64, len(e.funcs)*g), make([]float64, len(e.funcs)*g)
	if e.w != nil && e.p == nil {
		e.p = make([]float32, n*g)
	}
	if e.weighable() {
		e.open()
	}
	return e
}

// settle marks who stays, who moves in a block and who alone.
func (b *builder) settle(e *engine) {
	b.local = make([]int32, b.p.n)
	for i, m := range b.members {
		b.local[m] = int32(i)
		if b.stays != nil {
			e.fixed[i] = b.stays[i]
			continue
		}
		if e.fixed[i] = b.p.in.Fixed != nil && b.p.in.Fixed[m] >= 0; e.fixed[i] {
			e.start[i] = int32(slices.IndexFunc(b.slots, func(s slot) bool { return s.number == b.p.in.Fixed[m] }))
		}
	}
	section := b.p.section[b.members[0]]
	for _, set := range b.blocks {
		if b.p.section[set[0]] != section {
			continue
		}
		group := make([]int32, len(set))
		pinned := false
		for k, m := range set {
			group[k] = b.local[m]
			pinned = pinned || e.fixed[group[k]]
		}
		for _, i := range group {
			e.block[i] = len(e.group)
		}
		if !pinned {
			e.bound = append(e.bound, len(e.group))
		}
		e.group = append(e.group, group)
	}
	for i := range e.fixed {
		if !e.stuck(int32(i)) {
			e.loose = append(e.loose, int32(i))
		}
	}
}

// terms adds every rule to e but those on scatter, which it returns.
func (b *builder) terms(e *engine, most int) (scatters []*compiled) {
	for r, c := range b.p.rules {
		switch m := c.measure.(type) {
		case *scatter:
			scatters = append(scatters, c)
		case *pairs:
			b.pairs(e, m, c.w*b.scales[r].slope)
		case *ranked:
			b.ranked(e, m, c.w*b.scales[r].slope)
		case *tally:
			b.tally(e, m.is, most, c.must(), b.rung(e, c), b.teamScore(c, m.table))
		case *linked:
			b.linked(e, c, m, most, b.scales[r])
		case *within:
			if !c.must() { // else the section is searched by itself
				b.general(e, c)
			}
		default:
			b.general(e, c)
		}
	}
	return scatters
}

// teamScore rates a team that holds count members of a kind under rule c.
func (b *builder) teamScore(c *compiled, table func(size, count int) (float64, bool)) tallyFunc {
	return func(size, count int) rating {
		s, ok := table(size, count)
		return b.rating(c, s, ok)
	}
}

// rating rates a team that scores s under a rule scored by team.
func (b *builder) rating(c *compiled, s float64, ok bool) rating {
	return rating{s, b.worth(c, s), breach(c, s, ok)}
}

// worth is the energy of a team that scores s under a rule scored by team.
func (b *builder) worth(c *compiled, s float64) float64 {
	return c.w * b.scales[c.number-1].worth(s) / float64(b.teams)
}

// breach is by how much a team that scores s breaks rule c.
func breach(c *compiled, s float64, ok bool) float64 {
	if ok || !c.must() {
		return 0
	}
	return max(1-s, 1e-3)
}

// A tallyFunc rates a team of some size with count members of a kind.
type tallyFunc func(size, count int) rating

func (b *builder) tally(e *engine, is []uint8, most int, must bool, rung int, f tallyFunc) {
	t := tallyTerm{is: make([]uint8, e.n), count: make([]int32, e.g), rung: rung, stride: most + 2}
	for i, m := range b.members {
		t.is[i] = is[m]
	}
	t.table, t.score = make([]float64, (most+2)*(most+2)), make([]float64, (most+2)*(most+2))
	if must {
		t.broken = make([]float64, len(t.table))
	}
	for size := range most + 2 {
		for count := range size + 1 {
			at := size*t.stride + count
			o := f(size, count)
			t.table[at], t.score[at] = o.worth-e.must*o.broken, o.score
			if must {
				t.broken[at] = o.broken
			}
		}
	}
	e.tallies = append(e.tallies, t)
}

func (b *builder) linked(e *engine, c *compiled, m *linked, most int, s scale) {
	if c.must() && !m.apart {
		return // members who must share a team move as one
	}
	is := make([]uint8, len(m.in))
	for i, in := range m.in {
		if in {
			is[i] = 1
		}
	}
	b.tally(e, is, most, c.must(), -1, func(_, count int) rating {
		pairs := float64(count * (count - 1) / 2)
		if c.must() {
			return rating{worth: c.w * s.slope * pairs, broken: pairs}
		}
		return rating{worth: c.w * s.slope * pairs}
	})
}

// general adds a rule whose teams are rated from their members each time.
func (b *builder) general(e *engine, c *compiled) {
	if f, ok := c.measure.(*rated); ok && !c.must() {
		e.rated++
		e.ledger.tops = append(e.ledger.tops, b.worth(c, b.likely(f))) // what a team may be rated at is far from 1, and no step is large
	} else {
		e.ledger.tops = append(e.ledger.tops, b.worth(c, 1))
		e.rough = max(e.rough, b.worth(c, 1)-b.worth(c, 0)+e.must*breach(c, 0, false))
	}
	e.owed = e.owed || c.must()
	var maker func() teamFunc
	switch m := c.measure.(type) {
	case *hours:
		maker = b.hours(c, m)
	case *wishes:
		maker = b.wishes(c, m)
	}
	e.rungs = append(e.rungs, b.rung(e, c))
	if maker != nil {
		e.rate(maker)
		return
	}
	e.rate(func() teamFunc {
		var all []int32
		m := c.measure
		if f, ok := m.(*rated); ok {
			m = f.scratch()
		}
		return func(t int, members []int32) rating {
			all = b.global(all, members)
			o := m.of(b.slots[t].number, all)
			return b.rating(c, o.score, o.ok)
		}
	})
}

// global turns positions in the section into rows of the table, in the space of all.
func (b *builder) global(all, members []int32) []int32 {
	all = all[:0]
	for _, i := range members {
		all = append(all, b.members[i])
	}
	return all
}

// pairs adds weight times a rule's pairs.
func (b *builder) pairs(e *engine, m *pairs, weight float64) {
	if weight == 0 {
		return
	}
	if !b.matrix() {
		e.apart = append(e.apart, pairTerm{weight, b.members, m.between})
		return
	}
	b.weights(e)
	for i, a := range b.members {
		row := e.w[i*e.n : (i+1)*e.n]
		for j, o := range b.members[:i] {
			row[j] += float32(weight * m.between(a, o))
		}
	}
}

func (b *builder) weights(e *engine) {
	if e.w == nil {
		e.w = make([]float32, e.n*e.n)
	}
}

func (b *builder) ranked(e *engine, m *ranked, weight float64) {
	if weight == 0 || len(m.of2) == 0 {
		return
	}
	b.weights(e)
	e.base = make([]float32, e.n*e.g)
	for t, s := range b.slots {
		for i, a := range b.members {
			e.base[t*e.n+i] += float32(weight * float64(m.rank[a][m.of2[s.number]]))
		}
	}
}
