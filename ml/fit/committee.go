package fit

import (
	"math"
	"slices"

	"dure/ml"
	"dure/ml/tune"
)

// The best net alone is partly the luckiest, so several are asked, each with a weight.
const (
	farBehind  = 3   // standard errors that a net may be worse than the best to be asked with it
	priorRows  = 5   // rows that the first weights are worth
	blendSteps = 200 // of the weights; more change nothing that can be seen
	leastShare = 1.0 / 500
)

// committee returns for each trial what its net counts, in all 1. cards are what complete trials predicted for rows they had
// not learned from.
func committee(task ml.Task, trials []tune.Record, cards map[int]*card, group []int) []float64 {
	out := odds(trials, cards, group)
	normalise(out)
	if task != ml.Regression {
		blend(out, trials, cards)
	}
	for i, w := range out {
		if w < leastShare {
			out[i] = 0
		}
	}
	normalise(out)
	return out
}

// odds tells for each trial about how likely its net is the better one than the one with the lowest loss: exp(-z²/2), where z is by how
// many standard errors its loss is above, row by row or group by group. Nets that are [farBehind] and trials that did not complete
// count 0.
func odds(trials []tune.Record, cards map[int]*card, group []int) []float64 {
	out := make([]float64, len(trials))
	best := -1
	for i, r := range trials {
		if r.State == tune.Complete && (best < 0 || r.Value() < trials[best].Value()) {
			best = i
		}
	}
	if best < 0 {
		return out
	}
	least := cards[trials[best].Number].guarded
	more := make([]float64, len(least))
	for i, r := range trials {
		if r.State != tune.Complete {
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
			out[i] = math.Exp(-z * z / 2)
		}
	}
	return out
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
