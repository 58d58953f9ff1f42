// The Parzen (kernel density) estimators of the TPE: one kernel for each observation and a flat one
// as the prior, a product over settings of truncated normals for numbers and smoothed indicators
// for choices; Bergstra, Bardenet, Bengio and Kégl (2011), NIPS; Watanabe (2023), "Tree-structured
// Parzen estimator", arXiv:2304.11127. Weights and bandwidths are those of Optuna, except that the
// least bandwidth keeps falling with the number of trials (setBandwidths).

package tune

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A parzen is a density over unit coordinates. The numbers of a dimension lie beside each other,
// kernel by kernel, since that is the order in which vector code reads them.
type parzen struct {
	params      []Param
	d, k        int       // dimensions; kernels, the prior the last
	mu          []float64 // d × k
	sigma       []float64 // d × k
	scale       []float64 // d × k: 1/(sigma √2); of a choice, unused
	logHeight   []float64 // k: log of weight and of normalising constants, less ref
	cumWeight   []float64 // k: running sum of the weights
	logWeight   []float64 // k: log of the weights
	ref         float64   // largest height
	logSame     []float64 // d: log chance of a choice that was observed
	logOther    []float64 // d: and of one that was not
	categorical []bool
	kernelOf    []int          // by trial: its kernel, -1 for none
	order       []coord        // of a dimension, the kernels ascending
	cache       [][]truncation // by parameter and trial
	logTerms    []float64
}

// A truncation caches the normalising constant of a kernel, which changes only with its bandwidth.
type truncation struct {
	mu, sigma                 float64
	sigmaCell, scale, logNorm float64 // logNorm is the log of sigmaCell times the mass within 0..1
}

// fit builds the density of the points, in the order they came.
func (z *parzen) fit(h *History, ids []int, points []*point, s TPE) {
	n, d := len(points), len(ids)
	k := n + 1
	z.d, z.k, z.params = d, k, z.params[:0]
	z.mu, z.sigma, z.scale = resize(z.mu, k*d), resize(z.sigma, k*d), resize(z.scale, k*d)
	z.logHeight, z.logTerms = resize(z.logHeight, k), resize(z.logTerms, k)
	z.logSame, z.logOther = resize(z.logSame, d), resize(z.logOther, d)
	z.categorical = slices.Grow(z.categorical[:0], d)[:d]
	z.setWeights(n)
	z.setKernelOf(h, points)
	for j, i := range ids {
		p := h.params[i]
		z.params = append(z.params, p)
		mu := z.mu[j*k : j*k+k]
		for r, p := range points {
			mu[r] = p.unit[i]
		}
		mu[n] = 0.5
		if z.categorical[j] = p.Kind == Choice; z.categorical[j] {
			options := float64(len(p.Options))
			prior := 1 / float64(k)
			z.logSame[j] = math.Log((1 + prior) / (1 + options*prior))
			z.logOther[j] = math.Log(prior / (1 + options*prior))
			z.logHeight[n] -= math.Log(options)
			continue
		}
		z.setBandwidths(h, j, i, s)
		z.normalise(j, i, points)
	}
	z.ref = maxOf(z.logHeight)
	for r := range z.logHeight {
		z.logHeight[r] -= z.ref
	}
}

// setKernelOf records which kernel a trial is.
func (z *parzen) setKernelOf(h *History, points []*point) {
	for len(z.kernelOf) < len(h.points) {
		z.kernelOf = append(z.kernelOf, -1)
	}
	for i := range z.kernelOf {
		z.kernelOf[i] = -1
	}
	for r, p := range points {
		z.kernelOf[p.Number] = r
	}
}

// setWeights gives the last 25 points and the prior the weight 1, those before ever less; Optuna's
// default weights.
func (z *parzen) setWeights(n int) {
	if len(z.logWeight) != n+1 {
		z.logWeight, z.cumWeight = resize(z.logWeight, n+1), resize(z.cumWeight, n+1)
		var total float64
		for r := range n + 1 {
			w := 1.0
			if ramp := n - 25; r < ramp {
				w = 1 / float64(n)
				if ramp > 1 {
					w += (1 - w) * float64(r) / float64(ramp-1)
				}
			}
			total += w
			z.cumWeight[r], z.logWeight[r] = total, math.Log(w)
		}
		all := math.Log(total)
		for r := range z.logWeight {
			z.logWeight[r] -= all
		}
	}
	copy(z.logHeight, z.logWeight)
}

// setBandwidths sets the standard deviations of dimension j, which is parameter i: the distance to
// the farther neighbour. None is below one in n, of kernels or, for continuous settings among
// others, of half the trials there are: Optuna counts only the best tenth, and its kernels stay too
// wide to come close to an optimum (see [TPE]).
func (z *parzen) setBandwidths(h *History, j, i int, by TPE) {
	n := z.k - 1
	sigma := z.sigma[j*z.k : j*z.k+z.k]
	most := float64(n + 2)
	if (z.d > 1 || by.narrowSingle) && h.params[i].Kind == Float && !by.Coarse {
		most = max(most, float64(len(h.scored))/2)
	}
	low := 1 / min(100, most)
	sigma[n] = 1
	z.order = z.order[:0]
	for _, c := range h.sorted[i] {
		if r := z.kernelOf[c.number]; r >= 0 {
			z.order = append(z.order, coord{c.u, r})
		}
	}
	for at := 0; at < len(z.order); {
		m, end := z.order[at].u, at+1
		for end < len(z.order) && z.order[end].u == m {
			end++
		}
		left, right := m, 1-m
		switch {
		case at > 0:
			left = m - z.order[at-1].u
		case n > 1:
			left = 0
		}
		switch {
		case end < len(z.order):
			right = z.order[end].u - m
		case n > 1:
			right = 0
		}
		for _, c := range z.order[at:end] {
			s := max(left, right)
			if end-at > 1 { // of equal ones, half look to the left and half to the right
				s = [2]float64{right, left}[c.number%2]
			}
			sigma[c.number] = min(max(s, low), 1)
		}
		at = end
	}
}

// normalise takes the mass in 0..1 of each kernel into its height. The width of an integer's
// cell widens the kernel.
func (z *parzen) normalise(j, i int, points []*point) {
	for len(z.cache) <= i {
		z.cache = append(z.cache, nil)
	}
	known := z.cache[i]
	p := &z.params[j]
	mu, sigma, scale := z.mu[j*z.k:j*z.k+z.k], z.sigma[j*z.k:j*z.k+z.k], z.scale[j*z.k:j*z.k+z.k]
	for r, q := range points {
		for len(known) <= q.Number {
			known = append(known, truncation{})
		}
		t := &known[q.Number]
		if t.mu != mu[r] || t.sigma != sigma[r] {
			t.set(p, mu[r], sigma[r])
		}
		sigma[r], scale[r] = t.sigmaCell, t.scale
		z.logHeight[r] -= t.logNorm
	}
	z.cache[i] = known
	var t truncation
	last := z.k - 1
	t.set(p, mu[last], sigma[last])
	sigma[last], scale[last] = t.sigmaCell, t.scale
	z.logHeight[last] -= t.logNorm
}

// set works out the constants of the kernel at mu.
func (t *truncation) set(p *Param, mu, sigma float64) {
	t.mu, t.sigma, t.sigmaCell = mu, sigma, sigma
	if p.Kind == Int {
		v := p.At(mu)
		cell := p.Unit(v+0.5) - p.Unit(v-0.5)
		t.sigmaCell = math.Sqrt(sigma*sigma + cell*cell/12)
	}
	t.scale = 1 / (t.sigmaCell * math.Sqrt2)
	mass := 0.5 * (math.Erf((1-mu)*t.scale) + math.Erf(mu*t.scale))
	t.logNorm = math.Log(t.sigmaCell * mass)
}

// logDensity returns the log density at x, up to a constant that is the same for every fit.
func (z *parzen) logDensity(x []float64) float64 {
	q := z.logTerms
	copy(q, z.logHeight)
	for j, v := range x {
		mu := z.mu[j*z.k : j*z.k+z.k]
		if z.categorical[j] {
			z.addCategorical(q[:z.k-1], mu, v, z.logSame[j], z.logOther[j])
		} else {
			subtractSquares(q, mu, z.scale[j*z.k:j*z.k+z.k], v)
		}
	}
	return logSum(q) + z.ref
}

// addCategorical adds same where mu is v, and other elsewhere.
func (z *parzen) addCategorical(q, mu []float64, v, same, other float64) {
	mu = mu[:len(q)]
	for r := range q {
		if math.Abs(v-mu[r]) < 1e-9 {
			q[r] += same
		} else {
			q[r] += other
		}
	}
}

// draw puts a random point into x.
func (z *parzen) draw(x []float64, rng *rand.Rand) {
	last := z.k - 1
	r, _ := slices.BinarySearch(z.cumWeight, rng.Float64()*z.cumWeight[last])
	r = min(r, last)
	for j := range x {
		m, p := z.mu[j*z.k+r], &z.params[j]
		if z.categorical[j] {
			options := float64(len(p.Options))
			x[j] = m
			if r == last || rng.Float64() >= math.Exp(z.logSame[j])-math.Exp(z.logOther[j]) {
				x[j] = (math.Floor(rng.Float64()*options) + 0.5) / options
			}
			continue
		}
		x[j] = p.snap(truncated(m, z.sigma[j*z.k+r], rng))
	}
}

// truncated draws from the normal distribution held in 0..1, of which mu lies within.
func truncated(mu, sigma float64, rng *rand.Rand) float64 {
	c := 1 / (sigma * math.Sqrt2)
	a, b := math.Erf(-mu*c), math.Erf((1-mu)*c)
	x := mu + sigma*math.Sqrt2*math.Erfinv(a+rng.Float64()*(b-a))
	return min(max(x, 0), 1)
}

// resize returns x with length n, of any values, in the same memory if it suffices.
func resize(x []float64, n int) []float64 {
	return slices.Grow(x[:0], n)[:n]
}
