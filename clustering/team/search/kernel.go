package search

// The inner loops: sums of rows, gains after a change, and the first swap that the Metropolis criterion accepts. Each has a portable
// version, here, and one in AVX2 assembly, eight items at a time; they do the same operations on the same numbers, so that a division
// does not depend on the machine. The work is bound by loads from rows of gains and weights, which is why they are float32.

// registerGroups is up to how many groups a scan keeps what an item gains in each in registers, for which memory for as many is set
// aside: to gather them from memory was the slowest part of a pass, and without it a quarter more swaps are tried in the same time.
const registerGroups = 32

// addToPlain adds x to y.
func addToPlain(y, x []float32) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] += v
	}
}

// updateGainsPlain brings the gains in two groups up to date when an item of weights wa goes from the first to the second and one of
// weights wb the other way. wb may be nil.
func updateGainsPlain(ga, gb, wa, wb []float32) {
	gb, wa = gb[:len(ga)], wa[:len(ga)]
	if wb == nil {
		for i, v := range wa {
			ga[i] -= v
			gb[i] += v
		}
		return
	}
	wb = wb[:len(ga)]
	for i, v := range wa {
		d := v - wb[i]
		ga[i] -= d
		gb[i] += d
	}
}

// firstAcceptedPlain returns the first b at or after from whose swap with an item would gain more than temperature times the b-th
// threshold (which is negative), or len(gain). gain is what each b gains in the item's group, own what it gains in its own, weight
// that of the pair, and gainIn what the item gains in each group.
func firstAcceptedPlain(from int, gain, own, weight, gainIn, threshold []float32, group []int32, temperature float32) int {
	n := len(gain)
	own, weight, group, threshold = own[:n], weight[:n], group[:n], threshold[:n]
	for b := from; b < n; b++ {
		d := gain[b] - own[b] - 2*weight[b] + gainIn[group[b]]
		if d > temperature*threshold[b] {
			return b
		}
	}
	return n
}
