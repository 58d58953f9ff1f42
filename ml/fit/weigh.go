package fit

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"dure/ml"
	"dure/ml/tune"
)

// Of the weights in a pool.
const (
	farBehind  = 3   // standard errors that a net may be worse than the best to be asked with it
	priorRows  = 5   // rows that the first weights are worth
	vicinity   = 0.3 // standard deviation of the kernel that counts neighbours, in unit coordinates of the settings
	blendSteps = 200 // of the weights; more change nothing that can be seen
	leastShare = 1.0 / 500
)

// weigh returns for each trial what its net counts, in all 1. cards are what complete trials predicted for rows they had
// not learned from; a trial without one counts nothing.
func weigh(task ml.Task, trials []tune.Record, cards map[int]*card, group []int) []float64 {
	out := odds(trials, cards, group)
	thin(out, trials)
	normalise(out)
	if task == ml.Regression {
		stack(out, trials, cards)
	} else {
		blend(out, trials, cards)
	}
	least := leastShare
	if len(out) > 0 {
		least = min(least, slices.Max(out)) // where very many are alike, all are small
	}
	for i, w := range out {
		if w < least {
			out[i] = 0
		}
	}
	normalise(out)
	return out
}

// odds tells for each trial about how likely its net is not worse than the one with the lowest loss: exp(-z²/4), where z is by how
// many standard errors its loss is above, row by row or group by group. Nets that are [farBehind] and trials that did not complete
// count 0.
func odds(trials []tune.Record, cards map[int]*card, group []int) []float64 {
	out := make([]float64, len(trials))
	best := -1
	for i, r := range trials {
		if cards[r.Number] != nil && r.State == tune.Complete && (best < 0 || r.Value() < trials[best].Value()) {
			best = i
		}
	}
	if best < 0 {
		return out
	}
	least := cards[trials[best].Number].guarded
	more := make([]float64, len(least))
	for i, r := range trials {
		if cards[r.Number] == nil || r.State != tune.Complete {
			continue
		}
		for k, v := range cards[r.Number].guarded {
			more[k] = v - least[k]
		}
		mean, se := spread(more, group)
		switch z := mean / se; {
		case mean <= 0:
			out[i] = 1
		case z < farBehind:
			out[i] = math.Exp(-z * z / 4)
		}
	}
	return out
}

// thin divides the weight of each trial by what those near it in the space of settings weigh, as a Gaussian kernel counts them: a search
// tries much where it found something, and a place counts no more for having been tried often.
func thin(weight []float64, trials []tune.Record) {
	crowd := make([]float64, len(trials))
	for i, a := range trials {
		for j, b := range trials {
			if weight[i] > 0 && weight[j] > 0 {
				crowd[i] += weight[j] * math.Exp(-between(a, b)/(2*vicinity*vicinity))
			}
		}
	}
	for i := range weight {
		if weight[i] > 0 {
			weight[i] /= crowd[i]
		}
	}
}

// between returns the squared distance between two trials' settings in unit coordinates; other options are 1/2 apart, and so are
// a setting and none.
func between(a, b tune.Record) float64 {
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

// blend moves weights, which sum to 1, to where the weighted mean of the predictions has the lowest guarded loss: the linear opinion
// pool, fitted by expectation and maximisation as the weights of a mixture (Dempster, Laird and Rubin 1977, section 4.3). The first
// weights are a Dirichlet prior worth [priorRows] rows. A net that is sure where the others err gains by it.
func blend(weight []float64, trials []tune.Record, cards map[int]*card) {
	prior := slices.Clone(weight)
	var in []int // trials that count
	for i, w := range weight {
		if w > 0 {
			in = append(in, i)
		}
	}
	if len(in) < 2 {
		return
	}
	doubt := cards[trials[in[0]].Number].doubt
	n := len(cards[trials[in[0]].Number].loss)
	right := make([][]float64, len(in)) // of each net, the chance it gave the class of each row
	for a, i := range in {
		right[a] = make([]float64, n)
		for k, v := range cards[trials[i].Number].loss {
			right[a][k] = min(math.Exp(-v), 1)
		}
	}
	const tiny = 1e-15
	share := make([]float64, len(in))
	for range blendSteps {
		clear(share)
		for k := range n {
			var p, q float64 // of the pool; q is not 1-p, which would be nothing but rounding where p is near 1
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
			weight[i] = (weight[i]*share[a] + priorRows*prior[i]) / (float64(n) + priorRows)
		}
		normalise(weight)
	}
}

// stack moves weights, which sum to 1, to where the weighted mean of the predictions has the lowest squared error: nets may not weigh
// less than 0 (Breiman 1996, doi:10.1007/BF00117832), and the first weights p are worth [priorRows] rows by the penalty
// Σ (w-p)²/p, in units of the least mean squared error. Nets that would weigh less than 0 are dropped, until none would.
func stack(weight []float64, trials []tune.Record, cards map[int]*card) {
	unit := math.Inf(1) // what a row costs
	var in []int
	for i, w := range weight {
		if w > 0 {
			in = append(in, i)
			mean, _ := spread(cards[trials[i].Number].loss, nil)
			unit = min(unit, mean)
		}
	}
	if !(unit > 0) {
		return // a net that is never wrong
	}
	for len(in) > 1 {
		both := mat.NewSymDense(len(in), nil)
		prior, one := mat.NewVecDense(len(in), nil), mat.NewVecDense(len(in), nil)
		for a, i := range in {
			for b, j := range in[:a+1] {
				both.SetSym(a, b, floats.Dot(cards[trials[i].Number].miss, cards[trials[j].Number].miss)/unit)
			}
			both.SetSym(a, a, both.At(a, a)+priorRows/weight[i])
			prior.SetVec(a, priorRows)
			one.SetVec(a, 1)
		}
		var factor mat.Cholesky
		var free, level mat.VecDense
		if !factor.Factorize(both) || factor.SolveVecTo(&free, prior) != nil || factor.SolveVecTo(&level, one) != nil {
			return // so far out that nothing can be told
		}
		height := (1 - mat.Sum(&free)) / mat.Sum(&level) // that makes the sum 1
		var left []int
		for a, i := range in {
			if free.AtVec(a)+height*level.AtVec(a) > 0 {
				left = append(left, i)
			}
		}
		if len(left) == len(in) {
			clear(weight)
			for a, i := range in {
				weight[i] = free.AtVec(a) + height*level.AtVec(a)
			}
			return
		}
		for _, i := range in {
			if !slices.Contains(left, i) {
				weight[i] = 0
			}
		}
		in = left
		normalise(weight)
	}
}

// normalise makes w sum to 1 if it does not sum to 0.
func normalise(w []float64) {
	var sum float64
	for _, v := range w {
		sum += v
	}
	for i := range w {
		if sum > 0 {
			w[i] /= sum
		}
	}
}
