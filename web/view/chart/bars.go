package chart

import (
	"math"
	"strconv"
)

// Bars show shares, each with its value above it.
type Bars struct {
	Frame
	X, Y   string
	Values []float64 // from 0
	Labels []string  // the value of each, worded
}

// A bar is a rectangle with its labels.
type bar struct {
	x, y, w, h   float64
	value, below string
}

func (b Bars) bars() []bar {
	_, hi := extent(b.Values)
	y := Scale{Lo: 0, Hi: hi, From: height - bottom, To: top + 14}
	if hi <= 0 {
		y.Hi = 1
	}
	room := (width - left - right) / float64(max(1, len(b.Values)))
	var all []bar
	for i, v := range b.Values {
		if math.IsNaN(v) || v < 0 {
			v = 0
		}
		at := y.At(v)
		all = append(all, bar{left + room*(float64(i)+.15), at, room * .7, y.From - at, b.Labels[i], strconv.Itoa(i + 1)})
	}
	return all
}

// HBars are lying bars with their names above them, from the largest down, each with the spread of its value.
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
	hbarName = 18.0 // for the name above a bar
	hbarHigh = 12.0
	hbarStep = hbarName + hbarHigh + 6
	hbarFrom = 10.0
)

func (b HBars) height() float64 { return 10 + hbarStep*float64(max(1, len(b.Bars))) + bottom }

func (b HBars) x() Scale {
	x := Scale{From: hbarFrom, To: width - right - 48}
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

// middle is the height of the middle of bar i.
func (b HBars) middle(i int) float64 { return b.y(i) + hbarName + hbarHigh/2 }

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
	y := px(b.middle(i))
	return "M" + px(x.At(v.Value-v.Spread)) + " " + y + "H" + px(x.At(v.Value+v.Spread))
}

// fitting is how many letters fit above a bar.
const fitting = 44

// short cuts a name to so many letters.
func short(name string, most int) string {
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
