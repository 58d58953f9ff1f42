//go:build !linux

package clustering

// makeFloats makes a slice for large data.
func manyFloats(n int) []float64 { return make([]float64, n) }
