package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The vector loops and the portable ones do the same on the same numbers.
func TestVectorKernelsAreThePortableOnes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range slices.Repeat([]int{1, 7, 8, 9, 15, 40, 129}, 12) {
		draw := func() []float32 {
			x := make([]float32, n)
			for i := range x {
				x[i] = float32(rng.IntN(2000) - 1000)
			}
			return x
		}
		ga, gb, wa, wb := draw(), draw(), draw(), draw()
		wantA, wantB := slices.Clone(ga), slices.Clone(gb)
		for _, other := range [][]float32{wb, nil} {
			updateGains(ga, gb, wa, other)
			updateGainsPlain(wantA, wantB, wa, other)
			if !slices.Equal(ga, wantA) || !slices.Equal(gb, wantB) {
				t.Errorf("n=%d: updateGains gives %v and %v, the portable one %v and %v", n, ga, gb, wantA, wantB)
			}
		}
		addTo(ga, wb)
		addToPlain(wantA, wb)
		if !slices.Equal(ga, wantA) {
			t.Errorf("n=%d: addTo gives %v, the portable one %v", n, ga, wantA)
		}
		checkFirstAccepted(t, rng, ga, gb, wa)
	}
}

// checkFirstAccepted compares the scans of gains, own gains and weights, from every place and at many temperatures.
func checkFirstAccepted(t *testing.T, rng *rand.Rand, gain, own, weight []float32) {
	t.Helper()
	n := len(gain)
	for range 2 {
		group := make([]int32, n)
		groups := 1 + rng.IntN(40) // in registers and not
		for i := range group {
			group[i] = int32(rng.IntN(groups))
		}
		gainIn := make([]float32, groups, max(groups, registerGroups))
		for u := range gainIn {
			gainIn[u] = float32(rng.IntN(400) - 300)
		}
		gainIn[rng.IntN(groups)] = float32(math.Inf(-1))
		for temperature := float32(0); temperature < 2000; temperature += 250 {
			threshold := make([]float32, n)
			for i := range threshold {
				threshold[i] = -float32(rng.IntN(1000)) / 500
			}
			for from := range n {
				got := firstAccepted(from, gain, own, weight, gainIn, threshold, group, temperature)
				want := firstAcceptedPlain(from, gain, own, weight, gainIn, threshold, group, temperature)
				if got != want {
					t.Fatalf("n=%d temperature=%v from=%d: firstAccepted finds %d, the portable one %d", n, temperature, from, got, want)
				}
			}
		}
	}
}
