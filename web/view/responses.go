package view

import (
	"fmt"
	"strconv"
	"strings"

	"dure/survey"
)

// A ResponsesPage shows what members answered, question by question.
type ResponsesPage struct {
	Counts survey.Counts
	Totals []survey.Total
	Hidden int // sensitive questions, which exports leave out
}

// oneDecimal words a number with one decimal at the most.
func oneDecimal(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

func percent(n, of int) string {
	if of == 0 {
		return "0"
	}
	return fmt.Sprintf("%.1f", 100*float64(n)/float64(of))
}

// barLabel words what was answered; the ends of a scale with what they mean.
func barLabel(p Page, t survey.Total, i int) string {
	label := p.In(t.Bars[i].Label)
	if t.Question.Kind != survey.Scale {
		return label
	}
	end := ""
	switch i {
	case 0:
		end = p.In(t.Question.MinLabel)
	case len(t.Bars) - 1:
		end = p.In(t.Question.MaxLabel)
	}
	if end == "" {
		return label
	}
	return label + " · " + end
}

func countAt(t survey.Total, slot int) int {
	for _, b := range t.Bars {
		if b.Slot == slot {
			return b.Count
		}
	}
	return 0
}

// heatClass is one of five shades.
func heatClass(n, of int) string {
	if n == 0 || of == 0 {
		return "heat-0"
	}
	return fmt.Sprintf("heat-%d", 1+min(3, 4*n/of))
}
