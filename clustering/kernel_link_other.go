//go:build !amd64

package clustering

func least(v, gone []float64) int { return leastGo(v, gone) }

func blend(u, v, gone []float64, f, g float64) int { return blendGo(u, v, gone, f, g) }

func larger(u, v, gone []float64) int { return largerGo(u, v, gone) }

func growth(u, v, size, gone []float64, a, b, ab float64) int {
	return growthGo(u, v, size, gone, a, b, ab)
}

func reach(x, q, near []float64, from []int64, last int64) int {
	return reachGo(x, q, near, from, last)
}

func mirror(in, out []float64, stride int) { mirrorGo(in, out, stride) }

func leastWard(dist, size []float64, own float64) int { return leastWardGo(dist, size, own) }

func raise(u, v []float64) { raiseGo(u, v) }

func flushRows(of *[line][]float64, row []int32, a []float64, stride, n int) {
	flushRowsGo(of, row, a, stride, n)
}
