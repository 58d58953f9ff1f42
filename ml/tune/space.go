package tune

import (
	"math"
	"slices"
)

// A Kind is a kind of parameter.
type Kind string

// The kinds of parameters.
const (
	Float  Kind = "float"
	Int    Kind = "int"
	Choice Kind = "choice"
)

// A Param is one dimension of the space: the name of a setting and the values it may take.
// Samplers see values in unit coordinates, 0..1: linear or logarithmic for numbers; an integer
// or choice is the middle of its cell, so that a uniform number draws each with the same (or
// logarithmic) chance.
type Param struct {
	Name    string   `json:"name"`
	Kind    Kind     `json:"kind"`
	Low     float64  `json:"low,omitempty"`
	High    float64  `json:"high,omitempty"`
	Log     bool     `json:"log,omitempty"`
	Options []string `json:"options,omitempty"`

	steps int // values that a grid takes of a continuous parameter
}

// check returns a *[SpaceError] if no value can be drawn from p.
func (p Param) check() error {
	switch {
	case p.Kind == Choice && len(p.Options) == 0:
		return &SpaceError{p.Name, "empty"}
	case p.Kind == Choice:
		return nil
	case !(p.Low <= p.High) || math.IsInf(p.High-p.Low, 0):
		return &SpaceError{p.Name, "bounds"}
	case p.Log && p.Low <= 0, p.Log && p.Kind == Int && p.Low < 1:
		return &SpaceError{p.Name, "log"}
	case p.Kind == Int && math.Max(math.Abs(p.Low), math.Abs(p.High)) > 1<<52:
		return &SpaceError{p.Name, "bounds"}
	}
	return nil
}

func (p Param) equal(q Param) bool {
	return p.Name == q.Name && p.Kind == q.Kind && p.Low == q.Low && p.High == q.High && p.Log == q.Log && p.steps == q.steps && slices.Equal(p.Options, q.Options)
}

// Size returns the number of values of p; +Inf where it is continuous.
func (p Param) Size() float64 {
	switch {
	case p.Kind == Choice:
		return float64(len(p.Options))
	case p.Kind == Int:
		return p.High - p.Low + 1
	case p.Low == p.High:
		return 1
	case p.steps > 0:
		return float64(p.steps)
	}
	return math.Inf(1)
}

// edges returns the ends of the unit interval as numbers, before the logarithm.
func (p Param) edges() (low, high float64) {
	switch p.Kind {
	case Choice:
		return -0.5, float64(len(p.Options)) - 0.5
	case Int:
		return p.Low - 0.5, p.High + 0.5
	}
	return p.Low, p.High
}

// At returns the value at unit coordinate u; of a choice, the index of the option.
func (p Param) At(u float64) float64 {
	u = min(max(u, 0), 1)
	if p.steps > 1 {
		u = math.Round(u*float64(p.steps-1)) / float64(p.steps-1)
	}
	low, high := p.edges()
	var v float64
	if p.Log {
		v = math.Exp(math.Log(low) + u*(math.Log(high)-math.Log(low)))
	} else {
		v = low + u*(high-low)
	}
	if p.Kind == Float {
		return min(max(v, p.Low), p.High)
	}
	return p.clip(math.Round(v))
}

// valueAt returns the k-th of the values, of which there are finitely many, modulo their number.
func (p Param) valueAt(k int) float64 {
	n := int(p.Size())
	k = ((k % n) + n) % n
	switch {
	case p.Kind == Choice:
		return float64(k)
	case p.Kind == Int:
		return p.Low + float64(k)
	case n == 1:
		return p.At(0.5)
	}
	return p.At(float64(k) / float64(n-1))
}

// clip holds a whole number in the range.
func (p Param) clip(v float64) float64 {
	if p.Kind == Choice {
		return min(max(v, 0), float64(len(p.Options)-1))
	}
	return min(max(v, p.Low), p.High)
}

// Unit returns the unit coordinate of value v.
func (p Param) Unit(v float64) float64 {
	low, high := p.edges()
	if low == high {
		return 0.5
	}
	if p.Log {
		return (math.Log(v) - math.Log(low)) / (math.Log(high) - math.Log(low))
	}
	return (v - low) / (high - low)
}

// snap returns the unit coordinate of the value nearest to u.
func (p Param) snap(u float64) float64 {
	if p.Kind == Float {
		return min(max(u, 0), 1)
	}
	return p.Unit(p.At(u))
}

// has tells whether v is a value of p.
func (p Param) has(v float64) bool {
	return !math.IsNaN(v) && p.clip(v) == v && (p.Kind == Float || v == math.Trunc(v))
}

// A Setting is a parameter with the value that a trial got; of a choice, the index of the
// option.
type Setting struct {
	Param Param   `json:"param"`
	Value float64 `json:"value"`
}

// Any returns the value as a float64, an int or the option's string.
func (s Setting) Any() any {
	switch s.Param.Kind {
	case Choice:
		return s.Param.Options[int(s.Value)]
	case Int:
		return int(s.Value)
	}
	return s.Value
}

// value returns v, as given to Enqueue, as a value of p.
func (p Param) value(v any) (float64, bool) {
	var x float64
	switch v := v.(type) {
	case float64:
		x = v
	case int:
		x = float64(v)
	case string:
		x = float64(slices.Index(p.Options, v))
	default:
		return 0, false
	}
	_, isText := v.(string)
	return x, isText == (p.Kind == Choice) && p.has(x)
}
