// The transfers of hartigan.go found in bulk: a vector kernel looks up the cheapest cluster of all
// rows in float32 (as the optimal-transfer stage of AS 136 does), then each row found is checked
// and moved in float64 with the centers as they are by then. A pass costs about what one of Lloyd's
// iterations does, which is why the genetic search can afford it for every offspring.

package clustering

import "math/bits"

// transferAll does at most that many passes, and ends with one that moves nothing.
func (l *lloyd) transferAll(scans int) {
	l.setTransferWeights()
	l.bounds.valid = false
	for scan := 0; scan < scans && l.ctx.Err() == nil; scan++ {
		l.roundCenters()
		transfer(l.x.a, l.p.d, l.center32, l.joinWeight, l.leaveWeight, l.prev, l.next, l.changed)
		l.clearPadding()
		moved := false
		for b, mask := range l.changed {
			for ; mask != 0; mask &= mask - 1 {
				i := b*width32 + bits.TrailingZeros32(mask)
				moved = l.transferRow(i, int(l.next[i])) || moved
			}
		}
		if !moved {
			return
		}
	}
}

// transferRow moves row i to another cluster if that still pays.
func (l *lloyd) transferRow(i, to int) bool {
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
	l.updateCluster(from)
	l.updateCluster(to)
	return true
}

// updateCluster sets one center to the mean of its rows, and its weights.
func (l *lloyd) updateCluster(c int) {
	l.updateCenter(c)
	l.setTransferWeight(c)
}

// setTransferWeights sets the factors of squared distances for joining and leaving each cluster.
func (l *lloyd) setTransferWeights() {
	if cap(l.joinWeight) < l.k {
		l.joinWeight, l.leaveWeight = make([]float32, l.k), make([]float32, l.k)
	}
	l.joinWeight, l.leaveWeight = l.joinWeight[:l.k], l.leaveWeight[:l.k]
	for c := range l.k {
		l.setTransferWeight(c)
	}
}

func (l *lloyd) setTransferWeight(c int) {
	n := float32(l.count[c])
	l.joinWeight[c], l.leaveWeight[c] = n/(n+1), 0 // the last row never leaves
	if n > 1 {
		l.leaveWeight[c] = n / (n - 1)
	}
}

// roundCenters copies the centers to float32, scaled as the points are.
func (l *lloyd) roundCenters() {
	f := 1 / l.x.scale
	for i, v := range l.center {
		l.center32[i] = float32(v * f)
	}
}

// clearPadding forgets changes of the points that pad the last block.
func (l *lloyd) clearPadding() {
	if tail := l.p.n % width32; tail > 0 {
		l.changed[len(l.changed)-1] &= 1<<tail - 1
	}
}
