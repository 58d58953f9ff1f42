package chart

import "math"

// A Scatter shows points on two axes, coloured and shaped by group.
type Scatter struct {
	Frame
	X, Y   string // what the axes are
	Points []Point
	Groups []string // their names, for the legend and the labels
}

// A Point is a mark; its name shows when it is pointed at.
type Point struct {
	X, Y  float64
	Name  string
	Group int
}

// A placed mark or label.
type placed struct {
	x, y  float64
	text  string
	group int
}

// scales leave room for the marks at the edges.
func (s Scatter) scales() (x, y Scale) {
	xs, ys := make([]float64, len(s.Points)), make([]float64, len(s.Points))
	for i, p := range s.Points {
		xs[i], ys[i] = p.X, p.Y
	}
	x = Scale{From: left + 8, To: width - right - 8}
	y = Scale{From: height - bottom - 8, To: top + 8}
	x.Lo, x.Hi = extent(xs)
	y.Lo, y.Hi = extent(ys)
	return x, y
}

func (s Scatter) marks() []placed {
	x, y := s.scales()
	all := make([]placed, len(s.Points))
	for i, p := range s.Points {
		all[i] = placed{x.At(p.X), y.At(p.Y), p.Name, p.Group}
	}
	return all
}

// labels stand in the middle of each group, moved apart where they would lie on one another.
func (s Scatter) labels() []placed {
	sum := make([]placed, len(s.Groups))
	count := make([]float64, len(s.Groups))
	for _, m := range s.marks() {
		if m.group < 0 || m.group >= len(sum) {
			continue
		}
		sum[m.group].x += m.x
		sum[m.group].y += m.y
		count[m.group]++
	}
	var all []placed
	for g, at := range sum {
		if count[g] > 0 {
			x := min(max(at.x/count[g], labelWide/2), width-labelWide/2) // the edge would cut it
			all = append(all, placed{x, at.y / count[g], s.Groups[g], g})
		}
	}
	if len(all) < 2 {
		return nil
	}
	return apart(all)
}

// How much room a group's label takes.
const labelWide, labelHigh = 64.0, 15.0

// touch is how far labels may overlap: one that was moved to just below another is, by rounding, a little less than its height away from it.
const touch = 1e-6

// apart moves labels down until none covers one before it.
func apart(all []placed) []placed {
	for i := range all {
		for moved := true; moved; {
			moved = false
			for j := range i {
				dx, dy := all[i].x-all[j].x, all[i].y-all[j].y
				if math.Abs(dx) < labelWide && math.Abs(dy) < labelHigh-touch {
					all[i].y, moved = all[j].y+labelHigh, true
				}
			}
		}
	}
	return all
}
