package fit

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// An outcome is what a kind of model predicted for rows it had not learned from.
type outcome struct {
	name        string
	share       float64     // of its deviations from the mean that is used
	value       [][]float64 // by repeat and row
	chance      [][]float64 // that the rating is above the median
	logOdds     [][]float64 // chance in log odds less that of the training rows: ranks rows of different folds
	errors      []float64   // squared error of each row, mean over repeats
	brier       []float64
	logLoss     []float64
	temperature [][]float64 // temperature of each repeat and fold; nil for none
}

// A link turns predicted ratings into chances to be above the median. To first order, the
// probability moves with the prediction as it does with the rating itself (Bussgang, 1952).
type link struct {
	Base        float64 `json:"base"`           // share above the median
	Mean        float64 `json:"mean"`           // of the ratings
	Slope       float64 `json:"slope"`          // log odds for one unit of the predicted rating
	Temperature float64 `json:"heat,omitempty"` // temperature that the log odds are divided by; 0 means 1
}

// linkOf learns the link from ratings y, of which above are above the median, and what a model
// predicts for the same rows.
func linkOf(y, above, predicted []float64) link {
	n := float64(len(y))
	var l link
	var mp float64
	for i, v := range y {
		l.Mean += v / n
		l.Base += above[i] / n
		mp += predicted[i] / n
	}
	l.Base = (l.Base*n + 0.5) / (n + 1)
	var cov, variance, told float64
	for i, v := range y {
		cov += (v - l.Mean) * (above[i] - l.Base) / n
		variance += (v - l.Mean) * (v - l.Mean) / n
		told += (predicted[i] - mp) * (predicted[i] - mp) / n
	}
	if variance > 0 {
		left := 1 - min(0.7, told/variance)
		l.Slope = cov / variance / (l.Base * (1 - l.Base)) / math.Sqrt(left)
	}
	return l
}

func logit(p float64) float64   { return math.Log(p / (1 - p)) }
func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// shift is the log odds of a predicted rating less those of the base.
func (l link) logOdds(v float64) float64 { return l.Slope * (v - l.Mean) }

// chance is the probability that goes with a predicted rating.
func (l link) chance(v float64) float64 {
	x := logit(l.Base) + l.logOdds(v)
	if l.Temperature > 0 {
		x /= l.Temperature
	}
	return max(0.005, min(0.995, sigmoid(x)))
}

// around is how much the chance moves with the predicted rating where it is p.
func (l link) derivative(p float64) float64 {
	slope := p * (1 - p) * l.Slope
	if l.Temperature > 0 {
		slope /= l.Temperature
	}
	return slope
}

// newOutcome scores what a model predicted in each repeat.
func newOutcome(name string, d *design, value, chance, shift [][]float64) outcome {
	o := outcome{name: name, share: 1, value: value, chance: chance, logOdds: shift,
		errors: make([]float64, d.n), brier: make([]float64, d.n), logLoss: make([]float64, d.n)}
	w := 1 / float64(len(value))
	for r := range value {
		for i, y := range d.y {
			p, a := chance[r][i], d.above[i]
			o.errors[i] += w * (y - value[r][i]) * (y - value[r][i])
			o.brier[i] += w * (a - p) * (a - p)
			o.logLoss[i] -= w * math.Log(max(1e-12, a*p+(1-a)*(1-p)))
		}
	}
	return o
}

// linked scores predicted ratings, turning them into chances by what the training rows of each
// fold say. Heat is the temperature of each repeat and fold, nil for none.
func outcomeOf(name string, d *design, divs []split, value, heat [][]float64) outcome {
	chance, shift := make([][]float64, len(divs)), make([][]float64, len(divs))
	for r, div := range divs {
		chance[r], shift[r] = make([]float64, d.n), make([]float64, d.n)
		for k := range div.folds {
			rows := div.train(k)
			l := linkOf(pick(d.y, rows), pick(d.above, rows), pick(value[r], rows))
			if heat != nil {
				l.Temperature = heat[r][k]
			}
			for _, i := range div.test(k) {
				chance[r][i], shift[r][i] = l.chance(value[r][i]), l.logOdds(value[r][i])
			}
		}
	}
	o := newOutcome(name, d, value, chance, shift)
	o.temperature = heat
	return o
}

func pick[T any](x []T, rows []int) []T {
	out := make([]T, len(rows))
	for k, i := range rows {
		out[k] = x[i]
	}
	return out
}

// A tally is the scores of an outcome with each row counted as often as weight says.
type metrics struct{ r2, auc, brier, skill, logLoss float64 }

// tally scores o against the mean's outcome m. R² is the share of the mean's squared error, on
// the same folds, that o does away with.
func (o *outcome) metricsOf(m *outcome, d *design, order [][]int, weight []float64) metrics {
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

// auc is the weighted chance that a row above scores higher than one that is not, ties counting
// half. Order lists the rows by score.
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

// orders sorts the rows of each repeat by score, in up to most repeats.
func (o *outcome) rankings(most int) [][]int {
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

// resamples is how many times teams are drawn with replacement for an interval.
const resamples = 1000

// A bootstrap draws teams with replacement: how often each row counts in each resample.
func (d *design) bootstrap(seed uint64) func() []float64 {
	rng := rand.New(rand.NewPCG(seed, 1979)) // Efron (1979)
	count := make([]float64, d.groups)
	weight := make([]float64, d.n)
	return func() []float64 {
		clear(count)
		for range d.groups {
			count[rng.IntN(d.groups)]++
		}
		for i, g := range d.group {
			weight[i] = count[g]
		}
		return weight
	}
}

// interval returns the ends of the middle 95 % of x, NaN left out.
func percentileInterval(x []float64) [2]float64 {
	s := slices.DeleteFunc(slices.Clone(x), math.IsNaN)
	if len(s) == 0 {
		return [2]float64{math.NaN(), math.NaN()}
	}
	slices.Sort(s)
	at := func(q float64) float64 { return s[int(math.Round(q*float64(len(s)-1)))] }
	return [2]float64{at(0.025), at(0.975)}
}

// slope is how much the log odds of what happened move with the log odds predicted: 1 is
// calibrated, less is too sure; Cox (1958). It is NaN where predictions do not differ.
func (o *outcome) calibrationSlope(d *design) float64 {
	x := make([]float64, d.n)
	for _, c := range o.chance {
		for i, p := range c {
			x[i] += logit(p) / float64(len(o.chance))
		}
	}
	mean, sd := standardize(x)
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
		return math.NaN() // what happened is told apart without a mistake
	}
	return b / sd
}

// gain is by how much the squared error of b, in units of the ratings' variance, is larger than
// that of a, with the standard error of that over teams.
func errorDifference(d *design, a, b *outcome) (mean, se float64) {
	_, sd := standardize(slices.Clone(d.y))
	if sd < 1e-12 {
		return 0, 0
	}
	x := make([]float64, d.n)
	for i := range x {
		x[i] = (b.errors[i] - a.errors[i]) / (sd * sd)
	}
	return clusteredSE(x, d.group)
}
