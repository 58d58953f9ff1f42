//go:build !amd64

package team

func addTo(y, x []float32)           { addToPlain(y, x) }
func trade(pa, pb, wa, wb []float32) { tradePlain(pa, pb, wa, wb) }
func scan(from int, gain, own, w, other, chance []float32, team []int32, heat float32) int {
	return scanPlain(from, gain, own, w, other, chance, team, heat)
}
