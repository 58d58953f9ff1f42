// Which settings matter, by two questions. PED-ANOVA compares the density of a setting among the best
// trials with that among all, and asks what makes a trial one of the best; fANOVA (forest.go) asks what
// makes scores differ at all, good or bad. The first is cheap and looks at the region that matters; the
// second is what most programs print.

package tune

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Importance tells for each setting how much it matters to be among the best tenth of the
// trials, by PED-ANOVA: half the mean squared distance between its density in the best tenth and
// in all trials, by shares that sum to 1; Watanabe, Bansal and Hutter (2023), arXiv:2304.10255.
// A setting that only some trials have is judged by those. It returns nil for fewer than 10
// complete trials.
func Importance(records []Record) map[string]float64 {
	h := historyOf(records)
	if len(h.scored) < 10 {
		return nil
	}
	ids := h.union()
	apart := make([]float64, len(ids))
	for k, i := range ids {
		apart[k] = h.divergence(i)
	}
	return h.shares(ids, apart)
}

// shares returns what the parameters ids make, by name and by shares that sum to 1.
func (h *History) shares(ids []int, each []float64) map[string]float64 {
	out := map[string]float64{}
	var total float64
	for k, v := range each {
		out[h.params[ids[k]].Name] += v
		total += v
	}
	for name := range out {
		if total > 0 {
			out[name] /= total
		}
	}
	return out
}

// VarianceImportance tells for each setting how much of the values' variance over the whole space
// it makes alone, by fANOVA: a random forest learns the values, and tells what each setting does to
// the mean over all others, by shares that sum to 1; Hutter, Hoos and Leyton-Brown (2014), PMLR
// 32:754-762. Where [Importance] asks what makes the best trials, this asks what makes any
// difference. A setting that only some trials have is judged by those, and counts by their share.
// It returns nil for fewer than 10 complete trials. rng grows the forest.
func VarianceImportance(records []Record, rng *rand.Rand) map[string]float64 {
	h := historyOf(records)
	if len(h.scored) < 10 {
		return nil
	}
	ids := h.union()
	return h.shares(ids, h.forest(ids, rng).shares(forestTrees, rng))
}

// forestTrees is how many trees a forest has; Optuna's default.
const forestTrees = 64

// forest returns the points for a forest over the parameters ids. A setting that is inactive in a
// trial gets a random value there, and its importance is taken over the region where it is active.
func (h *History) forest(ids []int, rng *rand.Rand) *forest {
	f := &forest{activeWhere: make([][]uint64, len(ids))}
	rules := h.conditions(ids)
	gate := make([]bool, len(ids))
	for _, r := range rules {
		if r.parent >= 0 {
			gate[r.parent] = true
		}
	}
	for k, i := range ids {
		p, options := h.params[i], 0
		if p.Kind == Choice || gate[k] {
			options = int(p.Size())
		}
		f.options = append(f.options, options)
		f.activeWhere[k] = h.activeWhere(rules, ids, k)
	}
	for _, p := range h.scored {
		x := make([]float64, len(ids))
		for k, i := range ids {
			if x[k] = p.at(i); math.IsNaN(x[k]) {
				x[k] = rng.Float64()
			} else if f.options[k] > 0 {
				x[k] = h.params[i].cellMidpoint(x[k])
			}
			x[k] = min(max(x[k], 0), 1)
		}
		f.x, f.y = append(f.x, x), append(f.y, p.loss)
	}
	f.center()
	return f
}

// cellMidpoint returns the middle of the cell of unit coordinate u if all values had cells of the
// same width.
func (p Param) cellMidpoint(u float64) float64 {
	if p.Kind == Int {
		return (p.At(u) - p.Low + 0.5) / p.Size()
	}
	return u
}

// activeWhere returns, by the dimensions of ids, with which values of its parents parameter k is
// active; nil where it is active always.
func (h *History) activeWhere(rules []condition, ids []int, k int) []uint64 {
	if rules[k].parent < 0 {
		return nil
	}
	out := slices.Repeat([]uint64{^uint64(0)}, len(ids))
	for range rules {
		r := rules[k]
		if r.parent < 0 {
			break
		}
		p := h.params[ids[r.parent]]
		var set uint64
		for c := range int(p.Size()) {
			if r.values[roundUnit(p.Unit(p.valueAt(c)))] {
				set |= 1 << c
			}
		}
		out[r.parent] &= set
		k = r.parent
	}
	return out
}

// historyOf returns what is known from complete trials.
func historyOf(records []Record) *History {
	h := &History{}
	n := 0
	for _, r := range records {
		if r.State == Complete {
			r = r.clone()
			r.Number = n
			n++
			h.put(r)
		}
	}
	return h
}

// divergence returns the Pearson divergence of parameter i's density among the best.
func (h *History) divergence(i int) float64 {
	var u []float64 // of the trials that have it, the best first
	for _, p := range h.ranked {
		if v := p.at(i); !math.IsNaN(v) {
			u = append(u, v)
		}
	}
	if len(u) < 5 || h.params[i].Size() == 1 {
		return 0
	}
	bins := int(min(h.params[i].Size(), 50))
	smooth := h.params[i].Kind != Choice
	best := density(u[:max(2, len(u)/10)], bins, smooth)
	all := density(u, bins, smooth)
	var sum float64
	for k := range best {
		sum += 0.5 * all[k] * (best[k]/all[k] - 1) * (best[k]/all[k] - 1)
	}
	return sum
}

// density returns the chance of each of the bins of 0..1: normal kernels by Scott's rule where
// smooth, with a uniform one among them.
func density(u []float64, bins int, smooth bool) []float64 {
	out := slices.Repeat([]float64{1 / float64(bins)}, bins)
	width := deviation(u) * 1.059 * math.Pow(float64(len(u)), -0.2)
	width = max(width, 0.5/float64(bins))
	for _, v := range u {
		if !smooth {
			out[min(int(v*float64(bins)), bins-1)]++
			continue
		}
		c := 1 / (width * math.Sqrt2)
		mass := math.Erf((1-v)*c) - math.Erf(-v*c)
		for k := range bins {
			a, b := float64(k)/float64(bins), float64(k+1)/float64(bins)
			out[k] += (math.Erf((b-v)*c) - math.Erf((a-v)*c)) / mass
		}
	}
	for k := range out {
		out[k] /= float64(len(u) + 1)
	}
	return out
}

func deviation(x []float64) float64 {
	var sum, square float64
	for _, v := range x {
		sum += v
	}
	mean := sum / float64(len(x))
	for _, v := range x {
		square += (v - mean) * (v - mean)
	}
	return math.Sqrt(square / float64(len(x)))
}
