package tune

import (
	"context"
	"math"
	"slices"
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

// fronts divides the points into fronts, the best first; the fast non-dominated sort of Deb et
// al. (2002).
func fronts(points []*point) [][]*point {
	beats := make([][]int, len(points))
	beaten := make([]int, len(points))
	for a := range points {
		for b := range points {
			if dominates(points[a], points[b]) {
				beats[a] = append(beats[a], b)
				beaten[b]++
			}
		}
	}
	var out [][]*point
	var now []int
	for i, n := range beaten {
		if n == 0 {
			now = append(now, i)
		}
	}
	for len(now) > 0 {
		var front []*point
		var next []int
		for _, a := range now {
			front = append(front, points[a])
			for _, b := range beats[a] {
				if beaten[b]--; beaten[b] == 0 {
					next = append(next, b)
				}
			}
		}
		out, now = append(out, front), next
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
