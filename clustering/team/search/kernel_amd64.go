package search

import "golang.org/x/sys/cpu"

// vector reports whether the processor has the instructions; tests turn it off.
var vector = cpu.X86.HasAVX2

//go:noescape
func addToAVX2(y, x *float32, n int)

//go:noescape
func updateGainsAVX2(ga, gb, wa, wb *float32, n int)

//go:noescape
func firstAcceptedAVX2(gain, own, weight, gainIn, threshold *float32, group *int32, temperature float32, from, n int) int

// firstAcceptedFewAVX2 is firstAcceptedAVX2 for up to 32 groups: gainIn holds 32 numbers, which stay in registers.
//
//go:noescape
func firstAcceptedFewAVX2(gain, own, weight, gainIn, threshold *float32, group *int32, temperature float32, from, n int) int

// The vector loops work on eight items at a time; what is left over goes the plain way.

func addTo(y, x []float32) {
	m := len(y) &^ 7
	if !vector || m == 0 {
		addToPlain(y, x)
		return
	}
	addToAVX2(&y[0], &x[0], m)
	addToPlain(y[m:], x[m:])
}

func updateGains(ga, gb, wa, wb []float32) {
	m := len(ga) &^ 7
	if !vector || m == 0 || wb == nil {
		updateGainsPlain(ga, gb, wa, wb)
		return
	}
	updateGainsAVX2(&ga[0], &gb[0], &wa[0], &wb[0], m)
	updateGainsPlain(ga[m:], gb[m:], wa[m:], wb[m:])
}

func firstAccepted(from int, gain, own, weight, gainIn, threshold []float32, group []int32, temperature float32) int {
	n := len(gain)
	if !vector || n < 8 || from >= n {
		return firstAcceptedPlain(from, gain, own, weight, gainIn, threshold, group, temperature)
	}
	eights := firstAcceptedAVX2
	if len(gainIn) <= registerGroups && cap(gainIn) >= registerGroups {
		eights = firstAcceptedFewAVX2
	}
	m := from + (n-from)&^7
	if m > from {
		if b := eights(&gain[0], &own[0], &weight[0], &gainIn[0], &threshold[0], &group[0], temperature, from, m); b < m {
			return b
		}
	}
	if m == n {
		return n
	}
	// The last eight once more, unless one of those before from hides what comes after it.
	if b := eights(&gain[0], &own[0], &weight[0], &gainIn[0], &threshold[0], &group[0], temperature, n-8, n); b >= m {
		return b
	}
	return firstAcceptedPlain(m, gain, own, weight, gainIn, threshold, group, temperature)
}
