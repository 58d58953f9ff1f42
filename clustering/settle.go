package clustering

import "math/bits"

// settle moves single rows between clusters as long as that lowers the inertia, as [lloyd.hartigan] does, but looks for
// moves in float32, all rows at once, and weighs in float64 only those found.
func (l *lloyd) settle(scans int) {
	l.costs()
	l.bounds.known = false
	for range scans {
		l.shrink()
		transfer(l.x.a, l.p.d, l.small, l.join, l.leave, l.prev, l.next, l.changed)
		l.trim()
		moved := false
		for b, mask := range l.changed {
			for ; mask != 0; mask &= mask - 1 {
				i := b*lane + bits.TrailingZeros32(mask)
				moved = l.relocate(i, int(l.next[i])) || moved
			}
		}
		if !moved {
			return
		}
	}
}

// relocate moves row i to another cluster if that pays.
func (l *lloyd) relocate(i, to int) bool {
	from := int(l.prev[i])
	n, m := float64(l.count[from]), float64(l.count[to])
	if n < 2 {
		return false
	}
	d, x := l.p.d, l.p.row(i)
	gain := n / (n - 1) * sqDist(x, l.center[from*d:(from+1)*d])
	if m/(m+1)*sqDist(x, l.center[to*d:(to+1)*d]) >= gain*(1-1e-12) {
		return false
	}
	l.move(i, from, to)
	l.prev[i] = int32(to)
	l.follow(from)
	l.follow(to)
	return true
}

// follow sets one center to the mean of its rows, and its costs.
func (l *lloyd) follow(c int) {
	l.mean(c)
	l.cost(c)
}

// costs says what joining and leaving each cluster costs.
func (l *lloyd) costs() {
	if cap(l.join) < l.k {
		l.join, l.leave = make([]float32, l.k), make([]float32, l.k)
	}
	l.join, l.leave = l.join[:l.k], l.leave[:l.k]
	for c := range l.k {
		l.cost(c)
	}
}

func (l *lloyd) cost(c int) {
	n := float32(l.count[c])
	l.join[c], l.leave[c] = n/(n+1), 0 // the last row never leaves
	if n > 1 {
		l.leave[c] = n / (n - 1)
	}
}

// shrink copies the centers to float32.
func (l *lloyd) shrink() {
	f := 1 / l.x.scale
	for i, v := range l.center {
		l.small[i] = float32(v * f)
	}
}

// trim forgets changes of the points that fill up the last block.
func (l *lloyd) trim() {
	if tail := l.p.n % lane; tail > 0 {
		l.changed[len(l.changed)-1] &= 1<<tail - 1
	}
}
