//go:build !amd64

package search

func addTo(y, x []float32)                 { addToPlain(y, x) }
func updateGains(ga, gb, wa, wb []float32) { updateGainsPlain(ga, gb, wa, wb) }
func firstAccepted(from int, gain, own, weight, gainIn, threshold []float32, group []int32, temperature float32) int {
	return firstAcceptedPlain(from, gain, own, weight, gainIn, threshold, group, temperature)
}
