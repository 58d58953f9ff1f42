package team

import "math"

// scatter adds the rules on scatter: as weights of pairs where all teams are of one size, as a
// kernel where they are not, and as sums of columns where a matrix would be too large.
func (b *builder) scatter(e *engine, rules []*compiled, most int) {
	equal := b.equal()
	width := 0
	for _, c := range rules {
		width += c.measure.(*scatter).d
	}
	if width == 0 {
		return
	}
	if !b.matrix() || !equal && e.n > kernelLimit {
		b.columns(e, rules, width)
		return
	}
	z, sign := b.weighted(rules, width)
	if equal {
		b.weights(e)
	} else {
		e.k, e.q, e.qsum = make([]float32, e.n*e.n), make([]float32, e.n*e.g), make([]float64, e.g)
	}
	few := thinned(z, e.n, width, sign)
	for i := range e.n {
		zi := z[i*width : (i+1)*width]
		for j := range i + 1 {
			dot := 0.0
			if few != nil {
				dot = few.dot(i, j, sign)
			} else {
				for c, v := range z[j*width : (j+1)*width] {
					dot += sign[c] * v * zi[c]
				}
			}
			if !equal {
				e.k[i*e.n+j] += float32(dot)
				continue
			}
			if i != j {
				e.w[i*e.n+j] += float32(2 * dot / float64(most))
			}
		}
	}
}

// weighted returns the columns of scatter rules times the root of their weight, n by width, and
// the sign with which each counts.
func (b *builder) weighted(rules []*compiled, width int) (z, sign []float64) {
	z, sign = make([]float64, len(b.members)*width), make([]float64, 0, width)
	at := 0
	for _, c := range rules {
		m := c.measure.(*scatter)
		weight := c.w * b.scales[c.number-1].slope
		if m.alike {
			weight = -weight
		}
		f := math.Sqrt(math.Abs(weight))
		for j := range m.d {
			sign = append(sign, math.Copysign(1, weight))
			for i, a := range b.members {
				z[i*width+at] = f * m.z[int(a)*m.d+j]
			}
			at++
		}
	}
	return z, sign
}

// columns adds scatter as sums of columns.
func (b *builder) columns(e *engine, rules []*compiled, width int) {
	z, sign := b.weighted(rules, width)
	e.columns = &columnTerm{width: width, z: z, sign: sign, sums: make([]float64, e.g*width), value: make([]float64, e.g)}
}

func addFloats(y, x []float64) {
	x = x[:len(y)]
	for j, v := range x {
		y[j] += v
	}
}

// quantise mirrors the lower triangles and turns weights into whole multiples of a unit of
// which float32 adds as many as a team has without rounding.
func (b *builder) quantise(e *engine, most int) {
	if e.w != nil {
		e.unit = wholes(e.n, most, e.w, e.base)
	}
	if e.k != nil {
		e.kunit = wholes(e.n, most, e.k, nil)
	}
}

func wholes(n, most int, w, base []float32) float64 {
	top := float32(0)
	for _, v := range w {
		top = max(top, v, -v)
	}
	sum := float64(top) * float64(most+2)
	for _, v := range base {
		sum = max(sum, math.Abs(float64(v))+float64(top)*float64(most+2))
	}
	if sum == 0 {
		return 1
	}
	unit := math.Ldexp(1, int(math.Ceil(math.Log2(sum)))-22)
	for i := range n {
		for j := range i + 1 {
			v := float32(math.RoundToEven(float64(w[i*n+j]) / unit))
			w[i*n+j], w[j*n+i] = v, v
		}
	}
	for i, v := range base {
		base[i] = float32(math.RoundToEven(float64(v) / unit))
	}
	return unit
}
