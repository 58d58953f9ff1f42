//go:build !amd64

package clustering

var hasAVX2, hasAVX512 = false, false

func assign(x []float32, d int, centers []float32, k int, prev, next []int32, changed []uint32) {
	assignGo(x, d, centers, k, prev, next, changed)
}

func assignTwo(x []float32, d int, centers []float32, k int, prev, next []int32, changed []uint32, upper, lower []float32) {
	assignTwoGo(x, d, centers, k, prev, next, changed, upper, lower)
}

func updateBounds(upper, lower []float32, label []int32, moved, half []float32, least, margin float32, out []uint32) {
	updateBoundsGo(upper, lower, label, moved, half, least, margin, out)
}

func nearerDists(x []float32, d int, q, near, out, sums []float32) {
	nearerDistsGo(x, d, q, near, out, sums)
}

func sqDists(x []float64, q, out []float64) { sqDistsGo(x, q, out) }

func sumSqrt(v []float64) float64 { return sumSqrtGo(v) }

func dot(a, b []float64) float64 { return dotGo(a, b) }

func axpy(f float64, x, y []float64) { axpyGo(f, x, y) }

func addTo(y, x []float64) { axpyGo(1, x, y) }

func subFrom(y, x []float64) { axpyGo(-1, x, y) }

func rotate(a, b []float64, c, s float64) { rotateGo(a, b, c, s) }

func argmin(v []float64) int { return argminGo(v) }

func wardScale(dist, size []float64, own float64) { wardScaleGo(dist, size, own) }

func sqrtAll(v []float64) { sqrtAllGo(v) }
