package view

import "dure/web/view/chart"

// The charts of a page, by the names that handlers fill them in with.
type (
	ChartFrame = chart.Frame
	Scatter    = chart.Scatter
	Point      = chart.Point
	Bars       = chart.Bars
	Dendrogram = chart.Dendrogram
	Leaf       = chart.Leaf
	Joint      = chart.Joint
	Heat       = chart.Heat
	HeatCell   = chart.HeatCell

	Plot         = chart.Plot
	XY           = chart.XY
	ChartRange   = chart.Range
	ChartTick    = chart.Tick
	Cell         = chart.Cell
	Path         = chart.Path
	Spread       = chart.Spread
	Mark         = chart.Mark
	Cut          = chart.Cut
	ChartKey     = chart.Key
	Matrix       = chart.Matrix
	Pairing      = chart.Pairing
	Parallel     = chart.Parallel
	ParallelAxis = chart.ParallelAxis
	ParallelLine = chart.ParallelLine
	Spans        = chart.Spans
	Span         = chart.Span
	HBars        = chart.HBars
	HBar         = chart.HBar
	Tone         = chart.Tone
)

// The tones of lines and marks.
const (
	ToneMain   = chart.Main
	ToneFaint  = chart.Faint
	ToneStrong = chart.Strong
	ToneBad    = chart.Bad
	ToneChosen = chart.Chosen
)

// RankShade is the shade of a rank from 0, the best, to 1, and RankTone its tone.
func RankShade(rank float64) int { return chart.Shade(rank) }

// RankTone is the tone of a rank from 0, the best, to 1.
func RankTone(rank float64) chart.Tone { return chart.ShadeTone(chart.Shade(rank)) }

// Level sorts an effect into one of seven steps, -3 to 3, as heat tables colour them.
func Level(effect float64) int { return chart.Level(effect) }
