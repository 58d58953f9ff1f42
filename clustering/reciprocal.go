// Agglomerative clustering in rounds: all pairs of reciprocal nearest neighbours are merged at
// once, then neighbours are searched for those that lost theirs. Bruynooghe (1977); for reducible
// methods the tree is that of merging one pair at a time, see nnchain.go. A round searches many
// neighbours together, so that blocks of columns are read once for several clusters and cores share
// the work; it is used while clusters are too many for a matrix of distances.

package clustering

import (
	"context"
	"math"
	"slices"
)

// minPairShare is the share of the clusters that must form reciprocal pairs for another round;
// below it the nearest-neighbour chain takes over, whose cost stays quadratic. A round costs as
// much as n searches however few it merges.
const minPairShare = 0.04

// A merger is a set of clusters in which nearest neighbours can be looked up and merged. Positions
// are 0..len−1.
type merger interface {
	len() int
	// fillNeighbours fills near and how far for some clusters.
	fillNeighbours(ctx context.Context, clusters, near []int, far []float64)
	// mergePairs merges the pairs and says where each old position went: new[old], −1 for those merged.
	mergePairs(pairs [][2]int, far []float64) (moved []int)
	// useChain says whether clusters are so few that the rest is quicker by chain.
	useChain() bool
	// chain merges the rest by the nearest-neighbour chain.
	chain(ctx context.Context)
}

// mergeReciprocal merges all pairs of reciprocal nearest neighbours, round after round, until ctx is
// done. Neighbours that were not merged stay nearest and are carried over.
func mergeReciprocal(ctx context.Context, j merger) {
	near, far := slices.Repeat([]int{-1}, j.len()), make([]float64, j.len())
	for j.len() > 1 {
		if j.useChain() {
			j.chain(ctx)
			return
		}
		var todo []int
		for c, v := range near {
			if v < 0 {
				todo = append(todo, c)
			}
		}
		if j.fillNeighbours(ctx, todo, near, far); ctx.Err() != nil {
			return
		}
		var pairs [][2]int
		for a, b := range near {
			if a < b && near[b] == a {
				pairs = append(pairs, [2]int{a, b})
			}
		}
		if float64(len(pairs)) < minPairShare*float64(j.len()) {
			j.chain(ctx)
			return
		}
		near, far = remapNeighbours(near, far, j.mergePairs(pairs, far), j.len())
	}
}

// remapNeighbours renumbers neighbours after a round; those that were merged become unknown.
func remapNeighbours(near []int, far []float64, moved []int, n int) ([]int, []float64) {
	newNear, newFar := slices.Repeat([]int{-1}, n), make([]float64, n)
	for old, to := range moved {
		if to >= 0 && moved[near[old]] >= 0 {
			newNear[to], newFar[to] = moved[near[old]], far[old]
		}
	}
	return newNear, newFar
}

// survivors numbers the clusters that stay first, in order, then one for each pair.
func survivors(n int, pairs [][2]int) (moved, stay []int) {
	moved = make([]int, n)
	for _, p := range pairs {
		moved[p[0]], moved[p[1]] = -1, -1
	}
	for i := range n {
		if moved[i] == 0 {
			moved[i] = len(stay)
			stay = append(stay, i)
		}
	}
	return moved, stay
}

// wardMeans are clusters by their means and sizes, which is all that Ward's distance needs; no
// matrix is kept.
type wardMeans struct {
	d     int
	mean  []float64 // rows of clusters
	size  []float64
	row   []int // a row of each cluster
	cols  blocks64
	pairs []Merge
}

func newWardMeans(p points) *wardMeans {
	w := &wardMeans{d: p.d, mean: p.a, size: make([]float64, p.n), row: make([]int, p.n)}
	for i := range w.row {
		w.size[i], w.row[i] = 1, i
	}
	w.cols = newBlocks64(p, nil)
	return w
}

func (w *wardMeans) len() int { return len(w.row) }

func (w *wardMeans) useChain() bool { return w.len() <= maxChainMeans }

// meanOf is the mean of cluster i.
func (w *wardMeans) meanOf(i int) []float64 { return w.mean[i*w.d : (i+1)*w.d] }

func (w *wardMeans) fillNeighbours(ctx context.Context, todo, near []int, far []float64) {
	parallelAbove(ctx, w.len(), (len(todo)+tileRows-1)/tileRows, func(_, task int) {
		w.search(todo[task*tileRows:min((task+1)*tileRows, len(todo))], near, far)
	})
}

// search finds the neighbours of a few clusters, a tile of the others at a time, which stays in the
// cache.
func (w *wardMeans) search(todo, near []int, far []float64) {
	var buf [tileColumns]float64
	n := w.len()
	for _, q := range todo {
		near[q], far[q] = -1, math.Inf(1)
	}
	for lo := 0; lo < n; lo += tileColumns {
		hi := min(lo+tileColumns, n)
		blocks := (hi + width64 - 1) / width64
		for _, q := range todo {
			dist := buf[:blocks*width64-lo]
			sqDists(w.cols.span(lo/width64, blocks), w.meanOf(q), dist)
			dist = dist[:hi-lo]
			wardScale(dist, w.size[lo:hi], w.size[q])
			if q >= lo && q < hi {
				dist[q-lo] = math.Inf(1)
			}
			if i := argmin(dist); dist[i] < far[q] {
				near[q], far[q] = lo+i, dist[i]
			}
		}
	}
	for _, q := range todo {
		far[q] *= w.size[q]
	}
}

// height is Ward's distance: √(2ab/(a+b)) times the distance of the means. Müllner (2011), figure 2.
func (w *wardMeans) height(a, b int) float64 {
	return math.Sqrt(2 * w.size[a] * w.size[b] / (w.size[a] + w.size[b]) * sqDist(w.meanOf(a), w.meanOf(b)))
}

// mergedMean writes the mean of the union of clusters a and b to to.
func (w *wardMeans) mergedMean(to []float64, a, b int) {
	f := w.size[b] / (w.size[a] + w.size[b])
	y := w.meanOf(b)
	for t, v := range w.meanOf(a) {
		to[t] = v + f*(y[t]-v)
	}
}

func (w *wardMeans) mergePairs(pairs [][2]int, _ []float64) []int {
	moved, stay := survivors(w.len(), pairs)
	n := len(stay) + len(pairs)
	next := wardMeans{d: w.d, mean: makeFloats(n * w.d), size: make([]float64, n), row: make([]int, n)}
	for i, old := range stay {
		copy(next.meanOf(i), w.meanOf(old))
		next.size[i], next.row[i] = w.size[old], w.row[old]
	}
	for i, p := range pairs {
		a, b := p[0], p[1]
		w.pairs = append(w.pairs, Merge{A: w.row[a], B: w.row[b], Height: w.height(a, b)})
		to := len(stay) + i
		w.mergedMean(next.meanOf(to), a, b)
		next.size[to], next.row[to] = w.size[a]+w.size[b], w.row[a]
	}
	next.pairs = w.pairs
	cols := w.cols
	*w = next
	w.cols = cols.refill(points{n, w.d, w.mean})
	return moved
}

// chain hands means, sizes and the merges so far to [centroids].
func (w *wardMeans) chain(ctx context.Context) {
	m := newCentroids(points{w.len(), w.d, w.mean}, w.size, w.row)
	m.pairs = w.pairs
	w.pairs = m.link(ctx)
	w.row = w.row[:1]
}

// refill puts other, no more, points into the memory of c.
func (c blocks64) refill(p points) blocks64 {
	c.n, c.blocks = p.n, (p.n+width64-1)/width64
	c.a = c.a[:c.blocks*c.d*width64]
	for i := range p.n {
		c.set(i, p.row(i))
	}
	return c
}
