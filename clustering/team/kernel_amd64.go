package team

import "golang.org/x/sys/cpu"

var vector = cpu.X86.HasAVX2

//go:noescape
func addToAVX2(y, x *float32, n int)

//go:noescape
func tradeAVX2(pa, pb, wa, wb *float32, n int)

//go:noescape
func scanAVX2(gain, own, w, other, chance *float32, team *int32, heat float32, from, n int) int

// scanFewAVX2 is scanAVX2 for up to 32 teams: other holds 32 numbers, which stay in registers.
//
//go:noescape
func scanFewAVX2(gain, own, w, other, chance *float32, team *int32, heat float32, from, n int) int

// The vector loops work on eight members at a time; what is left over goes the plain way.

func addTo(y, x []float32) {
	m := len(y) &^ 7
	if !vector || m == 0 {
		addToPlain(y, x)
		return
	}
	addToAVX2(&y[0], &x[0], m)
	addToPlain(y[m:], x[m:])
}

func trade(pa, pb, wa, wb []float32) {
	m := len(pa) &^ 7
	if !vector || m == 0 || wb == nil {
		tradePlain(pa, pb, wa, wb)
		return
	}
	tradeAVX2(&pa[0], &pb[0], &wa[0], &wb[0], m)
	tradePlain(pa[m:], pb[m:], wa[m:], wb[m:])
}

func scan(from int, gain, own, w, other, chance []float32, team []int32, heat float32) int {
	n := len(gain)
	if !vector || n < 8 || from >= n {
		return scanPlain(from, gain, own, w, other, chance, team, heat)
	}
	eights := scanAVX2
	if len(other) <= fewTeams && cap(other) >= fewTeams {
		eights = scanFewAVX2
	}
	m := from + (n-from)&^7
	if m > from {
		if b := eights(&gain[0], &own[0], &w[0], &other[0], &chance[0], &team[0], heat, from, m); b < m {
			return b
		}
	}
	if m == n {
		return n
	}
	// The last eight once more, unless one of those before from hides what comes after it.
	if b := eights(&gain[0], &own[0], &w[0], &other[0], &chance[0], &team[0], heat, n-8, n); b >= m {
		return b
	}
	return scanPlain(m, gain, own, w, other, chance, team, heat)
}
