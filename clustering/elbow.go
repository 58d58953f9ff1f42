package clustering

import "math"

// Elbow returns the number of clusters after which more clusters stop paying off:
// the point of the inertia curve (inertia[i] is for k = i+1) farthest from the line between its ends.
// It returns 1 if the curve is straight.
func Elbow(inertia []float64) int {
	best, at := 1e-12, 1
	for i, v := range belowChord(inertia) {
		if v > best {
			best, at = v, i+1
		}
	}
	return at
}

// Kneedle returns the knee by Satopää et al. (2011): the first local maximum of the distance below
// the chord after which that distance falls by sensitivity steps of k (1 is usual). It
// returns 1 if there is none.
func Kneedle(inertia []float64, sensitivity float64) int {
	y := belowChord(inertia)
	knee, limit := 1, math.Inf(-1)
	for i := 1; i+1 < len(y); i++ {
		if y[i] > y[i-1] && y[i] >= y[i+1] && y[i] > 1e-12 && math.IsInf(limit, -1) {
			knee, limit = i+1, y[i]-sensitivity/float64(len(y)-1)
		}
		if y[i+1] < limit {
			return knee
		}
		if knee > 1 && y[i+1] > y[knee-1] {
			knee, limit = 1, math.Inf(-1)
		}
	}
	return knee
}

// belowChord returns how far each point lies under the line between the ends, both axes scaled to 0..1.
func belowChord(inertia []float64) []float64 {
	n := len(inertia)
	out := make([]float64, n)
	if n < 3 || !(inertia[0] > inertia[n-1]) {
		return out
	}
	span := inertia[0] - inertia[n-1]
	for i, v := range inertia {
		out[i] = 1 - float64(i)/float64(n-1) - (v-inertia[n-1])/span
	}
	return out
}
