package clustering

import "math"

// A swap is one way to a cluster less or more: cluster in dissolved, or its center replaced by a and b where halve is set.
type swap struct {
	in    int
	halve bool
	a, b  []float64
	worth float64 // estimate of what it gains
}

// dissolving returns for each cluster what it costs to join it with its nearest: n·m/(n+m)·d² for n and m rows (Ward 1963).
func (l *lloyd) dissolving() []float64 {
	d := l.p.d
	cost := make([]float64, l.k)
	for c, n := range l.count {
		cost[c] = math.Inf(1)
		for o, m := range l.count {
			if o != c {
				share := float64(n) * float64(m) / float64(n+m)
				cost[c] = min(cost[c], share*sqDist(l.center[c*d:(c+1)*d], l.center[o*d:(o+1)*d]))
			}
		}
	}
	return cost
}

// spreads returns the inertia of each cluster.
func (l *lloyd) spreads() []float64 {
	d := l.p.d
	out := make([]float64, l.k)
	for i := range l.p.n {
		c := int(l.prev[i])
		out[c] += sqDist(l.p.row(i), l.center[c*d:(c+1)*d])
	}
	return out
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
