package tune

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"
)

// Front returns the complete trials that no other is better than in every goal: the Pareto front,
// by number. Trials that keep their limits come before all that do not.
func (s *Study) Front(ctx context.Context) ([]Record, error) {
	e := s.engine()
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	var whole []*point
	for _, p := range e.h.done {
		if p.State == Complete {
			whole = append(whole, p)
		}
	}
	if len(whole) == 0 {
		return nil, ErrNoTrial
	}
	var out []Record
	for _, p := range fronts(whole)[0] {
		out = append(out, p.Record.clone())
	}
	slices.SortFunc(out, func(a, b Record) int { return a.Number - b.Number })
	return out, nil
}

// dominates tells whether a violates less than b, or as much and is no worse in any goal and
// better in one; Deb (2000).
func dominates(a, b *point) bool {
	if va, vb := a.violation(), b.violation(); va != vb {
		return va < vb
	}
	less := false
	for i := range min(len(a.loss), len(b.loss)) {
		if a.loss[i] > b.loss[i] {
			return false
		}
		less = less || a.loss[i] < b.loss[i]
	}
	return less
}

// fronts divides the points into fronts, the best first. In the order of their values none is dominated
// by a later one, so each joins the first front of which no member dominates it; Zhang et al. (2015),
// the efficient non-dominated sort.
func fronts(points []*point) [][]*point {
	order := slices.Clone(points)
	slices.SortFunc(order, func(a, b *point) int {
		return cmp.Or(cmp.Compare(a.violation(), b.violation()), slices.Compare(a.loss, b.loss), a.Number-b.Number)
	})
	var out [][]*point
	for _, p := range order {
		k := sort.Search(len(out), func(k int) bool { // who is beaten in a front is beaten in those before
			front := out[k]
			for i := len(front) - 1; i >= 0; i-- { // the last are the nearest
				if dominates(front[i], p) {
					return false
				}
			}
			return true
		})
		if k == len(out) {
			out = append(out, nil)
		}
		out[k] = append(out[k], p)
	}
	return out
}

// crowding returns for each point of a front how far its neighbours are, infinite at the ends.
func crowding(front []*point) map[*point]float64 {
	out := make(map[*point]float64, len(front))
	for i := range len(front[0].loss) {
		line := slices.Clone(front)
		slices.SortStableFunc(line, func(a, b *point) int {
			if a.loss[i] < b.loss[i] {
				return -1
			}
			if a.loss[i] > b.loss[i] {
				return 1
			}
			return a.Number - b.Number
		})
		last := len(line) - 1
		span := line[last].loss[i] - line[0].loss[i]
		out[line[0]], out[line[last]] = math.Inf(1), math.Inf(1)
		for k := 1; k < last && span > 0; k++ {
			out[line[k]] += (line[k+1].loss[i] - line[k-1].loss[i]) / span
		}
	}
	return out
}
