package tune

import "math"

// A rule tells when a trial has a parameter: always, or where the parameter gate, an index into
// the space, has one of some values.
type rule struct {
	gate   int              // -1 for always
	values map[float64]bool // by the gate's unit coordinate, rounded
}

// rules learns from the scored trials when each of the parameters is asked for. Where no single
// other parameter explains it, the parameter is taken to be there always.
func (h *History) rules(ids []int) []rule {
	out := make([]rule, len(ids))
	for k, i := range ids {
		out[k].gate = -1
		if h.count[i] == len(h.done) {
			continue
		}
		for g, j := range ids {
			if j == i || h.params[j].Size() > 64 {
				continue
			}
			if values, ok := h.explains(j, i); ok {
				out[k] = rule{g, values}
				break
			}
		}
	}
	return out
}

// explains tells whether the value of parameter j decides whether i is there.
func (h *History) explains(j, i int) (map[float64]bool, bool) {
	values := map[float64]bool{}
	for _, p := range h.done {
		u, has := p.at(j), !math.IsNaN(p.at(i))
		if math.IsNaN(u) {
			if has {
				return nil, false
			}
			continue
		}
		if was, seen := values[milli(u)]; seen && was != has {
			return nil, false
		}
		values[milli(u)] = has
	}
	return values, true
}

func milli(u float64) float64 { return math.Round(u * 1e6) }

// active tells whether parameter k is there at x, whose own gates may be absent.
func (z *surrogate) active(k int, x []float64) bool {
	for range len(z.rules) {
		r := z.rules[k]
		if r.gate < 0 {
			return true
		}
		if !r.values[milli(x[r.gate])] {
			return false
		}
		k = r.gate
	}
	return true
}

// tidy sets what is not there at x to absent, and gives what is there a value.
func (z *surrogate) tidy(x []float64) {
	for k := range x {
		switch there := z.active(k, x); {
		case !there:
			x[k] = z.absent(k)
		case z.cat[k] && x[k] > 1:
			x[k] = 0.5 / float64(len(z.params[k].Options))
		}
	}
}
