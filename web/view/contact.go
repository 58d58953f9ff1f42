package view

import (
	"github.com/a-h/templ"

	"dure/survey"
)

// A Teammate is one of a member's published team, with how to reach the one as far as that was said to the team, on an own device.
type Teammate struct {
	ID       survey.MemberID
	Name     string
	Contacts survey.Contacts
}

// A ContactsPage is where a member says how teammates may reach the member, as typed.
type ContactsPage struct {
	Visit
	Typed survey.Contacts
	Read  string // the mark of what the form showed
	Both  *Both
}

// ContactLines are contacts in words.
func ContactLines(p Page, cs survey.Contacts) (lines []string) {
	for _, c := range cs {
		lines = append(lines, p.T("contact_"+survey.Key(c.Kind))+": "+c.At)
	}
	return lines
}

// contactField asks for a contact of a kind. What is left empty is not shared.
func contactField(p Page, kind survey.ContactKind, typed survey.Contacts) FieldSpec {
	f := FieldSpec{Name: kind.Field(), Label: p.T("contact_" + survey.Key(kind)), Value: typed.Of(kind), Sometimes: true, Autocomplete: "off"}
	switch kind {
	case survey.ByPhone:
		f.Type, f.Autocomplete = "tel", "tel"
	case survey.ByEmail:
		f.Type, f.Autocomplete = "email", "email"
	case survey.ByElse:
		f.Help = p.T("contact_else_help")
	default:
		f.Attrs = templ.Attributes{"autocapitalize": "none", "spellcheck": "false"}
	}
	return f
}
