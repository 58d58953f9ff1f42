package clustering

//go:noescape
func leastAVX2(v, gone *float64, n int) int

//go:noescape
func blendAVX2(u, v, gone *float64, fu, fv float64, n int) int

//go:noescape
func largerAVX2(u, v, gone *float64, n int) int

//go:noescape
func growthAVX2(u, v, size, gone *float64, a, b, ab float64, n int) int

//go:noescape
func reachAVX2(x *float64, d, blocks int, q, near *float64, from *int64, last int64) int

//go:noescape
func mirrorAVX2(in, out *float64, stride int)

func least(v, gone []float64) int {
	if !vector {
		return leastGo(v, gone)
	}
	_ = gone[len(v)-1]
	return leastAVX2(&v[0], &gone[0], len(v)&^7)
}

func blend(u, v, gone []float64, f, g float64) int {
	if !vector {
		return blendGo(u, v, gone, f, g)
	}
	_, _ = v[len(u)-1], gone[len(u)-1]
	return blendAVX2(&u[0], &v[0], &gone[0], f, g, len(u)&^7)
}

func larger(u, v, gone []float64) int {
	if !vector {
		return largerGo(u, v, gone)
	}
	_, _ = v[len(u)-1], gone[len(u)-1]
	return largerAVX2(&u[0], &v[0], &gone[0], len(u)&^7)
}

func growth(u, v, size, gone []float64, a, b, ab float64) int {
	if !vector {
		return growthGo(u, v, size, gone, a, b, ab)
	}
	_, _, _ = v[len(u)-1], size[len(u)-1], gone[len(u)-1]
	return growthAVX2(&u[0], &v[0], &size[0], &gone[0], a, b, ab, len(u)&^7)
}

func reach(x, q, near []float64, from []int64, last int64) int {
	if !vector {
		return reachGo(x, q, near, from, last)
	}
	_, _ = x[len(near)*len(q)-1], from[len(near)-1]
	return reachAVX2(&x[0], len(q), len(near)/wide, &q[0], &near[0], &from[0], last)
}

func mirror(in, out []float64, stride int) {
	if !vector {
		mirrorGo(in, out, stride)
		return
	}
	_, _ = in[15*stride+15], out[15*stride+15]
	mirrorAVX2(&in[0], &out[0], stride)
}

//go:noescape
func flushAVX2(of *[line]*float64, row *int32, a *float64, stride, n int)

// flushRows needs 16 places in row behind the n rows, which it looks ahead to.
func flushRows(of *[line][]float64, row []int32, a []float64, stride, n int) {
	if !vector || n == 0 {
		flushRowsGo(of, row, a, stride, n)
		return
	}
	var from [line]*float64
	for k := range from {
		from[k] = &of[k][:n][0]
	}
	_ = row[:n+16]
	flushAVX2(&from, &row[0], &a[0], stride, n)
}

//go:noescape
func leastWardAVX2(dist, size *float64, own float64, n int) int

func leastWard(dist, size []float64, own float64) int {
	if !vector {
		return leastWardGo(dist, size, own)
	}
	_ = dist[len(size)-1]
	return leastWardAVX2(&dist[0], &size[0], own, len(size)&^7)
}

//go:noescape
func raiseAVX2(u, v *float64, n int)

func raise(u, v []float64) {
	whole := len(u) &^ 7
	if !vector || whole == 0 {
		raiseGo(u, v)
		return
	}
	_ = v[len(u)-1]
	raiseAVX2(&u[0], &v[0], whole)
	raiseGo(u[whole:], v[whole:])
}
