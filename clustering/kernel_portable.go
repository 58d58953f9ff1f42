package clustering

func assign(x []float32, d int, centers []float32, k int, prev, next []int32, changed []uint32) {
	assignGo(x, d, centers, k, prev, next, changed)
}

func closer(x []float32, d int, q, near, out, sums []float32) {
	closerGo(x, d, q, near, out, sums)
}

func sqDists(x []float64, q, out []float64) { sqDistsGo(x, q, out) }

func sumSqrt(v []float64) float64 { return sumSqrtGo(v) }
