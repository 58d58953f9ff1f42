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

// HBars are lying bars with their names before them, from the largest down, each with the spread of its value.
type HBars struct {
	Frame
	X    string
	Bars []HBar
}

// An HBar is the bar of a value, which may lie below 0.
type HBar struct {
	Name   string
	Value  float64
	Spread float64 // to both sides; 0 for none
	Label  string  // the value, worded
}

const (
	hbarStep = 26.0
	hbarFrom = 150.0
)

func (b HBars) height() float64 { return 10 + hbarStep*float64(max(1, len(b.Bars))) + bottom }

func (b HBars) x() Scale {
	x := Scale{From: hbarFrom, To: width - right - 44}
	for _, v := range b.Bars {
		if w := v.Value + v.Spread; !math.IsNaN(w) && !math.IsInf(w, 0) {
			x.Lo, x.Hi = min(x.Lo, v.Value-v.Spread), max(x.Hi, w)
		}
	}
	if x.Hi == x.Lo {
		x.Hi = 1
	}
	return x
}

func (b HBars) y(i int) float64 { return 10 + hbarStep*float64(i) }

func (b HBars) rect(v HBar) rect {
	x := b.x()
	value := v.Value
	if math.IsNaN(value) || math.IsInf(value, 0) {
		value = 0
	}
	from, to := x.At(min(0, value)), x.At(max(0, value))
	return rect{x: from, w: max(1, to-from)}
}

// whisker is the outline of the spread of bar i.
func (b HBars) whisker(i int) string {
	x, v := b.x(), b.Bars[i]
	if v.Spread <= 0 || math.IsNaN(v.Value) {
		return ""
	}
	y := px(b.y(i) + hbarStep/2 - 2)
	return "M" + px(x.At(v.Value-v.Spread)) + " " + y + "H" + px(x.At(v.Value+v.Spread))
}

// short cuts a name to what fits before the bars.
func short(name string) string {
	const most = 22
	r := []rune(name)
	wide := 0
	for i, c := range r {
		wide++
		if c >= 0x1100 {
			wide++ // Hangul takes the room of two letters
		}
		if wide > most {
			return string(r[:i]) + "…"
		}
	}
	return name
}
