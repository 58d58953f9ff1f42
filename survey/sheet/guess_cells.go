package sheet

import (
	"regexp"
	"slices"

	"dure/survey"
)

// Exports that head their columns by codes, as LimeSurvey's do where somebody asks for it, say of no column whose names stand in it. What stands in it says it: nearly
// all cells have the form of a name, or of an id, and hardly any two are the same. Below a heading that says something a column is what that says.

// codeHeads are headings that say nothing: "Q01", "G01Q02", "Question 3", "Column 2", "문항 1".
var codeHeads = regexp.MustCompile(`(?i)^([a-z]{1,3}\d{1,4}([a-z]{1,3}\d{1,4})*(_\d+)?|(question|column|field|item|문항|질문|열|항목) ?\d+)$`)

// Of ids, six figures and more, or fewer behind letters. Eleven figures from 010 on, of which a spreadsheet drops the zero, are of a telephone.
var (
	idForm    = regexp.MustCompile(`^([A-Za-z]{1,3}-?\d{4,10}|[1-9]\d{5,10}|[1-9]\d{3}-\d{4,6})$`)
	phoneForm = regexp.MustCompile(`^10\d{8}$`)
)

// tellsApart is how many of ten rows have to hold something of their own in a column of names or ids.
const tellsApart = 9

// coded reports whether neither the heading nor the wording of a column says anything.
func (c column) coded() bool {
	return codeHeads.MatchString(c.header) && codeHeads.MatchString(c.label)
}

// apartBy reports whether nearly every row has a text of its own, and nearly all of them the form.
func (c column) apartBy(form func(string) bool) bool {
	return len(c.at) >= enoughRows && tellsApart*len(c.at) <= 10*len(c.texts) && 10*c.share(form) >= tellsApart
}

// nameByCells takes the first undecided column below a code that holds names, of which the one with the most is that of the members.
func (g *guesser) nameByCells() bool {
	best := -1
	for j, c := range g.columns {
		if g.Columns[j].Use == "" && c.coded() && c.apartBy(isName) && (best < 0 || len(c.texts) > len(g.columns[best].texts)) {
			best = j
		}
	}
	return best >= 0 && g.take(Name, survey.AsideName, func(c column) bool { return c.header == g.columns[best].header })
}

// givenNames is the form of names by which people go among friends.
var givenNames = regexp.MustCompile(`^(\p{Lu}[\p{L}\p{M}'’-]{1,14}|\p{Hangul}{2,3})$`)

// givenNameByCells takes the first column below a code in which nearly every row has a word of its own that may be a name, where nothing else says who anybody is.
func (g *guesser) givenNameByCells() bool {
	return g.take(Name, survey.AsideName, func(c column) bool { return c.coded() && c.apartBy(givenNames.MatchString) })
}

// idByCells takes the first undecided column below a code that holds ids: of one length, and neither days nor telephones.
func (g *guesser) idByCells() bool {
	return g.take(Ref, survey.AsideID, func(c column) bool {
		if !c.coded() || !c.apartBy(idForm.MatchString) || c.holdsDays() || c.share(phoneForm.MatchString) > 0 {
			return false
		}
		return c.share(func(s string) bool { return len(s) == len(c.texts[0]) }) == 1 && c.share(isDay) < 1 &&
			slices.ContainsFunc(c.texts, func(s string) bool { return s[len(s)-1] != '0' })
	})
}
