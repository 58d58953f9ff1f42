// Portable inner loops in float64. Each has an AVX2 version with the same name in kernel_amd64.s;
// one test runs both on the same inputs. Results agree to rounding, not to the bit: sums are added
// in another order.

package clustering

import "math"

// dotGo is the inner product of a and b.
func dotGo(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	for len(a) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	for j, v := range a {
		s0 += v * b[j]
	}
	return s0 + s1 + (s2 + s3)
}

// axpyGo adds f·x to y.
func axpyGo(f float64, x, y []float64) {
	y = y[:len(x)]
	for j, v := range x {
		y[j] += f * v
	}
}

// rotateGo turns the rows a and b by the angle with cosine c and sine s.
func rotateGo(a, b []float64, c, s float64) {
	b = b[:len(a)]
	for j, u := range a {
		v := b[j]
		b[j] = s*u + c*v
		a[j] = c*u - s*v
	}
}

// argminGo returns the index of the least value, the first of equals. v is not empty.
func argminGo(v []float64) int {
	best := 0
	for i, x := range v {
		if x < v[best] {
			best = i
		}
	}
	return best
}

// wardScaleGo turns squared distances of means into half the squared Ward distances per row of a
// cluster of own rows: dist·size/(size+own).
func wardScaleGo(dist, size []float64, own float64) {
	for i, s := range size {
		dist[i] = s * dist[i] / (s + own)
	}
}

// sqrtAllGo takes the square root of each value.
func sqrtAllGo(v []float64) {
	for i, x := range v {
		v[i] = math.Sqrt(x)
	}
}
