package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// sparkline is numbers as bars of one line, each the mean of a part of them.
func sparkline(values []float64, width int) string {
	values = thinned(values, width)
	low, high := slices.Min(values), slices.Max(values)
	bars := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range values {
		at := 0
		if high > low {
			at = int(math.Round((v - low) / (high - low) * float64(len(bars)-1)))
		}
		b.WriteRune(bars[at])
	}
	return b.String()
}

// thinned are at most n numbers, each the mean of as many that follow one another.
func thinned(values []float64, n int) []float64 {
	n = min(n, len(values))
	out := make([]float64, n)
	for i := range out {
		lo, hi := i*len(values)/n, (i+1)*len(values)/n
		for _, v := range values[lo:hi] {
			out[i] += v / float64(hi-lo)
		}
	}
	return out
}

// The size of a chart in a terminal, in characters.
const (
	chartWidth  = 60
	chartHeight = 8
)

// lossChart draws a learning curve with characters: losses from the first step to the last.
func lossChart(losses []float64, step string, last int) string {
	if len(losses) == 0 {
		return ""
	}
	values := thinned(losses, chartWidth)
	low, high := slices.Min(values), slices.Max(values)
	if high == low {
		high = low + 1
	}
	var b strings.Builder
	for row := chartHeight - 1; row >= 0; row-- {
		label := ""
		switch row {
		case chartHeight - 1:
			label = fmt.Sprintf("%.3g", high)
		case 0:
			label = fmt.Sprintf("%.3g", low)
		}
		var line strings.Builder
		for _, v := range values {
			at := (v - low) / (high - low) * (chartHeight - 1)
			if int(math.Round(at)) == row {
				line.WriteRune('•')
			} else {
				line.WriteRune(' ')
			}
		}
		fmt.Fprintf(&b, "%9s │%s\n", label, strings.TrimRight(line.String(), " "))
	}
	fmt.Fprintf(&b, "%9s └%s\n%9s  loss from the first %s to number %d\n", "", strings.Repeat("─", len(values)), "", step, last)
	return b.String()
}
