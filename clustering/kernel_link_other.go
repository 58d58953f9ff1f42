//go:build !amd64

package clustering

func argminMasked(v, gone []float64) int { return argminMaskedGo(v, gone) }

func mergeWeighted(u, v, gone []float64, f, g float64) int { return mergeWeightedGo(u, v, gone, f, g) }

func mergeMax(u, v, gone []float64) int { return mergeMaxGo(u, v, gone) }

func mergeWard(u, v, size, gone []float64, a, b, ab float64) int {
	return mergeWardGo(u, v, size, gone, a, b, ab)
}

func primStep(x, q, near []float64, from []int64, last int64) int {
	return primStepGo(x, q, near, from, last)
}

func transposeTile(in, out []float64, stride int) { transposeTileGo(in, out, stride) }

func argminWard(dist, size []float64, own float64) int { return argminWardGo(dist, size, own) }

func maxInto(u, v []float64) { maxIntoGo(u, v) }

func scatterColumns(of *[cacheLine][]float64, row []int32, a []float64, stride, n int) {
	scatterColumnsGo(of, row, a, stride, n)
}
