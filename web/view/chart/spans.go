package chart

import "math"

// Spans show when things went on, in lanes from above.
type Spans struct {
	Frame
	X     string
	Spans []Span
	Keys  []Key
}

// A Span goes from From to To.
type Span struct {
	From, To float64
	Lane     int
	Tone     Tone
	Text     string
}

const laneHeight = 14.0

func (s Spans) lanes() int {
	n := 1
	for _, v := range s.Spans {
		n = max(n, v.Lane+1)
	}
	return n
}

func (s Spans) height() float64 { return top + laneHeight*float64(s.lanes()) + bottom }

func (s Spans) x() Scale {
	x := Scale{From: left, To: width - right}
	for _, v := range s.Spans {
		if !math.IsInf(v.To, 0) && !math.IsNaN(v.To) {
			x.Hi = max(x.Hi, v.To)
		}
	}
	return x
}

// rect is the span's rectangle, wide enough to be seen.
func (s Spans) rect(v Span) rect {
	x := s.x()
	from, to := x.At(v.From), x.At(v.To)
	if !(x.Hi > x.Lo) {
		from, to = x.From, x.From
	}
	return rect{x: from, y: top + laneHeight*float64(v.Lane) + 2, w: max(1.5, to-from-0.5), h: laneHeight - 4}
}
