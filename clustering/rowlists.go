// Clusters as lists of their rows, whose distances (average, weighted, complete linkage) are
// measured from the rows whenever they are needed: time for memory, while there are too many
// clusters for a matrix. Used by the rounds of reciprocal.go; once so few clusters are left that a
// matrix fits, it is filled here and the nearest-neighbour chain goes on in it.

package clustering

import (
	"context"
	"math"
)

// rowLists are clusters, each a run of positions in order.
type rowLists struct {
	method     Method
	p          points
	order      []int     // rows, cluster by cluster
	weight     []float64 // of each position in order, 1 in all for a cluster
	start      []int     // where each cluster begins in order, and the end
	singletons int       // how many clusters, the first ones, have one row
	cols       blocks64
	pairs      []Merge
}

func newRowLists(p points, m Method) *rowLists {
	g := &rowLists{method: m, p: p, order: make([]int, p.n), weight: make([]float64, p.n), start: make([]int, p.n+1)}
	for i := range g.order {
		g.order[i], g.weight[i], g.start[i+1] = i, 1, i+1
	}
	g.cols = newBlocks64(p, nil)
	g.singletons = p.n
	return g
}

func (g *rowLists) len() int { return len(g.start) - 1 }

// minParallelClusters is how many clusters are worth more than one goroutine.
const minParallelClusters = 500

// Above maxMatrixClusters neighbours are searched without a matrix until so many are left: its
// matrix takes 337 MB. Above maxChainMeans Ward's clusters are merged in rounds, which measure
// several at once from means in the cache. Tests lower both.
var (
	maxMatrixClusters = 5800
	maxChainMeans     = 3000
)

func (g *rowLists) useChain() bool { return g.len() <= maxMatrixClusters }

// measure writes the distances of the clusters cs to the clusters from first on to out, +Inf to
// themselves. It goes through the positions in tiles that stay in the cache; buf has room for two
// tiles and four blocks.
func (g *rowLists) measure(cs []int, first int, out [][]float64, buf []float64) {
	m, room := g.len(), len(buf)/2-2*width64
	sums, one := buf[:len(buf)/2], buf[len(buf)/2:]
	for from := first; from < m; {
		to := from
		for to < m && g.start[to+1]-g.start[from] <= room {
			to++
		}
		b := g.start[from] / width64
		e := (g.start[to] + width64 - 1) / width64
		for i, c := range cs {
			n := (e - b) * width64
			g.pointDistances(c, g.cols.span(b, e), sums[:n], one[:n])
			g.clusterDistances(sums, b*width64, out[i], from, to)
		}
		from = to
	}
	for i, c := range cs {
		out[i][c] = math.Inf(1)
	}
}

// pointDistances writes the distance of cluster c to each position of the blocks in x to sums:
// squared for complete linkage, and while every cluster is a single row.
func (g *rowLists) pointDistances(c int, x, sums, one []float64) {
	for i := g.start[c]; i < g.start[c+1]; i++ {
		first := i == g.start[c]
		to := one
		if first {
			to = sums
		}
		sqDists(x, g.p.row(g.order[i]), to)
		if g.squared() {
			if !first {
				maxInto(sums[:len(one)], one)
			}
			continue
		}
		sqrtAll(to)
		if !first {
			axpy(g.weight[i], one, sums)
		} else if g.weight[i] != 1 {
			axpy(g.weight[i]-1, sums, sums)
		}
	}
}

// squared says whether distances are squares until the last: roots keep their order.
func (g *rowLists) squared() bool { return g.method == Complete || g.singletons == g.len() }

// clusterDistances makes one distance for each of the clusters from..to−1 of those for each
// position from at on.
func (g *rowLists) clusterDistances(sums []float64, at int, out []float64, from, to int) {
	if from < g.singletons {
		n := copy(out[from:min(to, g.singletons)], sums[g.start[from]-at:])
		from += n
	}
	for c := from; c < to; c++ {
		lo, hi := g.start[c]-at, g.start[c+1]-at
		switch {
		case hi-lo == 1:
			out[c] = sums[lo]
		case g.method == Complete:
			out[c] = max(sums[lo], sums[lo+1])
			for _, u := range sums[lo+2 : hi] {
				out[c] = max(out[c], u)
			}
		case hi-lo == 2:
			out[c] = (sums[lo] + sums[lo+1]) / 2
		default:
			v := 0.0
			for i := lo; i < hi; i++ {
				v += g.weight[i+at] * sums[i]
			}
			out[c] = v
		}
	}
}

// forEachDistances calls do with the distances of each of the clusters cs, squared where
// [rowLists.squared] says so; with cs in ascending order and later set, only with those to later
// clusters.
func (g *rowLists) forEachDistances(ctx context.Context, cs []int, later bool, do func(c int, dist []float64)) {
	const batch = 8
	room := tileColumns
	for c := range g.len() {
		room = max(room, g.start[c+1]-g.start[c])
	}
	outs := make([][][]float64, workers())
	bufs := make([][]float64, workers())
	parallelAbove(ctx, g.len(), (len(cs)+batch-1)/batch, func(w, task int) {
		if outs[w] == nil {
			for range min(batch, len(cs)) {
				outs[w] = append(outs[w], make([]float64, g.len()))
			}
			bufs[w] = make([]float64, 2*(room+2*width64))
		}
		some := cs[task*batch : min((task+1)*batch, len(cs))]
		first := 0
		if later {
			first = some[0]
		}
		g.measure(some, first, outs[w], bufs[w])
		for i, c := range some {
			do(c, outs[w][i])
		}
	})
}

func (g *rowLists) fillNeighbours(ctx context.Context, cs, near []int, far []float64) {
	squared := g.squared()
	g.forEachDistances(ctx, cs, false, func(c int, dist []float64) {
		near[c] = argmin(dist)
		if far[c] = dist[near[c]]; squared {
			far[c] = math.Sqrt(far[c])
		}
	})
}

func (g *rowLists) mergePairs(pairs [][2]int, far []float64) []int {
	moved, stay := survivors(g.len(), pairs)
	next := rowLists{method: g.method, p: g.p, order: make([]int, 0, g.p.n), weight: make([]float64, 0, g.p.n), start: []int{0}}
	add := func(c int, share float64) {
		for i := g.start[c]; i < g.start[c+1]; i++ {
			next.order = append(next.order, g.order[i])
			next.weight = append(next.weight, g.weight[i]*share)
		}
	}
	for _, c := range stay {
		if add(c, 1); c < g.singletons {
			next.singletons++
		}
		next.start = append(next.start, len(next.order))
	}
	for _, p := range pairs {
		a, b := p[0], p[1]
		g.pairs = append(g.pairs, Merge{A: g.order[g.start[a]], B: g.order[g.start[b]], Height: far[a]})
		share := 0.5
		if g.method == Average {
			na, nb := g.start[a+1]-g.start[a], g.start[b+1]-g.start[b]
			share = float64(na) / float64(na+nb)
		}
		add(a, share)
		add(b, 1-share)
		next.start = append(next.start, len(next.order))
	}
	next.pairs = g.pairs
	next.cols = newBlocks64(g.p, next.order)
	*g = next
	return moved
}

// matrix measures all distances at once.
func (g *rowLists) matrix(ctx context.Context) *distanceMatrix {
	m := g.len()
	s := newDistanceMatrix(g.method, m, 0)
	s.pairs = g.pairs
	all := make([]int, m)
	for c := range m {
		all[c] = c
		s.size[c], s.cluster[c].row = float64(g.start[c+1]-g.start[c]), int32(g.order[g.start[c]])
	}
	squared := g.squared()
	g.forEachDistances(ctx, all, true, func(c int, dist []float64) {
		row := s.distancesOf(c)[c:]
		if copy(row, dist[c:]); squared && !s.method.squared() {
			sqrtAll(row)
		}
	})
	bands := (m + width64 - 1) / width64
	parallelAbove(ctx, m, bands, func(_, band int) {
		s.mirrorTiles(band, band, bands)
	})
	parallelAbove(ctx, m, bands, func(_, band int) {
		for c := band * width64; c < min((band+1)*width64, m); c++ {
			s.initNeighbour(c)
		}
	})
	return s
}

// chain merges the rest in a matrix.
func (g *rowLists) chain(ctx context.Context) {
	g.pairs = g.matrix(ctx).link(ctx)
	g.start = g.start[:2]
}
