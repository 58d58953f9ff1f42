package team

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"dure/clustering/team/search"
)

// scatter measures how far the means of teams lie from the club's: the sum over teams of size times squared distance. With the scatter of
// members around the means of their teams it adds up to the scatter of the club, as sums of squares do, so that little of the one is much
// of the other: teams with little between them are alike, with much they are clusters.
//
// It is how anticlustering measures balance (Papenberg and Klau 2021, doi:10.1037/met0000301), and k-means its clusters. A sum over teams of a
// function of the team's sums costs no more than the teams that a change touches.
type scatter struct {
	z      []float64 // n by d, each column centred
	d      int
	total  float64 // sum of the squares of z
	per    float64 // total per member
	inside bool    // what is wanted is the scatter inside teams to be small
	sparse *search.Sparse
}

// newScatter centres the columns, of which there is a value for every member; NaN counts as the mean.
func newScatter(columns [][]float64, inside bool) *scatter {
	s := &scatter{d: len(columns), inside: inside}
	if s.d == 0 {
		return s
	}
	n := len(columns[0])
	s.z = make([]float64, n*s.d)
	for j, x := range columns {
		for i, v := range fill(x) {
			s.z[i*s.d+j] = v
			s.total += v * v
		}
	}
	s.per = s.total / float64(max(n, 1))
	s.sparse = search.NewSparse(s.z, n, s.d, nil)
	return s
}

func (m *scatter) row(i int32) []float64 { return m.z[int(i)*m.d : (int(i)+1)*m.d] }

// split returns a team's scatter of its mean around the club's, size times squared distance, and of its members around its mean.
// They add up to the sum of squares of its rows.
func (m *scatter) split(members []int32) (between, within float64) {
	if len(members) == 0 {
		return 0, 0
	}
	if m.sparse != nil {
		if whole, each, ok := m.sparse.Squares(members); ok {
			between = max(0, whole/float64(len(members)))
			return between, max(0, each-between)
		}
	}
	var space [32]float64
	sums := space[:]
	if m.d > len(space) {
		sums = make([]float64, m.d)
	}
	sums = sums[:m.d]
	all := 0.0
	for _, i := range members {
		for j, v := range m.row(i)[:len(sums)] {
			sums[j] += v
			all += v * v
		}
	}
	for _, v := range sums {
		between += v * v
	}
	between /= float64(len(members))
	return between, max(0, all-between)
}

func (m *scatter) of(_ int, members []int32) outcome {
	between, within := m.split(members)
	v := between
	if m.inside {
		v = within
	}
	return outcomeOf(v, relative(v, m.per*float64(len(members)), true), true)
}

// scale is 1 where nothing lies between the teams, or within them if that is what is wanted small, and 0 where all of the club's scatter does.
// A club in which nobody differs scores 1.
func (m *scatter) scale(*problem, []frame) scale {
	if m.total > 1e-12 {
		return scale{offset: 1, slope: -1 / m.total}
	}
	return scale{offset: 1}
}

func (m *scatter) terms(s *section) []search.Term {
	weight := s.slope()
	if m.inside { // what is inside is the total less what is between
		weight = -weight
	}
	rows := make([]float64, 0, len(s.members)*m.d)
	for _, i := range s.members {
		rows = append(rows, m.row(i)...)
	}
	return []search.Term{search.Scatter{Weight: weight, Rows: rows, D: m.d}}
}

// farthest is the column in which the mean of a team is farthest from the club's, times the team's size; -1 where there is no column.
func (m *scatter) farthest(members []int32) (column int, off float64) {
	column, off = -1, -1
	for j := range m.d {
		sum := 0.0
		for _, i := range members {
			sum += m.row(i)[j]
		}
		if abs(sum) > off {
			column, off = j, abs(sum)
		}
	}
	return column, off
}

// bound is by column and section, each as if it could be dealt out by itself; so it is reached with one column, and seldom with many.
func (m *scatter) bound(b bounding) (float64, bool) {
	if m.total < 1e-12 {
		return 1, true
	}
	if m.inside {
		return m.insideBound(b.plan.teams()), true
	}
	least := 0.0
	column := make([]float64, 0, b.p.n)
	for j := range m.d {
		for s, members := range b.p.sections {
			column = column[:0]
			for _, i := range members {
				column = append(column, m.row(i)[j])
			}
			least += leastScatter(column, b.plan[s])
		}
	}
	return 1 - least/m.total, true
}

// insideBound bounds the score of clusters: the scatter between g clusters is at most the g-1 largest eigenvalues of the
// scatter matrix (Ding and He 2004, doi:10.1145/1015330.1015408).
func (m *scatter) insideBound(g int) float64 {
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

// leastScatter is the least that one column's sums S can scatter over teams, Σ S²/n. The mean of the section cannot be changed,
// which gives (Σz)²/N; and where values are whole multiples of a unit, no team can have a sum in between. Then units are dealt to
// the teams, each where it costs least: greedy choice is optimal for a separable convex cost. That teams have members of
// whole values is forgotten, so that it stays a bound.
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
	return max(floor, tradeUnits(at, cost))
}

// tradeUnits moves units between teams while that lowers the cost. The cost is convex in each
// team, so that where no pair of teams can trade a unit the least is reached.
func tradeUnits(at []int, cost func(t, k int) float64) float64 {
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
