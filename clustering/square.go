package clustering

import "math"

// A square holds the distances of m clusters, row after row, +Inf on the diagonal: twice the memory of a triangle, but
// a row is joined and searched in order. Those of Ward are squared, of complete linkage where squared says so.
type square struct {
	method  Method
	squared bool
	m       int
	stride  int // of rows; whole eights, odd for many rows, so that a column spreads over all of the cache
	a       []float64
	size    []float64 // by place, of whole eights
	gone    []float64 // 0, or +Inf where there is no cluster or none any more
	cluster []place
	merged  int // how often clusters were joined
	pairs   []pair
	moves   []move
}

// A place is what is known of the cluster in a row of a square.
type place struct {
	row  int     // a row of the data in it
	born int     // the join that made it
	near int     // the nearest cluster when there had been seen joins; none yet below 0
	seen int     //
	far  float64 // its distance
}

// newSquare makes room for m clusters; the caller fills it with fill.
func newSquare(m Method, n int) *square {
	s := &square{method: m, m: n, stride: (n + wide - 1) &^ (wide - 1), squared: m == Ward || m == Complete}
	if s.stride > 2*wide*2 {
		s.stride += 8
	}
	whole := s.stride
	all := manyFloats(n*s.stride + 2*whole)
	s.a, s.size, s.gone = all[:n*s.stride], all[n*s.stride:][:whole], all[n*s.stride+whole:]
	for i := range s.size {
		s.size[i] = 1
		if i >= n {
			s.gone[i] = math.Inf(1)
		}
	}
	s.cluster = make([]place, n)
	for i := range s.cluster {
		s.cluster[i] = place{row: i, near: -1}
	}
	s.pairs = make([]pair, 0, max(n-1, 0))
	return s
}

// near1 is how many columns of 16 points are measured at once: they stay in the nearest cache.
const near1 = 192

// squareOf measures the rows of p.
func squareOf(p points, m Method) *square {
	s := newSquare(m, p.n)
	cols := newColumns(p, nil)
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

// start notes the nearest neighbour of cluster i, whose row has been filled.
func (s *square) start(i int) {
	row := s.at(i)
	row[i] = math.Inf(1)
	c := &s.cluster[i]
	c.near = least(row, s.gone)
	c.far = row[c.near]
}

// at is the row of cluster i, to whole eights.
func (s *square) at(i int) []float64 { return s.a[i*s.stride : i*s.stride+len(s.gone)] }

// link joins all clusters. It follows nearest neighbours until two are each other's and joins them, then goes on from
// there. For methods whose distances never fall by a merge that gives the same tree as joining the nearest pair
// first. Neighbours are kept: they stay nearest until they are joined to others. Murtagh (1983); Müllner
// (2011), arXiv:1109.2378, section 3.2.
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
	return s.pairs
}

// mutual goes from a to nearest neighbours, nearer each time, until two are each other's.
func (s *square) mutual(a int) (int, int) {
	b := s.nearest(a)
	for {
		c := s.nearest(b)
		if s.cluster[b].far >= s.cluster[a].far {
			return min(a, b), max(a, b)
		}
		a, b = b, c
	}
}

// nearest returns the nearest neighbour of a, searching only where the one known was joined to another.
func (s *square) nearest(a int) int {
	c := &s.cluster[a]
	if s.gone[c.near] == 0 && s.cluster[c.near].born <= c.seen {
		return c.near
	}
	row := s.at(a)
	c.near, c.seen = least(row, s.gone), s.merged
	c.far = row[c.near]
	return c.near
}

// merge joins b to a.
func (s *square) merge(a, b int) {
	u, v := s.at(a), s.at(b)
	c := &s.cluster[a]
	height := u[b]
	if s.squared {
		height = math.Sqrt(height)
	}
	s.pairs = append(s.pairs, pair{c.row, s.cluster[b].row, height})
	s.merged++
	s.gone[b] = math.Inf(1)
	c.near, c.born, c.seen = s.join(u, v, s.size[a], s.size[b], u[b]), s.merged, s.merged
	c.far = u[c.near]
	s.size[a] += s.size[b]
	down(u[:s.m], s.a[a:], s.stride)
}

// join writes the distances of the union of two clusters of a and b rows to u, and returns the nearest.
func (s *square) join(u, v []float64, a, b, ab float64) int {
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
		s.cluster[i].row = hole
		hole++
	}
	for i := range left {
		row := s.at(i)
		for _, v := range s.moves {
			row[v.to] = row[v.from]
		}
		if c := &s.cluster[i]; s.gone[c.near] != 0 {
			c.near, c.seen = 0, -1
		} else if c.near >= left {
			c.near = s.cluster[c.near].row
		}
	}
	if a >= left {
		a = s.cluster[a].row
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
