// Ward linkage by nearest-neighbour chain on cluster means. Ward's distance of two clusters is
// √(2ab/(a+b)) times the distance of their means (Müllner 2011, figure 2), so that sizes and means
// are all that is kept: memory of n·d in place of n²/2. It is the quickest way between the sizes at
// which a matrix of distances fits into the cache and those at which rounds pay (reciprocal.go).

package clustering

import (
	"context"
	"math"
)

// centroids are clusters by means and sizes. A cluster keeps its number but may change its slot in
// the blocks, so that those that are left stand together and a search runs through no gaps.
type centroids struct {
	nnChain
	d         int
	cols      blocks64  // by slot
	size      []float64 // by slot, of whole blocks
	mean      []float64 // by cluster
	slotOf    []int32   // the slot of each cluster in the blocks
	clusterAt []int32   // the cluster in each slot
	dist      []float64
	buffer    *[]float64
	pairs     []Merge
}

// newCentroids starts from clusters of given sizes, nil for single rows, and a row of each. It
// keeps mean and changes it.
func newCentroids(mean points, size []float64, row []int) *centroids {
	n, d := mean.n, mean.d
	whole := lenBlocks64(n, 1)
	m := &centroids{nnChain: newNNChain(n), d: d, mean: mean.a, buffer: getBuffer(lenBlocks64(n, d) + 2*whole)}
	all := *m.buffer
	m.size, m.dist = all[:whole], all[whole:2*whole]
	m.cols = blocks64In(all[2*whole:], mean, nil)
	places := make([]int32, 2*n)
	m.slotOf, m.clusterAt = places[:n], places[n:]
	for i := range whole {
		if m.size[i] = 1; i >= n {
			m.cols.setInfinite(i)
			continue
		}
		m.slotOf[i], m.clusterAt[i] = int32(i), int32(i)
		if size != nil {
			m.size[i], m.cluster[i].row = size[i], int32(row[i])
		}
	}
	m.findNearest = m.nearestWard
	m.pairs = make([]Merge, 0, max(n-1, 0))
	return m
}

// meanOf is the mean of cluster i.
func (m *centroids) meanOf(i int) []float64 { return m.mean[i*m.d : (i+1)*m.d] }

// nearestWard searches the neighbour of cluster a. Its distance is half the square of Ward's, which
// has the same order.
func (m *centroids) nearestWard(a int) (int, float64) {
	sqDists(m.cols.a, m.meanOf(a), m.dist)
	at := int(m.slotOf[a])
	m.dist[at] = math.Inf(1)
	own := m.size[at]
	best := argminWard(m.dist, m.size, own)
	return int(m.clusterAt[best]), m.dist[best] * m.size[best] / (m.size[best] + own) * own
}

// link merges all clusters, going on from the last merged, and ends the use of m.
func (m *centroids) link(ctx context.Context) []Merge {
	m.initNeighbours(ctx)
	a := 0
	for left := len(m.clusterAt); left > 1 && ctx.Err() == nil; left-- {
		var b int
		a, b = m.reciprocalPair(a)
		m.merge(a, b)
	}
	putBuffer(m.buffer)
	return m.pairs
}

// initNeighbours finds the neighbour of each cluster, a tile of them at a time.
func (m *centroids) initNeighbours(ctx context.Context) {
	n := len(m.clusterAt)
	if n <= 4*tileRows {
		return // they are found when asked for
	}
	step := max(1, l1Blocks/m.d)
	parallelAbove(ctx, n, (n+tileRows-1)/tileRows, func(_, task int) {
		lo, hi := task*tileRows, min((task+1)*tileRows, n)
		dist := make([]float64, step*width64)
		for i := lo; i < hi; i++ {
			m.cluster[i].dist = math.Inf(1)
		}
		for b := 0; b < m.cols.blocks; b += step {
			e := min(b+step, m.cols.blocks)
			x, size, dist := m.cols.span(b, e), m.size[b*width64:e*width64], dist[:(e-b)*width64]
			for i := lo; i < hi; i++ {
				sqDists(x, m.meanOf(i), dist)
				if at := i - b*width64; at >= 0 && at < len(dist) {
					dist[at] = math.Inf(1)
				}
				at := argminWard(dist, size, m.size[i])
				if far := dist[at] * size[at] / (size[at] + m.size[i]) * m.size[i]; far < m.cluster[i].dist {
					m.setNeighbour(i, b*width64+at, far)
				}
			}
		}
	})
}

// merge makes b part of a; the last cluster takes the slot of b.
func (m *centroids) merge(a, b int) {
	at, hole := m.slotOf[a], m.slotOf[b]
	x, y := m.meanOf(a), m.meanOf(b)
	na, nb := m.size[at], m.size[hole]
	height := math.Sqrt(2 * na * nb / (na + nb) * sqDist(x, y))
	m.pairs = append(m.pairs, Merge{A: int(m.cluster[a].row), B: int(m.cluster[b].row), Height: height})
	m.mergeInto(a, b)
	f := nb / (na + nb)
	for t, v := range x {
		x[t] = v + f*(y[t]-v)
	}
	m.size[at] = na + nb
	m.cols.set(int(at), x)
	m.freeSlot(int(hole))
}

// freeSlot moves the last cluster to the slot of one that was merged.
func (m *centroids) freeSlot(hole int) {
	last := len(m.clusterAt) - 1
	c := m.clusterAt[last]
	m.cols.set(hole, m.meanOf(int(c)))
	m.clusterAt[hole], m.slotOf[c], m.size[hole] = c, int32(hole), m.size[last]
	m.cols.setInfinite(last)
	m.clusterAt = m.clusterAt[:last]
	m.cols.blocks = (last + width64 - 1) / width64
	whole := m.cols.blocks * width64
	m.cols.a, m.size, m.dist = m.cols.a[:whole*m.d], m.size[:whole], m.dist[:whole]
}
