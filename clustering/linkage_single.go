// Single linkage from a minimum spanning tree, whose edges in ascending order are the merges: Gower
// and Ross (1969), Applied Statistics 18, 54-64. Prim's algorithm needs each row's distance to the
// tree only, so that distances are measured when they are needed: n vectors of memory in place of
// n²/2 distances, as Müllner (2011), section 3.3.

package clustering

import (
	"context"
	"math"
)

// spanningTree returns the merges of single linkage. The rows that the spanning tree has reached
// leave the blocks, so that each step measures only those that are left.
func spanningTree(ctx context.Context, p points) []Merge {
	cols := newBlocks64(p, nil)
	places := cols.blocks * width64
	near, from := make([]float64, places), make([]int64, places)
	row := make([]int32, p.n) // which row stands at each place of cols
	for i := range near {
		near[i] = math.Inf(1)
	}
	for i := range row {
		row[i] = int32(i)
	}
	for i := p.n - 1; i < places; i++ {
		cols.setInfinite(i)
	}
	pairs := make([]Merge, 0, max(p.n-1, 0))
	last := p.n - 1 // the row reached last
	for left := p.n - 1; left > 0 && ctx.Err() == nil; left-- {
		b := (left + width64 - 1) / width64
		best := primStep(cols.span(0, b), p.row(last), near[:b*width64], from[:b*width64], int64(last))
		pairs = append(pairs, Merge{A: int(from[best]), B: int(row[best]), Height: math.Sqrt(near[best])})
		last = int(row[best])
		end := left - 1
		cols.set(best, p.row(int(row[end])))
		row[best], near[best], from[best] = row[end], near[end], from[end]
		cols.setInfinite(end)
		near[end] = math.Inf(1)
	}
	return pairs
}

// setInfinite moves point i infinitely far from all others.
func (c blocks64) setInfinite(i int) { c.a[i/width64*c.d*width64+i%width64] = math.Inf(1) }
