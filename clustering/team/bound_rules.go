package team

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// eigenLimit is the size of section up to which eigenvalues tighten the bound on pairs.
const eigenLimit = 600

// pairBound bounds the score of a rule on sums of pairs.
func (p *problem) pairBound(c *compiled, m *pairs, pl plan, s scale, fine bool) float64 {
	total := 0.0
	for k, members := range p.sections {
		f := m.facts(p, k, members)
		sizes, given := sizesOf(pl[k])
		least, most := sizes, sizes
		if !given {
			least, most = nil, nil
			for _, sl := range pl[k] {
				least, most = append(least, sl.lo), append(most, sl.hi)
			}
		}
		if m.less {
			total += f.leastPairs(slices.Min(least) - 1)
			continue
		}
		b := math.Inf(1)
		if given && c.Kind == Spread {
			b = f.energyBound(sizes)
		}
		if fine || math.IsInf(b, 1) {
			b = min(b, f.partnerBound(most, 1))
		}
		if given && fine && f.n <= eigenLimit {
			b = min(b, f.eigenBound(sizes))
		}
		total += b
	}
	return s.offset + s.slope*total
}

// leastPairs bounds the sum of pairs from below: every member has at least k partners.
func (f *pairFacts) leastPairs(k int) float64 {
	sum := 0.0
	low := make([]float64, 0, k+1)
	for a, i := range f.of {
		low = low[:0]
		for b, j := range f.of {
			if v := -f.m.between(i, j); a != b && k > 0 && (len(low) < k || v > low[k-1]) {
				low = insert(low, v, k)
			}
		}
		for _, v := range low {
			sum -= v
		}
	}
	return sum / 2
}

// eigenBound bounds the sum of pairs in teams of given sizes by the spectrum of the weights W.
//
// With X the indicators of teams, twice the sum is tr(X'WX). Split X into its mean and the rest
// PX, P projecting away the constant: the mean's parts depend on the sizes and on the row sums,
// and tr(PWP·XX') is at most the sum of the G-1 largest eigenvalues of PWP, each times one of
// XX' within P, which interlace the sizes (von Neumann's trace inequality).
func (f *pairFacts) eigenBound(sizes []int) float64 {
	n, g := f.n, len(sizes)
	if n < 3 || g < 2 {
		return f.total
	}
	w := mat.NewSymDense(n, nil)
	mean := 2 * f.total / float64(n*n)
	for a, i := range f.of {
		for b := range a + 1 {
			v := 0.0
			if a != b {
				v = f.m.between(i, f.of[b])
			}
			w.SetSym(a, b, v-(f.rows[a]+f.rows[b])/float64(n)+mean)
		}
	}
	var e mat.EigenSym
	if !e.Factorize(w, false) {
		return math.Inf(1)
	}
	values := e.Values(nil)
	sorted := slices.Sorted(slices.Values(sizes))
	slices.Reverse(sorted)
	sum := 0.0
	for k := range g - 1 {
		mu := values[n-1-k]
		if mu > 0 {
			sum += mu * float64(sorted[k])
			continue
		}
		sum += mu * float64(sorted[k+1])
	}
	return (sum + f.meanPart(sorted)) / 2
}

// meanPart bounds what the row sums add: the largest go to the largest teams, given from the largest.
func (f *pairFacts) meanPart(sizes []int) float64 {
	rows := slices.Sorted(slices.Values(f.rows))
	slices.Reverse(rows)
	n := float64(f.n)
	sum, at := 0.0, 0
	for _, size := range sizes {
		for _, v := range rows[at:min(at+size, len(rows))] {
			sum += 2 * float64(size) / n * v
		}
		at += size
		sum -= square(float64(size)/n) * 2 * f.total
	}
	return sum
}

// scatterBound bounds the score of a rule on scatter.
func (p *problem) scatterBound(m *scatter, pl plan) float64 {
	if m.total < 1e-12 {
		return 1
	}
	if m.alike {
		return m.alikeBound(pl.teams())
	}
	least := 0.0
	column := make([]float64, 0, p.n)
	for j := range m.d {
		for s, members := range p.sections {
			column = column[:0]
			for _, i := range members {
				column = append(column, m.row(i)[j])
			}
			least += leastScatter(column, pl[s])
		}
	}
	return 1 - least/m.total
}

// alikeBound: the scatter between g clusters is at most the g-1 largest eigenvalues of the
// scatter matrix (Ding and He 2004, doi:10.1145/1015330.1015408).
func (m *scatter) alikeBound(g int) float64 {
	if g > m.d || m.d > eigenLimit {
		return 1
	}
	a := mat.NewSymDense(m.d, nil)
	for i := range len(m.z) / m.d {
		a.SymRankOne(a, 1, mat.NewVecDense(m.d, m.row(int32(i))))
	}
	var e mat.EigenSym
	if !e.Factorize(a, false) {
		return 1
	}
	sum := 0.0
	for _, v := range e.Values(nil)[m.d-g+1:] {
		sum += v
	}
	return sum / m.total
}

// leastScatter is the least that one column's sums S can scatter over teams, Σ S²/n. The mean of
// the section cannot be changed; and where values are whole multiples of a unit, no team can
// have a sum in between.
func leastScatter(z []float64, slots []slot) float64 {
	total := 0.0
	for _, v := range z {
		total += v
	}
	floor := total * total / float64(len(z))
	sizes, given := sizesOf(slots)
	unit, ok := unitOf(z)
	if !given || !ok {
		return floor
	}
	low := slices.Min(z)
	steps := 0
	for _, v := range z {
		steps += int(math.Round((v - low) / unit))
	}
	cost := func(t, k int) float64 { return square(float64(sizes[t])*low+unit*float64(k)) / float64(sizes[t]) }
	at := make([]int, len(sizes))
	left := steps
	for t, n := range sizes {
		at[t] = steps * n / len(z)
		left -= at[t]
	}
	for ; left > 0; left-- {
		best, gain := 0, math.Inf(1)
		for t := range at {
			if d := cost(t, at[t]+1) - cost(t, at[t]); d < gain {
				best, gain = t, d
			}
		}
		at[best]++
	}
	return max(floor, levelled(at, cost))
}

// levelled moves units between teams while that lowers the cost. The cost is convex in each
// team, so that where no pair of teams can trade a unit the least is reached.
func levelled(at []int, cost func(t, k int) float64) float64 {
	for {
		up, down := 0, 0
		add, take := math.Inf(1), math.Inf(1)
		for t, k := range at {
			if d := cost(t, k+1) - cost(t, k); d < add {
				up, add = t, d
			}
			if d := cost(t, k-1) - cost(t, k); d < take {
				down, take = t, d
			}
		}
		if up == down || add+take > -1e-12 {
			break
		}
		at[up]++
		at[down]--
	}
	sum := 0.0
	for t, k := range at {
		sum += cost(t, k)
	}
	return sum
}

// unitOf finds the unit of which all differences of z are whole multiples, if there is one worth using.
func unitOf(z []float64) (float64, bool) {
	sorted := slices.Compact(slices.Sorted(slices.Values(z)))
	unit := math.Inf(1)
	for i, v := range sorted[1:] {
		if d := v - sorted[i]; d > 1e-9 {
			unit = min(unit, d)
		}
	}
	if math.IsInf(unit, 1) {
		return 0, false
	}
	for _, v := range sorted {
		k := (v - sorted[0]) / unit
		if abs(k-math.Round(k)) > 1e-6 {
			return 0, false
		}
	}
	return unit, true
}

// bound is the score of an exact assignment of the members to activities within capacities.
func (m *ranked) bound(r Rule, n int) float64 {
	if len(m.activities) == 0 || len(m.rank)*len(m.activities)*len(m.activities) > 2_000_000 {
		return 1
	}
	limit := make([]int, len(m.activities))
	for a, name := range m.activities {
		limit[a] = n
		if c, ok := r.Capacity[name]; ok {
			limit[a] = c
		}
	}
	cost, load := m.transport(limit)
	total := 0
	for _, l := range load {
		total += l
	}
	if total < n {
		return 1
	}
	return 1 - (float64(cost)/float64(n)-1)/float64(m.choices)
}
