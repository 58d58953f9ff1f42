package clustering

import "math"

// A place is what is known of a cluster while others are joined.
type slot struct {
	row       int32 // a row of the data in it
	neighbour int32 // the nearest cluster
	merged    int32 // the join that made it, or ended
	checked   int32 // joins that were done when near was found
	dist      float64
}

// ended is the birth of a cluster that is none any more: later than any look.
const inactive = math.MaxInt32

// A walk finds clusters to join by going to nearest neighbours until two are each other's. For methods whose
// distances never fall by a merge that gives the same tree as joining the nearest pair first, and neighbours stay nearest until
// they are joined to others. Murtagh (1983); Müllner (2011), arXiv:1109.2378, section 3.2.
type nnChain struct {
	cluster     []slot
	merges      int32
	findNearest func(a int) (near int, far float64)
}

func newNNChain(n int) nnChain {
	w := nnChain{cluster: make([]slot, n)}
	for i := range w.cluster {
		w.cluster[i] = slot{row: int32(i), checked: -1}
	}
	return w
}

// note keeps the neighbour of a found by a search.
func (w *nnChain) setNeighbour(a, near int, far float64) {
	c := &w.cluster[a]
	c.neighbour, c.dist, c.checked = int32(near), far, w.merges
}

// nearest returns the neighbour of a, searching only where the one known was joined to another.
func (w *nnChain) neighbour(a int) int {
	c := &w.cluster[a]
	if w.cluster[c.neighbour].merged > c.checked {
		near, far := w.findNearest(a)
		w.setNeighbour(a, near, far)
	}
	return int(c.neighbour)
}

// mutual goes from a to neighbours nearer and nearer, by more than rounding, until two are each other's.
func (w *nnChain) reciprocalPair(a int) (int, int) {
	b := w.neighbour(a)
	for {
		c := w.neighbour(b)
		if c == a || w.cluster[b].dist >= w.cluster[a].dist*(1-1e-14) {
			return min(a, b), max(a, b)
		}
		a, b = b, c
	}
}

// join ends b and makes a another cluster.
func (w *nnChain) mergeInto(a, b int) {
	w.merges++
	w.cluster[a].merged, w.cluster[b].merged = w.merges, inactive
}

// unite ends a and b and makes c of them.
func (w *nnChain) mergeAs(a, b, c int) {
	w.merges++
	w.cluster[c] = slot{row: w.cluster[a].row, merged: w.merges}
	w.cluster[a].merged, w.cluster[b].merged = inactive, inactive
}
