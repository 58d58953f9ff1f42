package clustering

import "math"

// A place is what is known of a cluster while others are joined.
type place struct {
	row  int32 // a row of the data in it
	near int32 // the nearest cluster
	born int32 // the join that made it, or ended
	seen int32 // joins that were done when near was found
	far  float64
}

// ended is the birth of a cluster that is none any more: later than any look.
const ended = math.MaxInt32

// A walk finds clusters to join by going to nearest neighbours until two are each other's. For methods whose
// distances never fall by a merge that gives the same tree as joining the nearest pair first, and neighbours stay nearest until
// they are joined to others. Murtagh (1983); Müllner (2011), arXiv:1109.2378, section 3.2.
type walk struct {
	cluster []place
	joins   int32
	search  func(a int) (near int, far float64)
}

func newWalk(n int) walk {
	w := walk{cluster: make([]place, n)}
	for i := range w.cluster {
		w.cluster[i] = place{row: int32(i), seen: -1}
	}
	return w
}

// note keeps the neighbour of a found by a search.
func (w *walk) note(a, near int, far float64) {
	c := &w.cluster[a]
	c.near, c.far, c.seen = int32(near), far, w.joins
}

// nearest returns the neighbour of a, searching only where the one known was joined to another.
func (w *walk) nearest(a int) int {
	c := &w.cluster[a]
	if w.cluster[c.near].born > c.seen {
		near, far := w.search(a)
		w.note(a, near, far)
	}
	return int(c.near)
}

// mutual goes from a to neighbours nearer and nearer, by more than rounding, until two are each other's.
func (w *walk) mutual(a int) (int, int) {
	b := w.nearest(a)
	for {
		c := w.nearest(b)
		if c == a || w.cluster[b].far >= w.cluster[a].far*(1-1e-14) {
			return min(a, b), max(a, b)
		}
		a, b = b, c
	}
}

// join ends b and makes a another cluster.
func (w *walk) join(a, b int) {
	w.joins++
	w.cluster[a].born, w.cluster[b].born = w.joins, ended
}

// unite ends a and b and makes c of them.
func (w *walk) unite(a, b, c int) {
	w.joins++
	w.cluster[c] = place{row: w.cluster[a].row, born: w.joins}
	w.cluster[a].born, w.cluster[b].born = ended, ended
}
