package tune

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// search is the memory of the search for the best place in a model.
type search struct {
	opt       lbfgs
	x, gm, gv []float64
	low, high []float64
	starts    []start
	pool      []float64
}

type start struct {
	x     []float64
	value float64
}

const (
	poolSize  = 512 // points looked at first
	localRuns = 6   // of which so many are climbed from
)

// propose returns the coordinates of the point with the largest expected improvement.
func (z *surrogate) propose(rng *rand.Rand) map[string]float64 {
	d := len(z.ids)
	q := &z.search
	q.gm, q.gv = resize(q.gm, d), resize(q.gv, d)
	q.low, q.high, q.x = resize(q.low, d), resize(q.high, d), resize(q.x, d)
	z.fill(rng)
	finite := z.h.finite(z.ids)
	var best []float64
	top := math.Inf(-1)
	for k := range q.starts {
		s := &q.starts[k]
		if k < localRuns {
			s.value = z.climb(s.x, s.value)
		}
		if s.value > top && !(finite && z.h.asked(z.ids, z.named(s.x))) {
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

// named returns x with absent choices brought within 0..1.
func (z *surrogate) named(x []float64) []float64 {
	for k, v := range x {
		z.search.x[k] = min(v, 1)
	}
	return z.search.x
}

// value returns the log expected improvement at x.
func (z *surrogate) value(x []float64) float64 {
	mean, variance := z.model.predict(x, nil, nil)
	v, _, _ := logEI(mean, variance, z.best)
	return v
}

// fill draws points, half from a Sobol sequence, half around the best ones known, and sorts the
// best to the front.
func (z *surrogate) fill(rng *rand.Rand) {
	q, d := &z.search, len(z.ids)
	q.pool = resize(q.pool, poolSize*d)
	q.starts = q.starts[:0]
	seed := rng.Uint64()
	for i := range poolSize {
		x := q.pool[i*d : i*d+d]
		if i%2 == 0 {
			for k := range x {
				x[k] = z.params[k].snap(sobol(seed, uint32(i/2), k))
			}
		} else {
			z.near(x, rng)
		}
		z.tidy(x)
		q.starts = append(q.starts, start{x, z.value(x)})
	}
	slices.SortStableFunc(q.starts, func(a, b start) int { return cmp.Compare(b.value, a.value) })
	// Climb from different hills: the best, then some drawn by their expected improvement.
	for k := 1; k < localRuns; k++ {
		i := k + rng.IntN(1+4*k)
		q.starts[k], q.starts[i] = q.starts[i], q.starts[k]
	}
}

// near draws a point around one of the best five, at a distance of any scale.
func (z *surrogate) near(x []float64, rng *rand.Rand) {
	p := z.h.ranked[rng.IntN(min(5, len(z.h.ranked)))]
	z.encode(p, x)
	scale := math.Exp(-7*rng.Float64()) * 0.5
	for k := range x {
		switch {
		case rng.Float64() > 0.7:
		case z.cat[k]:
			if rng.Float64() < 0.3 {
				x[k] = z.params[k].snap(rng.Float64())
			}
		default:
			x[k] = z.params[k].snap(x[k] + scale*rng.NormFloat64())
		}
	}
}

// climb improves x by gradient steps over the continuous settings and by trying the values of
// the others in turn, until neither helps.
func (z *surrogate) climb(x []float64, value float64) float64 {
	steps := slices.ContainsFunc(z.params, func(p Param) bool { return p.Kind != Float })
	for range 4 {
		before := value
		value = z.slide(x, value)
		if !steps {
			break
		}
		value = z.step(x, value)
		if value-before < 1e-4 {
			break
		}
	}
	return value
}

// slide follows the gradient.
func (z *surrogate) slide(x []float64, value float64) float64 {
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
		v, dm, dv := logEI(mean, variance, z.best)
		for k := range g {
			g[k] = -(dm*q.gm[k] + dv*q.gv[k])
			if q.low[k] == q.high[k] {
				g[k] = 0
			}
		}
		return -v
	})
}

// step tries other values of each integer and choice.
func (z *surrogate) step(x []float64, value float64) float64 {
	for k, p := range z.params {
		n := p.Size()
		if p.Kind == Float || n < 2 || !z.active(k, x) {
			continue
		}
		if n <= 16 {
			for c := range int(n) {
				value = z.try(x, k, p.Unit(p.cell(c)), value)
			}
			continue
		}
		for by := 1.0; by <= n/2; by *= 2 {
			for _, v := range [2]float64{p.At(x[k]) - by, p.At(x[k]) + by} {
				if p.has(v) {
					value = z.try(x, k, p.Unit(v), value)
				}
			}
		}
	}
	return value
}

// try sets x[k] to u if that is better.
func (z *surrogate) try(x []float64, k int, u, value float64) float64 {
	if math.Abs(x[k]-u) < 1e-12 {
		return value
	}
	t := z.search.x
	copy(t, x)
	t[k] = u
	z.tidy(t)
	v := z.value(t)
	if v <= value {
		return value
	}
	if z.h.finite(z.ids) && z.h.asked(z.ids, t) {
		return value
	}
	copy(x, t)
	return v
}
