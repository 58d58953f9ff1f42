package chart

import (
	"math"
	"strconv"
	"strings"
)

// A Line shows one value for each of 1, 2, 3..., with one of them marked.
type Line struct {
	Frame
	X, Y   string
	Values []float64 // Values[i] is at i+1; NaN where there is none
	Chosen int       // the marked one, from 1; 0 for none
	Label  string    // of the mark
	Zero   bool      // the axis begins at 0
}

func (l Line) scales() (x, y Scale) {
	x = Scale{Lo: 1, Hi: float64(len(l.Values)), From: left + 10, To: width - right - 10}
	y = Scale{From: height - bottom, To: top + 8}
	y.Lo, y.Hi = extent(l.Values)
	if l.Zero {
		y.Lo = min(0, y.Lo)
	}
	return x, y
}

// path joins neighbouring values; it breaks where one is missing.
func (l Line) path() string {
	x, y := l.scales()
	var b strings.Builder
	pen := "M"
	for i, v := range l.Values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			pen = "M"
			continue
		}
		b.WriteString(pen + px(x.At(float64(i+1))) + " " + px(y.At(v)))
		pen = "L"
	}
	return b.String()
}

func (l Line) dots() []placed {
	x, y := l.scales()
	var all []placed
	for i, v := range l.Values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			all = append(all, placed{x.At(float64(i + 1)), y.At(v), "", i + 1})
		}
	}
	return all
}

// steps label every place of the axis below.
func (l Line) steps() []Tick {
	x, _ := l.scales()
	var all []Tick
	for i := range l.Values {
		all = append(all, Tick{x.At(float64(i + 1)), strconv.Itoa(i + 1)})
	}
	return all
}

func (l Line) marked() bool { return l.Chosen >= 1 && l.Chosen <= len(l.Values) }

func (l Line) chosenAt() float64 {
	x, _ := l.scales()
	return x.At(float64(l.Chosen))
}

// anchor keeps the mark's label inside the picture.
func (l Line) anchor() string {
	if l.chosenAt() > width/2 {
		return "end"
	}
	return "start"
}

func (l Line) labelAt() float64 {
	if l.anchor() == "end" {
		return l.chosenAt() - 6
	}
	return l.chosenAt() + 6
}

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
