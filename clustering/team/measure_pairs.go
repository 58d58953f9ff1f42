package team

import (
	"math"
	"slices"

	"dure/clustering/team/search"
)

// pairs measures the sum over the pairs of a team, such as of the distances between its members. Rules on being alike, different, new to
// each other or fond of each other are all of this kind; maximising such a sum is the maximally diverse grouping problem,
// minimising it clique partitioning.
//
// A sum becomes a score by what such teams could have at most. For distances that is the energy bound; for pairs with scores of either
// sign, what each member has with the best partners; and where less is better, twice what chance gives, which is the scale on which
// people judge: 1 is none, one half is chance.
type pairs struct {
	x        []float64 // rows of which between is the distance, n by d; nil where it is another sum
	d        int
	between  func(i, j int32) float64
	less     bool
	distance bool                   // between is a distance, and much is wanted
	mean     float64                // over all pairs within sections
	share    func(size int) float64 // the value of a team that scores 1 (or, if less is better, 0)
	known    []*pairFacts           // by section
}

// distances measures how far teammates are apart in columns, each with a value for every member.
func distances(columns [][]float64, n int, less bool) *pairs {
	m := &pairs{x: interleave(columns, n), d: len(columns), less: less, distance: !less}
	m.between = euclid(m.x, m.d)
	return m
}

// interleave turns columns of n values into rows, n by the number of columns, so that a member lies in one cache line or few.
func interleave(columns [][]float64, n int) []float64 {
	x := make([]float64, n*len(columns))
	for j, col := range columns {
		for i, v := range col {
			x[i*len(columns)+j] = v
		}
	}
	return x
}

// euclid returns the distance between rows of x, which is n by d.
func euclid(x []float64, d int) func(i, j int32) float64 {
	return func(i, j int32) float64 {
		a, b := x[int(i)*d:int(i)*d+d], x[int(j)*d:int(j)*d+d]
		sum := 0.0
		for k, v := range a {
			sum += (v - b[k]) * (v - b[k])
		}
		return math.Sqrt(sum)
	}
}

// pairwise is implemented by every measure on pairs.
type pairwise interface{ base() *pairs }

func (m *pairs) base() *pairs { return m }

func (m *pairs) of(_ int, members []int32) outcome {
	v := 0.0
	for a, i := range members {
		for _, j := range members[:a] {
			v += m.between(i, j)
		}
	}
	return outcomeOf(v, relative(v, m.share(len(members)), m.less), true)
}

// relative scores v between 0 and full, the best that there is, or where less is better the worst; cut off at 0 and 1. It is 1
// where there is nothing to have.
func relative(v, full float64, less bool) float64 {
	if full <= 0 {
		return 1
	}
	if less {
		return clamp(1 - v/full)
	}
	return clamp(v / full)
}

// scale puts the values of divisions on a line from the worst, 0, to the best, 1: from the bound for distances, from the best and the worst
// partners where pairs have either sign, and where less is better from none to twice what chance gives. A team's own score is
// measured by its part of that in pairs, which share keeps. Where nothing can differ every division scores 1.
func (m *pairs) scale(p *problem, frames []frame) scale {
	full, least, slots, total, all := 0.0, 0.0, 0.0, 0.0, 0
	for s, members := range p.sections {
		f, sizes := m.facts(p, s, members), frames[s].sizes
		total, all = total+f.total, all+pairsOf(len(members))
		for _, n := range sizes {
			slots += float64(n * (n - 1))
		}
		switch {
		case m.less:
			full += 2 * f.expected(sizes)
		case m.distance:
			full += f.energyBound(sizes)
		default:
			full += f.partnerBound(sizes, 1)
			least -= f.partnerBound(sizes, -1)
		}
	}
	m.mean = total / float64(max(all, 1))
	m.share = func(n int) float64 {
		if slots == 0 {
			return 0
		}
		return full * float64(n*(n-1)) / slots
	}
	switch {
	case full-least <= 1e-12:
		return scale{offset: 1}
	case m.less:
		return scale{offset: 1, slope: -1 / full}
	}
	return scale{offset: -least / (full - least), slope: 1 / (full - least)}
}

func (m *pairs) terms(s *section) []search.Term {
	between := func(i, j int32) float64 { return m.between(s.members[i], s.members[j]) }
	if m.x != nil {
		x := make([]float64, 0, len(s.members)*m.d)
		for _, i := range s.members {
			x = append(x, m.x[int(i)*m.d:int(i+1)*m.d]...)
		}
		between = euclid(x, m.d)
	}
	return []search.Term{search.PairSum{Weight: s.slope(), Between: between}}
}

// eigenLimit is the size of section up to which eigenvalues tighten the bound on pairs: they take the cube of it, about 0.3 s at 600.
// Beyond, the bound is by energy and partners alone, and the gap that is shown is wider than it need be.
const eigenLimit = 600

// bound is the least of three bounds, section by section; see bound_pairs.go. Where the search may choose the sizes only that by partners
// holds, with the largest teams that there may be.
func (m *pairs) bound(b bounding) (float64, bool) {
	total := 0.0
	for k, members := range b.p.sections {
		f := m.facts(b.p, k, members)
		sizes, given := sizesOf(b.plan[k])
		least, most := sizes, sizes
		if !given {
			least, most = nil, nil
			for _, sl := range b.plan[k] {
				least, most = append(least, sl.lo), append(most, sl.hi)
			}
		}
		if m.less {
			total -= halfSum(f.partners(slices.Min(least)-1, -1, true))
			continue
		}
		top := math.Inf(1)
		if given && m.distance {
			top = f.energyBound(sizes)
		}
		if b.fine || math.IsInf(top, 1) {
			top = min(top, f.partnerBound(most, 1))
		}
		if given && b.fine && f.n <= eigenLimit {
			top = min(top, f.eigenBound(sizes))
		}
		total += top
	}
	return b.scale.offset + b.scale.slope*total, true
}
