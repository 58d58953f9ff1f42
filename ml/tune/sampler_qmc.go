// Quasi-random (low-discrepancy) sequences, which fill a space more evenly than random points: with
// the same number of trials no region is left out. Both are scrambled, so that each seed gives
// another sequence and high dimensions do not move in step.

package tune

import "math/rand/v2"

// Sobol draws points of a scrambled Sobol sequence, which fill the space more evenly than
// random ones. A setting is a dimension from the first time it is asked for, so conditional
// spaces are filled as well.
type Sobol struct{}

// Joint implements [Sampler].
func (Sobol) Joint(*History, int, *rand.Rand) map[string]float64 { return nil }

// Single implements [Sampler].
func (Sobol) Single(h *History, p Param, number int, _ *rand.Rand) float64 {
	return sobol(h.seed, uint32(number), h.id(p))
}

// Halton draws points of a scrambled Halton sequence, in the same way as [Sobol].
type Halton struct{}

// Joint implements [Sampler].
func (Halton) Joint(*History, int, *rand.Rand) map[string]float64 { return nil }

// Single implements [Sampler].
func (Halton) Single(h *History, p Param, number int, _ *rand.Rand) float64 {
	return halton(h.seed, number, h.id(p))
}

// halton returns coordinate j of point n: the digits of n in the j-th prime base, mirrored at
// the point, each permuted at random; Owen (2017), arXiv:1706.02808.
func halton(seed uint64, n, j int) float64 {
	base := prime(j)
	scale, x := 1/float64(base), 0.0
	perm := make([]int, base)
	for digit := uint64(0); scale > 1e-12; digit++ {
		rng := rand.New(rand.NewPCG(hash(seed, uint64(j)), digit))
		for i := range perm {
			perm[i] = i
		}
		rng.Shuffle(base, func(a, b int) { perm[a], perm[b] = perm[b], perm[a] })
		x += float64(perm[n%base]) * scale
		n /= base
		scale /= float64(base)
	}
	return min(x, 1-1e-12)
}

// prime returns the j-th prime, from 0.
func prime(j int) int {
	for p := 2; ; p++ {
		is := true
		for q := 2; q*q <= p && is; q++ {
			is = p%q != 0
		}
		if is {
			if j == 0 {
				return p
			}
			j--
		}
	}
}
