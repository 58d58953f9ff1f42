// Single-row transfers, which go on where Lloyd's algorithm stops: moving a row from a cluster of n
// rows to one of m pays if m/(m+1)·d² to the new center is less than n/(n-1)·d² to its own, because
// both centers move along; Hartigan and Wong (1979), algorithm AS 136, Applied Statistics 28,
// 100-108. Every such optimum is one of Lloyd's, but not the other way round. This form measures in
// float64, row by row, and ends the search; hartigan_batch.go does the bulk in float32.

package clustering

// transferExact moves single rows between clusters until n rows in turn find nothing better. Sums
// and centers are updated after each move.
func (l *lloyd) transferExact(maxPasses int) {
	l.recompute()
	l.bounds.valid = false
	l.transposeCenters()
	unimproved := 0
	for pass := 0; pass < maxPasses && l.ctx.Err() == nil; pass++ {
		for i := range l.p.n {
			if l.transferBest(i) {
				unimproved = 0
			}
			if unimproved++; unimproved > l.p.n {
				return
			}
		}
	}
}

// transferBest moves row i to the cluster where it costs least, if that is another one.
func (l *lloyd) transferBest(i int) bool {
	from := int(l.prev[i])
	n := float64(l.count[from])
	if n < 2 {
		return false
	}
	sqDists(l.centerBlocks.a, l.p.row(i), l.dist)
	gain := n / (n - 1) * l.dist[from]
	best, to := gain*(1-1e-12), -1
	for c, m := range l.count {
		if c == from {
			continue
		}
		w := float64(m) / float64(m+1)
		if cost := w * l.dist[c]; cost < best {
			best, to = cost, c
		}
	}
	if to < 0 {
		return false
	}
	l.move(i, from, to)
	l.prev[i] = int32(to)
	l.updateCenterBlock(from)
	l.updateCenterBlock(to)
	return true
}

// updateCenterBlock sets one center, in the blocks too, to its mean.
func (l *lloyd) updateCenterBlock(c int) { l.centerBlocks.set(c, l.updateCenter(c)) }

// updateCenter sets one center to the mean of its rows and returns it.
func (l *lloyd) updateCenter(c int) []float64 {
	d := l.p.d
	f := 1 / float64(l.count[c])
	to := l.center[c*d : (c+1)*d]
	for t, v := range l.sum[c*d : (c+1)*d] {
		to[t] = v * f
	}
	return to
}

// transposeCenters copies the centers into blocks, in which a row is measured against all of them
// at once.
func (l *lloyd) transposeCenters() {
	blocks := (l.k + width64 - 1) / width64
	if len(l.dist) != blocks*width64 {
		l.centerBlocks = blocks64{n: l.k, d: l.p.d, blocks: blocks, a: make([]float64, blocks*width64*l.p.d)}
		l.dist = make([]float64, blocks*width64)
	}
	for c := range l.k {
		l.centerBlocks.set(c, l.center[c*l.p.d:(c+1)*l.p.d])
	}
}
