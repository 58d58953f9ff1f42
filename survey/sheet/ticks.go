package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// A box that may be ticked is a column of one mark and of blanks, as Airtable, Notion and lists by hand have it. A blank says no there, and not that nobody knows,
// unless a row has no answer at all: somebody who is in a section, and said nothing, did not say no.

// ticked reports whether the cells are a mark and blanks.
func (c column) ticked() bool {
	return len(c.texts) == 1 && c.filled.N < len(c.at) && slices.Contains(ticks, strings.ToLower(c.texts[0])) &&
		!survey.AsksHowMany(c.label) && !counted.MatchString(c.label) && !saysGroup(c.label) && !c.ofWork()
}

// yesAndNo are the two answers, in the language of the header.
func (c column) yesAndNo() []string {
	if strings.ContainsFunc(c.label, func(r rune) bool { return hangul(string(r)) && r != ' ' }) {
		return []string{"예", "아니요"}
	}
	return []string{"Yes", "No"}
}

// tick is what a cell of the column says: of one that is ticked or not, which of the options says it.
func (c Column) tick(cell string) string {
	if c.Use != OneOf || !c.Ticks {
		return cell
	}
	words := yes
	if survey.Missing(cell) {
		words = no
	}
	k := slices.IndexFunc(c.Options, func(o string) bool { return slices.Contains(words, strings.ToLower(o)) })
	if k < 0 {
		return cell
	}
	return c.Options[k]
}

// answered reports whether row i has text in a column that asks something, and not only in which group others put the member.
func (a *applier) answered(i int) bool {
	for j, c := range a.columns {
		if c.Use.Asks() && !saysGroup(a.sheet.Header[j]) && !survey.Missing(survey.Clean(a.sheet.Rows[i][j])) {
			return true
		}
	}
	return false
}

// ticked reads a column of ticks.
func (r *tableReader) ticked(j int) survey.Values {
	said := r.about.columns[j].yesAndNo()
	cells := r.answers(j)
	for i, cell := range cells {
		switch {
		case cell != "":
			cells[i] = said[0]
		case r.answeredRow(i):
			cells[i] = said[1]
		}
	}
	return among(nil, cells)
}

// answeredRow reports whether row i has text in a column that says nothing of who the member is, nor of which group.
func (r *tableReader) answeredRow(i int) bool {
	for j, c := range r.about.Columns {
		if c.Use == "" && r.about.aside[j] == "" && !saysGroup(r.about.columns[j].label) && !survey.Missing(r.about.columns[j].cell(i)) {
			return true
		}
	}
	return false
}

// crossed reports whether a cross is all that stands in the column: it then says yes.
func (c column) crossed() bool { return len(c.texts) == 1 && strings.EqualFold(c.texts[0], "x") }
