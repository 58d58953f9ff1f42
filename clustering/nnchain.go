// The nearest-neighbour chain of agglomerative clustering: go from a cluster to its nearest
// neighbour until two are each other's (reciprocal nearest neighbours), merge them, and go on.
// Murtagh (1983), The Computer Journal 26; Müllner (2011), arXiv:1109.2378, section 3.2. For
// reducible methods, of which no merge comes closer to a third cluster than both its parts were,
// that gives the same tree as merging the nearest pair first. It asks for at most 3n nearest
// neighbours, where the plain algorithm looks for the minimum of a matrix n times.
//
// Neighbours are remembered: by reducibility the neighbour of a cluster stays nearest until it is
// merged itself.

package clustering

import "math"

// A slot is what is known of a cluster while others are merged.
type slot struct {
	row       int32 // a row of the data in it
	neighbour int32 // the nearest cluster
	merged    int32 // the merge that made it, or inactive
	checked   int32 // merges that were done when neighbour was found
	dist      float64
}

// inactive stands for the merge of a cluster that is part of another: later than any check.
const inactive = math.MaxInt32

// An nnChain finds reciprocal nearest neighbours. Its user says how a neighbour is searched and
// reports each merge.
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

// setNeighbour keeps the neighbour of a that a search found.
func (w *nnChain) setNeighbour(a, near int, far float64) {
	c := &w.cluster[a]
	c.neighbour, c.dist, c.checked = int32(near), far, w.merges
}

// neighbour returns the nearest neighbour of a, searching only where the one known has been merged
// since.
func (w *nnChain) neighbour(a int) int {
	c := &w.cluster[a]
	if w.cluster[c.neighbour].merged > c.checked {
		near, far := w.findNearest(a)
		w.setNeighbour(a, near, far)
	}
	return int(c.neighbour)
}

// reciprocalPair follows the chain from a until two clusters are each other's neighbour. A step
// must come nearer by more than rounding, or equal distances could lead round in a circle.
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

// mergeInto makes b part of a, whose neighbour is then another: where distances were equal, that of a need
// not have been b.
func (w *nnChain) mergeInto(a, b int) {
	w.merges++
	w.cluster[a].merged, w.cluster[b].merged = w.merges, inactive
	w.cluster[a].checked = -1
}

// mergeAs makes a new cluster c of a and b.
func (w *nnChain) mergeAs(a, b, c int) {
	w.merges++
	w.cluster[c] = slot{row: w.cluster[a].row, merged: w.merges}
	w.cluster[a].merged, w.cluster[b].merged = inactive, inactive
}
