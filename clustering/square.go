package clustering

import "math"

// A square holds the distances of m clusters, row after row, +Inf on the diagonal: twice the memory of a triangle, but
// rows are scanned and joined in order.
type square struct {
	method Method
	m      int
	a      []float64
	size   []float64
	row    []int // a row of the data in each cluster
	pairs  []pair
}

func (s *square) len() int { return s.m }

// switches is true for few clusters, of which chains are quicker than rounds.
func (s *square) switches() bool { return s.m <= smallSquare }

func (s *square) at(i int) []float64 { return s.a[i*s.m : (i+1)*s.m] }

// mirror copies what is right of the diagonal to the left of it, tile by tile.
func (s *square) mirror() {
	const tile = 32
	parallelFor(s.m, (s.m+tile-1)/tile, func(_, t int) {
		for lo := 0; lo <= t*tile; lo += tile {
			for i := t * tile; i < min((t+1)*tile, s.m); i++ {
				for j := lo; j < min(lo+tile, i); j++ {
					s.a[i*s.m+j] = s.a[j*s.m+i]
				}
			}
		}
	})
}

func (s *square) nearest(near []int, far []float64) {
	parallelFor(s.m, (s.m+queries-1)/queries, func(_, task int) {
		for i := task * queries; i < min((task+1)*queries, s.m); i++ {
			if near[i] < 0 {
				near[i] = argmin(s.at(i))
				far[i] = s.a[i*s.m+near[i]]
			}
		}
	})
}

func (s *square) join(pairs [][2]int, far []float64) []int {
	moved, stay := merges(s.m, pairs)
	m := len(stay) + len(pairs)
	size, row := make([]float64, m), make([]int, m)
	for i, old := range stay {
		size[i], row[i] = s.size[old], s.row[old]
	}
	cols := s.blends(pairs)
	fresh := manyFloats(len(pairs) * m) // rows of the pairs; the others are moved in place
	parallelFor(s.m, (len(pairs)+queries-1)/queries, func(_, task int) {
		buf := make([]float64, s.m)
		for i := task * queries; i < min((task+1)*queries, len(pairs)); i++ {
			a, b := pairs[i][0], pairs[i][1]
			combine(s.method, buf, s.at(a), s.at(b), s.size[a], s.size[b])
			s.thin(fresh[i*m:(i+1)*m], buf, stay, cols)
			fresh[i*m+len(stay)+i] = math.Inf(1)
		}
	})
	joined := make([]float64, len(pairs))
	for i, old := range stay {
		s.gather(joined, s.at(old), cols)
		to := s.a[i*m : (i+1)*m]
		for c, j := range stay {
			to[c] = s.a[old*s.m+j]
		}
		copy(to[len(stay):], joined)
	}
	copy(s.a[len(stay)*m:m*m], fresh)
	for i, p := range pairs {
		s.pairs = append(s.pairs, pair{s.row[p[0]], s.row[p[1]], far[p[0]]})
		size[len(stay)+i] = s.size[p[0]] + s.size[p[1]]
		row[len(stay)+i] = s.row[p[0]]
	}
	s.m, s.a, s.size, s.row = m, s.a[:m*m], size, row
	return moved
}

// thin keeps the columns that stay and joins those of the pairs.
func (s *square) thin(to, from []float64, stay []int, pairs []blend) {
	for c, old := range stay {
		to[c] = from[old]
	}
	s.gather(to[len(stay):], from, pairs)
}

// A blend says how the columns of a pair become one: f·u + g·v, or the larger.
type blend struct {
	u, v int
	f, g float64
}

// blends prepares the columns of all pairs.
func (s *square) blends(pairs [][2]int) []blend {
	out := make([]blend, len(pairs))
	for i, p := range pairs {
		out[i] = blend{p[0], p[1], 0.5, 0.5}
		if s.method == Average {
			a, b := s.size[p[0]], s.size[p[1]]
			out[i].f, out[i].g = a/(a+b), b/(a+b)
		}
	}
	return out
}

// gather joins the columns of the pairs in one row.
func (s *square) gather(to, from []float64, pairs []blend) {
	to = to[:len(pairs)]
	if s.method == Complete {
		for c := range pairs {
			to[c] = max(from[pairs[c].u], from[pairs[c].v])
		}
		return
	}
	for c := range pairs {
		p := &pairs[c]
		to[c] = p.f*from[p.u] + p.g*from[p.v]
	}
}

// combine writes the distances of the union of two clusters, of a and b rows, to all others.
func combine(m Method, to, u, v []float64, a, b float64) {
	v, to = v[:len(u)], to[:len(u)]
	switch m {
	case Complete:
		for i, x := range u {
			to[i] = max(x, v[i])
		}
	case Average:
		f := 1 / (a + b)
		for i, x := range u {
			to[i] = (a*x + b*v[i]) * f
		}
	default:
		for i, x := range u {
			to[i] = (x + v[i]) / 2
		}
	}
}

func (s *square) chain() {
	var path []int
	left, gone := s.m, make([]bool, s.m)
	for left > 1 {
		if 2*left < s.m && left > 64 {
			path = s.compact(gone, left, path)
			gone = make([]bool, s.m)
		}
		if len(path) == 0 {
			path = append(path, firstOf(gone))
		}
		a := path[len(path)-1]
		row := s.at(a)
		b := argmin(row)
		if len(path) == 1 || row[b] < row[path[len(path)-2]] {
			path = append(path, b)
			continue
		}
		b = path[len(path)-2]
		path = path[:len(path)-2]
		s.merge(a, b)
		gone[b] = true
		left--
	}
}

// firstOf returns the first cluster that is not gone.
func firstOf(gone []bool) int {
	for i, g := range gone {
		if !g {
			return i
		}
	}
	return 0
}

// merge joins b to a. The column of b becomes +Inf.
func (s *square) merge(a, b int) {
	ra, rb := s.at(a), s.at(b)
	s.pairs = append(s.pairs, pair{s.row[a], s.row[b], ra[b]})
	combine(s.method, ra, ra, rb, s.size[a], s.size[b])
	s.size[a] += s.size[b]
	inf := math.Inf(1)
	ra[a], ra[b] = inf, inf
	for i, v := range ra {
		s.a[i*s.m+a] = v
		s.a[i*s.m+b] = inf
	}
}

// compact takes the clusters that are gone out of the matrix, in place.
func (s *square) compact(gone []bool, left int, path []int) []int {
	at := make([]int, s.m)
	to := 0
	for i := range s.m {
		at[i] = to
		if gone[i] {
			continue
		}
		c := 0
		for j, v := range s.at(i) {
			if !gone[j] {
				s.a[to*left+c] = v
				c++
			}
		}
		s.size[to], s.row[to] = s.size[i], s.row[i]
		to++
	}
	s.m, s.a, s.size, s.row = left, s.a[:left*left], s.size[:left], s.row[:left]
	for i, v := range path {
		path[i] = at[v]
	}
	return path
}
