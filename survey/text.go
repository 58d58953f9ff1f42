package survey

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A Lang is a language that pages and questions are written in.
type Lang string

// English is what stands in for a language that a text has no words in, and with Korean what presets are written in.
// Which others there are is for the pages to know.
const (
	English Lang = "en"
	Korean  Lang = "ko"
)

// A Text is wording by language, in as many as it was written in.
type Text map[Lang]string

// In returns the wording in lang; where it has none that in English, or else in the first language by code.
func (t Text) In(lang Lang) string { return t[t.Shown(lang)] }

// Shown returns the language of what [Text.In] returns; lang itself where there is no wording.
func (t Text) Shown(lang Lang) Lang {
	for _, l := range [...]Lang{lang, English} {
		if t[l] != "" {
			return l
		}
	}
	for _, l := range slices.Sorted(maps.Keys(t)) {
		if t[l] != "" {
			return l
		}
	}
	return lang
}

// Wordings returns the words in each language that has some, in the order of the languages' codes.
func (t Text) Wordings() []string {
	var all []string
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		if t[lang] != "" {
			all = append(all, t[lang])
		}
	}
	return all
}

// With returns the text with these words in lang too. No words are none.
func (t Text) With(lang Lang, words string) Text {
	if words == "" {
		return t
	}
	more := Text{}
	maps.Copy(more, t)
	more[lang] = words
	return more
}

// IsZero reports whether there is no wording in any language.
func (t Text) IsZero() bool { return len(t.Wordings()) == 0 }

// longest returns the number of characters of the longest wording.
func (t Text) longest() int {
	n := 0
	for _, words := range t {
		n = max(n, runes(words))
	}
	return n
}

// check returns an [*InvalidError] of the field if any wording has more characters than most.
func (t Text) check(field string, most int) error {
	if t.longest() > most {
		return &InvalidError{Field: field, Reason: "too_long", Args: map[string]any{"Max": most}}
	}
	return nil
}

// sameWords returns the words of t that other has too, to those who read both in one of their languages; "" if there are none.
func (t Text) sameWords(other Text) string {
	for _, langs := range [...]Text{t, other} {
		for _, lang := range slices.Sorted(maps.Keys(langs)) {
			if words := t.In(lang); Fold(words) == Fold(other.In(lang)) {
				return words
			}
		}
	}
	return ""
}

// agrees reports whether two texts say the same in every language in which both have words, and there is one.
func (t Text) agrees(other Text) bool {
	common := 0
	for lang, words := range t {
		switch {
		case words == "" || other[lang] == "":
		case Fold(words) != Fold(other[lang]):
			return false
		default:
			common++
		}
	}
	return common > 0
}

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

// OneLine is [Clean] of what has no lines, such as a name: it may stand in the subject of a letter.
func OneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Shorten cuts a text of more than most characters and says so with an ellipsis.
func Shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// Fold returns the form of s in which two spellings of one name or address are equal:
// NFC, case-folded, single spaces.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(strings.Join(strings.Fields(s), " "))
	}
	return norm.NFC.String(cases.Fold().String(strings.Join(strings.Fields(norm.NFC.String(s)), " ")))
}
