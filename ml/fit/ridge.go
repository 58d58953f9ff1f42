// Ridge regression; Hoerl and Kennard (1970), Technometrics 12. Everything follows from sums of
// squares and products: those of a fold are added up once, and every training part is a subtraction
// away. One eigendecomposition of the correlation matrix gives the coefficients for all penalties
// (the regularisation path) and for any other targets, so that a permutation test with 149 refits
// of nested cross-validation takes seconds.
//
// Ridge is the main model for clubs: with 30 to 400 teams a linear function with a tuned penalty is
// hard to beat.

package fit

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// sums are sums of squares and products over some rows, sufficient for a ridge regression.
type sums struct {
	p      int
	n      float64
	x      []float64 // p
	xx     []float64 // p by p, symmetric
	xy     []float64 // p
	y, yy  float64
	groups float64 // number of teams
}

// newSums are those of no rows, over p features.
func newSums(p int) sums {
	return sums{p: p, x: make([]float64, p), xx: make([]float64, p*p), xy: make([]float64, p)}
}

// sum adds up rows of the design with targets y.
func (d *design) sum(rows []int, y []float64) sums {
	s := newSums(d.p)
	seen := map[int]bool{}
	for _, i := range rows {
		row := d.row(i)
		seen[d.group[i]] = true
		s.n++
		for a, v := range row {
			s.x[a] += v
			line := s.xx[a*s.p : a*s.p+a+1]
			for b, w := range row[:a+1] {
				line[b] += v * w
			}
		}
	}
	for a := range s.p {
		for b := range a {
			s.xx[b*s.p+a] = s.xx[a*s.p+b]
		}
	}
	s.groups = float64(len(seen))
	s.setTargets(d, rows, y)
	return s
}

// setTargets adds up anew what depends on the targets.
func (s *sums) setTargets(d *design, rows []int, y []float64) {
	clear(s.xy)
	s.y, s.yy = 0, 0
	for _, i := range rows {
		v := y[i]
		s.y += v
		s.yy += v * v
		for a, w := range d.row(i) {
			s.xy[a] += v * w
		}
	}
}

// add adds sign times t.
func (s *sums) add(t *sums, sign float64) {
	s.n += sign * t.n
	s.groups += sign * t.groups
	floats.AddScaled(s.x, sign, t.x)
	floats.AddScaled(s.xx, sign, t.xx)
	s.addTargets(t, sign)
}

// addTargets adds sign times what of t depends on the targets.
func (s *sums) addTargets(t *sums, sign float64) {
	s.y += sign * t.y
	s.yy += sign * t.yy
	floats.AddScaled(s.xy, sign, t.xy)
}

// clone copies the sums, for a caller that subtracts from them.
func (s *sums) clone() sums {
	c := *s
	c.x, c.xx, c.xy = slices.Clone(s.x), slices.Clone(s.xx), slices.Clone(s.xy)
	return c
}

// lambdas are the penalties that are tried, per row, on the correlation scale; with the last,
// infinite one the mean, or the theory score, predicts alone.
var lambdas = func() []float64 {
	var out []float64
	for e := -3.0; e <= 1.51; e += 0.25 {
		out = append(out, math.Pow(10, e))
	}
	return append(out, math.Inf(1))
}()

// A path is the regularisation path: a ridge regression for every penalty.
type path struct {
	s            *sums
	used         []int     // features
	sd           []float64 // standard deviation of each
	eigenvalues  []float64 // of the correlation matrix
	eigenvectors *mat.Dense
	coef         [][]float64 // for each penalty, by used feature
}

// selectFeatures lists the features a learner takes: all, or those with the largest correlation
// with the target (sure independence screening; Fan and Lv 2008), those in always first. Constant
// ones are left out.
func (s *sums) selectFeatures(all bool, always []int) []int {
	type tell struct {
		f int
		r float64
	}
	var list []tell
	for f := range s.p {
		v := s.xx[f*s.p+f] - s.x[f]*s.x[f]/s.n
		if !(v > 1e-9*s.n) {
			continue
		}
		c := s.xy[f] - s.x[f]*s.y/s.n
		r := c * c / v
		if slices.Contains(always, f) {
			r = math.Inf(1)
		}
		list = append(list, tell{f, r})
	}
	if !all && len(list) > maxFeatures {
		slices.SortStableFunc(list, func(a, b tell) int { return cmp.Compare(b.r, a.r) })
		list = list[:maxFeatures]
	}
	out := make([]int, len(list))
	for i, t := range list {
		out[i] = t.f
	}
	slices.Sort(out)
	return out
}

// solve fits the path on the used features. The eigenvectors depend on the features alone, so
// that other targets need only [path.solveTargets].
func (s *sums) solve(used []int) *path {
	q := len(used)
	p := &path{s: s, used: used, sd: make([]float64, q)}
	if q == 0 {
		p.solveTargets()
		return p
	}
	for a, f := range used {
		p.sd[a] = math.Sqrt((s.xx[f*s.p+f] - s.x[f]*s.x[f]/s.n) / s.n)
	}
	r := mat.NewSymDense(q, nil) // correlation matrix: penalties then mean the same for every feature
	for a, f := range used {
		for b, g := range used[:a+1] {
			r.SetSym(a, b, (s.xx[f*s.p+g]/s.n-s.x[f]/s.n*s.x[g]/s.n)/(p.sd[a]*p.sd[b]))
		}
	}
	var e mat.EigenSym
	p.eigenvectors = mat.NewDense(q, q, nil)
	if e.Factorize(r, true) {
		p.eigenvalues = e.Values(nil)
		e.VectorsTo(p.eigenvectors)
	} else { // does not happen for finite numbers; without eigenvectors all coefficients are 0
		p.eigenvalues = make([]float64, q)
	}
	p.solveTargets()
	return p
}

// solveTargets computes the coefficients for the targets in s.
func (p *path) solveTargets() {
	q := len(p.used)
	if p.coef == nil {
		p.coef = make([][]float64, len(lambdas))
		for l := range p.coef {
			p.coef[l] = make([]float64, q)
		}
	}
	c := make([]float64, q)
	for a, f := range p.used {
		c[a] = (p.s.xy[f] - p.s.x[f]*p.s.y/p.s.n) / (p.s.n * p.sd[a])
	}
	g := make([]float64, q)
	for a := range q {
		row := p.eigenvectors.RawRowView(a)
		for e, v := range row {
			g[e] += v * c[a]
		}
	}
	for l, lambda := range lambdas[:len(lambdas)-1] {
		h := make([]float64, q)
		for e := range g {
			h[e] = g[e] / (max(p.eigenvalues[e], 0) + lambda)
		}
		for a := range q {
			v := 0.0
			for e, w := range p.eigenvectors.RawRowView(a) {
				v += w * h[e]
			}
			p.coef[l][a] = v / p.sd[a]
		}
	}
}

// errors adds to out, for each penalty, the squared error on the rows of h.
func (p *path) errors(h *sums, out []float64) {
	s := p.s
	q := len(p.used)
	mean := s.y / s.n
	// The squared error is yy - 2·coef·c + coef·xx·coef, with x and y centred on the training means.
	yy := h.yy - 2*mean*h.y + h.n*mean*mean
	c := make([]float64, q)
	xx := make([]float64, q*q)
	for a, f := range p.used {
		mf := s.x[f] / s.n
		c[a] = h.xy[f] - mean*h.x[f] - mf*h.y + h.n*mf*mean
		for b, g := range p.used[:a+1] {
			mg := s.x[g] / s.n
			v := h.xx[f*h.p+g] - mf*h.x[g] - mg*h.x[f] + h.n*mf*mg
			xx[a*q+b], xx[b*q+a] = v, v
		}
	}
	for l, coef := range p.coef {
		e := yy
		for a, w := range coef {
			v := 0.0
			for b, u := range coef {
				v += xx[a*q+b] * u
			}
			e += w * (v - 2*c[a])
		}
		out[l] += e
	}
}

// at returns the linear function for penalty l, over all p features.
func (p *path) at(l int) linear {
	f := linear{W: make([]float64, p.s.p), B: p.s.y / p.s.n}
	for a, j := range p.used {
		f.W[j] = p.coef[l][a]
		f.B -= f.W[j] * p.s.x[j] / p.s.n
	}
	return f
}

// A linear is a linear function of standardised features.
type linear struct {
	W []float64 `json:"w"`
	B float64   `json:"b"`
}

// value is the function at standardised features x.
func (f linear) value(x []float64) float64 {
	v := f.B
	for j, w := range f.W {
		v += w * x[j]
	}
	return v
}

// argminLast returns the index of the smallest number; of equals the last, which is the largest
// penalty.
func argminLast(x []float64) int {
	at := 0
	for i, v := range x {
		if v <= x[at] {
			at = i
		}
	}
	return at
}
