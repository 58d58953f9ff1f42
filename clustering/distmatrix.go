package clustering

import "math"

// A square holds the distances of m clusters, row after row, +Inf on the diagonal: twice the memory of a triangle, but
// a row is joined and searched in order. Those of Ward and complete linkage are squared.
//
// A union takes a new place and the memory of the row of one of its parts. Its column is written with those of the other
// unions of the same eight places, a line of the cache for each row instead of one for each value; until then rows that
// are looked at fetch what they lack.
type distanceMatrix struct {
	nnChain
	method      Method
	squared     bool
	n           int
	stride      int // of rows; an odd number of eights where they are many, so that a column spreads over all of the cache
	cells       []float64
	row         []int32   // in which row of a the distances of each place stand: the last, which nobody reads, for places of none
	size        []float64 // by place, for the whole stride
	mask        []float64 // 0, or +Inf where there is no cluster or none any more
	nextSlot    int       // the place of the next union
	endSlot     int       // where the eight places end that are filled, or the whole ones
	capacity    int       // where places end: then clusters move together
	pairs       []pair
	relocations []relocation
	buffer      *[]float64
	extra       []float64
}

const cacheLine = 8 // float64 in a line of the cache

// newSquare makes room for n clusters and some more float64. The caller fills the rows and starts each.
func newDistanceMatrix(m Method, n, more int) *distanceMatrix {
	whole := (n + width64 - 1) &^ (width64 - 1)
	s := &distanceMatrix{method: m, n: n, nextSlot: whole, endSlot: whole, squared: m == Ward || m == Complete}
	s.capacity = s.capacityFor(whole)
	s.stride = s.capacity
	if s.stride > 64 && s.stride/cacheLine%2 == 0 {
		s.stride += cacheLine
	}
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
	s.pairs = make([]pair, 0, max(n-1, 0))
	return s
}

// roomFor is how many places there should be above those of the clusters that stand there, for their unions.
func (s *distanceMatrix) capacityFor(places int) int {
	return places + max(places/4&^(cacheLine-1), cacheLine)
}

// near1 is how many columns of 16 points are measured at once: they stay in the nearest cache.
const l1Blocks = 192

// squareOf measures the rows of p, in bands of 16 rows from the diagonal on, and mirrors each tile of 16 × 16.
func distanceMatrixOf(p points, m Method) *distanceMatrix {
	s := newDistanceMatrix(m, p.n, lenBlocks64(p.n, p.d))
	cols := blocks64In(s.extra, p, nil)
	step := max(1, l1Blocks/p.d)
	parallelAbove(p.n, cols.blocks, func(_, band int) {
		lo, hi := band*width64, min((band+1)*width64, p.n)
		for b := band; b < cols.blocks; b += step {
			e := min(b+step, cols.blocks)
			x := cols.span(b, e)
			for i := lo; i < hi; i++ {
				row := s.cells[i*s.stride+b*width64 : i*s.stride+e*width64]
				if sqDists(x, p.row(i), row); !s.squared {
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
	parallelAbove(p.n, cols.blocks, func(_, band int) {
		for i := band * width64; i < min((band+1)*width64, p.n) && band > 0; i++ {
			row := s.distancesOf(i)[:band*width64]
			if near := argminMasked(row, s.mask); row[near] <= s.cluster[i].dist {
				s.setNeighbour(i, near, row[near])
			}
		}
	})
	return s
}

// mirrorBand writes tiles b..e−1 of a band of 16 rows to the other side of the diagonal.
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

// start notes the nearest neighbour of cluster i, whose row has been filled.
func (s *distanceMatrix) initNeighbour(i int) {
	s.distancesOf(i)[i] = math.Inf(1)
	s.neighbour(i)
}

// waste is the row for places without a cluster.
func (s *distanceMatrix) dummyRow() int32 { return int32(len(s.cells)/s.stride - 1) }

// at is the row of cluster i, to whole eights.
func (s *distanceMatrix) distancesOf(i int) []float64 {
	from := int(s.row[i]) * s.stride
	return s.cells[from : from+s.endSlot]
}
