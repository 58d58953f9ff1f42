package clustering

import "sync"

// spare keeps memory for the next work: touching new memory can cost more than all the arithmetic on it.
var spare = sync.Pool{New: func() any { return new([]float64) }}

// mostSpare is how many float64 are worth keeping until the next collections of garbage: 64 MiB.
const mostSpare = 1 << 23

// borrow takes n float64, of any values, which the caller gives back when done.
func borrow(n int) *[]float64 {
	if n > mostSpare {
		a := manyFloats(n)
		return &a
	}
	b := spare.Get().(*[]float64)
	if cap(*b) < n {
		*b = manyFloats(n)
	}
	*b = (*b)[:n]
	return b
}

// giveBack ends the use of b.
func giveBack(b *[]float64) {
	if cap(*b) <= mostSpare {
		spare.Put(b)
	}
}
