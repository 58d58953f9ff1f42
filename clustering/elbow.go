// The elbow of an inertia curve: the point farthest below the chord between its ends, both axes
// scaled to 0..1. That is the criterion of Kneedle without its smoothing; Satopää, Albrecht, Irwin
// and Raghavan (2011), ICDCSW. It needs no null model, so that a page can show it at once; whether
// there are clusters at all is asked in assess.go.

package clustering

// Elbow returns the number of clusters after which more clusters stop paying off:
// the point of the inertia curve (inertia[i] is for k = i+1) farthest from the chord between its ends.
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

// belowChord returns how far each point lies under the chord, 0 where there is no curve to speak of.
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
