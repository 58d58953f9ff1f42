package tune

import (
	"math"
	"math/rand/v2"
	"slices"
)

// NSGA is the elitist genetic algorithm NSGA-II for several goals; Deb et al. (2002). Parents are
// chosen by front and crowding in tournaments of two; a child takes each setting from either, and
// one in as many as there are anew. It breeds from the best Population trials known at the time,
// so several workers never wait for a generation.
type NSGA struct {
	Population int // default 50
}

// Joint implements [Sampler].
func (s NSGA) Joint(h *History, _ int, rng *rand.Rand) map[string]float64 {
	n := or(s.Population, 50)
	var whole []*point
	for _, p := range h.done {
		if p.State == Complete && len(p.loss) == max(1, len(h.goals)) {
			whole = append(whole, p)
		}
	}
	if len(whole) < n {
		return nil
	}
	parents := elite(whole, n)
	ids := h.all()
	out := map[string]float64{}
	for range 20 {
		clear(out)
		a, b := parents[tournament(len(parents), rng)], parents[tournament(len(parents), rng)]
		x := make([]float64, len(ids))
		for k, i := range ids {
			u := a.at(i)
			if v := b.at(i); !math.IsNaN(v) && (math.IsNaN(u) || rng.IntN(2) == 0) {
				u = v
			}
			if math.IsNaN(u) || rng.Float64() < 1/float64(len(ids)) {
				u = h.params[i].snap(rng.Float64())
			}
			x[k], out[h.params[i].Name] = u, u
		}
		if !h.finite(ids) || !h.asked(ids, x) {
			break
		}
	}
	return out
}

// Single implements [Sampler].
func (NSGA) Single(_ *History, _ Param, _ int, rng *rand.Rand) float64 { return rng.Float64() }

// tournament draws the better of two places in a list, the best first.
func tournament(n int, rng *rand.Rand) int { return min(rng.IntN(n), rng.IntN(n)) }

// elite returns n points, by fronts and within one by crowding.
func elite(points []*point, n int) []*point {
	var out []*point
	for _, front := range fronts(points) {
		far := crowding(front)
		slices.SortStableFunc(front, func(a, b *point) int {
			switch {
			case far[a] > far[b]:
				return -1
			case far[a] < far[b]:
				return 1
			}
			return a.Number - b.Number
		})
		if out = append(out, front...); len(out) >= n {
			break
		}
	}
	return out[:min(n, len(out))]
}
