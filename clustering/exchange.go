package clustering

import (
	"math"
	"math/rand/v2"
)

// exchange looks for better partitions beyond the reach of single-row moves: it dissolves one cluster,
// splits another and improves from there, the most promising pairs first, then clusters and rows at
// random, until no try of a round helps. The labels of l are the best found.
func (l *lloyd) exchange(squares float64, tries int, rng *rand.Rand) {
	if l.k < 2 || l.k >= l.p.n {
		return
	}
	best := append([]int32(nil), l.prev...)
	value := l.inertia(squares)
	left := 2 * tries
	for again := true; again && left > 0; {
		again = false
		center := append([]float64(nil), l.center...)
		for _, s := range l.swaps(tries, rng) {
			left--
			copy(l.center, center)
			if !l.swap(s, squares, value) {
				continue
			}
			l.hartigan(50)
			if v := l.inertia(squares); v < value*(1-1e-10) {
				value, again = v, true
				copy(best, l.prev)
				break
			}
		}
		copy(l.prev, best)
		l.recount()
	}
}

// worthMoves reports whether single-row moves may take inertia v below the best value. They gain less where there are
// many rows.
func (l *lloyd) worthMoves(v, value float64) bool {
	if l.p.n*l.p.d > tiny {
		return v <= value*(1+(doubtful-1)/10)
	}
	return v <= value*doubtful
}

// How far above the best inertia a try may lie after a few turns of Lloyd, and after all, to be worth going on.
const (
	hopeless = 1.05
	doubtful = 1.01
)

// A swap replaces the center of cluster out, and that of cluster in where halve is set, by new ones.
type swap struct {
	out, in int
	halve   bool
	a, b    []float64
	worth   float64 // estimate of what it gains
}

// swap moves the centers and lets Lloyd turn. It reports whether the outcome is near value, the best so far.
func (l *lloyd) swap(s swap, squares, value float64) bool {
	d := l.p.d
	copy(l.center[s.out*d:(s.out+1)*d], s.a)
	if s.halve {
		copy(l.center[s.in*d:(s.in+1)*d], s.b)
	}
	l.reset(l.k)
	if l.run(4, 0); l.inertia(squares) > value*hopeless {
		return false
	}
	l.run(30, 0)
	return l.worthMoves(l.inertia(squares), value)
}

// swaps returns the tries most promising exchanges, half of them drawn at random.
func (l *lloyd) swaps(tries int, rng *rand.Rand) []swap {
	cost := l.dissolving()
	halves := make([]swap, l.k)
	for c := range l.k {
		halves[c] = l.halve(c)
	}
	var all []swap
	for out := range l.k {
		for in := range l.k {
			if in != out && halves[in].halve {
				s := halves[in]
				s.out = out
				s.worth -= cost[out]
				all = append(all, s)
			}
		}
	}
	sortBy(all, func(a, b swap) bool { return a.worth > b.worth })
	all = all[:min(len(all), (tries+1)/2)]
	for range tries {
		all = append(all, swap{out: rng.IntN(l.k), a: l.p.row(rng.IntN(l.p.n))})
	}
	return all
}

// dissolving returns for each cluster what it costs to send its rows to their next centers.
func (l *lloyd) dissolving() []float64 {
	d := l.p.d
	cost := make([]float64, l.k)
	for i := range l.p.n {
		own := int(l.prev[i])
		other := math.Inf(1)
		for c := range l.k {
			if c != own {
				other = min(other, sqDist(l.p.row(i), l.center[c*d:(c+1)*d]))
			}
		}
		cost[own] += other - sqDist(l.p.row(i), l.center[own*d:(own+1)*d])
	}
	return cost
}

// halve finds two centers for cluster c: the row farthest from its center and the row farthest from that one, then two
// turns of Lloyd.
func (l *lloyd) halve(c int) swap {
	d := l.p.d
	s := swap{in: c}
	if l.count[c] < 2 {
		return s
	}
	middle := l.center[c*d : (c+1)*d]
	a := append([]float64(nil), l.p.row(l.farthest(c, middle))...)
	b := append([]float64(nil), l.p.row(l.farthest(c, a))...)
	for range 3 {
		sumA, sumB := make([]float64, d), make([]float64, d)
		var nA, nB, after, before float64
		for i := range l.p.n {
			if int(l.prev[i]) != c {
				continue
			}
			x := l.p.row(i)
			da, db := sqDist(x, a), sqDist(x, b)
			before += sqDist(x, middle)
			if after += min(da, db); da <= db {
				addTo(sumA, x)
				nA++
			} else {
				addTo(sumB, x)
				nB++
			}
		}
		if nA == 0 || nB == 0 {
			return s
		}
		for t := range d {
			a[t], b[t] = sumA[t]/nA, sumB[t]/nB
		}
		s.worth = before - after
	}
	s.a, s.b, s.halve = a, b, true
	return s
}

// farthest returns the row of cluster c that lies farthest from q.
func (l *lloyd) farthest(c int, q []float64) int {
	best, row := -1.0, 0
	for i := range l.p.n {
		if int(l.prev[i]) == c {
			if v := sqDist(l.p.row(i), q); v > best {
				best, row = v, i
			}
		}
	}
	return row
}
