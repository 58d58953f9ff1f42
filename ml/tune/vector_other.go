//go:build !amd64

package tune

// dot returns the sum of a·b; b is at least as long as a.
func dot(a, b []float64) float64 { return dotPlain(a, b[:len(a)]) }

// axpy adds c·x to y.
func axpy(c float64, x, y []float64) { axpyPlain(c, x, y[:len(x)]) }

// subtractSquares takes ((v-mu)·scale)² from q.
func subtractSquares(q, mu, scale []float64, v float64) { subtractSquaresPlain(q, mu, scale, v) }
