package fit

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"dure/ml"
	"dure/ml/tune"
)

// A Pool is several nets that are asked together, for the best alone is partly the luckiest.
type Pool []Share

// A Share is what a trial's net counts in a [Pool].
type Share struct {
	Trial  int // its number
	Net    ml.Net
	Weight float64 // of all, which sum to 1
}

// Fit implements [ml.Model]. Nets that diverge are left out, unless all do.
func (p Pool) Fit(ctx context.Context, d ml.Data, _ func(ml.Epoch)) (ml.Predictor, error) {
	var out pooled
	var diverged error
	for _, s := range p {
		net, err := s.Net.Fit(ctx, d, nil)
		if errors.Is(err, ml.ErrDiverged) {
			diverged = err
			continue
		}
		if err != nil {
			return nil, err
		}
		out.nets, out.weights = append(out.nets, net), append(out.weights, s.Weight)
	}
	if len(out.nets) == 0 {
		return nil, cmp.Or(diverged, errors.New("no net to ask"))
	}
	return out, nil
}

// pooled is what came of the nets of a [Pool].
type pooled struct {
	nets    []ml.Predictor
	weights []float64
}

// Predict implements [ml.Predictor] by the weighted mean of what the nets say. Those that overflow are left out, unless all do.
func (p pooled) Predict(x [][]float64) ([][]float64, error) {
	out := make([][]float64, len(x))
	var sum float64
	var overflow error
	for j, net := range p.nets {
		said, err := net.Predict(x)
		if errors.Is(err, ml.ErrOverflow) {
			overflow = err
			continue
		}
		if err != nil {
			return nil, err
		}
		sum += p.weights[j]
		for i, row := range said {
			if out[i] == nil {
				out[i] = make([]float64, len(row))
			}
			for k, v := range row {
				out[i][k] += p.weights[j] * v
			}
		}
	}
	if sum == 0 {
		return nil, overflow
	}
	for _, row := range out {
		for k := range row {
			row[k] /= sum
		}
	}
	return out, nil
}

// Of the weights in a pool.
const (
	farBehind  = 3   // standard errors that a net may be worse than the best to be asked with it
	priorRows  = 5   // rows that the first weights are worth
	blendSteps = 200 // of the weights; more change nothing that can be seen
	leastShare = 1.0 / 500
)

// weigh returns for each trial what its net counts, in all 1. cards are what complete trials predicted for rows they had
// not learned from; a trial without one counts nothing.
func weigh(task ml.Task, trials []tune.Record, cards map[int]*card, group []int) []float64 {
	out := odds(trials, cards, group)
	normalise(out)
	if task != ml.Regression {
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

// odds tells for each trial about how likely its net is the better one than the one with the lowest loss: exp(-z²/2), where z is by how
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
