package team

// fewTeams is up to how many teams a scan keeps what a member gains in each in registers: memory for as many is set aside.
const fewTeams = 32

// addToPlain adds x to y.
func addToPlain(y, x []float32) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] += v
	}
}

// tradePlain brings the gains towards two teams up to date when a member of weights wa goes
// from the first to the second and one of weights wb the other way. wb may be nil.
func tradePlain(pa, pb, wa, wb []float32) {
	pb, wa = pb[:len(pa)], wa[:len(pa)]
	if wb == nil {
		for i, v := range wa {
			pa[i] -= v
			pb[i] += v
		}
		return
	}
	wb = wb[:len(pa)]
	for i, v := range wa {
		d := v - wb[i]
		pa[i] -= d
		pb[i] += d
	}
}

// scanPlain returns the first b at or after from whose swap with a member would gain more than
// heat times the b-th chance (which is negative), or len(gain). gain is towards the member's
// team, own towards each b's, w the weights to the member, and other what the member gains in
// each team.
func scanPlain(from int, gain, own, w, other, chance []float32, team []int32, heat float32) int {
	n := len(gain)
	own, w, team, chance = own[:n], w[:n], team[:n], chance[:n]
	for b := from; b < n; b++ {
		d := gain[b] - own[b] - 2*w[b] + other[team[b]]
		if d > heat*chance[b] {
			return b
		}
	}
	return n
}
