package team

import (
	"encoding/binary"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Three bounds on the sum of a pair's values within teams, of which the least is taken. By partners: no member has more than with
// so many of the best others. By energy, for distances: a team's mean distance is at most that between team and section, since the
// energy distance is never negative. By eigenvalues: the sum is a trace of the weights with the indicators of the teams. The first
// is cheap and good where few pairs count, the second is nearly free, the third good in general but takes the cube of the members.

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
	m.known[s] = f
	if m.x != nil && len(members) > manyPairs {
		f.sumAlike()
		return f
	}
	for a, i := range members {
		for b, j := range members[:a] {
			v := m.between(i, j)
			f.rows[a] += v
			f.rows[b] += v
			f.total += v
		}
	}
	return f
}

// manyPairs is the size of section from which on who answered the same is taken together: below, to look at all pairs takes a millisecond.
const manyPairs = 1000

// sumAlike sums distances over different rows: a season of thousands has few, as most questions have few answers.
func (f *pairFacts) sumAlike() {
	alike := map[string][]int{} // positions by row
	var rows []string
	for a, i := range f.of {
		var key []byte
		for _, v := range f.m.x[int(i)*f.m.d : (int(i)+1)*f.m.d] {
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(v))
		}
		if alike[string(key)] == nil {
			rows = append(rows, string(key))
		}
		alike[string(key)] = append(alike[string(key)], a)
	}
	sums := make([]float64, len(rows))
	for a, row := range rows {
		for b, other := range rows[:a] {
			v := f.m.between(f.of[alike[row][0]], f.of[alike[other][0]])
			sums[a] += v * float64(len(alike[other]))
			sums[b] += v * float64(len(alike[row]))
		}
	}
	for a, row := range rows {
		for _, i := range alike[row] {
			f.rows[i] = sums[a]
			f.total += sums[a] / 2
		}
	}
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
		f.best[key] = f.partners(k, float64(sign), false)
	}
	return halfSum(f.best[key])
}

func halfSum(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / 2
}

// partners sums for each member its pairs times sign with the k partners that bring most; those that bring nothing are left out unless all
// are wanted, as where everybody must have k.
func (f *pairFacts) partners(k int, sign float64, all bool) []float64 {
	out := make([]float64, f.n)
	top := make([]float64, 0, k+1)
	for a, i := range f.of {
		top = top[:0]
		for b, j := range f.of {
			v := sign * f.m.between(i, j)
			if a == b || v <= 0 && !all || len(top) == k && (k == 0 || v <= top[k-1]) {
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
