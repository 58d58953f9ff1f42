//go:build !amd64

package clustering

func transfer(x []float32, d int, centers, join, leave []float32, prev, next []int32, changed []uint32) {
	transferGo(x, d, centers, join, leave, prev, next, changed)
}
