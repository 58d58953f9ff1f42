// A blocked layout of points in float32 ("array of structures of arrays"): blocks of 32 points,
// coordinate by coordinate, so that one AVX2 instruction works on eight points and four
// accumulators hide the latency of the multiply-add. k-means measures in it: half the memory of
// float64, and an error of 1e-7 of the range decides only between centers that are as good as
// equal. Sums, centers and the final inertia stay in float64 (lloyd.go).

package clustering

import "math"

// width32 is how many points stand side by side in a block: four registers of eight float32.
const width32 = 32

// blocks32 hold points column by column in blocks of 32.
// Coordinate t of point 32b+i is a[(b·d+t)·32+i]; the last block is filled up with zeros.
// The values are divided by scale, which keeps float32 from overflowing.
type blocks32 struct {
	n, d, blocks int
	scale        float64
	a            []float32
}

// newBlocks32 copies p, which should be centred.
func newBlocks32(p points) blocks32 {
	l := blocks32{n: p.n, d: p.d, blocks: (p.n + width32 - 1) / width32}
	for _, v := range p.a {
		if v = math.Abs(v); v > l.scale {
			l.scale = v
		}
	}
	if l.scale == 0 {
		l.scale = 1
	}
	l.a = make([]float32, l.blocks*p.d*width32)
	f := 1 / l.scale
	for i := range p.n {
		to := l.a[i/width32*p.d*width32+i%width32:]
		for t, v := range p.row(i) {
			to[t*width32] = float32(v * f)
		}
	}
	return l
}

// point copies point i to q.
func (l blocks32) point(i int, q []float32) {
	at := i/width32*l.d*width32 + i%width32
	for t := range q {
		q[t] = l.a[at+t*width32]
	}
}

// assignGo gives each point of the blocks in x the nearest of k centers, the first of equals. It writes
// next and sets in changed, one word a block, the bits of points whose label differs from prev.
func assignGo(x []float32, d int, centers []float32, k int, prev, next []int32, changed []uint32) {
	var best, dist [width32]float32
	for b := range changed {
		block := x[b*d*width32 : (b+1)*d*width32]
		lab := next[b*width32 : (b+1)*width32]
		for c := range k {
			clear(dist[:])
			for t, q := range centers[c*d : (c+1)*d] {
				for i, v := range block[t*width32 : (t+1)*width32] {
					dist[i] += (v - q) * (v - q)
				}
			}
			for i, v := range dist {
				if c == 0 || v < best[i] {
					best[i], lab[i] = v, int32(c)
				}
			}
		}
		var mask uint32
		for i, old := range prev[b*width32 : (b+1)*width32] {
			if lab[i] != old {
				mask |= 1 << i
			}
		}
		changed[b] = mask
	}
}

// nearerDistsGo writes to out the smaller of near and the squared distance to q for each point of the
// blocks in x, and to sums the total of each block.
func nearerDistsGo(x []float32, d int, q, near, out, sums []float32) {
	var dist [width32]float32
	for b := range sums {
		block := x[b*d*width32 : (b+1)*d*width32]
		clear(dist[:])
		for t, c := range q[:d] {
			for i, v := range block[t*width32 : (t+1)*width32] {
				dist[i] += (v - c) * (v - c)
			}
		}
		var total float32
		to := out[b*width32 : (b+1)*width32]
		for i, v := range near[b*width32 : (b+1)*width32] {
			to[i] = min(v, dist[i])
			total += to[i]
		}
		sums[b] = total
	}
}
