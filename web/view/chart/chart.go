// Package chart draws what clustering found as SVG on the server: scatter, lines, bars, dendrogram, and
// a heat table. A chart's geometry is computed in Go and its colours come from classes, so that it follows the
// page's theme and prints in greys. Every chart has a title and a description, and a table of its data.
package chart

import (
	"math"
	"strconv"
)

// A Frame is what stands around every chart. All of it is worded.
type Frame struct {
	ID    string // of the figure; unique on the page
	Title string
	Desc  string // what a look at the chart tells, for who cannot look
	Table string // label of the data table
	Head  []string
	Rows  [][]string
}

// Colors is how many groups have a colour and a shape of their own.
const Colors = 10

// Sizes of every chart, in units of its view box: about those of a phone's pixels, so that words that can be read there have the room that they
// are given here. On a wider screen chart.css makes letters smaller by as much as all else grows.
const (
	width   = 340.0
	height  = 220.0
	left    = 48.0
	right   = 12.0
	top     = 24.0
	bottom  = 46.0
	below   = 20.0 // from the axis to the foot of what stands below it: clear of the 0 beside it
	smaller = 0.7  // marks, of what shapes are drawn at
)

// A Scale maps values to places.
type Scale struct{ Lo, Hi, From, To float64 }

// At is the place of v. Where all values are equal it is the middle.
func (s Scale) At(v float64) float64 {
	if !(s.Hi > s.Lo) {
		return (s.From + s.To) / 2
	}
	return s.From + (v-s.Lo)/(s.Hi-s.Lo)*(s.To-s.From)
}

// A Tick is a labelled place on an axis.
type Tick struct {
	At    float64
	Label string
}

// Ticks returns the scale's ticks at round values, about n of them: steps of 1, 2 or 5 times a power of ten.
func (s Scale) Ticks(n int) []Tick {
	if !(s.Hi > s.Lo) || n < 1 || math.IsInf(s.Hi-s.Lo, 0) {
		return []Tick{{s.At(s.Lo), number(s.Lo, 0)}}
	}
	step := niceStep((s.Hi - s.Lo) / float64(n))
	places := max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	var all []Tick
	for i := math.Ceil(s.Lo/step - 1e-9); i*step <= s.Hi+step*1e-9; i++ {
		all = append(all, Tick{s.At(i * step), number(i*step, places)})
	}
	return all
}

func niceStep(raw float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if raw <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// number words v with thousands as k, since axes have little room.
func number(v float64, places int) string {
	if math.Abs(v) >= 10000 {
		return strconv.FormatFloat(v/1000, 'f', -1, 64) + "k"
	}
	if v == 0 {
		v = 0 // no "-0"
	}
	return strconv.FormatFloat(v, 'f', places, 64)
}

// extent is the least and the greatest of the finite values; 0 and 0 if there are none.
func extent(values []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if lo > hi {
		return 0, 0
	}
	return lo, hi
}

// px words a coordinate with the tenth that an eye can tell.
func px(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(v*10)/10+0, 'f', -1, 64)
}

func box(h float64) string { return "0 0 " + px(width) + " " + px(h) }

// class is the colour of a group.
func class(group int) string { return "g" + strconv.Itoa(((group%Colors)+Colors)%Colors) }

// at is where a mark stands.
func (p placed) at() string {
	return "translate(" + px(p.x) + " " + px(p.y) + ") scale(" + px(smaller) + ")"
}

// Shape is the outline of a group's marks around the origin: each group has its own, so that they can be told
// apart without colours.
func Shape(group int) string { return shapes[((group%Colors)+Colors)%Colors] }

var shapes = [Colors]string{
	"M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",                          // circle
	"M-3.6-3.6h7.2v7.2h-7.2Z",                                     // square
	"M0-4.8L4.5 3.4H-4.5Z",                                        // triangle
	"M0-5L4.4 0L0 5L-4.4 0Z",                                      // diamond
	"M-1.4-4.6h2.8v3.2h3.2v2.8h-3.2v3.2h-2.8v-3.2h-3.2v-2.8h3.2Z", // plus
	"M0 4.8L4.5-3.4H-4.5Z",                                        // triangle on its tip
	"M0-5.2L1.5-1.7L5-1.6L2.3.7L3.2 4.3L0 2.3L-3.2 4.3L-2.3.7L-5-1.6L-1.5-1.7Z",      // star
	"M-2.3-4h4.6L4.6 0L2.3 4h-4.6L-4.6 0Z",                                           // hexagon
	"M-3-4.6L0-1.7L3-4.6L4.6-3L1.7 0L4.6 3L3 4.6L0 1.7L-3 4.6L-4.6 3L-1.7 0L-4.6-3Z", // cross
	"M-4.6-2h9.2v4h-9.2Z", // bar
}
