package view

import (
	"fmt"
	"math"

	"dure/clustering/team"
)

// A Chance says how teams compare with random ones.
type Chance struct {
	Sentence string
	Broken   string // how many of the random ones break a must-rule, worded; "" for none
	Plot     *Plot  // nil where all are alike
}

// binShade is that of the bars of what chance gives: they stand behind what is compared with them.
const binShade = 4

// formingCurve draws how the best teams so far became better.
func formingCurve(p Page, f team.Forming) Plot {
	said := p.T("form_curve_desc", "From", scorePercent(f.Curve[0].Objective), "To", scorePercent(f.Curve[len(f.Curve)-1].Objective))
	line := Path{Stairs: true}
	lo, hi := 100.0, 0.0
	for _, r := range f.Curve {
		line.Points = append(line.Points, XY{X: 100 * r.Share, Y: 100 * r.Objective})
		lo, hi = min(lo, 100*r.Objective), max(hi, 100*r.Objective)
	}
	return Plot{Frame: ChartFrame{ID: "curve", Title: p.T("form_curve"), Desc: said}, X: p.T("form_curve_x"), Y: p.T("form_curve_y"),
		XRange: ChartRange{Hi: 100}, YRange: ChartRange{Lo: math.Floor(lo) - 1, Hi: math.Ceil(hi) + 1}, Lines: []Path{line}}
}

// NewChance says and draws how teams compare with random ones and with the best there can be; nil where that is not known.
func NewChance(p Page, found team.Proposal) *Chance {
	r := found.Random
	if r == nil {
		return nil
	}
	said := r.Sentence()
	out := &Chance{Sentence: p.T.Say(said)}
	if len(r.Bins) == 0 {
		return out
	}
	if r.Broken > 0 {
		out.Broken = p.T.Say(r.Breaks())
	}
	f := ChartFrame{ID: "chance", Title: p.T("chance_title", "Of", said.Args["Of"]), Desc: out.Sentence, Table: p.T("model_as_table"),
		Head: []string{p.T("chance_x"), p.T("chance_count")}}
	c := Plot{Frame: f, X: p.T("chance_axis"), YTicks: []ChartTick{}, XRange: ChartRange{Lo: 100 * r.Low, Hi: 100 * r.High}}
	step := 100 * (r.High - r.Low) / float64(len(r.Bins))
	for i, n := range r.Bins {
		from := 100*r.Low + step*float64(i)
		c.YRange.Hi = max(c.YRange.Hi, float64(n))
		c.Cells = append(c.Cells, Cell{From: XY{X: from}, To: XY{X: from + step, Y: float64(n)}, Shade: binShade})
		c.Rows = append(c.Rows, []string{fmt.Sprintf("%.1f–%.1f", from, from+step), fmt.Sprint(n)})
	}
	mark := func(at float64, low bool, label string) {
		c.XRange.Lo, c.XRange.Hi = min(c.XRange.Lo, 100*at), max(c.XRange.Hi, 100*at)
		c.Cuts = append(c.Cuts, Cut{X: 100 * at, Label: label, Low: low})
	}
	mark(found.Objective, false, p.T("chance_these", "Score", scorePercent(found.Objective)))
	if b := found.Bound; b != nil && *b > found.Objective+5e-4 {
		mark(*b, true, p.T("chance_bound", "Score", atMost(*b)))
	}
	c.XRange = ChartRange{Lo: max(0, math.Floor(c.XRange.Lo-1)), Hi: min(100, math.Ceil(c.XRange.Hi+1))}
	out.Plot = &c
	return out
}
