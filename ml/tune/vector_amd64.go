package tune

import "golang.org/x/sys/cpu"

// hasAVX tells whether the processor has vectors of four numbers.
var hasAVX = cpu.X86.HasAVX

//go:noescape
func dotAVX(a, b *float64, n int) float64

//go:noescape
func axpyAVX(c float64, x, y *float64, n int)

//go:noescape
func subtractSquaresAVX(q, mu, scale *float64, v float64, n int)

// dot returns the sum of a·b; b is at least as long as a. Its sums are in the same order with
// vectors as without, to the bit.
func dot(a, b []float64) float64 {
	b = b[:len(a)]
	n := len(a) &^ 3
	if !hasAVX || n == 0 {
		return dotPlain(a, b)
	}
	sum := dotAVX(&a[0], &b[0], n)
	for i := n; i < len(a); i++ {
		sum += a[i] * b[i]
	}
	return sum
}

// axpy adds c·x to y.
func axpy(c float64, x, y []float64) {
	n := len(x) &^ 3
	if y = y[:len(x)]; hasAVX && n > 0 {
		axpyAVX(c, &x[0], &y[0], n)
		x, y = x[n:], y[n:]
	}
	axpyPlain(c, x, y)
}

// subtractSquares takes ((v-mu)·scale)² from q.
func subtractSquares(q, mu, scale []float64, v float64) {
	n := len(q) &^ 3
	mu, scale = mu[:len(q)], scale[:len(q)]
	if hasAVX && n > 0 {
		subtractSquaresAVX(&q[0], &mu[0], &scale[0], v, n)
		q, mu, scale = q[n:], mu[n:], scale[n:]
	}
	subtractSquaresPlain(q, mu, scale, v)
}
