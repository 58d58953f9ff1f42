package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// Cells name parts of the day without their hours, time zones by letters that several have, and numbers with a mark that may part thousands or a fraction. A page shows
// what is taken for the first and the last, and leaves out the hours of rows with the second, until somebody says what they mean. What
// is counted in another time than the cells beside it is turned into theirs, and shown with them.

// A Meaning is a text whose meaning somebody may say.
type Meaning struct {
	Text   string
	Zone   bool   // it is to be a time zone; else it is a part of the day, or a number
	As     string // the hours, or the number, that it is taken for, "" for a zone, which is taken for none
	Other  string // the other number that it may be; "" where it is none
	Number bool   // it is counted in another time than the others, and As is what it comes to in theirs
	Said   string // what somebody says that it means, "" where nobody has
	Bad    bool   // Said is neither hours nor a zone
}

// Asks is what is asked of it.
func (m Meaning) Asks() survey.Key {
	switch {
	case m.Zone:
		return "meant_zones"
	case m.Other != "":
		return "meant_numbers"
	case m.Number:
		return "meant_counts"
	}
	return "meant_hours"
}

// Key is what it goes by among [Mapping.Meant].
func (m Meaning) Key() string { return survey.Fold(m.Text) }

// noteMeaning notes a text whose meaning somebody may say.
func (a *applier) noteMeaning(m Meaning) {
	if slices.ContainsFunc(a.meanings, func(o Meaning) bool { return o.Key() == m.Key() }) {
		return
	}
	if m.Said = a.meant[m.Key()]; m.Said != "" {
		_, err := survey.ParseZone(m.Said)
		spans, ok := survey.ParseSpans(m.Said)
		switch {
		case m.Zone:
			m.Bad = err != nil
		case m.Other != "":
			m.Bad = !survey.Notation{}.Says(m.Said, m.As) && !survey.Notation{}.Says(m.Said, m.Other)
		case m.Number:
			_, number := survey.ParseNumber(m.Said)
			m.Bad = !number
		default:
			m.Bad = !ok || len(spans) == 0
		}
	}
	a.meanings = append(a.meanings, m)
}

// asksHours notes the parts of the day in column j, and the one that it is of.
func (a *applier) asksHours(j int) {
	for _, part := range append(newColumn(a.sheet, j).parts(), a.columns[j].Part) {
		if text, s, ok := survey.AssumedHours(part); ok {
			a.noteMeaning(Meaning{Text: text, As: s.Clock()})
		}
	}
}

// hoursMeant returns a cell with the hours that somebody says in the place of the parts of the day that it names.
func (a *applier) hoursMeant(cell string) string {
	if len(a.meant) == 0 {
		return cell
	}
	if _, only := survey.OnlyDays(cell); only && a.meant[survey.Fold(cell)] != "" {
		return cell + " " + a.meant[survey.Fold(cell)]
	}
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(hourMarks, r) })
	for k, part := range parts {
		text, _, ok := survey.AssumedHours(part)
		at := strings.Index(strings.ToLower(part), strings.ToLower(text))
		said := a.meant[survey.Fold(text)]
		if spans, is := survey.ParseSpans(said); !ok || at < 0 || !is || len(spans) == 0 {
			continue
		}
		parts[k] = part[:at] + said + part[at+len(text):]
	}
	return strings.Join(parts, ";")
}
