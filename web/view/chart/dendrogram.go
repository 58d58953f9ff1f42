package chart

import "math"

// A Dendrogram shows how a tree joins its leaves, lying on its side so that names can be read: leaves on
// the left, the last joint on the right.
type Dendrogram struct {
	Frame
	X      string // what the height is
	Leaves []Leaf
	Joints []Joint
	Cut    float64 // the height at which it is cut
	Label  string  // of the cut
}

// A Leaf is a row of the tree, or a branch whose inside is not drawn, and the group that the cut puts it in.
type Leaf struct {
	Name  string
	Group int
}

// A Joint joins two places (leaves count from 0) of their own heights at its height. Group is -1 above the cut.
type Joint struct {
	Left, Right, LeftY, RightY, Height float64
	Group                              int
}

const (
	leafStep  = 16.0
	nameWidth = 110.0
)

func (d Dendrogram) height() float64 { return top + leafStep*float64(len(d.Leaves)) + bottom }

func (d Dendrogram) x() Scale {
	x := Scale{From: left + nameWidth, To: width - right - 6}
	for _, j := range d.Joints {
		if !math.IsInf(j.Height, 0) {
			x.Hi = max(x.Hi, j.Height)
		}
	}
	return x
}

func (d Dendrogram) y(leaf float64) float64 { return top + leafStep*(leaf+.5) }

// path is the bracket of a joint.
func (d Dendrogram) path(j Joint) string {
	x := d.x()
	return "M" + px(x.At(j.LeftY)) + " " + px(d.y(j.Left)) + "H" + px(x.At(j.Height)) + "V" + px(d.y(j.Right)) + "H" + px(x.At(j.RightY))
}

func (j Joint) class() string {
	if j.Group < 0 {
		return "joint"
	}
	return "joint " + class(j.Group)
}

// A Heat table shows how far values lie from the middle, in words, numbers and colour.
type Heat struct {
	Frame // Head names the columns; the first is the rows' names
	Cells [][]HeatCell
	Names []string // of the rows
}

// A HeatCell is one value and how far it is from the middle: -3 to 3.
type HeatCell struct {
	Text  string
	Level int
}

func (c HeatCell) class() string {
	return [...]string{"low3", "low2", "low1", "mid", "high1", "high2", "high3"}[max(-3, min(3, c.Level))+3]
}

// Level is how strong an effect (Cohen's d) is: 0 below 0.2, ±1 small, ±2 medium, ±3 large.
func Level(effect float64) int {
	level := 0
	for _, limit := range []float64{.2, .5, .8} {
		if math.Abs(effect) >= limit {
			level++
		}
	}
	if effect < 0 {
		return -level
	}
	return level
}
