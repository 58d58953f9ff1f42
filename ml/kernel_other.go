//go:build !amd64

package ml

// fast returns the vector kernels of this processor; there are none here.
func fast() kernels[float32] { return portable[float32]() }
