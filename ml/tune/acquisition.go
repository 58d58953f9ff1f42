// The search for the point with the largest expected improvement (Jones, Schonlau and Welch 1998),
// which has many local maxima: 512 candidates are scored, half from a Sobol sequence over the whole
// space and half perturbed from the best points known; from six of them a local search goes on, by
// L-BFGS steps over continuous settings and by enumeration over integers and choices. With 128
// candidates levy5 ends at 0.44 in place of 0.18 after 100 trials (median of 10 seeds).

package tune

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// acquisitionSearch is the memory that the search keeps from trial to trial.
type acquisitionSearch struct {
	opt        lbfgs
	x, gm, gv  []float64
	low, high  []float64
	candidates []candidate
	buffer     []float64
}

type candidate struct {
	x     []float64
	value float64
}

const (
	candidateCount = 512 // points scored first
	localSearches  = 6   // local searches from the best of them
)

// propose returns the coordinates of the point with the largest expected improvement.
func (z *surrogate) propose(rng *rand.Rand) map[string]float64 {
	d := len(z.ids)
	q := &z.search
	q.gm, q.gv = resize(q.gm, d), resize(q.gv, d)
	q.low, q.high, q.x = resize(q.low, d), resize(q.high, d), resize(q.x, d)
	z.drawCandidates(rng)
	finite := z.h.finite(z.ids)
	var best []float64
	top := math.Inf(-1)
	for k := range q.candidates {
		s := &q.candidates[k]
		if k < localSearches {
			s.value = z.localSearch(s.x, s.value)
		}
		if s.value > top && !(finite && z.h.wasTried(z.ids, z.clampInactive(s.x))) {
			top, best = s.value, s.x
		}
	}
	if best == nil {
		return nil
	}
	out := map[string]float64{}
	for k, i := range z.ids {
		if z.active(k, best) {
			out[z.h.params[i].Name] = best[k]
		}
	}
	return out
}

// clampInactive returns x with inactive choices, which stand outside, brought within 0..1.
func (z *surrogate) clampInactive(x []float64) []float64 {
	for k, v := range x {
		z.search.x[k] = min(v, 1)
	}
	return z.search.x
}

// acquisition returns the log expected improvement at x.
func (z *surrogate) acquisition(x []float64) float64 {
	mean, variance := z.model.predict(x, nil, nil)
	v, _, _ := logEI(mean, variance, z.bestTarget)
	return v
}

// drawCandidates draws points, half from a Sobol sequence, half around the best ones known, and
// sorts the best to the front.
func (z *surrogate) drawCandidates(rng *rand.Rand) {
	q, d := &z.search, len(z.ids)
	q.buffer = resize(q.buffer, candidateCount*d)
	q.candidates = q.candidates[:0]
	seed := rng.Uint64()
	for i := range candidateCount {
		x := q.buffer[i*d : i*d+d]
		if i%2 == 0 {
			for k := range x {
				x[k] = z.params[k].snap(sobol(seed, uint32(i/2), k))
			}
		} else {
			z.perturbIncumbent(x, rng)
		}
		z.fillInactive(x)
		q.candidates = append(q.candidates, candidate{x, z.acquisition(x)})
	}
	slices.SortStableFunc(q.candidates, func(a, b candidate) int { return cmp.Compare(b.value, a.value) })
	// Search from different basins: the best, then some drawn from those that rank high.
	for k := 1; k < localSearches; k++ {
		i := k + rng.IntN(1+4*k)
		q.candidates[k], q.candidates[i] = q.candidates[i], q.candidates[k]
	}
}

// perturbIncumbent draws a point around one of the best five, at a distance of any scale.
func (z *surrogate) perturbIncumbent(x []float64, rng *rand.Rand) {
	p := z.h.ranked[rng.IntN(min(5, len(z.h.ranked)))]
	z.encode(p, x)
	scale := math.Exp(-7*rng.Float64()) * 0.5
	for k := range x {
		switch {
		case rng.Float64() > 0.7:
		case z.categorical[k]:
			if rng.Float64() < 0.3 {
				x[k] = z.params[k].snap(rng.Float64())
			}
		default:
			x[k] = z.params[k].snap(x[k] + scale*rng.NormFloat64())
		}
	}
}

// localSearch improves x by gradient steps over the continuous settings and by trying the values of
// the others in turn, until neither helps.
func (z *surrogate) localSearch(x []float64, value float64) float64 {
	steps := slices.ContainsFunc(z.params, func(p Param) bool { return p.Kind != Float })
	for range 4 {
		before := value
		value = z.gradientSteps(x, value)
		if !steps {
			break
		}
		value = z.discreteSteps(x, value)
		if value-before < 1e-4 {
			break
		}
	}
	return value
}

// gradientSteps maximises over the continuous settings that are active, all others held.
func (z *surrogate) gradientSteps(x []float64, value float64) float64 {
	q := &z.search
	free := false
	for k := range x {
		q.low[k], q.high[k] = x[k], x[k]
		if z.params[k].Kind == Float && z.params[k].Low < z.params[k].High && z.active(k, x) {
			q.low[k], q.high[k], free = 0, 1, true
		}
	}
	if !free {
		return value
	}
	return -q.opt.minimise(x, q.low, q.high, 40, 1e-7, func(x, g []float64) float64 {
		mean, variance := z.model.predict(x, q.gm, q.gv)
		v, dm, dv := logEI(mean, variance, z.bestTarget)
		for k := range g {
			g[k] = -(dm*q.gm[k] + dv*q.gv[k])
			if q.low[k] == q.high[k] {
				g[k] = 0
			}
		}
		return -v
	})
}

// discreteSteps tries other values of each integer and choice: all of them where they are few,
// otherwise steps of 1, 2, 4 and so on.
func (z *surrogate) discreteSteps(x []float64, value float64) float64 {
	for k, p := range z.params {
		n := p.Size()
		if p.Kind == Float || n < 2 || !z.active(k, x) {
			continue
		}
		if n <= 16 {
			for c := range int(n) {
				value = z.tryValue(x, k, p.Unit(p.valueAt(c)), value)
			}
			continue
		}
		for by := 1.0; by <= n/2; by *= 2 {
			for _, v := range [2]float64{p.At(x[k]) - by, p.At(x[k]) + by} {
				if p.has(v) {
					value = z.tryValue(x, k, p.Unit(v), value)
				}
			}
		}
	}
	return value
}

// tryValue sets x[k] to u if that is better.
func (z *surrogate) tryValue(x []float64, k int, u, value float64) float64 {
	if math.Abs(x[k]-u) < 1e-12 {
		return value
	}
	t := z.search.x
	copy(t, x)
	t[k] = u
	z.fillInactive(t)
	v := z.acquisition(t)
	if v <= value {
		return value
	}
	if z.h.finite(z.ids) && z.h.wasTried(z.ids, t) {
		return value
	}
	copy(x, t)
	return v
}
