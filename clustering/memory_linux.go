package clustering

import (
	"syscall"
	"unsafe"
)

// makeFloats makes a slice for large data. On Linux it asks for large pages: touching new memory
// 4 KiB at a time can take longer than all the arithmetic on it.
func makeFloats(n int) []float64 {
	a := make([]float64, n)
	const large = 2 << 20
	if n < large/4 { // two large pages
		return a
	}
	b := unsafe.Slice((*byte)(unsafe.Pointer(&a[0])), 8*n)
	skip := -uintptr(unsafe.Pointer(&b[0])) % large
	b = b[skip:]
	b = b[:len(b)&^(large-1)]
	if len(b) > 0 {
		_ = syscall.Madvise(b, syscall.MADV_HUGEPAGE) // advice; without it the pages are small
	}
	return a
}
