// A permutation test of a model's score: teams exchange their ratings, so that nothing that is
// learned from answers can be true, and the p-value is how often permuted ratings are predicted as
// well as the true ones; Fisher (1935), "The Design of Experiments". Exchanged is what could have come
// the other way round: all ratings of a team with those of another one of its season and size. Means of
// few members scatter more than those of many, so that between sizes, where teams of one size are few,
// means are exchanged in units of how much they scatter. The model was picked as the best of several,
// so that the permuted ratings too are scored by the best of them, each in units of its own scatter: Westfall
// and Young (1993), "Resampling-Based Multiple Testing", the single step with the maximum. Once enough permutations do as well the test
// stops, since the p-value is then large anyway; Besag and Clifford (1991), "Sequential Monte Carlo
// p-values", Biometrika 78. The true ratings count as one permutation, so that p is never 0; Phipson and
// Smyth (2010), arXiv:1603.05766.

package fit

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// A permutation gives teams one another's ratings, within strata of teams of a season and of about a size.
type permutation struct {
	d      *design
	rows   [][]int // of each team
	mean   []float64
	strata [][]int // teams among which ratings are exchanged
	within float64 // variance of ratings within a team
	among  float64 // variance of teams' levels
	rng    *rand.Rand
}

// minStratum is how many teams of a size have a stratum of their own; fewer are joined with the next size.
const minStratum = 8

// newPermutation sorts teams into strata and finds how much their means scatter.
func newPermutation(d *design, seed uint64) *permutation {
	s := &permutation{d: d, rows: make([][]int, d.groups), mean: make([]float64, d.groups), rng: rand.New(rand.NewPCG(seed, 1935))}
	season := make([][]int, max(1, d.seasons))
	for i, g := range d.group {
		if s.rows[g] == nil {
			at := 0
			if d.season != nil {
				at = d.season[i]
			}
			season[at] = append(season[at], g)
		}
		s.rows[g] = append(s.rows[g], i)
	}
	for g, rows := range s.rows {
		s.mean[g] = meanOver(d.y, rows)
	}
	for _, teams := range season {
		s.strata = append(s.strata, s.bySize(teams)...)
	}
	s.findVariances(season)
	return s
}

// bySize divides teams of a season into strata of about a size.
func (s *permutation) bySize(teams []int) (strata [][]int) {
	size := func(g int) int { return len(s.rows[g]) }
	slices.SortStableFunc(teams, func(a, b int) int { return size(a) - size(b) })
	from := 0
	for to := 1; to < len(teams); to++ {
		if size(teams[to]) != size(teams[to-1]) && to-from >= minStratum && len(teams)-to >= minStratum {
			strata, from = append(strata, teams[from:to]), to
		}
	}
	return append(strata, teams[from:])
}

// findVariances estimates the variances within and among teams by the method of moments (analysis of
// variance with one factor); the levels of seasons count as neither.
func (s *permutation) findVariances(season [][]int) {
	var deviations, rows, means, teams, share float64
	for _, list := range season {
		level := meanOver(s.mean, list)
		teams += float64(len(list) - 1)
		for _, g := range list {
			means += (s.mean[g] - level) * (s.mean[g] - level)
			share += 1 / float64(len(s.rows[g])) / float64(s.d.groups)
			rows += float64(len(s.rows[g]) - 1)
			for _, i := range s.rows[g] {
				deviations += (s.d.y[i] - s.mean[g]) * (s.d.y[i] - s.mean[g])
			}
		}
	}
	s.within = deviations / max(1, rows)
	s.among = max(0, means/max(1, teams)-s.within*share)
}

// scatter is the standard deviation of the mean of a team of g's size.
func (s *permutation) scatter(g int) float64 {
	return math.Sqrt(s.among + s.within/float64(len(s.rows[g])))
}

// permuted returns ratings with another permutation. Deviations from the mean come with it where both teams
// are of a size; else a team keeps its own.
func (s *permutation) permuted() []float64 {
	y := make([]float64, s.d.n)
	for _, teams := range s.strata {
		level := meanOver(s.mean, teams)
		order := s.rng.Perm(len(teams))
		for a, g := range teams {
			from := teams[order[a]]
			mean := s.mean[from]
			if len(s.rows[from]) != len(s.rows[g]) {
				if by := s.scatter(from); by > 0 {
					mean = level + (mean-level)*s.scatter(g)/by
				}
				from = g
			}
			for b, c := range s.rng.Perm(len(s.rows[g])) {
				y[s.rows[g][b]] = mean + s.d.y[s.rows[from][c]] - s.mean[from]
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

// pvalue is the probability, under permutation, that the best of several models scores as well as the picked one on
// the true ratings. Scores tells those of all models; they are compared in standard deviations from the mean that a model has
// over permutations, since chance moves those that are fitted anew more than others.
func pvalue(ctx context.Context, d *design, picked int, scores func(y []float64) []float64, seed uint64, report func(share float64)) (float64, error) {
	s := newPermutation(d, seed)
	all := [][]float64{scores(d.y)}
	as := 0
	for len(all) <= permutations && as < maxExceeding {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		all = append(all, scores(s.permuted()))
		if all[len(all)-1][picked] >= all[0][picked] {
			as++
		}
		report(float64(len(all)-1) / permutations)
	}
	return shareAsGood(all, picked), nil
}

// shareAsGood is the share of rows of scores whose best model is as good as the picked one in the first row, which
// counts itself; where the test stopped early that is Besag and Clifford's estimate, but for one row.
func shareAsGood(scores [][]float64, picked int) float64 {
	best := slices.Repeat([]float64{math.Inf(-1)}, len(scores))
	var truth float64
	for m := range scores[0] {
		z := make([]float64, len(scores))
		for b, row := range scores {
			z[b] = row[m]
		}
		if _, sd := zScores(z); !(sd > 1e-12) {
			clear(z) // rounding alone
		}
		if m == picked {
			truth = z[0]
		}
		for b, v := range z {
			best[b] = max(best[b], v)
		}
	}
	as := 0
	for _, v := range best {
		as += int(indicator(v >= truth))
	}
	return float64(as) / float64(len(scores))
}

// permutationTest returns the p-value of a model that was picked among all that were tried: how often the best of
// them scores as well on permuted ratings.
func (t *trainer) permutationTest(o *outOfFold) (float64, error) {
	unit, n, _ := t.d.units()
	rd := newRidgeCV(t.d, randomSplit(unit, n, chanceFolds, rand.New(rand.NewPCG(t.opt.Seed, 8))))
	models := t.results[1:]
	picked := slices.IndexFunc(models, func(m outOfFold) bool { return m.name == o.name })
	scores := func(y []float64) []float64 {
		out := make([]float64, len(models))
		for i := range models {
			out[i] = t.score(&models[i], rd, y)
		}
		return out
	}
	return pvalue(t.ctx, t.d, picked, scores, t.opt.Seed, func(share float64) { t.report(Progress{"chance", 0.6 + 0.2*share}) })
}

// score is the R² of a kind of model with targets y. Linear models are fitted anew. Trees and nets are not,
// which would take hours: their out-of-fold predictions are compared with y. That is conservative, since
// predictions of a held-out row lean away from its own rating.
func (t *trainer) score(o *outOfFold, rd *ridgeCV, y []float64) float64 {
	switch o.name {
	case RidgeName:
		v, _ := rd.predict(y)
		return 1 - squaredError(y, v)/squaredError(y, foldMeans(rd.split, y))
	case TheoryName:
		return rd.theoryScore(y, t.d.theoryWeights())
	}
	return 1 - squaredError(y, o.value[0])/squaredError(y, foldMeans(rd.split, y))
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
