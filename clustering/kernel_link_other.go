//go:build !amd64

package clustering

func argminMasked(v, mask []float64) int { return argminMaskedGo(v, mask) }

func mergeWeighted(u, v, mask []float64, f, g float64) int { return mergeWeightedGo(u, v, mask, f, g) }

func mergeMax(u, v, mask []float64) int { return mergeMaxGo(u, v, mask) }

func mergeWard(u, v, size, mask []float64, a, b, ab float64) int {
	return mergeWardGo(u, v, size, mask, a, b, ab)
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
