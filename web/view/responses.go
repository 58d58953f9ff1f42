package view

import (
	"fmt"
	"strconv"
	"strings"

	"dure/survey"
)

// A ResponsesPage shows what members answered, question by question.
type ResponsesPage struct {
	Counts   survey.Counts
	Arrivals *Plot // how many had answered by when; nil before the first
	Totals   []survey.Total
	Hidden   int  // sensitive questions, which exports leave out
	Live     bool // answers may come in
	Review   Review
	Starts   bool // something is asked before the first question
	Agreed   int  // how many of those who answered agreed to what is asked there now
}

// oneDecimal words a number with one decimal at the most.
func oneDecimal(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

// percent is a share as the width of its bar.
func percent(n, of int) string {
	if of == 0 {
		return "0"
	}
	return fmt.Sprintf("%.1f", 100*float64(n)/float64(of))
}

// wholeShare is a share in whole percents, where neither none nor all is said of what is only near to it.
func wholeShare(n, of int) string {
	switch share := 100 * float64(n) / float64(max(1, of)); {
	case n > 0 && share < 1:
		return "<1%"
	case n < of && share > 99:
		return ">99%"
	default:
		return fmt.Sprintf("%.0f%%", share)
	}
}
