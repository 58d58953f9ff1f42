// The covariance matrix adaptation evolution strategy: a normal distribution over the settings is
// moved and reshaped, generation by generation, towards its better half; Hansen (2016), "The CMA
// evolution strategy: a tutorial", arXiv:1604.00772. Names are the tutorial's: mean, sigma, C,
// evolution paths pc and ps, rates cc, cs, c1, cmu (here cm). A margin keeps integers from getting
// stuck on one value; Hamano, Saito, Nomura and Shirakawa (2022), arXiv:2205.13482. Negative
// weights are left out.

package tune

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// CMA is the covariance matrix adaptation evolution strategy with margin. Choices, and settings
// that not all trials have, are drawn by [TPE] each on its own. The state follows from the trials,
// so a study resumes and workers may share it.
type CMA struct{}

// Joint implements [Sampler].
func (CMA) Joint(h *History, _ int, rng *rand.Rand) map[string]float64 {
	if h.best() == nil {
		return nil
	}
	var ids []int
	for _, i := range h.intersection() {
		if p := h.params[i]; p.Kind != Choice && p.Size() > 1 {
			ids = append(ids, i)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	e := h.evolve(ids)
	x := make([]float64, len(ids))
	for range 20 {
		e.draw(x, rng)
		if !h.finite(h.intersection()) || !h.wasTried(ids, x) {
			break
		}
	}
	return h.named(ids, x)
}

// Single implements [Sampler].
func (CMA) Single(h *History, p Param, number int, rng *rand.Rand) float64 {
	return TPE{Univariate: true}.Single(h, p, number, rng)
}

// evolution is the state of the strategy.
type evolution struct {
	ids            []int
	params         []Param
	d, lambda, mu  int
	used           int // scored points taken in
	w              []float64
	mueff          float64
	cc, cs, c1, cm float64
	damp, chi      float64
	mean           []float64
	sigma          float64
	covariance     *mat.SymDense
	axes           mat.Dense // columns are the axes
	axisLength     []float64 // their lengths
	pc, ps         []float64
	marginScale    []float64 // by which the margin stretches each dimension
	generation     int
}

// evolve returns the state after all whole generations.
func (h *History) evolve(ids []int) *evolution {
	e := h.evolution
	if e == nil || !slices.Equal(e.ids, ids) {
		e = newEvolution(h, ids)
		h.evolution = e
	}
	for len(h.scored)-e.used >= e.lambda {
		generation := slices.Clone(h.scored[e.used : e.used+e.lambda])
		e.used += e.lambda
		slices.SortFunc(generation, better)
		e.update(generation)
	}
	return e
}

// newEvolution sets the strategy's constants to the tutorial's defaults for d dimensions (table 1); the
// mean starts in the middle, and a sixth of the range is the first step size, as in Optuna.
func newEvolution(h *History, ids []int) *evolution {
	d := len(ids)
	n := float64(d)
	e := &evolution{ids: ids, d: d, lambda: 4 + int(3*math.Log(n)), sigma: 1.0 / 6}
	for _, i := range ids {
		e.params = append(e.params, h.params[i])
	}
	e.mu = e.lambda / 2
	var sum, square float64
	for i := range e.mu {
		e.w = append(e.w, math.Log(float64(e.lambda+1)/2)-math.Log(float64(i+1)))
		sum += e.w[i]
	}
	for i := range e.w {
		e.w[i] /= sum
		square += e.w[i] * e.w[i]
	}
	m := 1 / square
	e.mueff = m
	e.cc = (4 + m/n) / (n + 4 + 2*m/n)
	e.cs = (m + 2) / (n + m + 5)
	e.c1 = 2 / ((n+1.3)*(n+1.3) + m)
	e.cm = min(1-e.c1, 2*(m-2+1/m)/((n+2)*(n+2)+m))
	e.damp = 1 + 2*max(0, math.Sqrt((m-1)/(n+1))-1) + e.cs
	e.chi = math.Sqrt(n) * (1 - 1/(4*n) + 1/(21*n*n))
	e.mean = slices.Repeat([]float64{0.5}, d)
	e.marginScale = slices.Repeat([]float64{1}, d)
	e.covariance = mat.NewSymDense(d, nil)
	for i := range d {
		e.covariance.SetSym(i, i, 1)
	}
	e.pc, e.ps = make([]float64, d), make([]float64, d)
	e.factor()
	return e
}

// factor finds the axes of the covariance.
func (e *evolution) factor() {
	var eig mat.EigenSym
	if !eig.Factorize(e.covariance, true) {
		return
	}
	e.axisLength = eig.Values(e.axisLength)
	for i, v := range e.axisLength {
		e.axisLength[i] = math.Sqrt(max(v, 1e-20))
	}
	eig.VectorsTo(&e.axes)
}

// draw puts a new point into x: within the bounds by drawing again, at last by clipping.
func (e *evolution) draw(x []float64, rng *rand.Rand) {
	z := make([]float64, e.d)
	for try := range 50 {
		for i := range z {
			z[i] = rng.NormFloat64() * e.axisLength[i]
		}
		inside := true
		for j := range x {
			var y float64
			for i := range z {
				y += e.axes.At(j, i) * z[i]
			}
			x[j] = e.mean[j] + e.sigma*e.marginScale[j]*y
			inside = inside && x[j] >= 0 && x[j] <= 1
		}
		if inside || try == 49 {
			break
		}
	}
	for j := range x {
		x[j] = e.params[j].snap(x[j])
	}
}

// update takes in a generation, the best first; Hansen (2016), fig. 6, without negative weights.
func (e *evolution) update(generation []*point) {
	e.generation++
	y := make([][]float64, e.mu) // steps in units of sigma
	step := make([]float64, e.d)
	for k := range e.mu {
		y[k] = make([]float64, e.d)
		for j, i := range e.ids {
			y[k][j] = (generation[k].at(i) - e.mean[j]) / (e.sigma * e.marginScale[j])
			step[j] += e.w[k] * y[k][j]
		}
	}
	for j := range step {
		e.mean[j] = min(max(e.mean[j]+e.sigma*e.marginScale[j]*step[j], 0), 1)
	}
	white := e.whiten(step)
	for j := range e.ps {
		e.ps[j] = (1-e.cs)*e.ps[j] + math.Sqrt(e.cs*(2-e.cs)*e.mueff)*white[j]
	}
	length := norm(e.ps)
	limit := (1.4 + 2/float64(e.d+1)) * e.chi * math.Sqrt(1-math.Pow(1-e.cs, 2*float64(e.generation)))
	hold := 0.0
	if length < limit {
		hold = 1
	}
	for j := range e.pc {
		e.pc[j] = (1-e.cc)*e.pc[j] + hold*math.Sqrt(e.cc*(2-e.cc)*e.mueff)*step[j]
	}
	e.adapt(y, hold)
	e.sigma = min(e.sigma*math.Exp(e.cs/e.damp*(length/e.chi-1)), 1)
	e.factor()
	e.margin()
}

// whiten returns C^(-1/2) v.
func (e *evolution) whiten(v []float64) []float64 {
	out := make([]float64, e.d)
	for i := range e.d {
		var t float64
		for j := range v {
			t += e.axes.At(j, i) * v[j]
		}
		t /= e.axisLength[i]
		for j := range out {
			out[j] += e.axes.At(j, i) * t
		}
	}
	return out
}

// adapt moves the covariance towards the steps of the best and their path.
func (e *evolution) adapt(y [][]float64, hold float64) {
	keep := 1 - e.c1 - e.cm + (1-hold)*e.c1*e.cc*(2-e.cc)
	for a := range e.d {
		for b := range a + 1 {
			v := keep*e.covariance.At(a, b) + e.c1*e.pc[a]*e.pc[b]
			for k := range y {
				v += e.cm * e.w[k] * y[k][a] * y[k][b]
			}
			e.covariance.SetSym(a, b, v)
		}
	}
}

// margin stretches the integers' dimensions so that each leaves its value with a probability of at
// least 1/(d λ).
func (e *evolution) margin() {
	quantile := math.Sqrt2 * math.Erfinv(1-1/float64(e.d*e.lambda))
	for j, p := range e.params {
		if p.Kind != Int {
			continue
		}
		v := p.At(e.mean[j])
		edge := min(e.mean[j]-p.Unit(v-0.5), p.Unit(v+0.5)-e.mean[j])
		if v == p.Low {
			edge = p.Unit(v+0.5) - e.mean[j]
		} else if v == p.High {
			edge = e.mean[j] - p.Unit(v-0.5)
		}
		reach := e.sigma * math.Sqrt(e.covariance.At(j, j)) * quantile
		e.marginScale[j] = max(1, edge/max(reach, 1e-12))
	}
}
