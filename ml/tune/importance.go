package tune

import (
	"math"
	"slices"
)

// Importance tells for each setting how much it matters to be among the best tenth of the
// trials, by PED-ANOVA: half the mean squared distance between its density in the best tenth and
// in all trials, by shares that sum to 1; Watanabe, Bansal and Hutter (2023), arXiv:2304.10255.
// A setting that only some trials have is judged by those. It returns nil for fewer than 10
// complete trials.
func Importance(records []Record, goal Goal) map[string]float64 {
	h := newHistory([]Goal{goal})
	for i, r := range records {
		if r.State == Complete {
			r = r.clone()
			r.Number = i
			h.put(r)
		}
	}
	if len(h.done) < 10 {
		return nil
	}
	out := map[string]float64{}
	var total float64
	for _, i := range h.all() {
		v := h.divergence(i)
		out[h.params[i].Name] += v
		total += v
	}
	for name := range out {
		if total > 0 {
			out[name] /= total
		}
	}
	return out
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
