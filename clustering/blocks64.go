// A blocked layout of points in float64: blocks of 16 points, coordinate by coordinate, so that
// squared distances from one point to all others run through memory in order, four points to an
// instruction. Linkage, silhouettes and exact transfers measure in it, where results are heights
// and indices that are compared with other programs to eight digits.

package clustering

import "math"

// width64 is how many points stand side by side in a block: four registers of four float64.
const width64 = 16

// blocks64 hold points in blocks of 16, coordinate by coordinate: coordinate t of point 16b+i
// is a[(b·d+t)·16+i]. The last block is filled up with zeros.
type blocks64 struct {
	n, d, blocks int
	a            []float64
}

// newBlocks64 copies the rows of p in the given order; nil means as they are.
func newBlocks64(p points, order []int) blocks64 {
	n := p.n
	if order != nil {
		n = len(order)
	}
	return blocks64In(makeFloats(lenBlocks64(n, p.d)), p, order)
}

// lenBlocks64 is how many float64 the blocks of n points take.
func lenBlocks64(n, d int) int { return (n + width64 - 1) / width64 * width64 * d }

// blocks64In is newBlocks64 in memory of the caller, of any values.
func blocks64In(a []float64, p points, order []int) blocks64 {
	n := p.n
	if order != nil {
		n = len(order)
	}
	c := blocks64{n: n, d: p.d, blocks: (n + width64 - 1) / width64, a: a}
	if n%width64 > 0 {
		clear(c.span(c.blocks-1, c.blocks))
	}
	if order != nil {
		for i, row := range order {
			c.set(i, p.row(row))
		}
		return c
	}
	for b := range n / width64 {
		rows, to := p.a[b*width64*p.d:(b+1)*width64*p.d], c.span(b, b+1)
		for t := range p.d {
			column := to[t*width64:][:width64]
			for i, at := 0, t; i < width64; i, at = i+1, at+p.d {
				column[i] = rows[at]
			}
		}
	}
	for i := n / width64 * width64; i < n; i++ {
		c.set(i, p.row(i))
	}
	return c
}

// set writes point i.
func (c blocks64) set(i int, x []float64) {
	at := i/width64*c.d*width64 + i%width64
	for _, v := range x {
		c.a[at] = v
		at += width64
	}
}

// span returns the blocks from block b to before block e.
func (c blocks64) span(b, e int) []float64 { return c.a[b*c.d*width64 : e*c.d*width64] }

// sqDistsGo writes to out the squared distances from q to the points of the blocks in x.
func sqDistsGo(x []float64, q, out []float64) {
	d := len(q)
	for b := 0; b*width64 < len(out); b++ {
		block := x[b*d*width64 : (b+1)*d*width64]
		to := out[b*width64 : (b+1)*width64]
		clear(to)
		for t, c := range q {
			for i, v := range block[t*width64 : (t+1)*width64] {
				to[i] += (v - c) * (v - c)
			}
		}
	}
}

// sumSqrtGo adds the square roots of v.
func sumSqrtGo(v []float64) float64 {
	var s0, s1 float64
	for len(v) >= 2 {
		s0 += math.Sqrt(v[0])
		s1 += math.Sqrt(v[1])
		v = v[2:]
	}
	if len(v) > 0 {
		s0 += math.Sqrt(v[0])
	}
	return s0 + s1
}
