// Portable inner loops, in the same order of additions as the vector code, so that every machine
// has the same bits: a study that is resumed elsewhere proposes the same settings.

package tune

// dotPlain is dot in sixteen sums, as four vectors of four have them. The conversions keep
// compilers from fusing a product with its sum, so that every machine has the same bits.
func dotPlain(a, b []float64) float64 {
	var s [16]float64
	i := 0
	for ; i+16 <= len(a); i += 16 {
		x, y := a[i:i+16], b[i:i+16]
		for k := range s {
			s[k] += float64(x[k] * y[k])
		}
	}
	for ; i+4 <= len(a); i += 4 {
		for k := range 4 {
			s[k] += float64(a[i+k] * b[i+k])
		}
	}
	for k := range 4 {
		s[k] = (s[k] + s[k+4]) + (s[k+8] + s[k+12])
	}
	sum := (s[0] + s[2]) + (s[1] + s[3])
	for ; i < len(a); i++ {
		sum += float64(a[i] * b[i])
	}
	return sum
}

func axpyPlain(c float64, x, y []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += float64(c * v)
	}
}

func subtractSquaresPlain(q, mu, scale []float64, v float64) {
	mu, scale = mu[:len(q)], scale[:len(q)]
	for r := range q {
		t := (v - mu[r]) * scale[r]
		q[r] -= float64(t * t)
	}
}
