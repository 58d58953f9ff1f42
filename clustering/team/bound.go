package team

import (
	"slices"
)

// pairFacts are sums of a rule's pairs over a section that do not depend on the division.
type pairFacts struct {
	n     int
	rows  []float64 // sum over all partners of each member
	total float64   // sum over all pairs
	m     *pairs
	of    []int32
	best  map[[2]int][]float64 // per number of partners and sign: the sum of each member's best
}

// facts returns the sums for section s, computing them once.
func (m *pairs) facts(p *problem, s int, members []int32) *pairFacts {
	if m.known == nil {
		m.known = make([]*pairFacts, len(p.sections))
	}
	if m.known[s] != nil {
		return m.known[s]
	}
	f := &pairFacts{n: len(members), rows: make([]float64, len(members)), m: m, of: members, best: map[[2]int][]float64{}}
	for a, i := range members {
		for b, j := range members[:a] {
			v := m.between(i, j)
			f.rows[a] += v
			f.rows[b] += v
			f.total += v
		}
	}
	m.known[s] = f
	return f
}

// expected is the mean over all divisions into teams of these sizes.
func (f *pairFacts) expected(sizes []int) float64 {
	if f.n < 2 {
		return 0
	}
	pairs := 0.0
	for _, n := range sizes {
		pairs += float64(n * (n - 1))
	}
	return f.total * pairs / float64(f.n*(f.n-1))
}

// energyBound bounds the sum of distances within teams. The energy distance between a team and
// its section is never negative (Székely and Rizzo 2013, doi:10.1016/j.jspi.2013.03.018): with
// T all ordered pairs, a team of n of N has at most 2n/N of its members' row sums less n²/N² T.
func (f *pairFacts) energyBound(sizes []int) float64 {
	rows := slices.Sorted(slices.Values(f.rows))
	sorted := slices.Sorted(slices.Values(sizes))
	sum, at := 0.0, 0
	n := float64(f.n)
	for _, size := range sorted {
		part := 0.0
		for _, v := range rows[at:min(at+size, len(rows))] {
			part += v
		}
		at += size
		sum += 2*float64(size)/n*part - square(float64(size)/n)*2*f.total
	}
	return max(sum/2, 0)
}

// partnerBound bounds sign times the sum of pairs: no member has more than the best partners.
func (f *pairFacts) partnerBound(sizes []int, sign int) float64 {
	k := 0
	if len(sizes) > 0 {
		k = slices.Max(sizes) - 1
	}
	key := [2]int{k, sign}
	if f.best[key] == nil {
		f.best[key] = f.partners(k, float64(sign))
	}
	sum := 0.0
	for _, v := range f.best[key] {
		sum += v
	}
	return sum / 2
}

// partners sums for each member the k largest positive pairs times sign.
func (f *pairFacts) partners(k int, sign float64) []float64 {
	out := make([]float64, f.n)
	top := make([]float64, 0, k+1)
	for a, i := range f.of {
		top = top[:0]
		for b, j := range f.of {
			v := sign * f.m.between(i, j)
			if a == b || v <= 0 || len(top) == k && (k == 0 || v <= top[k-1]) {
				continue
			}
			top = insert(top, v, k)
		}
		for _, v := range top {
			out[a] += v
		}
	}
	return out
}

// insert puts v into top, which is sorted from the largest and keeps at most k.
func insert(top []float64, v float64, k int) []float64 {
	if len(top) < k {
		top = append(top, v)
	}
	at := len(top) - 1
	for ; at > 0 && top[at-1] < v; at-- {
		top[at] = top[at-1]
	}
	top[at] = v
	return top
}

// sizesOf returns the sizes of a section's teams and whether the search could not choose them.
func sizesOf(slots []slot) (sizes []int, given bool) {
	given = true
	for _, s := range slots {
		sizes = append(sizes, s.size)
		given = given && s.lo == s.hi
	}
	return sizes, given
}

// limitsOf is the frame of a section's slots as the search may fill them.
func limitsOf(slots []slot) (f frame) {
	for _, sl := range slots {
		f.sizes, f.lo, f.hi = append(f.sizes, sl.size), append(f.lo, sl.lo), append(f.hi, sl.hi)
	}
	return f
}

// bounds fills in how much each rule and the whole can score with teams of the plan's sizes.
func (p *problem) bounds(out *Proposal, pl plan, scales []scale, fine bool) {
	whole := 0.0
	for r, c := range p.rules {
		b := max(p.bound(c, pl, scales[r], fine), out.Rules[r].Score)
		if c.Kind != Fit {
			out.Rules[r].Bound = &b
		}
		whole += c.w * b
	}
	if len(p.rules) == 0 {
		whole = 1
	}
	whole = max(whole, out.Objective)
	gap := 0.0
	if whole > 0 {
		gap = (whole - out.Objective) / whole
	}
	out.Bound, out.Gap = &whole, &gap
}

// bound is more than rule c scores in any division into teams of the plan, or as much.
func (p *problem) bound(c *compiled, pl plan, s scale, fine bool) float64 {
	b := 1.0
	switch m := c.measure.(type) {
	case *pairs:
		b = p.pairBound(c, m, pl, s, fine)
	case *scatter:
		b = p.scatterBound(m, pl)
	case *linked:
		b = p.linkedBound(m, pl, s)
	case *ranked:
		b = m.bound(c.Rule, p.n)
	case *tally, *hours, *wishes:
		b = p.teamBound(c, pl, s)
	}
	return clamp(b)
}

// teamBound bounds the score of a rule scored team by team.
func (p *problem) teamBound(c *compiled, pl plan, scale scale) float64 {
	frames := make([]frame, len(pl))
	sum := 0.0
	for s, members := range p.sections {
		f := limitsOf(pl[s])
		frames[s] = f
		part := float64(len(f.sizes))
		switch m := c.measure.(type) {
		case *tally:
			part = min(part, p.tallyBound(m, s, f))
		case *hours:
			part = min(part, m.meanBound(s, members, f))
		case *wishes:
			part = min(part, m.meanBound(members, f))
		}
		sum += max(part, 0)
	}
	mean := sum / float64(pl.teams())
	return scale.blend(min(p.ceiling(c, frames), mean), mean)
}
