package survey

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A NameFinder finds in texts what somebody is called: the name with its parts in either order, the address, the id, whatever their case,
// accents, width, spaces and hyphens. What begins or ends within a word is not found, but in Hangul, kana and Chinese characters, behind
// which particles follow without a space.
type NameFinder struct{ keys []string }

// And finds what either finds.
func (f NameFinder) And(g NameFinder) NameFinder {
	return NameFinder{slices.Compact(slices.SortedFunc(slices.Values(append(f.keys[:len(f.keys):len(f.keys)], g.keys...)), longerFirst))}
}

// longerFirst has an address found as a whole where the name stands in it.
func longerFirst(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }

// minNameKey is how many letters, in which Hangul counts by jamo, an id must have so that it is searched for: a short one stands in most texts.
const minNameKey = 4

// FindingName returns what finds a member. Of a name that others among the club's members have, only the address and the id are searched for
// unless shared is set: the name may mean them. What the member was called before is searched for likewise.
func FindingName(m Member, others []Member, shared bool) (f NameFinder) {
	for _, c := range append(slices.Clip(m.Former), m.Calling()) {
		has := func(o Member) bool { return o.ID != m.ID && nameKey(o.Name) == nameKey(c.Name) && o.Key() != m.Key() }
		f = f.And(c.finding(shared || !slices.ContainsFunc(others, has)))
	}
	return f
}

// FindingNames returns what finds each of the members, by all that they are and were called but what others are, too.
func FindingNames(members, others []Member) (f NameFinder) {
	spared := map[string]bool{}
	for _, key := range nameKeysOf(others) {
		spared[key] = true
	}
	f.keys = slices.DeleteFunc(nameKeysOf(members), func(key string) bool { return spared[key] })
	return f.And(NameFinder{})
}

func nameKeysOf(members []Member) (keys []string) {
	for _, m := range members {
		for _, c := range append(slices.Clip(m.Former), m.Calling()) {
			keys = append(keys, c.finding(true).keys...)
		}
	}
	return keys
}

// finding finds the address and the id, and the name if it is asked for.
func (c Calling) finding(name bool) (f NameFinder) {
	keys := []string{nameKey(c.Email)}
	if name {
		keys = append(append(keys, nameKey(c.Name)), turnedKeys(c.Name)...)
	}
	if key := nameKey(c.Ref); len(key) >= minNameKey {
		keys = append(keys, key)
	}
	for _, key := range keys {
		if key != "" {
			f.keys = append(f.keys, key)
		}
	}
	return f
}

// In reports whether the text says what is searched for.
func (f NameFinder) In(text string) bool { return f.Replace(text, Erased) != norm.NFC.String(text) }

// Erased stands where a name stood.
const Erased = "—"

// Replace returns the text with each place where it is found replaced.
func (f NameFinder) Replace(text, with string) string {
	text = norm.NFC.String(text)
	key := lettersKey(text)
	if !slices.ContainsFunc(f.keys, func(k string) bool { return strings.Contains(key, k) }) {
		return text // as nearly all do: where each letter stands is then not asked
	}
	s := foldText(text)
	var out strings.Builder
	last := 0
	for i := 0; i < len(s.key); {
		from, to, next, ok := s.match(f.keys, i)
		if !ok {
			i++
			continue
		}
		out.WriteString(text[last:from])
		out.WriteString(with)
		last, i = to, next
	}
	out.WriteString(text[last:])
	return out.String()
}

// Excerpt returns what stands around the first place where it is found.
func (f NameFinder) Excerpt(text string) string {
	const around = 40
	text = norm.NFC.String(text)
	s := foldText(text)
	for i := range s.key {
		from, to, _, ok := s.match(f.keys, i)
		if !ok {
			continue
		}
		before, after := []rune(text[:from]), []rune(text[to:])
		if len(before) > around {
			before = append([]rune("…"), before[len(before)-around:]...)
		}
		if len(after) > around {
			after = append(after[:around:around], '…')
		}
		return string(before) + text[from:to] + string(after)
	}
	return ""
}

// A foldedText is the letters and digits of a text as [nameKey] has them, and where in the text each of their bytes comes from.
type foldedText struct {
	text  string
	key   string
	start []int // of the letter in the text, for each byte of key, and at the end
	end   []int
	first []bool // whether a letter of the text begins with this byte of key, and at the end
}

func foldText(text string) foldedText {
	s := foldedText{text: text, key: lettersKey(text)}
	for at, r := range text {
		size := len(string(r))
		for i := range len(letterKey(r)) {
			s.start, s.end, s.first = append(s.start, at), append(s.end, at+size), append(s.first, i == 0)
		}
	}
	s.start, s.first = append(s.start, len(text)), append(s.first, true)
	return s
}

// lettersKey is the [nameKey] of each letter of a text, one behind the other.
func lettersKey(text string) string {
	var key strings.Builder
	for _, r := range text {
		key.WriteString(letterKey(r))
	}
	return key.String()
}

// letterKey is the [nameKey] of a letter. Those of ASCII and of Hangul, as which most of what is searched is written, are looked up.
func letterKey(r rune) string {
	switch {
	case r < utf8.RuneSelf:
		return keysOfASCII()[r]
	case r >= firstSyllable && r <= lastSyllable:
		return keysOfHangul()[r-firstSyllable]
	}
	return nameKey(string(r))
}

const firstSyllable, lastSyllable = '가', '힣'

var (
	keysOfASCII  = sync.OnceValue(func() []string { return lettersFrom(0, utf8.RuneSelf-1) })
	keysOfHangul = sync.OnceValue(func() []string { return lettersFrom(firstSyllable, lastSyllable) })
)

func lettersFrom(first, last rune) (keys []string) {
	for r := first; r <= last; r++ {
		keys = append(keys, nameKey(string(r)))
	}
	return keys
}

// match returns the place in the text, and the next byte of the key, of the first of the keys that stands at byte i.
func (s foldedText) match(keys []string, i int) (from, to, next int, ok bool) {
	for _, k := range keys {
		j := i + len(k)
		if j > len(s.key) || s.key[i:j] != k || !s.first[i] || !s.first[j] {
			continue
		}
		from, to = s.start[i], s.end[j-1]
		if !s.within(from) && !s.within(to) {
			return from, to, j, true
		}
	}
	return 0, 0, 0, false
}

// within reports whether a place is between two letters of one word.
func (s foldedText) within(at int) bool {
	letter := func(r rune) bool {
		dense := unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana)
		return unicode.In(r, unicode.L, unicode.M, unicode.N) && !dense
	}
	before, _ := utf8.DecodeLastRuneInString(s.text[:at])
	after, _ := utf8.DecodeRuneInString(s.text[at:])
	return letter(before) && letter(after)
}
