package tune

import "math/rand/v2"

// Auto chooses by what is to be searched: TPE, jointly over settings that occur together.
type Auto struct{}

// Joint implements [Sampler].
func (Auto) Joint(h *History, number int, rng *rand.Rand) map[string]float64 {
	return TPE{Group: true}.Joint(h, number, rng)
}

// Single implements [Sampler].
func (Auto) Single(h *History, p Param, number int, rng *rand.Rand) float64 {
	return TPE{}.Single(h, p, number, rng)
}
