package chart

import (
	"math"
	"strings"
)

// An XY is a point in the units of its plot.
type XY struct{ X, Y float64 }

// A Range is the least and the greatest value of an axis.
type Range struct{ Lo, Hi float64 }

// A Plot shows lines, marks, intervals and shaded cells over two axes. What is not a number is left out.
type Plot struct {
	Frame
	X, Y           string
	XRange, YRange Range  // where both ends are 0, what there is to show
	XTicks, YTicks []Tick // in units of the axis; nil means round values
	Cells          []Cell
	Guides         []Path // to compare with: dashed, below all else
	Lines          []Path
	Spreads        []Spread
	Marks          []Mark
	Cuts           []Cut
	Legend         []Key
}

// A Cut marks a place of the axis below by an upright line, with a label at its head, or where it is low at its foot.
type Cut struct {
	X     float64
	Label string
	Low   bool
}

// labelY is the height at which the label stands: below the name of the axis, or above the axis.
func (c Cut) labelY() float64 {
	if c.Low {
		return height - bottom - 8
	}
	return top + 12
}

// A Path joins points. As stairs, it keeps its height until the next point.
type Path struct {
	Points []XY
	Tone   Tone
	Stairs bool
	Label  string // at the end; may be ""
}

// A Mark is a dot with what the pointer is told about it.
type Mark struct {
	XY
	Tone Tone
	Text string
}

// A Spread is an interval around a point, from Low to High.
type Spread struct {
	X, Low, High float64
}

// A Cell is a shaded piece of the plane; Shade counts from 0, the best, to [Shades] - 1.
type Cell struct {
	From, To XY
	Shade    int
}

// A Key says what a tone means.
type Key struct {
	Tone Tone
	Text string
}

// Shades is how many shades tell values apart.
const Shades = 7

// Shade is the shade of a rank from 0, the best, to 1.
func Shade(rank float64) int {
	if math.IsNaN(rank) {
		return Shades - 1
	}
	return min(Shades-1, int(min(max(rank, 0), 1)*Shades))
}

// A Tone is how something is drawn.
type Tone string

// The tones. None is a hollow mark; Main is the brand's colour, Faint stands back, Strong stands out; a bad mark is a cross.
const (
	Main   Tone = "main"
	Faint  Tone = "faint"
	Strong Tone = "strong"
	Bad    Tone = "bad"
	Chosen Tone = "chosen" // of the marks of a line, the one that is meant
)

// radius is that of a mark.
func (t Tone) radius() float64 {
	if t == Chosen {
		return 6
	}
	return 3.5
}

// ShadeTone is the tone of a shade.
func ShadeTone(shade int) Tone { return Tone("s" + string(rune('0'+min(Shades-1, max(0, shade))))) }

func finite(p XY) bool { return !math.IsNaN(p.X+p.Y) && !math.IsInf(p.X, 0) && !math.IsInf(p.Y, 0) }

func (p Plot) scales() (x, y Scale) {
	var xs, ys []float64
	add := func(at XY) {
		if finite(at) {
			xs, ys = append(xs, at.X), append(ys, at.Y)
		}
	}
	for _, l := range p.Lines {
		for _, at := range l.Points {
			add(at)
		}
	}
	for _, m := range p.Marks {
		add(m.XY)
	}
	for _, s := range p.Spreads {
		add(XY{s.X, s.Low})
		add(XY{s.X, s.High})
	}
	for _, c := range p.Cells {
		add(c.From)
		add(c.To)
	}
	x = Scale{Lo: p.XRange.Lo, Hi: p.XRange.Hi, From: left + 6, To: width - right - 6}
	y = Scale{Lo: p.YRange.Lo, Hi: p.YRange.Hi, From: height - bottom, To: top + 8}
	if p.XRange == (Range{}) {
		x.Lo, x.Hi = extent(xs)
	}
	if p.YRange == (Range{}) {
		y.Lo, y.Hi = extent(ys)
	}
	return x, y
}

func ticksOf(given []Tick, s Scale, n int) []Tick {
	if given == nil {
		return s.Ticks(n)
	}
	var all []Tick
	for _, t := range given {
		all = append(all, Tick{s.At(t.At), t.Label})
	}
	return all
}

func (p Plot) xTicks() []Tick { x, _ := p.scales(); return ticksOf(p.XTicks, x, 6) }
func (p Plot) yTicks() []Tick { _, y := p.scales(); return ticksOf(p.YTicks, y, 5) }

// cutAt is where a cut is drawn.
func (p Plot) cutAt(c Cut) float64 { x, _ := p.scales(); return x.At(c.X) }

// beside is where a label stands that belongs to a line at x, and its anchor: on the side where there is more room.
func beside(x float64) (at float64, anchor string) {
	if x > width/2 {
		return x - 6, "end"
	}
	return x + 6, "start"
}

// draw is the outline of a path; it breaks where a point is missing.
func (p Plot) draw(l Path) string {
	x, y := p.scales()
	var b strings.Builder
	pen, last := "M", 0.0
	for _, at := range l.Points {
		if !finite(at) {
			pen = "M"
			continue
		}
		if l.Stairs && pen == "L" {
			b.WriteString("L" + px(x.At(at.X)) + " " + px(last))
		}
		last = y.At(at.Y)
		b.WriteString(pen + px(x.At(at.X)) + " " + px(last))
		pen = "L"
	}
	return b.String()
}

// A label is text at a place.
type endLabel struct {
	x, y   float64
	text   string
	anchor string
}

// ends are the labels of paths, at their last points.
func (p Plot) ends() []endLabel {
	x, y := p.scales()
	var all []endLabel
	for _, l := range append(append([]Path{}, p.Guides...), p.Lines...) {
		if n := len(l.Points); l.Label != "" && n > 0 && finite(l.Points[n-1]) {
			at := l.Points[n-1]
			all = append(all, endLabel{min(x.At(at.X), width-right), y.At(at.Y) - 6, l.Label, "end"})
		}
	}
	return all
}

func (p Plot) marks() []placed {
	x, y := p.scales()
	var all []placed
	for i, m := range p.Marks {
		if finite(m.XY) {
			all = append(all, placed{x.At(m.X), y.At(m.Y), m.Text, i})
		}
	}
	return all
}

// A box is a rectangle in the units of the view box.
type rect struct {
	x, y, w, h float64
	shade      int
}

func (p Plot) cells() []rect {
	x, y := p.scales()
	var all []rect
	for _, c := range p.Cells {
		if !finite(c.From) || !finite(c.To) {
			continue
		}
		x0, x1, y0, y1 := x.At(c.From.X), x.At(c.To.X), y.At(c.To.Y), y.At(c.From.Y)
		all = append(all, rect{x0, y0, x1 - x0 + 0.5, y1 - y0 + 0.5, c.Shade})
	}
	return all
}

// bars are the outlines of the spreads: a line with ends.
func (p Plot) spreads() []string {
	x, y := p.scales()
	var all []string
	for _, s := range p.Spreads {
		if !finite(XY{s.X, s.Low}) || !finite(XY{s.X, s.High}) {
			continue
		}
		at, low, high := x.At(s.X), y.At(s.Low), y.At(s.High)
		all = append(all, "M"+px(at-4)+" "+px(low)+"H"+px(at+4)+"M"+px(at)+" "+px(low)+"V"+px(high)+"M"+px(at-4)+" "+px(high)+"H"+px(at+4))
	}
	return all
}
