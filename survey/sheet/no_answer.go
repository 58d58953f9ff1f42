package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// excusedWords are what gradebooks write beside marks of who need not do a task: there is no mark then, and the others stay numbers.
var excusedWords = []string{"ex", "excused"}

// excusedIn returns the cells of a column of marks that say so.
func excusedIn(cells []string, graded bool) (all []string) {
	for _, s := range cells {
		if graded && slices.Contains(excusedWords, strings.ToLower(s)) {
			all = append(all, s)
		}
	}
	return all
}

// tellColumns notes of columns what is taken for no answer, where what people typed for another answer goes, and whom they name who has no row.
func (s *Sheet) tellColumns() {
	g := newGuesser(*s)
	for _, c := range g.columns {
		if c.excused != nil {
			s.note("no_answer_codes", "Column", c.header, "Text", strings.Join(c.excused, ", "))
		}
	}
	g.about()
	g.tellSeconds(s)
	for _, o := range g.otherTexts() {
		s.note("texts_gathered", "Column", g.columns[o.typed].header, "Of", survey.Shorten(g.columns[o.of].label, survey.MaxTitle))
	}
}
