package search

import "math"

// Scatter is kept in one of three forms. With |s|² = Σ ⟨row i, row j⟩ over the pairs of a group, i = j as well:
//
//   - where all groups are of one size, |s|²/size is a sum over pairs, and part of the pair weights;
//   - where they are not, the products are kept as a kernel, with its sums over each group;
//   - where a matrix would be too large, the sums of columns are kept for each group ([columnSums]).
//
// All terms on scatter are one: their rows stand side by side, times the root of their weight.

// addScatter adds the terms on scatter.
func (b *builder) addScatter() {
	e := b.e
	width := 0
	for _, s := range b.scatter {
		width += s.D
	}
	if width == 0 {
		return
	}
	rows, sign := b.weighted(width)
	if !b.matrix || !b.equal && e.n > kernelLimit {
		e.columns = &columnSums{width: width, rows: rows, sign: sign, sums: make([]float64, e.g*width), value: make([]float64, e.g)}
		return
	}
	if b.equal {
		e.needWeights()
	} else {
		e.kernel, e.kernelSums, e.kernelTotal = make([]float32, e.n*e.n), make([]float32, e.n*e.g), make([]float64, e.g)
	}
	sparse := NewSparse(rows, e.n, width, sign)
	for i := range e.n {
		row := rows[i*width : (i+1)*width]
		for j := range i + 1 {
			dot := 0.0
			if sparse != nil {
				dot = sparse.dot(i, j, sign)
			} else {
				for c, v := range rows[j*width : (j+1)*width] {
					dot += sign[c] * v * row[c]
				}
			}
			if !b.equal {
				e.kernel[i*e.n+j] += float32(dot)
				continue
			}
			if i != j { // what is the same for all divisions is left out
				e.weights[i*e.n+j] += float32(2 * dot / float64(b.most))
			}
		}
	}
}

// weighted returns the rows of the terms on scatter times the root of their weight, n by width, and the sign with which each column
// counts.
func (b *builder) weighted(width int) (rows, sign []float64) {
	rows, sign = make([]float64, b.N*width), make([]float64, 0, width)
	at := 0
	for _, s := range b.scatter {
		f := math.Sqrt(math.Abs(s.Weight))
		for j := range s.D {
			sign = append(sign, math.Copysign(1, s.Weight))
			for i := range b.N {
				rows[i*width+at] = f * s.Rows[i*s.D+j]
			}
			at++
		}
	}
	return rows, sign
}
