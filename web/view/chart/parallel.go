package chart

import (
	"math"
	"strings"
)

// Parallel shows each line of several values across upright axes, one for each value.
type Parallel struct {
	Frame
	Axes  []ParallelAxis
	Lines []ParallelLine // the last is drawn on top
}

// A ParallelAxis has its name below it, and ticks at places from 0, below, to 1.
type ParallelAxis struct {
	Name  string
	Ticks []Tick
}

// A ParallelLine is at a place from 0 to 1 on each axis, NaN where it does not meet it.
type ParallelLine struct {
	At   []float64
	Tone Tone
	Text string
}

const (
	parallelTop    = 14.0
	parallelBottom = 68.0
)

func (p Parallel) x(i int) float64 {
	if len(p.Axes) < 2 {
		return width / 2
	}
	return 48 + (width-76)*float64(i)/float64(len(p.Axes)-1)
}

func (p Parallel) y(at float64) float64 {
	return height - parallelBottom - at*(height-parallelBottom-parallelTop)
}

// draw is the outline of a line; it passes over an axis that it does not meet.
func (p Parallel) draw(l ParallelLine) string {
	var b strings.Builder
	pen := "M"
	for i, at := range l.At {
		if i < len(p.Axes) && !math.IsNaN(at) {
			b.WriteString(pen + px(p.x(i)) + " " + px(p.y(at)))
			pen = "L"
		}
	}
	return b.String()
}

// nameY sets the names of neighbouring axes at three heights, so that they do not run into each other.
func (p Parallel) nameY(i int) float64 { return height - 46 + 19*float64(i%3) }
