package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// Cells name parts of the day without their hours, and time zones by letters that several have. A page shows the hours that are taken for the first, and leaves out those of
// rows with the second, until somebody says what they mean.

// A Meaning is a text whose meaning somebody may say.
type Meaning struct {
	Text string
	Zone bool   // it is to be a time zone; else it is a part of the day
	As   string // the hours that it is taken for, "" for a zone, which is taken for none
	Said string // what somebody says that it means, "" where nobody has
	Bad  bool   // Said is neither hours nor a zone
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
		m.Bad = m.Zone && err != nil || !m.Zone && (!ok || len(spans) == 0)
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
