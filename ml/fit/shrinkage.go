package fit

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// critical is the 97.5 % point of Student's t for that many teams.
func tQuantile(teams int) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: math.Max(1, float64(teams-1))}.Quantile(0.975)
}

// trust is the share of a model's deviations from the mean that is used: the nonnegative garrote of one coefficient, Breiman
// (1995), with z the gain in squared error over its standard error. A model is chosen for having done well, which is partly
// luck: nothing of it is used where the 95 % interval of its gain holds 0, and nearly all where its gain is sure.
func (t *trainer) garrote(o *outcome, rows []int) float64 {
	mean := &t.outcomes[0]
	x, group := make([]float64, len(rows)), make([]int, len(rows))
	for k, i := range rows {
		x[k], group[k] = mean.errors[i]-o.errors[i], t.d.group[i]
	}
	gain, se := clusteredSE(x, group)
	if !(gain > 0) {
		return 0
	}
	_, teams := number(group)
	limit := tQuantile(teams) * se / gain
	return max(0, 1-limit*limit)
}

// trusted is o with as much of it as is trusted; what is used for a fold is told by the others.
func (t *trainer) shrunken(o *outcome) (used outcome, folds []predictor) {
	mean := &t.outcomes[0]
	value := make([][]float64, len(o.value))
	for r, div := range t.splits[:len(value)] {
		value[r] = make([]float64, t.d.n)
		for k := range div.folds {
			share := t.garrote(o, div.train(k))
			base := 0.0
			for _, i := range div.test(k) {
				base = mean.value[r][i]
				value[r][i] = base + share*(o.value[r][i]-base)
			}
			if r == 0 && t.foldModels[o.name] != nil {
				folds = append(folds, shrunkPredictor{t.foldModels[o.name][k], base, share})
			}
		}
	}
	used = outcomeOf(o.name, t.d, t.splits[:len(value)], value, o.temperature)
	used.share = t.garrote(o, upTo(t.d.n))
	return used, folds
}

// A part is a predictor whose deviations from a base are shrunk.
type shrunkPredictor struct {
	predictor
	base, share float64
}

func (p shrunkPredictor) value(x []float64) float64 {
	return p.base + p.share*(p.predictor.value(x)-p.base)
}

// temper puts what is used of the chosen model in its place and scores that, so that the report is about what is used. Where
// that does not tell more than the mean any more, nothing is claimed.
func (t *trainer) applyShrinkage(j *judgement, scores []Score) ([]Score, error) {
	o := j.chosen
	raw := *o
	used, folds := t.shrunken(o)
	*o = used
	after, err := t.scores()
	if err != nil {
		return nil, err
	}
	s := scoreOf(after, o.name)
	if !(used.share > 0 && s.R2Interval[0] > 0 && s.BrierSkill > 0) {
		*o = raw
		j.claims, j.chosen = false, &t.outcomes[0]
		return scores, nil
	}
	t.foldModels[o.name] = folds
	j.share, j.r2, j.low, j.high = used.share, s.R2, s.R2Interval[0], s.R2Interval[1]
	return after, nil
}

func scoreOf(scores []Score, name string) Score {
	for _, s := range scores {
		if s.Name == name {
			return s
		}
	}
	return Score{}
}

// shrink lets a machine use only a share of its deviations from the mean rating.
func (m *estimator) shrink(share, mean float64) {
	m.Share = share
	switch {
	case m.Boosted != nil:
		m.Boosted.Share *= share
	case m.Ensemble != nil:
		m.Ensemble.Share *= share
	default:
		m.Linear = m.Linear.shrink(share, mean)
	}
}

func (f linear) shrink(share, mean float64) linear {
	out := linear{W: make([]float64, len(f.W)), B: mean + share*(f.B-mean)}
	for a, w := range f.W {
		out.W[a] = share * w
	}
	return out
}
