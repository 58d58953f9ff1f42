package survey

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A Lang is a language that pages and questions are written in.
type Lang string

// The languages of the product.
const (
	English Lang = "en"
	Korean  Lang = "ko"
)

// A Text is wording in each language. Either may be empty.
type Text struct {
	En string `json:"en,omitempty"`
	Ko string `json:"ko,omitempty"`
}

// In returns the wording in lang, or in the other language where lang has none.
func (t Text) In(lang Lang) string {
	if lang == Korean && t.Ko != "" || t.En == "" {
		return t.Ko
	}
	return t.En
}

// IsZero reports whether there is no wording in any language.
func (t Text) IsZero() bool { return t.En == "" && t.Ko == "" }

// Clean returns s as it is stored: NFC, without space at its ends, line ends as "\n", and of the characters that are not
// written but steer a terminal or a printer only tabs. No page, file or database takes the others.
func Clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// Fold returns the form of s in which two spellings of one name or address are equal:
// NFC, case-folded, single spaces.
func Fold(s string) string {
	return norm.NFC.String(cases.Fold().String(strings.Join(strings.Fields(norm.NFC.String(s)), " ")))
}
