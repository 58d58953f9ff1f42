package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// A cell with a dash may say that there is no answer, or be one: "y" and "-" are the two answers of a column that asks for a tick.

const dash = "-"

// oneDash writes a dash of whatever length and width as the plain one.
func oneDash(cell string) string {
	if survey.IsDash(cell) {
		return dash
	}
	return cell
}

// A tick leaves some without it: a dash beside one other answer says the opposite of it where it stands in one of so many cells with text at
// least. Fewer are cells that somebody left. A file of skills needs that, in which
// 25 of 40 cells of a column say "y" and the rest "-".
const oppositeShare = 4

// dashAnswers reports whether a dash is an answer in a column of cells: where it stands in most of those with text, where somebody names it
// as one, and where several others all say the same and it is what says the opposite. Among numbers it is none.
func dashAnswers(cells survey.Tally, named bool) bool {
	dashes, given, numbers := 0, 0, true
	var others []string
	for k, cell := range cells.Texts {
		switch {
		case survey.IsDash(cell):
			dashes += cells.Count[k]
		case !survey.Missing(cell):
			given += cells.Count[k]
			others = append(others, cell)
			_, number := survey.ParseNumber(strings.TrimSpace(cell))
			numbers = numbers && number
		}
	}
	another := func(cell string) bool { return !survey.SameSpelling(cell, others[0]) }
	return dashes > 0 && !numbers && (named || dashes > given || given > 1 && oppositeShare*dashes >= dashes+given && !slices.ContainsFunc(others, another))
}
