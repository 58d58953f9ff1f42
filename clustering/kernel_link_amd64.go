package clustering

//go:noescape
func argminMaskedAVX2(v, mask *float64, n int) int

//go:noescape
func mergeWeightedAVX2(u, v, mask *float64, fu, fv float64, n int) int

//go:noescape
func mergeMaxAVX2(u, v, mask *float64, n int) int

//go:noescape
func mergeWardAVX2(u, v, size, mask *float64, a, b, ab float64, n int) int

//go:noescape
func primStepAVX2(x *float64, d, blocks int, q, near *float64, from *int64, last int64) int

//go:noescape
func transposeTileAVX2(in, out *float64, stride int)

func argminMasked(v, mask []float64) int {
	if !hasAVX2 {
		return argminMaskedGo(v, mask)
	}
	_ = mask[len(v)-1]
	return argminMaskedAVX2(&v[0], &mask[0], len(v)&^7)
}

func mergeWeighted(u, v, mask []float64, f, g float64) int {
	if !hasAVX2 {
		return mergeWeightedGo(u, v, mask, f, g)
	}
	_, _ = v[len(u)-1], mask[len(u)-1]
	return mergeWeightedAVX2(&u[0], &v[0], &mask[0], f, g, len(u)&^7)
}

func mergeMax(u, v, mask []float64) int {
	if !hasAVX2 {
		return mergeMaxGo(u, v, mask)
	}
	_, _ = v[len(u)-1], mask[len(u)-1]
	return mergeMaxAVX2(&u[0], &v[0], &mask[0], len(u)&^7)
}

func mergeWard(u, v, size, mask []float64, a, b, ab float64) int {
	if !hasAVX2 {
		return mergeWardGo(u, v, size, mask, a, b, ab)
	}
	_, _, _ = v[len(u)-1], size[len(u)-1], mask[len(u)-1]
	return mergeWardAVX2(&u[0], &v[0], &size[0], &mask[0], a, b, ab, len(u)&^7)
}

func primStep(x, q, near []float64, from []int64, last int64) int {
	if !hasAVX2 {
		return primStepGo(x, q, near, from, last)
	}
	_, _ = x[len(near)*len(q)-1], from[len(near)-1]
	return primStepAVX2(&x[0], len(q), len(near)/width64, &q[0], &near[0], &from[0], last)
}

func transposeTile(in, out []float64, stride int) {
	if !hasAVX2 {
		transposeTileGo(in, out, stride)
		return
	}
	_, _ = in[15*stride+15], out[15*stride+15]
	transposeTileAVX2(&in[0], &out[0], stride)
}

//go:noescape
func scatterColumnsAVX2(of *[cacheLine]*float64, row *int32, a *float64, stride, n int)

// scatterColumns needs 16 entries in row behind the n rows, which it prefetches for.
func scatterColumns(of *[cacheLine][]float64, row []int32, a []float64, stride, n int) {
	if !hasAVX2 || n == 0 {
		scatterColumnsGo(of, row, a, stride, n)
		return
	}
	var from [cacheLine]*float64
	for k := range from {
		from[k] = &of[k][:n][0]
	}
	_ = row[:n+16]
	scatterColumnsAVX2(&from, &row[0], &a[0], stride, n)
}

//go:noescape
func argminWardAVX2(dist, size *float64, own float64, n int) int

func argminWard(dist, size []float64, own float64) int {
	if !hasAVX2 {
		return argminWardGo(dist, size, own)
	}
	_ = dist[len(size)-1]
	return argminWardAVX2(&dist[0], &size[0], own, len(size)&^7)
}

//go:noescape
func maxIntoAVX2(u, v *float64, n int)

func maxInto(u, v []float64) {
	whole := len(u) &^ 7
	if !hasAVX2 || whole == 0 {
		maxIntoGo(u, v)
		return
	}
	_ = v[len(u)-1]
	maxIntoAVX2(&u[0], &v[0], whole)
	maxIntoGo(u[whole:], v[whole:])
}
