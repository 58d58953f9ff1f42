package sheet

import (
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// Programs write a number, or letters, where somebody gave no answer: -1 or -99 beside the points of a scale, EX beside the marks of who is excused from a task. Read
// as an answer -99 would move every mean. A number counts as such only where it is one of those in use, the others are the points of a scale that begins above it, and
// most rows have one of these; what is taken for no answer is told.

var noAnswerCodes = []float64{-1, -7, -8, -9, -66, -77, -88, -97, -98, -99, -999, -9999}

// excused are what gradebooks write of who need not do a task.
var excused = []string{"ex", "excused"}

// noAnswers returns the texts of a column that say in this way that there is no answer.
func noAnswers(cells survey.Tally, graded bool) (none []string) {
	low, high, points := math.Inf(1), math.Inf(-1), map[float64]bool{}
	given, missing := 0, 0
	for k, s := range cells.Texts {
		v, ok := survey.ParseNumber(s)
		switch {
		case survey.Missing(s):
		case graded && slices.Contains(excused, strings.ToLower(s)):
			none = append(none, s)
		case !ok:
			return nil
		case v < 0 && slices.Contains(noAnswerCodes, v):
			none, missing = append(none, s), missing+cells.Count[k]
		case !graded && v != math.Trunc(v):
			return nil
		default:
			low, high, points[v] = min(low, v), max(high, v), true
			given += cells.Count[k]
		}
	}
	if missing == 0 {
		return none
	}
	if graded || slices.Contains(none, "-1") && low < 1 || low < 0 || high >= longest || len(points) < 2 || missing > given {
		return nil
	}
	return none
}

// tellColumns notes of columns what is taken for no answer, where what people typed for another answer goes, and whom they name who has no row.
func (s *Sheet) tellColumns() {
	g := newGuesser(*s)
	for _, c := range g.columns {
		if c.none != nil {
			s.note("no_answer_codes", "Column", c.header, "Text", strings.Join(c.none, ", "))
		}
	}
	g.about()
	g.tellSeconds(s)
	for _, o := range g.otherTexts() {
		s.note("texts_gathered", "Column", g.columns[o.typed].header, "Of", survey.Shorten(g.columns[o.of].label, survey.MaxTitle))
	}
}
