// A full matrix of cluster distances for the nearest-neighbour chain. It takes twice the memory of
// a triangle, but a row is updated and searched in order, which vector code needs: the
// Lance-Williams update of a merge and the search of its nearest are one pass over two rows.
// Methods: Ward, complete, average and weighted; Müllner (2011), figure 2.
//
// Writing a column touches a cache line for each value. A merged cluster therefore takes a new
// slot, and columns of eight new slots are written together, one line for each row; until then a
// row that is read fills in what it lacks (fillRecent).

package clustering

import (
	"context"
	"math"
)

// A distanceMatrix holds the distances of n clusters, row after row, +Inf on the diagonal; those of
// Ward and complete linkage are squared. A merged cluster takes a new slot and the memory of the
// row of one of its parts.
type distanceMatrix struct {
	nnChain
	method      Method
	n           int
	stride      int
	cells       []float64
	row         []int32   // in which row of cells the distances of each slot stand: the last, which nobody reads, for empty slots
	size        []float64 // by slot, for the whole stride
	mask        []float64 // 0 for a cluster, +Inf for an empty slot, so that adding it hides the slot from a search
	nextSlot    int       // of the next merged cluster
	endSlot     int       // where the eight slots end that are being filled
	capacity    int       // where slots end: then clusters are compacted
	pairs       []Merge
	relocations []relocation
	buffer      *[]float64
	extra       []float64
}

const cacheLine = 8 // float64 in a cache line

// oddLines makes rows of n an odd number of cache lines where they are many, so that a column spreads
// over all cache sets.
func oddLines(n int) int {
	if n > 64 && n/cacheLine%2 == 0 {
		return n + cacheLine
	}
	return n
}

// newDistanceMatrix makes room for n clusters and some extra float64. The caller fills each row and
// its neighbour.
func newDistanceMatrix(m Method, n, more int) *distanceMatrix {
	whole := (n + width64 - 1) &^ (width64 - 1)
	s := &distanceMatrix{method: m, n: n, nextSlot: whole, endSlot: whole}
	s.capacity = s.capacityFor(whole)
	s.stride = oddLines(s.capacity)
	s.nnChain = newNNChain(s.capacity)
	s.buffer = getBuffer((n+1)*s.stride + 2*s.capacity + more)
	all := *s.buffer
	cells := (n + 1) * s.stride
	s.cells, s.size, s.mask, s.extra = all[:cells], all[cells:][:s.capacity], all[cells+s.capacity:][:s.capacity], all[cells+2*s.capacity:]
	clear(s.cells[n*s.stride:])
	s.row = make([]int32, s.capacity+width64)
	for i := range s.row {
		s.row[i] = int32(min(i, n))
	}
	for i := range s.size {
		s.size[i], s.mask[i] = 1, 0
		if i >= n {
			s.mask[i] = math.Inf(1)
		}
	}
	s.findNearest = func(a int) (int, float64) {
		s.fillRecent(a)
		row := s.distancesOf(a)
		near := argminMasked(row, s.mask[:s.endSlot])
		return near, row[near]
	}
	s.pairs = make([]Merge, 0, max(n-1, 0))
	return s
}

// capacityFor is how many slots that many clusters get: a quarter more for merged ones, so that
// compaction, which moves whole columns, comes rarely.
func (s *distanceMatrix) capacityFor(places int) int {
	return places + max(places/4&^(cacheLine-1), cacheLine)
}

// l1Blocks is how many columns of 16 points are measured at once: 24 KB, which stay in the
// first-level cache.
const l1Blocks = 192

// distanceMatrixOf measures the rows of p, in bands of 16 rows from the diagonal on, and transposes
// each tile of 16 × 16 to the other side while it is in the cache.
func distanceMatrixOf(ctx context.Context, p points, m Method) *distanceMatrix {
	s := newDistanceMatrix(m, p.n, lenBlocks64(p.n, p.d))
	cols := blocks64In(s.extra, p, nil)
	step := max(1, l1Blocks/p.d)
	parallelAbove(ctx, p.n, cols.blocks, func(_, band int) {
		lo, hi := band*width64, min((band+1)*width64, p.n)
		for b := band; b < cols.blocks; b += step {
			e := min(b+step, cols.blocks)
			x := cols.span(b, e)
			for i := lo; i < hi; i++ {
				row := s.cells[i*s.stride+b*width64 : i*s.stride+e*width64]
				if sqDists(x, p.row(i), row); !s.method.squared() {
					sqrtAll(row)
				}
			}
			s.mirrorTiles(band, b, e)
		}
		for i := lo; i < hi; i++ { // while the rows are in the cache
			row := s.distancesOf(i)
			row[i] = math.Inf(1)
			near := lo + argminMasked(row[lo:], s.mask[lo:s.endSlot])
			s.setNeighbour(i, near, row[near])
		}
	})
	parallelAbove(ctx, p.n, cols.blocks, func(_, band int) {
		for i := band * width64; i < min((band+1)*width64, p.n) && band > 0; i++ {
			row := s.distancesOf(i)[:band*width64]
			if near := argminMasked(row, s.mask); row[near] <= s.cluster[i].dist {
				s.setNeighbour(i, near, row[near])
			}
		}
	})
	return s
}

// mirrorTiles writes tiles b..e−1 of a band of 16 rows to the other side of the diagonal.
func (s *distanceMatrix) mirrorTiles(band, b, e int) {
	lo := band * width64
	if b == band { // the tile on the diagonal
		for i := lo; i < min(lo+width64, s.n); i++ {
			for j := lo; j < i; j++ {
				s.cells[i*s.stride+j] = s.cells[j*s.stride+i]
			}
		}
		b++
	}
	for t := b; t < e; t++ {
		from, to := t*width64, min((t+1)*width64, s.n)
		if to-from == width64 {
			transposeTile(s.cells[lo*s.stride+from:], s.cells[from*s.stride+lo:], s.stride)
			continue
		}
		for j := from; j < to; j++ {
			for i := lo; i < lo+width64; i++ {
				s.cells[j*s.stride+i] = s.cells[i*s.stride+j]
			}
		}
	}
}

// initNeighbour finds the neighbour of cluster i, whose row has been filled.
func (s *distanceMatrix) initNeighbour(i int) {
	s.distancesOf(i)[i] = math.Inf(1)
	s.neighbour(i)
}

// dummyRow is the row of empty slots.
func (s *distanceMatrix) dummyRow() int32 { return int32(len(s.cells)/s.stride - 1) }

// distancesOf is the row of cluster i, to whole cache lines.
func (s *distanceMatrix) distancesOf(i int) []float64 {
	from := int(s.row[i]) * s.stride
	return s.cells[from : from+s.endSlot]
}
