package view

import "dure/web/view/chart"

// The charts of a page, by the names that handlers fill them in with.
type (
	ChartFrame = chart.Frame
	Scatter    = chart.Scatter
	Point      = chart.Point
	Line       = chart.Line
	Bars       = chart.Bars
	Dendrogram = chart.Dendrogram
	Leaf       = chart.Leaf
	Joint      = chart.Joint
	Heat       = chart.Heat
	HeatCell   = chart.HeatCell
)

// Level sorts an effect into one of seven steps, -3 to 3, as heat tables colour them.
func Level(effect float64) int { return chart.Level(effect) }
