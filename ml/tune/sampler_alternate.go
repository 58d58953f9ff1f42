package tune

import "math/rand/v2"

// Alternate explores in every second trial, by [Sobol], and leaves the others to [Auto]. It is for
// scores so noisy that the lowest is partly luck, where many good settings that differ are worth
// more than the last bit at one place: a sampler alone ends up with trials that all err in the same
// way.
type Alternate struct{}

// Joint implements [Sampler].
func (Alternate) Joint(h *History, number int, rng *rand.Rand) map[string]float64 {
	if number%2 == 0 {
		return nil
	}
	return Auto{}.Joint(h, number, rng)
}

// Single implements [Sampler].
func (Alternate) Single(h *History, p Param, number int, rng *rand.Rand) float64 {
	if number%2 == 0 { // every point of a sequence of its own: every second one of a shared sequence fills half of the space
		return sobol(hash(h.seed, 1), uint32(number/2), h.id(p))
	}
	return Auto{}.Single(h, p, number, rng)
}
