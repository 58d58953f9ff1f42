package clustering

import "math"

// A square holds the distances of m clusters, row after row, +Inf on the diagonal: twice the memory of a triangle, but
// a row is joined and searched in order. Those of Ward and complete linkage are squared.
type square struct {
	walk
	method  Method
	squared bool
	m       int
	stride  int // of rows; an odd number of eights where they are many, so that a column spreads over all of the cache
	a       []float64
	size    []float64 // by cluster, to whole eights
	gone    []float64 // 0, or +Inf where there is no cluster or none any more
	pairs   []pair
	moves   []move
	spare   *[]float64
	more    []float64
}

// newSquare makes room for n clusters and some more float64. The caller fills the rows and starts each.
func newSquare(m Method, n, more int) *square {
	whole := (n + wide - 1) &^ (wide - 1)
	s := &square{walk: newWalk(n), method: m, m: n, stride: whole, squared: m == Ward || m == Complete}
	if whole > 64 {
		s.stride += 8
	}
	s.spare = borrow(n*s.stride + 2*whole + more)
	all := *s.spare
	s.a, s.size, s.gone, s.more = all[:n*s.stride], all[n*s.stride:][:whole], all[n*s.stride+whole:][:whole], all[n*s.stride+2*whole:]
	for i := range s.size {
		s.size[i], s.gone[i] = 1, 0
		if i >= n {
			s.gone[i] = math.Inf(1)
		}
	}
	s.search = func(a int) (int, float64) {
		row := s.at(a)
		near := least(row, s.gone)
		return near, row[near]
	}
	s.pairs = make([]pair, 0, max(n-1, 0))
	return s
}

// near1 is how many columns of 16 points are measured at once: they stay in the nearest cache.
const near1 = 192

// squareOf measures the rows of p.
func squareOf(p points, m Method) *square {
	s := newSquare(m, p.n, spaceOf(p.n, p.d))
	cols := columnsIn(s.more, p, nil)
	if p.n <= smallSquare {
		s.mirrored(p, cols)
		return s
	}
	step := max(1, near1/p.d)
	parallelFor(p.n, (p.n+queries-1)/queries, func(_, task int) {
		lo, hi := task*queries, min((task+1)*queries, p.n)
		for b := 0; b < cols.blocks; b += step {
			e := min(b+step, cols.blocks)
			x := cols.from(b, e)
			for i := lo; i < hi; i++ {
				sqDists(x, p.row(i), s.a[i*s.stride+b*wide:i*s.stride+e*wide])
			}
		}
		for i := lo; i < hi; i++ {
			if !s.squared {
				roots(s.at(i))
			}
			s.start(i)
		}
	})
	return s
}

// mirrored fills the rows from the distances of each to itself and later ones: half the work while all of them stay in
// the cache.
func (s *square) mirrored(p points, cols columns) {
	for lo := 0; lo < p.n; lo += wide {
		hi := min(lo+wide, p.n)
		x := cols.from(lo/wide, cols.blocks)
		for i := lo; i < hi; i++ {
			row := s.a[i*s.stride+lo : i*s.stride+cols.blocks*wide]
			if sqDists(x, p.row(i), row); !s.squared {
				roots(row)
			}
		}
		for j := hi; j < p.n; j++ {
			to := s.a[j*s.stride+lo : j*s.stride+hi]
			from := s.a[lo*s.stride+j:]
			for i := range to {
				to[i] = from[i*s.stride]
			}
		}
	}
	for i := range p.n {
		s.start(i)
	}
}

// start notes the nearest neighbour of cluster i, whose row has been filled.
func (s *square) start(i int) {
	s.at(i)[i] = math.Inf(1)
	s.nearest(i)
}

// at is the row of cluster i, to whole eights.
func (s *square) at(i int) []float64 { return s.a[i*s.stride : i*s.stride+len(s.gone)] }

// link joins all clusters, going on from the last joined, and ends the square.
func (s *square) link() []pair {
	a := 0
	for left := s.m; left > 1; left-- {
		if left > wide && 4*left < 3*s.m {
			a = s.compact(left, a)
		}
		var b int
		a, b = s.mutual(a)
		s.merge(a, b)
	}
	giveBack(s.spare)
	s.a = nil
	return s.pairs
}

// merge joins b to a.
func (s *square) merge(a, b int) {
	u, v := s.at(a), s.at(b)
	far := u[b]
	height := far
	if s.squared {
		height = math.Sqrt(far)
	}
	s.pairs = append(s.pairs, pair{int(s.cluster[a].row), int(s.cluster[b].row), height})
	s.walk.join(a, b)
	s.gone[b] = math.Inf(1)
	near := s.union(u, v, s.size[a], s.size[b], far)
	s.note(a, near, u[near])
	s.size[a] += s.size[b]
	down(u[:s.m], s.a[a:], s.stride)
}

// union writes the distances of the union of two clusters of a and b rows to u, and returns the nearest.
func (s *square) union(u, v []float64, a, b, ab float64) int {
	switch s.method {
	case Ward:
		return growth(u, v, s.size, s.gone, a, b, ab)
	case Complete:
		return larger(u, v, s.gone)
	case Average:
		return blend(u, v, s.gone, a/(a+b), b/(a+b))
	}
	return blend(u, v, s.gone, 0.5, 0.5)
}

// compact moves the last of the clusters that are left to the places of those that are gone and returns where a is then.
func (s *square) compact(left, a int) int {
	s.moves = s.moves[:0]
	hole := 0
	for i := left; i < s.m; i++ {
		if s.gone[i] != 0 {
			continue
		}
		for s.gone[hole] == 0 {
			hole++
		}
		s.moves = append(s.moves, move{i, hole})
		copy(s.at(hole), s.at(i))
		s.cluster[hole], s.size[hole] = s.cluster[i], s.size[i]
		s.cluster[i].row = int32(hole)
		hole++
	}
	for i := range left {
		row := s.at(i)
		for _, v := range s.moves {
			row[v.to] = row[v.from]
		}
		if c := &s.cluster[i]; s.gone[c.near] != 0 {
			c.near, c.seen = 0, -1
		} else if int(c.near) >= left {
			c.near = s.cluster[c.near].row
		}
	}
	if a >= left {
		a = int(s.cluster[a].row)
	}
	s.m = left
	whole := (left + 7) &^ 7
	s.size, s.gone = s.size[:whole], s.gone[:whole]
	for i := range s.gone {
		if s.gone[i] = 0; i >= left {
			s.gone[i] = math.Inf(1)
		}
	}
	return a
}

// A move takes a cluster from one place to another.
type move struct{ from, to int }
