package sheet

import (
	"strings"

	"dure/survey"
)

// A cell with a dash may say that there is no answer, or be one: "y" and "-" are the two answers of a column that asks for a tick.

const dash = "-"

func isDash(cell string) bool { return strings.TrimSpace(cell) == dash }

// dashAnswers reports whether a dash is an answer in a column of cells: where it stands in most of those with text, where somebody names it
// as one, and where several others all say the same, so that it is what says the opposite. Among numbers it is none.
func dashAnswers(cells []string, named bool) bool {
	dashes, given, numbers := 0, 0, true
	var others survey.Register
	for _, cell := range cells {
		switch {
		case isDash(cell):
			dashes++
		case !survey.Missing(cell):
			given++
			others.Number(survey.SpellingKey(cell))
			_, number := survey.ParseNumber(strings.TrimSpace(cell))
			numbers = numbers && number
		}
	}
	return dashes > 0 && !numbers && (named || dashes > given || given > 1 && len(others.Names) == 1)
}
