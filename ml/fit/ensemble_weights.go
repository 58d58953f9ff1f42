// The weights of nets in an ensemble, from what they predicted for held-out rows. They start from
// relative likelihoods, so that a net counts by how plausible it is that it equals the best; nets
// with nearly the same settings share one weight, by a kernel density over the space of settings.
// Then they move to the least out-of-fold loss: for classes by EM for the mixture weights of a
// linear opinion pool (Dempster, Laird and Rubin 1977, section 4.3), for numbers by stacking with
// weights that are not negative (Breiman 1996, doi:10.1007/BF00117832). The start is a prior worth
// five rows, which keeps small tables from overfitting.
//
// By likelihoods alone nets that miss one decisive row counted as good: on two development tables
// the error was 7.3 and 5.9 where the best net alone had 3.7 and 3.2; with stacking it is 3.7 and
// 3.9.

package fit

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"dure/ml"
	"dure/ml/tune"
)

// Limits of the weights.
const (
	maxWeighed = 200 // nets that are weighed: those with the lowest losses
	maxZ       = 3   // standard errors by which a net may be worse than the best
	alwaysKept = 10  // nets with the lowest losses that are kept however far behind: with many rows all are, and an ensemble of one does worse (on
	// 20,000 letters 0.102 in place of 0.090)
	priorRows    = 5    // rows, or groups of rows, that the prior is worth
	bandwidth    = 0.3  // of the Gaussian kernel over unit coordinates of the settings
	emSteps      = 200  // EM iterations; more change nothing that can be seen
	descentSteps = 2000 // sweeps of coordinate descent; with very many rows and nets a little is left to gain after them
	minWeight    = 1.0 / 500
)

// ensembleWeights returns the weight of each trial's net; they sum to 1. losses are those of
// complete trials on held-out rows; a trial without them has weight 0.
func ensembleWeights(task ml.Task, trials []tune.Record, losses map[int]*rowLosses, group []int) []float64 {
	out := relativeLikelihoods(trials, losses, group)
	divideByDensity(out, trials)
	normalise(out)
	if task == ml.Regression {
		fitStacking(out, trials, losses)
	} else {
		fitMixture(out, trials, losses)
	}
	least := minWeight
	if len(out) > 0 {
		least = min(least, slices.Max(out)) // where very many are alike, all weights are small
	}
	for i, w := range out {
		if w < least {
			out[i] = 0
		}
	}
	normalise(out)
	return out
}

// relativeLikelihoods returns exp(-z²/2) for each trial, where z is by how many standard errors its
// loss is above the lowest, row by row or group by group. Nets with z of [maxZ] or more count 0, or
// of the first [alwaysKept] as if z were just that; trials that did not complete and those beyond
// [maxWeighed] count 0.
func relativeLikelihoods(trials []tune.Record, losses map[int]*rowLosses, group []int) []float64 {
	out := make([]float64, len(trials))
	var order []int // of those with losses, the lowest loss first
	for i, r := range trials {
		if losses[r.Number] != nil && r.State == tune.Complete {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		return out
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(trials[a].Value, trials[b].Value) })
	least := losses[trials[order[0]].Number].smoothed
	more := make([]float64, len(least))
	for place, i := range order[:min(maxWeighed, len(order))] {
		for k, v := range losses[trials[i].Number].smoothed {
			more[k] = v - least[k]
		}
		mean, se := clusteredSE(more, group)
		switch z := mean / se; {
		case mean <= 0:
			out[i] = 1
		case z < maxZ:
			out[i] = math.Exp(-z * z / 2)
		case place < alwaysKept && mean < math.Inf(1):
			out[i] = math.Exp(-maxZ * maxZ / 2.0)
		}
	}
	return out
}

// divideByDensity divides the weight of each trial by the kernel density of trials at its settings: a
// search tries much where it found something, and a region counts no more for having been tried often.
func divideByDensity(weight []float64, trials []tune.Record) {
	for i, a := range trials {
		if weight[i] == 0 {
			continue
		}
		var near float64
		for _, b := range trials {
			near += math.Exp(-settingsDistance(a, b) / (2 * bandwidth * bandwidth))
		}
		weight[i] /= near
	}
}

// settingsDistance returns the squared distance between two trials' settings in unit coordinates;
// different options are 1/2 apart, and so are an active and an inactive setting.
func settingsDistance(a, b tune.Record) float64 {
	const other = 0.25
	sum, met := 0.0, 0
	for _, s := range a.Settings {
		i := slices.IndexFunc(b.Settings, func(t tune.Setting) bool { return t.Param.Name == s.Param.Name })
		if i < 0 {
			sum += other
			continue
		}
		met++
		switch v := b.Settings[i].Value; {
		case s.Param.Kind != tune.Choice:
			e := s.Param.Unit(s.Value) - s.Param.Unit(v)
			sum += e * e
		case s.Value != v:
			sum += other
		}
	}
	return sum + other*float64(len(b.Settings)-met)
}

// weighted returns which trials have a weight, and how many independent draws a row is: less than 1
// where rows come in groups.
func weighted(weight []float64, trials []tune.Record, losses map[int]*rowLosses) (in []int, draws float64) {
	for i, w := range weight {
		if w > 0 {
			in = append(in, i)
			c := losses[trials[i].Number]
			draws = 1 / (c.smoothing * float64(len(c.loss)))
		}
	}
	return in, draws
}

// fitMixture moves weights, which sum to 1, to the lowest smoothed loss of the weighted mean of
// predictions, by EM with a Dirichlet prior of [priorRows] rows at the first weights.
func fitMixture(weight []float64, trials []tune.Record, losses map[int]*rowLosses) {
	prior := slices.Clone(weight)
	in, draws := weighted(weight, trials, losses)
	if len(in) < 2 {
		return
	}
	doubt := losses[trials[in[0]].Number].smoothing
	n := len(losses[trials[in[0]].Number].loss)
	right := make([][]float64, len(in)) // of each net, the probability it gave the class of each row
	for a, i := range in {
		right[a] = make([]float64, n)
		for k, v := range losses[trials[i].Number].loss {
			right[a][k] = min(math.Exp(-v), 1)
		}
	}
	const tiny = 1e-15
	share := make([]float64, len(in))
	for range emSteps {
		clear(share)
		for k := range n {
			var p, q float64 // of the ensemble; q is not 1-p, which would be nothing but rounding where p is near 1
			for a, i := range in {
				p += weight[i] * right[a][k]
				q += weight[i] * (1 - right[a][k])
			}
			yes, no := (1-doubt)/max(p, tiny), doubt/max(q, tiny)
			for a := range in {
				share[a] += yes*right[a][k] + no*(1-right[a][k])
			}
		}
		for a, i := range in {
			weight[i] = weight[i]*share[a]*draws + priorRows*prior[i]
		}
		normalise(weight)
	}
}

// fitStacking moves weights, which sum to 1, to the lowest squared error of the weighted mean of
// predictions with no weight below 0. The first weights p are worth [priorRows] rows, by the penalty Σ
// (w-p)²/p in units of the least mean squared error.
//
// As the weights sum to 1, penalty and error together are a quadratic form w·A·w up to a constant. Its
// minimum on the simplex is that of w·A·w/2 - Σ w over w ≥ 0, scaled to the sum of 1, which coordinate
// descent finds.
func fitStacking(weight []float64, trials []tune.Record, losses map[int]*rowLosses) {
	in, draws := weighted(weight, trials, losses)
	least, most := math.Inf(1), 0.0
	for _, i := range in {
		mean, _ := clusteredSE(losses[trials[i].Number].loss, nil)
		least, most = min(least, mean), max(most, mean)
	}
	if len(in) < 2 || most == 0 {
		return
	}
	unit := max(least, 1e-12*most) / draws // a net may be right on every row
	form := make([][]float64, len(in))
	for a, i := range in {
		form[a] = make([]float64, len(in))
		for b, j := range in[:a+1] {
			form[a][b] = floats.Dot(losses[trials[i].Number].residual, losses[trials[j].Number].residual) / unit
			form[b][a] = form[a][b]
		}
		form[a][a] += priorRows / weight[i]
	}
	w := make([]float64, len(in))
	for a, i := range in {
		w[a] = weight[i] / priorRows
	}
	for range descentSteps {
		var moved, sum float64
		for a, row := range form {
			was := w[a]
			w[a] = max(0, was+(1-floats.Dot(row, w))/row[a])
			moved += math.Abs(w[a] - was)
			sum += w[a]
		}
		if moved <= 1e-9*sum {
			break
		}
	}
	for a, i := range in {
		weight[i] = w[a]
	}
	normalise(weight)
}

// normalise makes w sum to 1 if it does not sum to 0.
func normalise(w []float64) {
	sum := total(w)
	for i := range w {
		if sum > 0 {
			w[i] /= sum
		}
	}
}
