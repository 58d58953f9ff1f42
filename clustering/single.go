package clustering

import "math"

// spanningTree links by the shortest distance: the edges of a minimum spanning tree, found by Prim's
// algorithm with distances measured when they are needed.
func spanningTree(p points) Tree {
	cols := newColumns(p, nil)
	row := make([]int, p.n) // which row stands at each position of cols
	near := make([]float64, p.n)
	from := make([]int64, p.n)
	dist := make([]float64, cols.blocks*wide)
	for i := range row {
		row[i], near[i] = i, math.Inf(1)
	}
	pairs := make([]pair, 0, max(p.n-1, 0))
	last, left := p.n-1, p.n-1 // the row reached last, and how many positions are still to be reached
	for left > 0 {
		b := (left + wide - 1) / wide
		sqDists(cols.from(0, b), p.row(last), dist[:b*wide])
		relax(dist, near[:left], from[:left], int64(last))
		best := argmin(near[:left])
		pairs = append(pairs, pair{int(from[best]), row[best], math.Sqrt(near[best])})
		last = row[best]
		left--
		cols.set(best, p.row(row[left]))
		row[best], near[best], from[best] = row[left], near[left], from[left]
	}
	return newTree(p.n, pairs, true)
}
