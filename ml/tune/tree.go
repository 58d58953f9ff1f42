package tune

import "math"

// A tree holds what was asked for, in the order of asking: a node is a parameter, its children
// the values it got. It tells which values lead only to points that were asked for already.
type tree struct {
	param Param // Name is empty at the end of a path
	next  map[float64]*tree
	full  bool // every point below was asked for
	end   bool // a trial ends or stands here
}

// add lays the path of a trial.
func (t *tree) add(path []Setting) {
	if len(path) == 0 {
		t.end = true
		t.settle()
		return
	}
	if t.next == nil {
		t.param, t.next = path[0].Param, map[float64]*tree{}
	}
	child := t.next[path[0].Value]
	if child == nil {
		child = &tree{}
		t.next[path[0].Value] = child
	}
	child.add(path[1:])
	t.settle()
}

// settle works out whether t is full from its children.
func (t *tree) settle() {
	if t.next == nil {
		t.full = t.end
		return
	}
	if float64(len(t.next)) < t.param.Size() {
		t.full = false
		return
	}
	for _, child := range t.next {
		if !child.full {
			t.full = false
			return
		}
	}
	t.full = true
}

// walk follows a path and returns nil where it leaves what is known.
func (t *tree) walk(path []Setting) *tree {
	for _, s := range path {
		if t = t.next[s.Value]; t == nil {
			return nil
		}
	}
	return t
}

// taken tells whether every point below value v of the parameter at t was asked for.
func (t *tree) taken(v float64) bool {
	if t == nil {
		return false
	}
	child := t.next[v]
	return child != nil && child.full
}

// free returns the value of p nearest to unit coordinate u that is not taken; of a choice, the
// first after it.
func (t *tree) free(p Param, u float64) float64 {
	v := p.At(u)
	if math.IsInf(p.Size(), 1) || !t.taken(v) {
		return v
	}
	n := int(p.Size())
	at := 0
	switch p.Kind {
	case Choice:
		at = int(v)
	case Int:
		at = int(v - p.Low)
	default:
		at = int(math.Round(p.Unit(v) * float64(n-1)))
	}
	for k := 1; k < n; k++ {
		if at+k < n || p.Kind == Choice {
			if w := p.cell(at + k); !t.taken(w) {
				return w
			}
		}
		if at-k >= 0 && p.Kind != Choice {
			if w := p.cell(at - k); !t.taken(w) {
				return w
			}
		}
	}
	return v
}

// asked tells whether the values, by name, lead to a point that was asked for.
func (t *tree) asked(value func(name string) (float64, bool)) bool {
	for t != nil && t.next != nil {
		v, ok := value(t.param.Name)
		if !ok {
			return t.full
		}
		t = t.next[v]
	}
	return t != nil && t.full
}
