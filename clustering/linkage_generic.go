// Agglomerative linkage by any Lance-Williams formula, also those whose heights may fall (centroid,
// median): the generic algorithm; Müllner (2011), arXiv:1109.2378, section 3.1. Every cluster keeps
// a neighbour among the later ones, whose distance is a lower bound of the true one; the cluster
// with the least bound is looked at again until bound and distance agree.
//
// Nearest-neighbour chains are quicker but wrong here: after an inversion a merged cluster may be
// nearer than the pair that the chain stands at. Both methods are for comparison with other
// programs and rare, so that this plain form is kept.

package clustering

import (
	"context"
	"math"
	"slices"
)

// An update returns the distance of a cluster k to the union of a and b from the three distances
// and sizes: Lance and Williams (1967).
type update func(ka, kb, ab float64, na, nb int) float64

// updates are the formulas of the two methods that only this algorithm can do; Müllner (2011),
// figure 2.
var updates = map[Method]update{
	Centroid: func(ka, kb, ab float64, na, nb int) float64 {
		a, b := float64(na), float64(nb)
		return math.Sqrt(max(0, (a*ka*ka+b*kb*kb)/(a+b)-a*b*ab*ab/((a+b)*(a+b))))
	},
	Median: func(ka, kb, ab float64, _, _ int) float64 {
		return math.Sqrt(max(0, (ka*ka+kb*kb)/2-ab*ab/4))
	},
}

// generic merges the two nearest clusters each time, which begin with sizes, nil for single rows. It
// overwrites the distances of t.
func generic(ctx context.Context, t triangle, upd update, sizes []float64) []Merge {
	g := neighbourLists{t: t, neighbour: make([]int, t.n), lowerBound: make([]float64, t.n)}
	size := make([]int, t.n)
	for i := range size {
		size[i] = 1
		if sizes != nil {
			size[i] = int(sizes[i])
		}
		g.active = append(g.active, i)
	}
	for i := range t.n {
		g.findNeighbour(i)
	}
	pairs := make([]Merge, 0, max(t.n-1, 0))
	for len(pairs) < t.n-1 && ctx.Err() == nil {
		a := g.closest()
		b, dist := g.neighbour[a], g.lowerBound[a]
		pairs = append(pairs, Merge{A: a, B: b, Height: dist})
		g.active = slices.DeleteFunc(g.active, func(i int) bool { return i == a })
		for _, c := range g.active {
			if c == b {
				continue
			}
			at := t.of(b, c)
			t.d[at] = upd(t.d[t.of(a, c)], t.d[at], dist, size[a], size[b])
			if c < a && g.neighbour[c] == a {
				g.neighbour[c] = b
			}
			if c < b && t.d[at] < g.lowerBound[c] {
				g.neighbour[c], g.lowerBound[c] = b, t.d[at]
			}
		}
		size[b] += size[a]
		g.findNeighbour(b)
	}
	return pairs
}

// A neighbourList keeps for each active cluster a neighbour with a higher number and a lower bound
// of its distance.
type neighbourLists struct {
	t          triangle
	active     []int
	neighbour  []int
	lowerBound []float64
}

// findNeighbour looks up the true neighbour of a, which makes its bound exact.
func (g *neighbourLists) findNeighbour(a int) {
	g.neighbour[a], g.lowerBound[a] = -1, math.Inf(1)
	for _, c := range g.active {
		if c > a && g.t.d[g.t.at(a, c)] < g.lowerBound[a] {
			g.neighbour[a], g.lowerBound[a] = c, g.t.d[g.t.at(a, c)]
		}
	}
}

// closest returns the cluster whose neighbour is nearest of all, after making sure that its bound
// is exact.
func (g *neighbourLists) closest() int {
	for {
		best := -1
		for _, c := range g.active {
			if g.neighbour[c] >= 0 && (best < 0 || g.lowerBound[c] < g.lowerBound[best]) {
				best = c
			}
		}
		if g.t.d[g.t.at(best, g.neighbour[best])] == g.lowerBound[best] {
			return best
		}
		g.findNeighbour(best)
	}
}
