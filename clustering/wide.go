package clustering

import "math"

// wide is how many points stand side by side in a block of columns: four registers of four float64.
const wide = 16

// columns hold points in blocks of 16, coordinate by coordinate, in float64: coordinate t of point 16b+i
// is a[(b·d+t)·16+i]. The last block is filled up with zeros.
type columns struct {
	n, d, blocks int
	a            []float64
}

// newColumns copies the rows of p in the given order; nil means as they are.
func newColumns(p points, order []int) columns {
	n := p.n
	if order != nil {
		n = len(order)
	}
	return columnsIn(manyFloats(spaceOf(n, p.d)), p, order)
}

// spaceOf is how many float64 the columns of n points take.
func spaceOf(n, d int) int { return (n + wide - 1) / wide * wide * d }

// columnsIn is newColumns in memory of the caller, of any values.
func columnsIn(a []float64, p points, order []int) columns {
	n := p.n
	if order != nil {
		n = len(order)
	}
	c := columns{n: n, d: p.d, blocks: (n + wide - 1) / wide, a: a}
	if n%wide > 0 {
		clear(c.from(c.blocks-1, c.blocks))
	}
	for i := range n {
		row := i
		if order != nil {
			row = order[i]
		}
		c.set(i, p.row(row))
	}
	return c
}

// set writes point i.
func (c columns) set(i int, x []float64) {
	at := i/wide*c.d*wide + i%wide
	for t, v := range x {
		c.a[at+t*wide] = v
	}
}

// from returns the blocks from block b to before block e.
func (c columns) from(b, e int) []float64 { return c.a[b*c.d*wide : e*c.d*wide] }

// sqDistsGo writes to out the squared distances from q to the points of the blocks in x.
func sqDistsGo(x []float64, q, out []float64) {
	d := len(q)
	for b := 0; b*wide < len(out); b++ {
		block := x[b*d*wide : (b+1)*d*wide]
		to := out[b*wide : (b+1)*wide]
		clear(to)
		for t, c := range q {
			for i, v := range block[t*wide : (t+1)*wide] {
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
