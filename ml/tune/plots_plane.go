// Plots over settings: slice, rank, contour and parallel coordinates. A contour is interpolated by
// inverse distances (Shepard 1968), which needs no fit and passes through what is known.

package tune

import (
	"cmp"
	"math"
	"slices"
)

// Slice returns the complete trials that have the setting of axis a, by number, with X on the
// axis.
func Slice(records []Record, a Axis) []Mark {
	var out []Mark
	for _, r := range completeTrials(records) {
		if x := a.At(r); !math.IsNaN(x) {
			out = append(out, Mark{Number: r.Number, X: x, Value: r.Value, Best: r.Value})
		}
	}
	return out
}

// A PlaneMark is a complete trial on the plane of two settings.
type PlaneMark struct {
	Number int
	X, Y   float64 // on the axes, 0..1
	Value  float64
	Rank   float64 // 0 for the best of these trials, 1 for the worst; equal values share a rank
}

// Rank returns the complete trials that have the settings of both axes, by number, with the rank
// of their values.
func Rank(records []Record, a, b Axis) []PlaneMark {
	var out []PlaneMark
	var values []float64
	for _, r := range completeTrials(records) {
		if x, y := a.At(r), b.At(r); !math.IsNaN(x) && !math.IsNaN(y) {
			out = append(out, PlaneMark{Number: r.Number, X: x, Y: y, Value: r.Value})
			values = append(values, r.Value)
		}
	}
	ranks := ranks(values)
	for k := range out {
		out[k].Rank = ranks[k]
	}
	return out
}

// ranks returns the rank of each value, 0..1 from the smallest; equal values share the mean of
// their ranks.
func ranks(values []float64) []float64 {
	sorted := slices.Sorted(slices.Values(values))
	out := make([]float64, len(values))
	for k, v := range values {
		first, _ := slices.BinarySearch(sorted, v)
		last := first
		for last+1 < len(sorted) && sorted[last+1] == v {
			last++
		}
		if len(values) > 1 {
			out[k] = float64(first+last) / 2 / float64(len(values)-1)
		}
	}
	return out
}

// A Plane is a value over the plane of two settings, between the trials that are known.
type Plane struct {
	X, Y  Axis
	Cells [][]float64 // rows from the low end of Y, columns from that of X; nil without trials
	Marks []PlaneMark
}

// Contour returns the value over the plane of two settings in n by n cells, for a choice in
// one for each option: at the middle of a cell, the mean of the trials weighted by the inverse
// fourth power of their distance; Shepard (1968). What the other settings do is averaged over.
func Contour(records []Record, a, b Axis, n int) Plane {
	p := Plane{X: a, Y: b, Marks: Rank(records, a, b)}
	if len(p.Marks) == 0 {
		return p
	}
	columns, rows := a.cells(n), b.cells(n)
	for r := range rows {
		row := make([]float64, columns)
		for c := range row {
			row[c] = p.at((float64(c)+0.5)/float64(columns), (float64(r)+0.5)/float64(rows))
		}
		p.Cells = append(p.Cells, row)
	}
	return p
}

// cells returns in how many cells an axis is divided where a number's is in n.
func (a Axis) cells(n int) int {
	if a.Param.Kind == Choice {
		return len(a.Param.Options)
	}
	return max(1, n)
}

// at returns the value at a place. Options of a choice are all equally far from each other.
func (p Plane) at(x, y float64) float64 {
	var sum, total float64
	for _, m := range p.Marks {
		dx, dy := p.X.apart(x, m.X), p.Y.apart(y, m.Y)
		q := dx*dx + dy*dy + 1e-6
		w := 1 / (q * q)
		sum, total = sum+w*m.Value, total+w
	}
	return sum / total
}

func (a Axis) apart(u, v float64) float64 {
	if a.Param.Kind != Choice {
		return u - v
	}
	if math.Abs(u-v) > 1e-9 {
		return 1
	}
	return 0
}

// A Line is a complete trial across the axes of several settings.
type Line struct {
	Number int
	Value  float64
	Rank   float64   // 0 for the best trial, 1 for the worst
	At     []float64 // on each axis, NaN where the trial does not have the setting
}

// Parallel returns the complete trials across the axes, the worst first, so that the best are
// drawn over them.
func Parallel(records []Record, axes []Axis) []Line {
	var out []Line
	var values []float64
	for _, r := range completeTrials(records) {
		l := Line{Number: r.Number, Value: r.Value}
		for _, a := range axes {
			l.At = append(l.At, a.At(r))
		}
		out = append(out, l)
		values = append(values, l.Value)
	}
	ranks := ranks(values)
	for k := range out {
		out[k].Rank = ranks[k]
	}
	slices.SortStableFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), a.Number-b.Number)
	})
	return out
}
