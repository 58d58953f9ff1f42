package fit

import (
	"context"
	"math"
	"math/rand/v2"

	"dure/survey"
)

// Limits of what is claimed.
const (
	maxP    = 0.02 // more may be chance
	leakAUC = 0.8  // AUC that surveys alone do not reach

	// chanceFolds is the number of folds that shuffled ratings are predicted by: any number makes
	// a right test, and few are quick.
	chanceFolds = 6
)

// pickModel returns the simplest model within one standard error of the best; Breiman et al.
// (1984). The error is that of the difference, over teams.
func (t *trainer) oneStandardErrorRule() *outcome {
	best := t.smallestError()
	for i := range t.outcomes {
		if more, se := errorDifference(t.d, best, &t.outcomes[i]); more <= se {
			return &t.outcomes[i]
		}
	}
	return best
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

// A judgement is what may be claimed.
type judgement struct {
	chosen  *outcome
	best    *outcome // beside the mean; nil if there is none
	p       float64
	r2      float64
	low     float64
	high    float64
	claims  bool
	share   float64 // of the chosen model that is used
	learned bool    // more than the mean and theory were tried
}

// judge chooses a model and tests whether it tells more than chance.
func (t *trainer) decide(scores map[string]Score) (judgement, error) {
	j := judgement{chosen: &t.outcomes[0], p: 1, share: 1}
	if t.d.groups < minTeams || equal(t.d.y) {
		if o := t.outcome(TheoryName); o != nil {
			j.chosen = o
		}
		return j, nil
	}
	for i := range t.outcomes[1:] {
		o := &t.outcomes[1+i]
		if j.best == nil || total(o.errors) < total(j.best.errors) {
			j.best = o
		}
	}
	if j.best == nil {
		return j, nil
	}
	j.learned = true
	if j.chosen = t.oneStandardErrorRule(); j.chosen.name != MeanName {
		j.best = j.chosen
	}
	var err error
	if j.p, err = t.permutationTest(j.best); err != nil {
		return j, err
	}
	s := scores[j.best.name]
	j.r2, j.low, j.high = s.R2, s.R2Interval[0], s.R2Interval[1]
	j.claims = j.chosen.name != MeanName && j.p <= maxP && j.low > 0 && s.BrierSkill > 0
	if !j.claims {
		j.chosen = &t.outcomes[0]
	}
	if o := t.outcome(t.opt.Use); o != nil {
		j.chosen = o
	}
	return j, nil
}

// chanceOf returns the p-value of a model's squared error. Linear models learn anew from every
// shuffle; for the others their predictions are held against shuffled ratings, which is on the
// safe side since predictions of rows left out lean away from those rows.
func (t *trainer) permutationTest(o *outcome) (float64, error) {
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
		f := s.theoryFit(w, 0)
		for _, i := range r.rows[k] {
			v[i] = f.value(r.d.row(i))
		}
	}
	return 1 - squaredError(y, v)/squaredError(y, foldMeans(r.div, y))
}

func squaredError(y, v []float64) float64 {
	sum := 0.0
	for i := range y {
		sum += (y[i] - v[i]) * (y[i] - v[i])
	}
	return sum
}

// verdict words what was found.
func (t *trainer) verdict(j judgement) survey.Message {
	switch {
	case equal(t.d.y):
		return survey.Say("verdict_equal")
	case t.d.groups < minTeams || !j.learned:
		return survey.Say("verdict_few", "Teams", t.d.groups, "Needs", minTeams, "Chosen", j.chosen.name)
	}
	args := []any{"R2", j.r2, "Low", j.low, "High", j.high, "P", j.p, "Teams", t.d.groups, "Tried", len(t.outcomes), "Chosen", j.chosen.name,
		"Percent", int(math.Round(100 * max(0, j.r2)))}
	switch {
	case !j.claims && j.p <= maxP:
		return survey.Say("verdict_unsure", args...)
	case !j.claims:
		return survey.Say("verdict_nothing", args...)
	case j.r2 < 0.1:
		return survey.Say("verdict_little", args...)
	case j.r2 < 0.3:
		return survey.Say("verdict_some", args...)
	}
	return survey.Say("verdict_much", args...)
}

// scores bootstraps the scores of every outcome over the same resamples.
func (t *trainer) scores() ([]Score, error) {
	n := len(t.outcomes)
	r2, au := make([][]float64, n), make([][]float64, n)
	orders := make([][][]int, n)
	mean := &t.outcomes[0]
	for k := range t.outcomes {
		if k > 0 {
			orders[k] = t.outcomes[k].rankings(3)
		}
	}
	draw := t.d.bootstrap(t.opt.Seed)
	for b := range resamples {
		if b%50 == 0 && t.ctx.Err() != nil {
			return nil, context.Cause(t.ctx)
		}
		w := draw()
		for k := 1; k < n; k++ {
			s := t.outcomes[k].metricsOf(mean, t.d, orders[k], w)
			r2[k], au[k] = append(r2[k], s.r2), append(au[k], s.auc)
		}
	}
	best := t.smallestError()
	out := make([]Score, n)
	for k := range t.outcomes {
		o := &t.outcomes[k]
		all := o.metricsOf(mean, t.d, orders[k], ones(t.d.n))
		s := Score{Name: o.name, R2: all.r2, BrierSkill: all.skill}
		s.Behind, s.SE = errorDifference(t.d, best, o)
		if k > 0 {
			s.R2Interval = t.widenInterval(all.r2, percentileInterval(r2[k]), 1.5*o.share)
		}
		if !equal(t.d.y) {
			half, ends := 0.5, [2]float64{0.5, 0.5}
			s.AUC, s.AUCInterval, s.Brier, s.LogLoss = &half, &ends, finite(all.brier), finite(all.logLoss)
			if k > 0 {
				if ends = percentileInterval(au[k]); math.IsNaN(ends[0]) {
					ends = [2]float64{0, 1}
				}
				ends = t.widenInterval(all.auc, ends, 1.5*o.share)
				// What tells nothing comes out below one half in cross-validation, for the rows left out lean away from those
				// learned from (Parker, Günter and Bedo, 2007): so far below is as near to one half as so far above.
				ends = [2]float64{max(0, ends[0]), min(1, max(ends[1], 1-all.auc))}
				s.AUC, s.Slope = finite(all.auc), finite(o.calibrationSlope(t.d))
			}
		}
		out[k] = s
	}
	return out, nil
}

// widen makes a bootstrap interval of a cross-validated score wide enough for the score of the
// model that all rows give: the folds' models share most of their rows, and which rows a model
// saw is chance too (Bates, Hastie and Tibshirani, 2021). The factor and what is added for each
// team were found on made-up clubs; see testdata/clubs. Student's t makes up for teams being few, as percentiles do not
// (Hesterberg, 2015). Where nothing is learned, nothing is added.
func (t *trainer) widenInterval(at float64, ends [2]float64, each float64) [2]float64 {
	n := float64(t.d.groups)
	if math.IsNaN(at) {
		return ends
	}
	wide := (1.1 + 0.2*min(1, 100/n)) * tQuantile(t.d.groups) / 1.96
	if t.d.groups < minTeams {
		each = 0
	}
	return [2]float64{at - math.Hypot(wide*(at-ends[0]), each/n), at + math.Hypot(wide*(ends[1]-at), each/n)}
}

// lowest is the outcome with the smallest squared error.
func (t *trainer) smallestError() *outcome {
	best := &t.outcomes[0]
	for i := range t.outcomes {
		if total(t.outcomes[i].errors) < total(best.errors) {
			best = &t.outcomes[i]
		}
	}
	return best
}
