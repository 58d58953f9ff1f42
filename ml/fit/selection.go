// Which model is chosen and whether anything is claimed. The choice is the simplest model within
// one standard error of the best in cross-validation; Breiman, Friedman, Olshen and Stone (1984),
// "Classification and Regression Trees". A claim needs more: a permutation test that chance does
// not pass, an interval of R² above 0, and probabilities that beat the base rate. A model that is
// chosen among several has an optimistic score, so that each test alone would claim something too
// often.

package fit

import (
	"math"

	"dure/survey"
)

// Limits of what is claimed.
const (
	maxP    = 0.02 // p-value up to which something is claimed
	leakAUC = 0.8  // an AUC that surveys alone do not reach: a column probably tells the outcome itself

	// chanceFolds is the number of folds by which permuted ratings are predicted: any number makes
	// a valid test, and few are quick.
	chanceFolds = 6
)

// oneStandardErrorRule returns the simplest model whose squared error is within one standard error
// of the best. The standard error is that of the difference, over teams.
func (t *trainer) oneStandardErrorRule() *outOfFold {
	best := smallestError(t.results)
	for i := range t.results {
		if more, se := errorDifference(t.d, best, &t.results[i]); more <= se {
			return &t.results[i]
		}
	}
	return best
}

// A decision is the chosen model and what may be claimed of it.
type decision struct {
	chosen  *outOfFold
	best    *outOfFold // of all but the mean; nil if there is none
	p       float64
	r2      float64
	low     float64
	high    float64
	claims  bool
	share   float64 // of the chosen model's deviations that is used
	learned bool    // more than the mean and theory were tried
}

// decide chooses a model and tests whether it tells more than chance.
func (t *trainer) decide(scores map[string]Score) (decision, error) {
	j := decision{chosen: &t.results[0], p: 1, share: 1}
	if t.d.groups < minTeams || equal(t.d.y) {
		if o := t.resultOf(TheoryName); o != nil {
			j.chosen = o
		}
		return j, nil
	}
	if len(t.results) == 1 {
		return j, nil
	}
	j.best = smallestError(t.results[1:])
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
	j.claims = j.beatsChance(s)
	if !j.claims {
		j.chosen = &t.results[0]
	}
	if o := t.resultOf(t.opt.Use); o != nil {
		j.claims = j.claims && o == j.chosen
		j.chosen = o
	}
	return j, nil
}

// beatsChance reports whether a chosen model with score s passes every gate of a claim.
func (j decision) beatsChance(s Score) bool {
	return j.chosen.name != MeanName && j.p <= maxP && j.low > 0 && s.BrierSkill > 0
}

// verdict words what was found.
func (t *trainer) verdict(j decision) survey.Message {
	switch {
	case equal(t.d.y):
		return survey.Say("verdict_equal")
	case t.d.groups < minTeams || !j.learned:
		return survey.Say("verdict_few", "Teams", t.d.groups, "Needs", minTeams, "Chosen", j.chosen.name)
	}
	args := []any{"R2", j.r2, "Low", j.low, "High", j.high, "P", j.p, "Teams", t.d.groups, "Tried", len(t.results), "Chosen", j.chosen.name,
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

// smallestError is the model with the smallest squared error.
func smallestError(results []outOfFold) *outOfFold {
	best := &results[0]
	for i := range results {
		if total(results[i].errors) < total(best.errors) {
			best = &results[i]
		}
	}
	return best
}
