package clustering

import "math"

// link joins all clusters, going on from the last joined, and ends the square.
func (s *square) link() []pair {
	a := 0
	for left := s.m; left > 1; left-- {
		if s.next == s.room {
			a = s.compact(left, a)
		}
		var b int
		a, b = s.mutual(a)
		a = s.merge(a, b)
	}
	giveBack(s.spare)
	s.a = nil
	return s.pairs
}

// merge joins a and b and returns the place of the union.
func (s *square) merge(a, b int) int {
	c := s.next
	if c == s.end {
		s.end += line
	}
	s.fetch(a)
	s.fetch(b)
	u, v := s.at(a), s.at(b)
	far := u[b]
	height := far
	if s.squared {
		height = math.Sqrt(far)
	}
	s.pairs = append(s.pairs, pair{int(s.cluster[a].row), int(s.cluster[b].row), height})
	s.gone[a], s.gone[b] = math.Inf(1), math.Inf(1)
	near := s.union(u, v, s.size[a], s.size[b], far)
	s.unite(a, b, c)
	s.note(c, near, u[near])
	u[c], s.row[c], s.size[c], s.gone[c] = math.Inf(1), s.row[a], s.size[a]+s.size[b], 0
	s.row[a], s.row[b] = s.waste(), s.waste()
	if s.next++; s.next == s.end {
		s.flush()
	}
	return c
}

// union writes the distances of the union of two clusters of a and b rows to u, and returns the nearest.
func (s *square) union(u, v []float64, a, b, ab float64) int {
	size, gone := s.size[:s.end], s.gone[:s.end]
	switch s.method {
	case Ward:
		return growth(u, v, size, gone, a, b, ab)
	case Complete:
		return larger(u, v, gone)
	case Average:
		return blend(u, v, gone, a/(a+b), b/(a+b))
	}
	return blend(u, v, gone, 0.5, 0.5)
}

// fetch writes to row i the distances of the last eight places: of unions younger than i from their rows, and any
// number where there is none, or none any more.
func (s *square) fetch(i int) {
	row := s.at(i)
	for c := max(s.end-line, i+1); c < s.end; c++ {
		row[c] = 0
		if c < s.next {
			row[c] = s.a[int(s.row[c])*s.stride+i]
		}
	}
}

// flush fetches them for every row.
func (s *square) flush() {
	from := s.end - line
	var of [line][]float64
	for k := range of {
		s.fetch(from + k)
		of[k] = s.at(from + k)
	}
	flushRows(&of, s.row, s.a[from:], s.stride, from)
}

// compact moves the last of the clusters that are left to the places of those that are gone and returns where a is then.
func (s *square) compact(left, a int) int {
	s.moves = s.moves[:0]
	hole := 0
	for i := left; i < s.end; i++ {
		if s.gone[i] != 0 {
			continue
		}
		for s.gone[hole] == 0 {
			hole++
		}
		s.moves = append(s.moves, move{i, hole})
		s.cluster[hole], s.size[hole], s.row[hole] = s.cluster[i], s.size[i], s.row[i]
		s.cluster[i].row = int32(hole)
		hole++
	}
	parallelFor(left, (left+wide-1)/wide, func(_, task int) {
		for i := task * wide; i < min((task+1)*wide, left); i++ {
			row := s.at(i)
			for _, v := range s.moves {
				row[v.to] = row[v.from]
			}
		}
	})
	for i := range left {
		if c := &s.cluster[i]; s.gone[c.near] != 0 {
			c.near, c.seen = 0, -1
		} else if int(c.near) >= left {
			c.near = s.cluster[c.near].row
		}
	}
	if a >= left {
		a = int(s.cluster[a].row)
	}
	s.next = (left + line - 1) &^ (line - 1)
	s.end, s.room = s.next, min(s.room, s.roomFor(s.next))
	for i := range s.gone[:s.room] {
		if s.gone[i] = 0; i >= left {
			s.gone[i], s.row[i] = math.Inf(1), s.waste()
		}
	}
	return a
}

// A move takes a cluster from one place to another.
type move struct{ from, to int }
