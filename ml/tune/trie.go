// A trie of the settings that were tried, in the order in which trials asked for them. In a finite
// space it tells which values lead only to points that were tried already, so that no sampler
// repeats one and the study ends when all were tried.

package tune

import "math"

// A trie node is a parameter; its children are the values it got. Without children it ends the path
// of a trial.
type trie struct {
	param     Param // Name is empty at the end of a path
	children  map[float64]*trie
	exhausted bool // every point below was tried
	terminal  bool // a trial ends or stands here
}

// add inserts the path of a trial.
func (t *trie) add(path []Setting) {
	if len(path) == 0 {
		t.terminal = true
		t.updateExhausted()
		return
	}
	if t.children == nil {
		t.param, t.children = path[0].Param, map[float64]*trie{}
	}
	child := t.children[path[0].Value]
	if child == nil {
		child = &trie{}
		t.children[path[0].Value] = child
	}
	child.add(path[1:])
	t.updateExhausted()
}

// updateExhausted derives from the children whether t is exhausted.
func (t *trie) updateExhausted() {
	if t.children == nil {
		t.exhausted = t.terminal
		return
	}
	t.exhausted = float64(len(t.children)) >= t.param.Size()
	for _, child := range t.children {
		t.exhausted = t.exhausted && child.exhausted
	}
}

// descend follows a path and returns nil where it leaves the trie.
func (t *trie) descend(path []Setting) *trie {
	for _, s := range path {
		if t = t.children[s.Value]; t == nil {
			return nil
		}
	}
	return t
}

// isExhausted tells whether every point below value v of the parameter at t was tried.
func (t *trie) isExhausted(v float64) bool {
	if t == nil {
		return false
	}
	child := t.children[v]
	return child != nil && child.exhausted
}

// nearestUntried returns the value of p nearest to unit coordinate u that is not exhausted; of a
// choice, the first after it.
func (t *trie) nearestUntried(p Param, u float64) float64 {
	v := p.At(u)
	if math.IsInf(p.Size(), 1) || !t.isExhausted(v) {
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
			if w := p.valueAt(at + k); !t.isExhausted(w) {
				return w
			}
		}
		if at-k >= 0 && p.Kind != Choice {
			if w := p.valueAt(at - k); !t.isExhausted(w) {
				return w
			}
		}
	}
	return v
}

// wasTried tells whether the values, by name, lead to a point that was tried.
func (t *trie) wasTried(value func(name string) (float64, bool)) bool {
	for t != nil && t.children != nil {
		v, ok := value(t.param.Name)
		if !ok {
			return t.exhausted
		}
		t = t.children[v]
	}
	return t != nil && t.exhausted
}
