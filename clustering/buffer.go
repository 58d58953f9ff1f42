package clustering

import "sync"

// bufferPool keeps memory for the next work: touching new memory can cost more than all the
// arithmetic on it.
var bufferPool = sync.Pool{New: func() any { return new([]float64) }}

// maxPooled is how many float64 are worth keeping until the next collections of garbage: 64 MiB.
const maxPooled = 1 << 23

// getBuffer takes n float64, of any values, which the caller puts back when done.
func getBuffer(n int) *[]float64 {
	if n > maxPooled {
		a := makeFloats(n)
		return &a
	}
	b := bufferPool.Get().(*[]float64)
	if cap(*b) < n {
		*b = makeFloats(n)
	}
	*b = (*b)[:n]
	return b
}

// putBuffer ends the use of b.
func putBuffer(b *[]float64) {
	if cap(*b) <= maxPooled {
		bufferPool.Put(b)
	}
}
