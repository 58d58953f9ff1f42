// Nested cross-validation of ridge by sums alone: the sums of all rows but those of folds k and j
// give the model that tunes the penalty for outer fold k on inner fold j. K folds need K(K+1)/2
// fits, and none looks at a row twice.
//
// Ridge shrinks towards the theory score, not towards the mean: the score's contribution is
// subtracted from the targets before the fit and added afterwards, so that a club with few teams
// gets what the literature says and one with many what its ratings say.

package fit

import (
	"math"
	"slices"
)

// A ridgeCV cross-validates ridge regressions on one split. What depends on the features alone is
// computed once, so that other targets cost little.
type ridgeCV struct {
	d      *design
	split  split
	theory []float64 // weights of the features in the theory score; nil if there is none
	blocks []sums
	rows   [][]int
	total  sums
	folds  []predictor      // the models of the last run, by fold
	cache  map[[2]int]*path // of all rows but those of two folds; used where no feature is selected by the target
}

// newRidgeCV adds up the sums of each fold.
func newRidgeCV(d *design, div split) *ridgeCV {
	r := &ridgeCV{d: d, split: div, theory: d.theoryWeights(), cache: map[[2]int]*path{}}
	for k := range div.folds {
		rows := div.test(k)
		r.rows = append(r.rows, rows)
		r.blocks = append(r.blocks, d.sum(rows, d.y))
	}
	return r
}

// setTargets takes other targets.
func (r *ridgeCV) setTargets(y []float64) {
	r.total = newSums(r.d.p)
	for k := range r.blocks {
		r.blocks[k].setTargets(r.d, r.rows[k], y)
		r.total.add(&r.blocks[k], 1)
	}
}

// path fits all rows but those of folds k and j, which may be the same.
func (r *ridgeCV) path(k, j int) (*path, float64) {
	k, j = min(k, j), max(k, j)
	key := [2]int{k, j}
	if p, ok := r.cache[key]; ok {
		r.excludeFolds(p.s, k, j, false)
		slope := p.s.centerOnTheory(r.theory)
		p.solveTargets()
		return p, slope
	}
	s := newSums(r.d.p)
	r.excludeFolds(&s, k, j, true)
	used := s.selectFeatures(r.d.allFeatures, r.d.theoryFeatures)
	slope := s.centerOnTheory(r.theory)
	p := s.solve(used)
	if r.d.allFeatures {
		r.cache[key] = p
	}
	return p, slope
}

// excludeFolds sets s to the sums of all rows but those of two folds.
func (r *ridgeCV) excludeFolds(s *sums, k, j int, features bool) {
	copy(s.xy, r.total.xy)
	s.y, s.yy = r.total.y, r.total.yy
	if features {
		copy(s.x, r.total.x)
		copy(s.xx, r.total.xx)
		s.n, s.groups = r.total.n, r.total.groups
	}
	for _, f := range slices.Compact([]int{k, j}) {
		if features {
			s.add(&r.blocks[f], -1)
		} else {
			s.addTargets(&r.blocks[f], -1)
		}
	}
}

// predict predicts every row from the other folds, with the penalty tuned inside them, and returns
// the squared error of each penalty over all folds. With four folds or fewer the others are too few
// to tune by, and inner folds are drawn.
func (r *ridgeCV) predict(y []float64) (values, errors []float64) {
	r.setTargets(y)
	k := r.split.folds
	inner := make([][]float64, k)
	for a := range inner {
		inner[a] = make([]float64, len(lambdas))
	}
	if k > 4 {
		for a := range k {
			for b := range a {
				p, slope := r.path(a, b)
				p.errors(r.blocks[b].withoutTheory(r.theory, slope), inner[a])
				p.errors(r.blocks[a].withoutTheory(r.theory, slope), inner[b])
			}
		}
	}
	values, errors = make([]float64, r.d.n), make([]float64, len(lambdas))
	r.folds = make([]predictor, k)
	for a := range k {
		if k <= 4 {
			inner[a] = newInnerCV(r.d, r.split.train(a), y).errors()
		}
		p, slope := r.path(a, a)
		p.errors(r.blocks[a].withoutTheory(r.theory, slope), errors)
		f := p.at(argminLast(inner[a])).addTheory(r.theory, slope)
		r.folds[a] = f
		r.d.predict(values, f, r.rows[a])
	}
	return values, errors
}

// An innerCV cross-validates the penalty within some rows.
type innerCV struct {
	d      *design
	theory []float64
	blocks []sums
	total  sums
}

// newInnerCV splits rows into inner folds and adds up their sums, with targets y.
func newInnerCV(d *design, rows []int, y []float64) *innerCV {
	in := &innerCV{d: d, theory: d.theoryWeights(), total: newSums(d.p)}
	div := d.innerSplit(rows, 1)
	for k := range div.folds {
		in.blocks = append(in.blocks, d.sum(pick(rows, div.test(k)), y))
		in.total.add(&in.blocks[k], 1)
	}
	return in
}

// errors returns the squared error of each penalty over the inner folds; all 0 where there are
// fewer than two.
func (in *innerCV) errors() []float64 {
	out := make([]float64, len(lambdas))
	if len(in.blocks) < 2 {
		return out
	}
	for k := range in.blocks {
		s := in.total.clone()
		s.add(&in.blocks[k], -1)
		used := s.selectFeatures(in.d.allFeatures, in.d.theoryFeatures)
		slope := s.centerOnTheory(in.theory)
		s.solve(used).errors(in.blocks[k].withoutTheory(in.theory, slope), out)
	}
	return out
}

// fit fits all its rows with the penalty that is best inside.
func (in *innerCV) fit() linear {
	s := in.total.clone()
	used := s.selectFeatures(in.d.allFeatures, in.d.theoryFeatures)
	slope := s.centerOnTheory(in.theory)
	return s.solve(used).at(argminLast(in.errors())).addTheory(in.theory, slope)
}

// theoryWeights returns the theory score as weights of the features, in units of its standard
// deviation; nil if there is none.
func (d *design) theoryWeights() []float64 {
	if len(d.theoryFeatures) == 0 {
		return nil
	}
	t := make([]float64, d.p)
	for _, f := range d.theoryFeatures {
		t[f] = 1
	}
	var square float64
	for i := range d.n {
		v := 0.0
		for _, f := range d.theoryFeatures {
			v += d.row(i)[f]
		}
		square += v * v / float64(d.n)
	}
	if !(square > 1e-12) {
		return nil
	}
	for _, f := range d.theoryFeatures {
		t[f] /= math.Sqrt(square)
	}
	return t
}

// theorySlopeOf is the slope of the rating on one standard deviation of the theory score: a
// weighted mean of the literature's, which counts as priorTeams teams, and the least-squares slope
// of these rows.
func (s *sums) theorySlopeOf(t []float64) float64 {
	var cov, v, mean float64
	for a, w := range t {
		if w == 0 {
			continue
		}
		mean += w * s.x[a] / s.n
		cov += w * (s.xy[a] - s.x[a]*s.y/s.n) / s.n
		for b, u := range t {
			if u != 0 {
				v += w * u * s.xx[a*s.p+b] / s.n
			}
		}
	}
	v -= mean * mean
	sd := math.Sqrt(max(0, s.yy/s.n-s.y/s.n*s.y/s.n))
	if !(v > 1e-9) {
		return priorSlopeSD * sd
	}
	return (priorTeams*priorSlopeSD*sd + s.groups*cov/v) / (priorTeams + s.groups)
}

// centerOnTheory subtracts the theory score, times its slope, from the targets, so that a penalty
// shrinks towards it.
func (s *sums) centerOnTheory(t []float64) float64 {
	if t == nil {
		return 0
	}
	slope := s.theorySlopeOf(t)
	s.subtractTheory(t, slope)
	return slope
}

// subtractTheory subtracts slope times the theory score from the targets.
func (s *sums) subtractTheory(t []float64, slope float64) {
	var ty, tt, tx float64
	for a, w := range t {
		if w == 0 {
			continue
		}
		ty += w * s.xy[a]
		tx += w * s.x[a]
		for b, u := range t {
			if u != 0 {
				tt += w * u * s.xx[a*s.p+b]
			}
		}
	}
	for a := range s.p {
		v := 0.0
		for b, u := range t {
			if u != 0 {
				v += u * s.xx[a*s.p+b]
			}
		}
		s.xy[a] -= slope * v
	}
	s.yy += slope * (slope*tt - 2*ty)
	s.y -= slope * tx
}

// withoutTheory returns the sums with slope times the theory score subtracted from the targets.
func (s *sums) withoutTheory(t []float64, slope float64) *sums {
	if t == nil || slope == 0 {
		return s
	}
	c := *s
	c.xy = slices.Clone(s.xy)
	c.subtractTheory(t, slope)
	return &c
}

// addTheory adds slope times the theory score to f.
func (f linear) addTheory(t []float64, slope float64) linear {
	for a, w := range t {
		f.W[a] += slope * w
	}
	return f
}
