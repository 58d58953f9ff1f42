// Lloyd's algorithm: assign every row to its nearest center, move every center to the mean of its
// rows, until nothing changes; Lloyd (1982), IEEE Transactions on Information Theory 28, 129-137.
// Distances are measured in float32 by vector code (blocks32.go). Sums of clusters are kept in
// float64 and changed only for rows that change cluster, which are few after the first iterations.

package clustering

import (
	"context"
	"math/bits"
)

// A lloyd holds one partition of p while it is improved, by iterations and by transfers alike.
type lloyd struct {
	ctx                     context.Context // passes end once it is done
	p                       points          // centred
	x                       blocks32        // the same
	k                       int
	center                  []float64 // k × d
	sum                     []float64 // k × d
	count                   []int
	prev, next              []int32
	changed                 []uint32
	center32                []float32 // center, scaled for x
	joinWeight, leaveWeight []float32 // factors of the squared distance of a row that joins or leaves each cluster
	centerBlocks            blocks64  // center again, for transferExact
	dist                    []float64 // of one row to every center
	bounds                  bounds
	iterations              int
	converged               bool
}

func newLloyd(ctx context.Context, p points, x blocks32) *lloyd {
	n := x.blocks * width32
	return &lloyd{ctx: ctx, p: p, x: x, prev: make([]int32, n), next: make([]int32, n), changed: make([]uint32, x.blocks)}
}

// setCenters takes the given rows as centers.
func (l *lloyd) setCenters(rows []int) {
	l.reset(len(rows))
	for c, i := range rows {
		copy(l.center[c*l.p.d:(c+1)*l.p.d], l.p.row(i))
	}
}

// reset makes room for k clusters and forgets labels.
func (l *lloyd) reset(k int) {
	d := l.p.d
	l.k = k
	if cap(l.center) < k*d {
		l.center, l.sum = make([]float64, k*d), make([]float64, k*d)
		l.center32, l.count = make([]float32, k*d), make([]int, k)
	}
	l.center, l.sum, l.center32, l.count = l.center[:k*d], l.sum[:k*d], l.center32[:k*d], l.count[:k]
	clear(l.sum)
	clear(l.count)
	for i := range l.prev {
		l.prev[i] = -1
	}
	l.iterations, l.converged, l.bounds.valid = 0, false, false
}

// run iterates until no row changes cluster, centers move by no more than tol in all (squared),
// maxIter iterations are done, or the context is.
func (l *lloyd) run(maxIter int, tol float64) {
	for l.iterations < maxIter && !l.converged && l.ctx.Err() == nil {
		l.iterations++
		moved := l.assignStep()
		l.converged = !moved || l.recenter() <= tol
	}
}

// assignStep assigns every row and reports whether any changed.
func (l *lloyd) assignStep() bool {
	l.roundCenters()
	if worthBounds(l.p.n, l.p.d, l.k) {
		l.assignBounded()
	} else {
		assign(l.x.a, l.p.d, l.center32, l.k, l.prev, l.next, l.changed)
	}
	l.clearPadding()
	moved := false
	for b, mask := range l.changed {
		moved = moved || mask != 0
		for ; mask != 0; mask &= mask - 1 {
			i := b*width32 + bits.TrailingZeros32(mask)
			l.move(i, int(l.prev[i]), int(l.next[i]))
		}
	}
	l.prev, l.next = l.next, l.prev
	return l.fillEmpty() || moved
}

// move takes row i from one cluster's sum, unless it is new, to another's.
func (l *lloyd) move(i, from, to int) {
	d := l.p.d
	addTo(l.sum[to*d:(to+1)*d], l.p.row(i))
	l.count[to]++
	if from >= 0 {
		subFrom(l.sum[from*d:(from+1)*d], l.p.row(i))
		l.count[from]--
	}
}

// fillEmpty gives each empty cluster the row that lies farthest from its center, as scikit-learn does.
func (l *lloyd) fillEmpty() bool {
	did := false
	for c := range l.k {
		if l.count[c] > 0 {
			continue
		}
		far, row := 0.0, -1
		for i := range l.p.n {
			o := int(l.prev[i])
			if l.count[o] < 2 {
				continue
			}
			if v := sqDist(l.p.row(i), l.center[o*l.p.d:(o+1)*l.p.d]); v > far {
				far, row = v, i
			}
		}
		if row < 0 {
			return did
		}
		l.move(row, int(l.prev[row]), c)
		l.prev[row], l.bounds.valid = int32(c), false
		copy(l.center[c*l.p.d:(c+1)*l.p.d], l.p.row(row))
		did = true
	}
	return did
}

// recenter moves each center to the mean of its rows and returns by how much, squared, in all.
func (l *lloyd) recenter() float64 {
	var shift float64
	d := l.p.d
	for c, n := range l.count {
		if n == 0 {
			continue
		}
		f := 1 / float64(n)
		to := l.center[c*d : (c+1)*d]
		for t, v := range l.sum[c*d : (c+1)*d] {
			v *= f
			shift += (v - to[t]) * (v - to[t])
			to[t] = v
		}
	}
	return shift
}

// inertia is the sum over clusters of Σx² − |Σx|²/n, given the sum of squares of all rows.
func (l *lloyd) inertia(squares float64) float64 {
	for c, n := range l.count {
		if n > 0 {
			s := l.sum[c*l.p.d : (c+1)*l.p.d]
			squares -= dot(s, s) / float64(n)
		}
	}
	return squares
}

// recompute makes sums, counts and centers anew from the labels, without the rounding of many updates.
func (l *lloyd) recompute() {
	clear(l.sum)
	clear(l.count)
	for i := range l.p.n {
		l.move(i, -1, int(l.prev[i]))
	}
	l.recenter()
}
