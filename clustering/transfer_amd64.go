package clustering

//go:noescape
func transferAVX2(x *float32, d, blocks int, centers *float32, k int, join, leave *float32, prev, next *int32, changed *uint32)

func transfer(x []float32, d int, centers, join, leave []float32, prev, next []int32, changed []uint32) {
	k := len(join)
	if !hasAVX2 || len(changed) == 0 {
		transferGo(x, d, centers, join, leave, prev, next, changed)
		return
	}
	_, _, _, _, _ = x[len(changed)*d*width32-1], centers[k*d-1], leave[k-1], prev[len(changed)*width32-1], next[len(changed)*width32-1]
	transferAVX2(&x[0], d, len(changed), &centers[0], k, &join[0], &leave[0], &prev[0], &next[0], &changed[0])
}
