// Which settings exist only where another has a certain value, learned from the trials: a study is
// never told its space, since what is tried names its settings as it goes along. In the words of
// ConfigSpace a parameter may have a parent and a condition on its value. A Gaussian process and
// the importance of settings need them, a sampler that draws one setting at a time does not.

package tune

import "math"

// A condition tells when a trial has a parameter: always, or where its parent, an index into the
// space, has one of some values.
type condition struct {
	parent int              // -1 for always
	values map[float64]bool // by the parent's unit coordinate, rounded
}

// conditions learns from the scored trials when each of the parameters is active. Where no single
// other parameter explains it, it is taken to be active always.
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

// parentDecides tells whether the value of parameter j decides whether i is active, and with which
// values it is.
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

// roundUnit makes a unit coordinate a key of a map: values that came by different arithmetic are
// the same.
func roundUnit(u float64) float64 { return math.Round(u * 1e6) }

// active tells whether parameter k is active at x: its condition holds, and so do those of its parents.
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

// fillInactive sets inactive parameters of x to the value that stands for that, and gives active
// ones a value.
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
