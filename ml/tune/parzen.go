package tune

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A parzen is a density over unit coordinates: a mixture of products of truncated normals, for
// choices of categorical distributions, one for each observation and a wide one as the prior.
// Bergstra et al. (2011); Watanabe (2023), arXiv:2304.11127.
type parzen struct {
	params []Param
	d      int
	mu     []float64 // kernels × d
	sigma  []float64 // kernels × d
	scale  []float64 // kernels × d: 1/(sigma √2); of a choice, unused
	height []float64 // kernels: log of weight and of normalising constants
	sum    []float64 // running sum of the weights
	ref    float64   // largest height
	same   []float64 // d: log chance of a choice that was observed
	other  []float64 // d: and of one that was not
	cat    []bool
	sorted []float64
}

// fit builds the density of the points, in the order they came.
func (z *parzen) fit(params []Param, ids []int, points []*point, scott bool) {
	n, d := len(points), len(ids)
	k := n + 1
	z.params, z.d = params, d
	z.mu, z.sigma, z.scale = resize(z.mu, k*d), resize(z.sigma, k*d), resize(z.scale, k*d)
	z.height, z.sum = resize(z.height, k), resize(z.sum, k)
	z.same, z.other = resize(z.same, d), resize(z.other, d)
	z.cat = slices.Grow(z.cat[:0], d)[:d]
	z.weigh(n)
	for j, i := range ids {
		for r, p := range points {
			z.mu[r*d+j] = p.at(i)
		}
		z.mu[n*d+j] = 0.5
		if z.cat[j] = params[j].Kind == Choice; z.cat[j] {
			options := float64(len(params[j].Options))
			prior := 1 / float64(k)
			z.same[j] = math.Log((1 + prior) / (1 + options*prior))
			z.other[j] = math.Log(prior / (1 + options*prior))
			z.height[n] -= math.Log(options)
			continue
		}
		z.widths(j, n, scott)
		z.normalise(j, n)
	}
	z.ref = slices.Max(z.height[:k])
}

// weigh gives the last 25 points and the prior the weight 1, those before ever less.
func (z *parzen) weigh(n int) {
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
		z.sum[r] = total
		z.height[r] = math.Log(w)
	}
	for r := range n + 1 {
		z.height[r] -= math.Log(total)
	}
}

// widths sets the standard deviations of dimension j: the distance to the farther neighbour, or
// by Scott's rule.
func (z *parzen) widths(j, n int, scott bool) {
	d := z.d
	low := 1 / math.Min(100, float64(n+2))
	z.sigma[n*d+j] = 1
	if scott {
		s := min(max(0.2*math.Pow(float64(max(n, 1)), -1/float64(d+4)), low), 1)
		for r := range n {
			z.sigma[r*d+j] = s
		}
		return
	}
	z.sorted = resize(z.sorted, n)
	for r := range n {
		z.sorted[r] = z.mu[r*d+j]
	}
	slices.Sort(z.sorted)
	for r := range n {
		m := z.mu[r*d+j]
		at, _ := slices.BinarySearch(z.sorted, m)
		end := at
		for end+1 < n && z.sorted[end+1] == m {
			end++
		}
		left, right := m, 1-m
		if at > 0 {
			left = m - z.sorted[at-1]
		} else if n > 1 {
			left = 0
		}
		if end < n-1 {
			right = z.sorted[end+1] - m
		} else if n > 1 {
			right = 0
		}
		if end > at { // equal neighbours
			switch r % 2 {
			case 0:
				left = 0
			default:
				right = 0
			}
		}
		z.sigma[r*d+j] = min(max(left, right, low), 1)
	}
}

// normalise takes the mass in 0..1 of each kernel into its height. The width of an integer's
// cell widens the kernel.
func (z *parzen) normalise(j, n int) {
	p := &z.params[j]
	for r := range n + 1 {
		k := r*z.d + j
		s := z.sigma[k]
		if p.Kind == Int {
			v := p.At(z.mu[k])
			cell := p.Unit(v+0.5) - p.Unit(v-0.5)
			s = math.Sqrt(s*s + cell*cell/12)
			z.sigma[k] = s
		}
		c := 1 / (s * math.Sqrt2)
		z.scale[k] = c
		mass := 0.5 * (math.Erf((1-z.mu[k])*c) + math.Erf(z.mu[k]*c))
		z.height[r] -= math.Log(s * mass)
	}
}

// log returns the log density at x, up to a constant that is the same for every fit.
func (z *parzen) log(x []float64) float64 {
	d := z.d
	var sum float64
	// Kernels that are e⁻⁴⁰ of the prior's at its lowest do not show.
	least := z.height[len(z.height)-1] - z.ref - 0.2*float64(d) - 40
	for r, h := range z.height {
		q := h - z.ref
		mu, scale := z.mu[r*d:r*d+d], z.scale[r*d:r*d+d]
		for j, v := range x {
			if !z.cat[j] {
				t := (v - mu[j]) * scale[j]
				q -= t * t
				continue
			}
			if r == len(z.height)-1 {
				continue
			}
			if math.Abs(v-mu[j]) < 1e-9 {
				q += z.same[j]
			} else {
				q += z.other[j]
			}
		}
		if q > max(least, -700) {
			sum += math.Exp(q)
		}
	}
	return math.Log(sum+1e-300) + z.ref
}

// draw puts a random point into x.
func (z *parzen) draw(x []float64, rng *rand.Rand) {
	last := len(z.sum) - 1
	r, _ := slices.BinarySearch(z.sum, rng.Float64()*z.sum[last])
	r = min(r, last)
	for j := range x {
		m, p := z.mu[r*z.d+j], &z.params[j]
		if z.cat[j] {
			options := float64(len(p.Options))
			x[j] = m
			if r == last || rng.Float64() >= math.Exp(z.same[j])-math.Exp(z.other[j]) {
				x[j] = (math.Floor(rng.Float64()*options) + 0.5) / options
			}
			continue
		}
		x[j] = p.snap(truncated(m, z.sigma[r*z.d+j], rng))
	}
}

// truncated draws from the normal distribution held in 0..1, of which mu lies within.
func truncated(mu, sigma float64, rng *rand.Rand) float64 {
	c := 1 / (sigma * math.Sqrt2)
	a, b := math.Erf(-mu*c), math.Erf((1-mu)*c)
	x := mu + sigma*math.Sqrt2*math.Erfinv(a+rng.Float64()*(b-a))
	return min(max(x, 0), 1)
}

func resize(x []float64, n int) []float64 {
	return slices.Grow(x[:0], n)[:n]
}
