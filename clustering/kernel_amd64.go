package clustering

import "golang.org/x/sys/cpu"

// hasAVX2 says whether the processor has AVX2 and FMA. Tests turn it off to run the portable code.
var hasAVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// hasAVX512 says whether it has AVX-512 too.
var hasAVX512 = cpu.X86.HasAVX512F

//go:noescape
func assignAVX2(x *float32, d, blocks int, centers *float32, k int, prev, next *int32, changed *uint32)

//go:noescape
func assignTwoAVX2(x *float32, d, blocks int, centers *float32, k int, prev, next *int32, changed *uint32, upper, lower *float32)

//go:noescape
func updateBoundsAVX2(upper, lower *float32, label *int32, moved, half *float32, least, margin float32, blocks int, out *uint32)

//go:noescape
func nearerDistsAVX2(x *float32, d, blocks int, q, near, out, sums *float32)

//go:noescape
func sqDistsAVX2(x *float64, d, blocks int, q, out *float64)

//go:noescape
func sqDistsAVX512(x *float64, d, blocks int, q, out *float64)

//go:noescape
func sumSqrtAVX2(v *float64, n int) float64

//go:noescape
func dotAVX2(a, b *float64, n int) float64

//go:noescape
func axpyAVX2(f float64, x, y *float64, n int)

//go:noescape
func rotateAVX2(a, b *float64, n int, c, s float64)

//go:noescape
func argminAVX2(v *float64, n int, least *[8]float64, at *[8]int64)

//go:noescape
func wardAVX2(dist, size *float64, own float64, n int)

//go:noescape
func sqrtAllAVX2(v *float64, n int)

func assign(x []float32, d int, centers []float32, k int, prev, next []int32, changed []uint32) {
	if !hasAVX2 || len(changed) == 0 {
		assignGo(x, d, centers, k, prev, next, changed)
		return
	}
	_, _, _, _ = x[len(changed)*d*width32-1], centers[k*d-1], prev[len(changed)*width32-1], next[len(changed)*width32-1]
	assignAVX2(&x[0], d, len(changed), &centers[0], k, &prev[0], &next[0], &changed[0])
}

func assignTwo(x []float32, d int, centers []float32, k int, prev, next []int32, changed []uint32, upper, lower []float32) {
	if !hasAVX2 || len(changed) == 0 {
		assignTwoGo(x, d, centers, k, prev, next, changed, upper, lower)
		return
	}
	_, _, _, _ = x[len(changed)*d*width32-1], centers[k*d-1], prev[len(changed)*width32-1], next[len(changed)*width32-1]
	_, _ = upper[len(changed)*width32-1], lower[len(changed)*width32-1]
	assignTwoAVX2(&x[0], d, len(changed), &centers[0], k, &prev[0], &next[0], &changed[0], &upper[0], &lower[0])
}

func updateBounds(upper, lower []float32, label []int32, moved, half []float32, least, margin float32, out []uint32) {
	if !hasAVX2 || len(out) == 0 {
		updateBoundsGo(upper, lower, label, moved, half, least, margin, out)
		return
	}
	_, _, _ = upper[len(out)*width32-1], lower[len(out)*width32-1], label[len(out)*width32-1]
	updateBoundsAVX2(&upper[0], &lower[0], &label[0], &moved[0], &half[0], least, margin, len(out), &out[0])
}

func nearerDists(x []float32, d int, q, near, out, sums []float32) {
	if !hasAVX2 || len(sums) == 0 {
		nearerDistsGo(x, d, q, near, out, sums)
		return
	}
	_, _, _, _ = x[len(sums)*d*width32-1], q[d-1], near[len(sums)*width32-1], out[len(sums)*width32-1]
	nearerDistsAVX2(&x[0], d, len(sums), &q[0], &near[0], &out[0], &sums[0])
}

func sqDists(x []float64, q, out []float64) {
	if !hasAVX2 || len(out) < width64 {
		sqDistsGo(x, q, out)
		return
	}
	_ = x[len(out)*len(q)-1]
	if hasAVX512 {
		sqDistsAVX512(&x[0], len(q), len(out)/width64, &q[0], &out[0])
		return
	}
	sqDistsAVX2(&x[0], len(q), len(out)/width64, &q[0], &out[0])
}

func sumSqrt(v []float64) float64 {
	whole := len(v) &^ 15
	if !hasAVX2 || whole == 0 {
		return sumSqrtGo(v)
	}
	return sumSqrtAVX2(&v[0], whole) + sumSqrtGo(v[whole:])
}

func dot(a, b []float64) float64 {
	whole := len(a) &^ 3
	if !hasAVX2 || whole < 8 {
		return dotGo(a, b)
	}
	return dotAVX2(&a[0], &b[:len(a)][0], whole) + dotGo(a[whole:], b[whole:])
}

func axpy(f float64, x, y []float64) {
	whole := len(x) &^ 3
	if !hasAVX2 || whole < 8 {
		axpyGo(f, x, y)
		return
	}
	axpyAVX2(f, &x[0], &y[:len(x)][0], whole)
	axpyGo(f, x[whole:], y[whole:])
}

func addTo(y, x []float64) { axpy(1, x, y) }

func subFrom(y, x []float64) { axpy(-1, x, y) }

func rotate(a, b []float64, c, s float64) {
	whole := len(a) &^ 3
	if !hasAVX2 || whole < 8 {
		rotateGo(a, b, c, s)
		return
	}
	rotateAVX2(&a[0], &b[:len(a)][0], whole, c, s)
	rotateGo(a[whole:], b[whole:], c, s)
}

func argmin(v []float64) int {
	whole := len(v) &^ 7
	if !hasAVX2 || whole == 0 {
		return argminGo(v)
	}
	var least [8]float64
	var at [8]int64
	argminAVX2(&v[0], whole, &least, &at)
	best := 0
	for i := 1; i < 8; i++ {
		if least[i] < least[best] || least[i] == least[best] && at[i] < at[best] {
			best = i
		}
	}
	found := int(at[best])
	for i := whole; i < len(v); i++ {
		if v[i] < v[found] {
			found = i
		}
	}
	return found
}

func wardScale(dist, size []float64, own float64) {
	whole := len(size) &^ 3
	if !hasAVX2 || whole == 0 {
		wardScaleGo(dist, size, own)
		return
	}
	_ = dist[whole-1]
	wardAVX2(&dist[0], &size[0], own, whole)
	wardScaleGo(dist[whole:], size[whole:], own)
}

func sqrtAll(v []float64) {
	whole := len(v) &^ 3
	if !hasAVX2 || whole == 0 {
		sqrtAllGo(v)
		return
	}
	sqrtAllAVX2(&v[0], whole)
	sqrtAllGo(v[whole:])
}
