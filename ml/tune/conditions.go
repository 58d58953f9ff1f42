package tune

import "math"

// A rule tells when a trial has a parameter: always, or where the parameter gate, an index into
// the space, has one of some values.
type condition struct {
	parent int              // -1 for always
	values map[float64]bool // by the gate's unit coordinate, rounded
}

// rules learns from the scored trials when each of the parameters is asked for. Where no single
// other parameter explains it, the parameter is taken to be there always.
func (h *History) conditions(ids []int) []condition {
	out := make([]condition, len(ids))
	for k, i := range ids {
		out[k].parent = -1
		if h.count[i] == len(h.scored) {
			continue
		}
		for g, j := range ids {
			if j == i || h.params[j].Size() > 64 {
				continue
			}
			if values, ok := h.parentDecides(j, i); ok {
				out[k] = condition{g, values}
				break
			}
		}
	}
	return out
}

// explains tells whether the value of parameter j decides whether i is there.
func (h *History) parentDecides(j, i int) (map[float64]bool, bool) {
	values := map[float64]bool{}
	for _, p := range h.scored {
		u, has := p.at(j), !math.IsNaN(p.at(i))
		if math.IsNaN(u) {
			if has {
				return nil, false
			}
			continue
		}
		if was, seen := values[roundUnit(u)]; seen && was != has {
			return nil, false
		}
		values[roundUnit(u)] = has
	}
	return values, true
}

func roundUnit(u float64) float64 { return math.Round(u * 1e6) }

// active tells whether parameter k is there at x, whose own gates may be absent.
func (z *surrogate) active(k int, x []float64) bool {
	for range len(z.conditions) {
		r := z.conditions[k]
		if r.parent < 0 {
			return true
		}
		if !r.values[roundUnit(x[r.parent])] {
			return false
		}
		k = r.parent
	}
	return true
}

// tidy sets what is not there at x to absent, and gives what is there a value.
func (z *surrogate) fillInactive(x []float64) {
	for k := range x {
		switch there := z.active(k, x); {
		case !there:
			x[k] = z.inactiveValue(k)
		case z.categorical[k] && x[k] > 1:
			x[k] = 0.5 / float64(len(z.params[k].Options))
		}
	}
}
