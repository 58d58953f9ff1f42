package clustering

import "math"

// OptimalOrder returns the rows from left to right so that no two merges cross and neighbours are as
// near as they can be: the sum of their distances is the least of all such orders. Bar-Joseph, Gifford and Jaakkola (2001). dist
// are the distances of the rows as for [Linkage.FitDistances]; time grows with n³, memory with n².
func (t Tree) OptimalOrder(dist []float64) []int {
	if len(dist) != t.N*(t.N-1)/2 {
		panic("clustering: OptimalOrder needs n(n-1)/2 distances")
	}
	order := t.Order()
	if t.N < 3 {
		return order
	}
	o := newOrderer(t, order, dist)
	for v := range t.Merges {
		o.solve(v)
	}
	top := len(t.Merges) - 1
	n := o.span[t.N+top]
	best, first, last := math.Inf(1), 0, 0
	for u := n.lo; u < n.mid; u++ {
		for w := n.mid; w < n.hi; w++ {
			if o.cost[u*t.N+w] < best {
				best, first, last = o.cost[u*t.N+w], u, w
			}
		}
	}
	out := o.unfold(make([]int, 0, t.N), t.N+top, first, last)
	for i, at := range out {
		out[i] = order[at]
	}
	return out
}

// An orderer finds for each cluster the least cost with given leaves at its ends. Leaves are numbered by
// their place in some order without crossings.
type orderer struct {
	t    Tree
	span []span
	dist []float64 // n × n
	cost []float64 // n × n: of the smallest cluster with both leaves, with them at its ends
}

// A span is where the leaves of a cluster stand: lo..hi−1, those of its right part from mid.
type span struct{ lo, mid, hi int }

func newOrderer(t Tree, order []int, dist []float64) *orderer {
	n := t.N
	o := &orderer{t: t, span: make([]span, n+len(t.Merges)), dist: make([]float64, n*n), cost: make([]float64, n*n)}
	tri := triangle{n, dist}
	for at, r := range order {
		o.span[r] = span{at, at, at + 1}
		for to := range at {
			v := dist[tri.of(r, order[to])]
			o.dist[at*n+to], o.dist[to*n+at] = v, v
		}
	}
	for i, m := range t.Merges {
		o.span[n+i] = span{o.span[m.A].lo, o.span[m.B].lo, o.span[m.B].hi}
	}
	return o
}

// opposite returns the leaves that may end cluster c when u begins it.
func (o *orderer) opposite(c, u int) (lo, hi int) {
	s := o.span[c]
	switch {
	case s.hi-s.lo == 1:
		return s.lo, s.hi
	case u < s.mid:
		return s.mid, s.hi
	}
	return s.lo, s.mid
}

// solve fills in the costs of merge v.
func (o *orderer) solve(v int) {
	n := o.t.N
	m := o.t.Merges[v]
	a, b := o.span[m.A], o.span[m.B]
	parallelFor((a.hi-a.lo)*(b.hi-b.lo), a.hi-a.lo, func(_, i int) {
		u := a.lo + i
		through := make([]float64, b.hi-b.lo)
		for k := range through {
			through[k] = math.Inf(1)
		}
		lo, hi := o.opposite(m.A, u)
		for e := lo; e < hi; e++ {
			c := o.cost[u*n+e]
			for k, d := range o.dist[e*n+b.lo : e*n+b.hi] {
				through[k] = min(through[k], c+d)
			}
		}
		for w := b.lo; w < b.hi; w++ {
			best := math.Inf(1)
			lo, hi := o.opposite(m.B, w)
			for k := lo; k < hi; k++ {
				best = min(best, through[k-b.lo]+o.cost[w*n+k])
			}
			o.cost[u*n+w] = best
		}
	})
	for u := a.lo; u < a.hi; u++ {
		for w := b.lo; w < b.hi; w++ {
			o.cost[w*n+u] = o.cost[u*n+w]
		}
	}
}

// unfold appends the leaves of cluster c that begin with u and end with w.
func (o *orderer) unfold(out []int, c, u, w int) []int {
	if c < o.t.N {
		return append(out, u)
	}
	n := o.t.N
	m := o.t.Merges[c-n]
	left, right := m.A, m.B
	if s := o.span[c]; u >= s.mid {
		left, right = right, left
	}
	best, e, k := math.Inf(1), 0, 0
	elo, ehi := o.opposite(left, u)
	klo, khi := o.opposite(right, w)
	for i := elo; i < ehi; i++ {
		for j := klo; j < khi; j++ {
			if v := o.cost[u*n+i] + o.dist[i*n+j] + o.cost[w*n+j]; v < best {
				best, e, k = v, i, j
			}
		}
	}
	return o.unfold(o.unfold(out, left, u, e), right, k, w)
}
