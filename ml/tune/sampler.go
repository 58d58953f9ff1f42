package tune

import "math/rand/v2"

// Random draws every setting on its own, uniformly in its unit coordinate.
type Random struct{}

// Joint implements [Sampler].
func (Random) Joint(h *History, number int, rng *rand.Rand) map[string]float64 {
	ids := h.intersection()
	if len(ids) == 0 || !h.finite(ids) {
		return nil
	}
	x := make([]float64, len(ids))
	for range 64 {
		for k := range x {
			x[k] = rng.Float64()
		}
		if !h.wasTried(ids, x) {
			break
		}
	}
	return h.named(ids, x)
}

// Single implements [Sampler].
func (Random) Single(_ *History, _ Param, _ int, rng *rand.Rand) float64 { return rng.Float64() }

// named maps the names of the parameters to their coordinates.
func (h *History) named(ids []int, x []float64) map[string]float64 {
	m := make(map[string]float64, len(ids))
	for k, i := range ids {
		m[h.params[i].Name] = x[k]
	}
	return m
}

// Grid goes through all points of a space in order, the last setting fastest, and ends the study
// when there are no more. Of a continuous setting it takes Steps values, default 10.
type Grid struct {
	Steps int
}

// Joint implements [Sampler].
func (Grid) Joint(*History, int, *rand.Rand) map[string]float64 { return nil }

// Single implements [Sampler].
func (g Grid) Single(*History, Param, int, *rand.Rand) float64 { return 0 }
