// Merging in a distanceMatrix: the Lance-Williams update of a pair, the delayed writing of columns, and
// compaction once slots run out.

package clustering

import (
	"context"
	"math"
)

// link merges all clusters, going on from the last merged, and ends the use of s.
func (s *distanceMatrix) link(ctx context.Context) []Merge {
	a := 0
	for left := s.n; left > 1 && ctx.Err() == nil; left-- {
		if s.nextSlot == s.capacity {
			a = s.compact(left, a)
		}
		var b int
		a, b = s.reciprocalPair(a)
		a = s.merge(a, b)
	}
	putBuffer(s.buffer)
	s.cells = nil
	return s.pairs
}

// merge merges a and b and returns the slot of the union.
func (s *distanceMatrix) merge(a, b int) int {
	c := s.nextSlot
	if c == s.endSlot {
		s.endSlot += cacheLine
	}
	s.fillRecent(a)
	s.fillRecent(b)
	u, v := s.distancesOf(a), s.distancesOf(b)
	far := u[b]
	s.pairs = append(s.pairs, Merge{A: int(s.cluster[a].row), B: int(s.cluster[b].row), Height: s.method.height(far)})
	s.mask[a], s.mask[b] = math.Inf(1), math.Inf(1)
	near := mergeRows(s.method, u, v, s.size[:s.endSlot], s.mask[:s.endSlot], s.size[a], s.size[b], far)
	s.mergeAs(a, b, c)
	s.setNeighbour(c, near, u[near])
	u[c], s.row[c], s.size[c], s.mask[c] = math.Inf(1), s.row[a], s.size[a]+s.size[b], 0
	s.row[a], s.row[b] = s.dummyRow(), s.dummyRow()
	if s.nextSlot++; s.nextSlot == s.endSlot {
		s.writeRecent()
	}
	return c
}

// mergeRows writes the distances of the union of two clusters of a and b rows, ab apart, to u, and
// returns its nearest.
func mergeRows(m Method, u, v, size, mask []float64, a, b, ab float64) int {
	switch m {
	case Ward:
		return mergeWard(u, v, size, mask, a, b, ab)
	case Complete:
		return mergeMax(u, v, mask)
	case Average:
		return mergeWeighted(u, v, mask, a/(a+b), b/(a+b))
	}
	return mergeWeighted(u, v, mask, 0.5, 0.5)
}

// fillRecent writes to row i the distances of the last eight slots: those of clusters newer than i
// from their rows, and any number where a slot is empty, which the mask hides.
func (s *distanceMatrix) fillRecent(i int) {
	row := s.distancesOf(i)
	for c := max(s.endSlot-cacheLine, i+1); c < s.endSlot; c++ {
		row[c] = 0
		if c < s.nextSlot {
			row[c] = s.cells[int(s.row[c])*s.stride+i]
		}
	}
}

// writeRecent writes the columns of the last eight slots for every row.
func (s *distanceMatrix) writeRecent() {
	from := s.endSlot - cacheLine
	var of [cacheLine][]float64
	for k := range of {
		s.fillRecent(from + k)
		of[k] = s.distancesOf(from + k)
	}
	scatterColumns(&of, s.row, s.cells[from:], s.stride, from)
}

// compact moves the last of the clusters that are left to empty slots and returns where a is then.
func (s *distanceMatrix) compact(left, a int) int {
	s.relocations = s.relocations[:0]
	hole := 0
	for i := left; i < s.endSlot; i++ {
		if s.mask[i] != 0 {
			continue
		}
		for s.mask[hole] == 0 {
			hole++
		}
		s.relocations = append(s.relocations, relocation{i, hole})
		s.cluster[hole], s.size[hole], s.row[hole] = s.cluster[i], s.size[i], s.row[i]
		s.cluster[i].row = int32(hole)
		hole++
	}
	parallelAbove(context.Background(), left, (left+width64-1)/width64, func(_, task int) {
		for i := task * width64; i < min((task+1)*width64, left); i++ {
			row := s.distancesOf(i)
			for _, v := range s.relocations {
				row[v.to] = row[v.from]
			}
		}
	})
	for i := range left {
		if c := &s.cluster[i]; s.mask[c.neighbour] != 0 {
			c.neighbour, c.checked = 0, -1
		} else if int(c.neighbour) >= left {
			c.neighbour = s.cluster[c.neighbour].row
		}
	}
	if a >= left {
		a = int(s.cluster[a].row)
	}
	s.nextSlot = (left + cacheLine - 1) &^ (cacheLine - 1)
	s.endSlot, s.capacity = s.nextSlot, min(s.capacity, s.capacityFor(s.nextSlot))
	for i := range s.mask[:s.capacity] {
		if s.mask[i] = 0; i >= left {
			s.mask[i], s.row[i] = math.Inf(1), s.dummyRow()
		}
	}
	return a
}

// A relocation takes a cluster from one slot to another.
type relocation struct{ from, to int }
