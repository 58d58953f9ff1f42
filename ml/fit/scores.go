// Scores of out-of-fold predictions, each over all rows and over bootstrap resamples: R² and Brier
// skill against the mean on the same folds, AUC, log loss, and the calibration slope of Cox (1958),
// Biometrika 45. R² here is 1 minus the ratio of squared errors to those of predicting each fold's
// training mean, so that a model that tells nothing has 0 and not less.

package fit

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// scores returns the scores of every kind of model, with intervals from the same resamples, so that
// kinds can be compared.
func (t *trainer) scores() ([]Score, error) {
	n := len(t.results)
	r2, au := make([][]float64, n), make([][]float64, n)
	orders := make([][][]int, n)
	mean := &t.results[0]
	for k := range t.results {
		if k > 0 {
			orders[k] = t.results[k].rankings(3)
		}
	}
	draw := t.d.bootstrap(t.opt.Seed)
	for b := range resamples {
		if b%50 == 0 && t.ctx.Err() != nil {
			return nil, context.Cause(t.ctx)
		}
		w := draw()
		for k := 1; k < n; k++ {
			s := t.results[k].metricsOf(mean, t.d, orders[k], w)
			r2[k], au[k] = append(r2[k], s.r2), append(au[k], s.auc)
		}
	}
	best := smallestError(t.results)
	out := make([]Score, n)
	for k := range t.results {
		o := &t.results[k]
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
				// What tells nothing comes out below one half in cross-validation, since held-out
				// rows lean away from those learned from (Parker, Günter and Bedo 2007, BMC
				// Bioinformatics 8:326): so far below is as near to one half as so far above.
				ends = [2]float64{max(0, ends[0]), min(1, max(ends[1], 1-all.auc))}
				s.AUC, s.Slope = finite(all.auc), finite(o.calibrationSlope(t.d))
			}
		}
		out[k] = s
	}
	return out, nil
}

// metrics are scores with each row counted as often as its weight says.
type metrics struct{ r2, auc, brier, skill, logLoss float64 }

// metricsOf scores o against the mean's predictions m. Order are rankings of o, weight counts rows.
func (o *outOfFold) metricsOf(m *outOfFold, d *design, order [][]int, weight []float64) metrics {
	var n, e, em, b, bm, l float64
	for i, w := range weight {
		n += w
		e += w * o.errors[i]
		em += w * m.errors[i]
		b += w * o.brier[i]
		bm += w * m.brier[i]
		l += w * o.logLoss[i]
	}
	t := metrics{brier: b / n, logLoss: l / n, auc: math.NaN()}
	if em > 0 {
		t.r2 = 1 - e/em
	}
	if bm > 0 {
		t.skill = 1 - b/bm
	}
	if len(order) > 0 {
		t.auc = 0
		for r := range order {
			t.auc += auc(o.logOdds[r], d.above, order[r], weight) / float64(len(order))
		}
	}
	return t
}

// auc is the weighted probability that a row above the median scores higher than one that is not,
// ties counting half (Mann-Whitney). Order lists the rows by score. It is NaN where all rows are on
// one side.
func auc(score, above []float64, order []int, weight []float64) float64 {
	var area, below, up float64
	for a := 0; a < len(order); {
		b := a
		var tieUp, tieDown float64
		for ; b < len(order) && score[order[b]] <= score[order[a]]+1e-12; b++ {
			i := order[b]
			tieUp += weight[i] * above[i]
			tieDown += weight[i] * (1 - above[i])
		}
		area += tieUp * (below + tieDown/2)
		up, below = up+tieUp, below+tieDown
		a = b
	}
	if up == 0 || below == 0 {
		return math.NaN()
	}
	return area / (up * below)
}

// rankings sorts the rows of each repeat by score, in up to most repeats.
func (o *outOfFold) rankings(most int) [][]int {
	var out [][]int
	for _, s := range o.logOdds[:min(most, len(o.logOdds))] {
		order := upTo(len(s))
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(s[a], s[b]) })
		out = append(out, order)
	}
	return out
}

// ones counts every row once.
func ones(n int) []float64 { return slices.Repeat([]float64{1}, n) }

// calibrationSlope is the slope of a logistic regression of what happened on the predicted log
// odds: 1 is calibrated, less is too sure. It is NaN where predictions do not differ.
func (o *outOfFold) calibrationSlope(d *design) float64 {
	x := make([]float64, d.n)
	for _, c := range o.chance {
		for i, p := range c {
			x[i] += logit(p) / float64(len(o.chance))
		}
	}
	mean, sd := zScores(x)
	if !(sd > 1e-6) || math.IsNaN(mean) {
		return math.NaN()
	}
	a, b := 0.0, 0.0
	for range 50 {
		var ga, gb, haa, hab, hbb float64
		for i, v := range x {
			p := sigmoid(a + b*v)
			e, w := d.above[i]-p, p*(1-p)
			ga, gb = ga+e, gb+e*v
			haa, hab, hbb = haa+w, hab+w*v, hbb+w*v*v
		}
		det := haa*hbb - hab*hab
		if !(det > 1e-12) {
			return math.NaN()
		}
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		a, b = a+max(-2, min(2, da)), b+max(-2, min(2, db))
		if math.Abs(da)+math.Abs(db) < 1e-10 {
			break
		}
	}
	if math.Abs(b) > 1e4 {
		return math.NaN() // separable: the likelihood has no maximum
	}
	return b / sd
}

// errorDifference is by how much the squared error of b, in units of the ratings' variance, is
// larger than that of a, with the standard error of that over teams.
func errorDifference(d *design, a, b *outOfFold) (mean, se float64) {
	_, sd := zScores(slices.Clone(d.y))
	if sd < 1e-12 {
		return 0, 0
	}
	x := make([]float64, d.n)
	for i := range x {
		x[i] = (b.errors[i] - a.errors[i]) / (sd * sd)
	}
	return clusteredSE(x, d.group)
}
