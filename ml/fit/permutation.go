// A permutation test of a model's score: teams exchange their ratings, so that nothing that is
// learned from answers can be true, and the p-value is how often permuted ratings are predicted as
// well as the true ones; Fisher (1935), "The Design of Experiments". Permutations keep what does
// not depend on answers: seasons, and how ratings differ within a team. Once enough of them do as
// well the test stops, since the p-value is then large anyway; Besag and Clifford (1991),
// "Sequential Monte Carlo p-values", Biometrika 78. The true ratings count as one permutation, so
// that p is never 0; Phipson and Smyth (2010), arXiv:1603.05766.

package fit

import (
	"context"
	"math/rand/v2"
)

// A permutation gives teams one another's ratings: the mean rating of a team goes to another one,
// of its season where there are several, and the deviations of members from it are permuted within
// the team.
type permutation struct {
	d      *design
	rows   [][]int // of each team
	mean   []float64
	strata [][]int // teams among which means are exchanged
	rng    *rand.Rand
}

// newPermutation sorts teams into strata by season and takes each team's mean rating apart from its
// members' deviations.
func newPermutation(d *design, seed uint64) *permutation {
	s := &permutation{d: d, rows: make([][]int, d.groups), mean: make([]float64, d.groups), rng: rand.New(rand.NewPCG(seed, 1935))}
	season := make([]int, d.groups)
	for i, g := range d.group {
		s.rows[g] = append(s.rows[g], i)
		if d.season != nil {
			season[g] = d.season[i]
		}
	}
	s.strata = make([][]int, max(1, d.seasons))
	for g, rows := range s.rows {
		for _, i := range rows {
			s.mean[g] += d.y[i] / float64(len(rows))
		}
		s.strata[season[g]] = append(s.strata[season[g]], g)
	}
	return s
}

// permuted returns ratings with another permutation.
func (s *permutation) permuted() []float64 {
	y := make([]float64, s.d.n)
	for _, teams := range s.strata {
		order := s.rng.Perm(len(teams))
		for a, g := range teams {
			mean := s.mean[teams[order[a]]]
			rows := s.rows[g]
			for b, c := range s.rng.Perm(len(rows)) {
				y[rows[b]] = mean + s.d.y[rows[c]] - s.mean[g]
			}
		}
	}
	return y
}

// permutations is how many are drawn at most: with 149 the least p-value is 1/150, well below maxP.
// The test stops once maxExceeding of them do as well as the true ratings.
const (
	permutations = 149
	maxExceeding = 20
)

// pvalue is the probability, under permutation, of a score as large as that of the true ratings.
func pvalue(ctx context.Context, d *design, score func(y []float64) float64, seed uint64, report func(share float64)) (float64, error) {
	truth := score(d.y)
	s := newPermutation(d, seed)
	as, all := 0, 0
	for all < permutations && as < maxExceeding {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if score(s.permuted()) >= truth {
			as++
		}
		all++
		report(float64(all) / permutations)
	}
	// Besag and Clifford's estimate where the test stopped early; otherwise the true ratings count
	// as one more.
	if as >= maxExceeding {
		return float64(as) / float64(all), nil
	}
	return float64(as+1) / float64(all+1), nil
}

// permutationTest returns the p-value of a model's squared error. Linear models are fitted anew to
// every permutation. Trees and nets are not, which would take hours: their out-of-fold predictions
// are compared with permuted ratings. That is conservative, since predictions of a held-out row
// lean away from its own rating.
func (t *trainer) permutationTest(o *outOfFold) (float64, error) {
	score := func(y []float64) float64 { return -squaredError(y, o.value[0]) }
	unit, n, _ := t.d.units()
	div := randomSplit(unit, n, chanceFolds, rand.New(rand.NewPCG(t.opt.Seed, 8)))
	switch rd := newRidgeCV(t.d, div); o.name {
	case RidgeName:
		score = func(y []float64) float64 {
			v, _ := rd.predict(y)
			return 1 - squaredError(y, v)/squaredError(y, foldMeans(div, y))
		}
	case TheoryName:
		w := t.d.theoryWeights()
		score = func(y []float64) float64 { return rd.theoryScore(y, w) }
	}
	return pvalue(t.ctx, t.d, score, t.opt.Seed, func(share float64) { t.report(Progress{"chance", 0.6 + 0.2*share}) })
}

// theoryScore is the R² of the theory score with targets y.
func (r *ridgeCV) theoryScore(y, w []float64) float64 {
	r.setTargets(y)
	s := newSums(r.d.p)
	v := make([]float64, r.d.n)
	for k := range r.blocks {
		r.excludeFolds(&s, k, k, true)
		r.d.predict(v, s.theoryFit(w, 0), r.rows[k])
	}
	return 1 - squaredError(y, v)/squaredError(y, foldMeans(r.split, y))
}
