package clustering

import "math"

// A square holds the distances of m clusters, row after row, +Inf on the diagonal: twice the memory of a triangle, but
// a row is joined and searched in order. Those of Ward and complete linkage are squared.
//
// A union takes a new place and the memory of the row of one of its parts. Its column is written with those of the other
// unions of the same eight places, a line of the cache for each row instead of one for each value; until then rows that
// are looked at fetch what they lack.
type square struct {
	walk
	method  Method
	squared bool
	m       int
	stride  int // of rows; an odd number of eights where they are many, so that a column spreads over all of the cache
	a       []float64
	row     []int32   // in which row of a the distances of each place stand: the last, which nobody reads, for places of none
	size    []float64 // by place, for the whole stride
	gone    []float64 // 0, or +Inf where there is no cluster or none any more
	next    int       // the place of the next union
	end     int       // where the eight places end that are filled, or the whole ones
	room    int       // where places end: then clusters move together
	pairs   []pair
	moves   []move
	spare   *[]float64
	more    []float64
}

const line = 8 // float64 in a line of the cache

// newSquare makes room for n clusters and some more float64. The caller fills the rows and starts each.
func newSquare(m Method, n, more int) *square {
	whole := (n + wide - 1) &^ (wide - 1)
	s := &square{method: m, m: n, next: whole, end: whole, squared: m == Ward || m == Complete}
	s.room = s.roomFor(whole)
	s.stride = s.room
	if s.stride > 64 && s.stride/line%2 == 0 {
		s.stride += line
	}
	s.walk = newWalk(s.room)
	s.spare = borrow((n+1)*s.stride + 2*s.room + more)
	all := *s.spare
	cells := (n + 1) * s.stride
	s.a, s.size, s.gone, s.more = all[:cells], all[cells:][:s.room], all[cells+s.room:][:s.room], all[cells+2*s.room:]
	clear(s.a[n*s.stride:])
	s.row = make([]int32, s.room+wide)
	for i := range s.row {
		s.row[i] = int32(min(i, n))
	}
	for i := range s.size {
		s.size[i], s.gone[i] = 1, 0
		if i >= n {
			s.gone[i] = math.Inf(1)
		}
	}
	s.search = func(a int) (int, float64) {
		s.fetch(a)
		row := s.at(a)
		near := least(row, s.gone[:s.end])
		return near, row[near]
	}
	s.pairs = make([]pair, 0, max(n-1, 0))
	return s
}

// roomFor is how many places there should be above those of the clusters that stand there, for their unions.
func (s *square) roomFor(places int) int { return places + max(places/4&^(line-1), line) }

// near1 is how many columns of 16 points are measured at once: they stay in the nearest cache.
const near1 = 192

// squareOf measures the rows of p, in bands of 16 rows from the diagonal on, and mirrors each tile of 16 × 16.
func squareOf(p points, m Method) *square {
	s := newSquare(m, p.n, spaceOf(p.n, p.d))
	cols := columnsIn(s.more, p, nil)
	step := max(1, near1/p.d)
	parallelFor(p.n, cols.blocks, func(_, band int) {
		lo, hi := band*wide, min((band+1)*wide, p.n)
		for b := band; b < cols.blocks; b += step {
			e := min(b+step, cols.blocks)
			x := cols.from(b, e)
			for i := lo; i < hi; i++ {
				row := s.a[i*s.stride+b*wide : i*s.stride+e*wide]
				if sqDists(x, p.row(i), row); !s.squared {
					roots(row)
				}
			}
			s.mirrorBand(band, b, e)
		}
		for i := lo; i < hi; i++ { // while the rows are in the cache
			row := s.at(i)
			row[i] = math.Inf(1)
			near := lo + least(row[lo:], s.gone[lo:s.end])
			s.note(i, near, row[near])
		}
	})
	parallelFor(p.n, cols.blocks, func(_, band int) {
		for i := band * wide; i < min((band+1)*wide, p.n) && band > 0; i++ {
			row := s.at(i)[:band*wide]
			if near := least(row, s.gone); row[near] <= s.cluster[i].far {
				s.note(i, near, row[near])
			}
		}
	})
	return s
}

// mirrorBand writes tiles b..e−1 of a band of 16 rows to the other side of the diagonal.
func (s *square) mirrorBand(band, b, e int) {
	lo := band * wide
	if b == band { // the tile on the diagonal
		for i := lo; i < min(lo+wide, s.m); i++ {
			for j := lo; j < i; j++ {
				s.a[i*s.stride+j] = s.a[j*s.stride+i]
			}
		}
		b++
	}
	for t := b; t < e; t++ {
		from, to := t*wide, min((t+1)*wide, s.m)
		if to-from == wide {
			mirror(s.a[lo*s.stride+from:], s.a[from*s.stride+lo:], s.stride)
			continue
		}
		for j := from; j < to; j++ {
			for i := lo; i < lo+wide; i++ {
				s.a[j*s.stride+i] = s.a[i*s.stride+j]
			}
		}
	}
}

// start notes the nearest neighbour of cluster i, whose row has been filled.
func (s *square) start(i int) {
	s.at(i)[i] = math.Inf(1)
	s.nearest(i)
}

// waste is the row for places without a cluster.
func (s *square) waste() int32 { return int32(len(s.a)/s.stride - 1) }

// at is the row of cluster i, to whole eights.
func (s *square) at(i int) []float64 {
	from := int(s.row[i]) * s.stride
	return s.a[from : from+s.end]
}
