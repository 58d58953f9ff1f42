package survey

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// People spell one option, section, team or id in several ways: "Lab 1", "lab 1", "Lab１". Two spellings are one where they differ only in
// case, in width, in composed or decomposed letters (Unicode Standard Annex 15, form KC), in spaces or in which dash or quotation mark a
// program put for the typed one. [Fold] is stricter: members are kept by it, and none of them may become another.

// SpellingKey returns the form in which two spellings of one option, section, team or id are equal. Only a space between two digits
// stays, since "1 2" is not "12".
func SpellingKey(s string) string {
	if isPlain(s) {
		return s
	}
	if isASCII(s) {
		return unspaced(strings.ToLower(s))
	}
	s = typedMarks.Replace(s)
	s = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.ToValidUTF8(s, "\ufffd"))))
	return norm.NFKC.String(unspaced(s))
}

// unspaced returns s without its spaces, but for one between two digits.
func unspaced(s string) string {
	var b strings.Builder
	last := ' '
	for word := range strings.FieldsFuncSeq(s, isSpace) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsDigit(last) && unicode.IsDigit(first) {
			b.WriteByte(' ')
		}
		if b.Cap() == 0 {
			b.Grow(len(s))
		}
		b.WriteString(word)
		last, _ = utf8.DecodeLastRuneInString(word)
	}
	return b.String()
}

// typedMarks takes what programs put for a typed dash or quotation mark back to that.
var typedMarks = strings.NewReplacer("‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-", "‘", "'", "’", "'", "“", `"`, "”", `"`)

// isPlain reports whether s is its own key, as most codes and numbers are: small letters and digits of ASCII.
func isPlain(s string) bool {
	return strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") == ""
}

// isSpace takes every kind of space, and what has no width.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

// SameSpelling reports whether two texts are spellings of one.
func SameSpelling(a, b string) bool { return a == b || SpellingKey(a) == SpellingKey(b) }

// FindSpelling is where s stands among texts: as it is, or else where another spelling of it does; -1 where neither.
func FindSpelling(texts []string, s string) int {
	if k := slices.Index(texts, s); k >= 0 {
		return k
	}
	key := SpellingKey(s)
	return slices.IndexFunc(texts, func(text string) bool { return SpellingKey(text) == key })
}

// Merged are the spellings that were taken as another one of the same text.
type Merged struct {
	As        string   `json:"as"`
	Spellings []string `json:"spellings"` // the others, in the order in which they first come
	Cells     int      `json:"cells"`     // how many have one of the others
}

// MergeListSpellings puts each text of lists in the spelling that MergeSpellings shows, and returns them all, one after another. Each list comes so many times; nil is once.
func MergeListSpellings(lists [][]string, times []int) (all []string, merged []Merged) {
	var t Tally
	for i, list := range lists {
		n := 1
		if times != nil {
			n = times[i]
		}
		for _, s := range list {
			t.Add(s, n)
		}
	}
	shown, merged := t.Spellings()
	for _, list := range lists {
		for i, s := range list {
			list[i] = shown[t.at[s]]
		}
		all = append(all, list...)
	}
	return all, merged
}

// MergeSpellings returns texts with each in the spelling that is most frequent, or comes first among as frequent ones, and what was merged.
func MergeSpellings(texts []string) (one []string, merged []Merged) {
	t := TallyOf(texts)
	shown, merged := t.Spellings()
	if merged == nil {
		return texts, nil
	}
	one = make([]string, len(texts))
	for i, s := range texts {
		one[i] = shown[t.at[s]]
	}
	return one, merged
}

// Spellings returns each of the texts in the spelling that is most frequent, or comes first among as frequent ones, and what was merged.
func (t Tally) Spellings() (shown []string, merged []Merged) {
	var keys Register
	of := make([][]int, 0, len(t.Texts)) // spellings by key
	for k, s := range t.Texts {
		n := keys.Number(SpellingKey(s))
		if n == len(of) {
			of = append(of, nil)
		}
		of[n] = append(of[n], k)
	}
	if len(of) == len(t.Texts) {
		return t.Texts, nil
	}
	shown = slices.Clone(t.Texts)
	for _, all := range of {
		best := slices.MaxFunc(all, func(a, b int) int { return t.Count[a] - t.Count[b] }) // the first of the most frequent
		m := Merged{As: t.Texts[best]}
		for _, k := range all {
			if k != best {
				m.Spellings, m.Cells = append(m.Spellings, t.Texts[k]), m.Cells+t.Count[k]
			}
			shown[k] = m.As
		}
		if m.Cells > 0 {
			merged = append(merged, m)
		}
	}
	return shown, merged
}
