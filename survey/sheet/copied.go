package sheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dure/survey"
)

// People copy members out of mails, minutes and chats as well as out of tables: the addresses of a mail, names behind a colon, a list with bullets or numbers, a
// table of Markdown. A reader of tables would take the first line of these for a header, and commas for the ends of cells. Each shape is told by what all of its lines
// have, and made a table with a column of names; lines that name nobody are passed over and listed. What has none of these shapes is read as a table.

// OutsideLine is the reason why a line of what was copied is passed over that names nobody.
const OutsideLine = "outside"

// copiedBytes is the longest text that is looked at for such shapes: nobody copies a longer one by hand.
const copiedBytes = 1 << 20

// A textLine is a line with text, trimmed, and its number from 1.
type textLine struct {
	n    int
	text string
}

// textLines are the lines of a text that have any.
func textLines(text string) (all []textLine) {
	for i, line := range strings.Split(lines(text), "\n") {
		if !blank(line) {
			all = append(all, textLine{i + 1, undirected(line)})
		}
	}
	return all
}

// copied makes a table of a text that is none: its header and a record for each member, nil where it has no shape that is known.
func (s *Sheet) copied(text string) []record {
	all := textLines(text[:min(len(text), copiedBytes+1)])
	if len(text) > copiedBytes || slices.ContainsFunc(all, func(l textLine) bool { return len(l.text) > MaxCell }) {
		return nil
	}
	for _, read := range []func([]textLine) ([]record, []LeftOutRow){cards, piped, slotLines, labelled, marked, bare, mailed, oneLine} {
		recs, out := read(all)
		if len(recs) < 2 {
			continue
		}
		s.LeftOut = append(s.LeftOut, out...)
		for _, l := range all {
			if others := strings.TrimSpace(moreOthers.FindString(l.text)); others != "" && strings.ContainsAny(l.text, ":：,、") {
				s.note("others_unnamed", "Text", others)
			}
		}
		return recs
	}
	return nil
}

// A copiedMember is somebody whom a copied text names.
type copiedMember struct {
	line                     int
	name, email, group, more string
}

// copiedTable is the table of members: a column for whatever is known of any of them. Where several stand in one line, each is numbered by the place in the list instead, as
// if it had been written out below a header, so that all have a number of their own.
func copiedTable(all []copiedMember, group string) []record {
	if len(all) == 0 {
		return nil
	}
	korean := slices.ContainsFunc(all, func(m copiedMember) bool { return m.name != "" && hangul(m.name) })
	head, at := []string{}, []func(copiedMember) string{}
	for _, c := range []struct {
		english, korean string
		of              func(copiedMember) string
	}{
		{"Name", "이름", func(m copiedMember) string { return m.name }}, {"Email", "이메일", func(m copiedMember) string { return m.email }},
		{group, group, func(m copiedMember) string { return m.group }}, {"Remarks", "비고", func(m copiedMember) string { return m.more }},
	} {
		if !slices.ContainsFunc(all, func(m copiedMember) bool { return c.of(m) != "" }) {
			continue
		}
		if at = append(at, c.of); korean {
			c.english = c.korean
		}
		head = append(head, c.english)
	}
	lined := map[int]bool{}
	for _, m := range all {
		lined[m.line] = true
	}
	recs := []record{{1, head}}
	for k, m := range all {
		r := record{line: m.line}
		if len(lined) < len(all) {
			r.line = k + 2
		}
		for _, of := range at {
			r.cells = append(r.cells, of(m))
		}
		recs = append(recs, r)
	}
	return recs
}

// outside are the lines that are passed over.
func outside(all []textLine) (out []LeftOutRow) {
	for _, l := range all {
		out = append(out, LeftOutRow{Row: l.n, Reason: OutsideLine})
	}
	return out
}

var (
	nameLetters = regexp.MustCompile(`^[\p{L}\p{M}][\p{L}\p{M} .'’·-]*$`)
	nobodies    = regexp.MustCompile(`(?i)^(all|everyone|everybody|etc\.?|others?|none|nobody|n/?a|tba|tbd|등|외|없음|모두|전원|미정)$`)
	moreOthers  = regexp.MustCompile(`(?i)\s*(외 ?\d+ ?[명인]|등(?: ?\d+ ?[명인])?|(?:and|\+) ?\d+ (?:more|others?)|\(?(?:총 ?)?\d+ ?[명인]\)?)\s*\.?$`)
	remarked    = regexp.MustCompile(`\s*[(（][^()（）,，、;；]*[)）]`)
	joinWords   = regexp.MustCompile(`\s(and|&|및|그리고)\s`)
	joinedNames = regexp.MustCompile(`\s*[,，、;；·/\t]\s*(?:and |& ?)?|\s+(?:and|&|및|그리고)\s+`)
)

// person reports whether a text may be what somebody is called: a few words of letters, the first with a capital where its script has any.
func person(s string) bool {
	words := strings.Fields(s)
	first := []rune(s)
	return len(words) > 0 && len(words) <= 5 && len(first) <= survey.MaxName/2 && nameLetters.MatchString(s) && !nobodies.MatchString(s) &&
		!unicode.IsLower(first[0]) && !slices.Contains(fullNames, key(s)) && !countsPeople.MatchString(s)
}

// personsIn are the names in a text that holds nothing but names; nil where it holds something else.
func personsIn(text string) []string {
	text = remarked.ReplaceAllString(text, "")
	text = strings.TrimSpace(moreOthers.ReplaceAllString(strings.TrimSpace(text), ""))
	names := texts(joinedNames.Split(text, -1))
	if words := strings.Fields(text); len(names) == 1 && len(words) > 1 && !slices.ContainsFunc(words, func(w string) bool { return !wholeHangulName(w) }) {
		names = words // names of Korean letters have no blanks in them, so that these part them
	}
	if slices.ContainsFunc(names, func(n string) bool { return !person(n) }) {
		return nil
	}
	return names
}

// wholeHangulName reports whether a word is a name as most are in Korean, of a family name and two syllables.
func wholeHangulName(s string) bool { return len([]rune(s)) == 3 && hangulName.MatchString(s) }

// oneLine reads a line of nothing but names: of Korean ones, or joined by a word as no header is.
func oneLine(all []textLine) ([]record, []LeftOutRow) {
	if len(all) != 1 {
		return nil, nil
	}
	names := personsIn(all[0].text)
	if len(names) < 2 || !joinWords.MatchString(all[0].text) && slices.ContainsFunc(names, func(n string) bool { return !wholeHangulName(n) }) {
		return nil, nil
	}
	var members []copiedMember
	for _, n := range names {
		members = append(members, copiedMember{line: all[0].n, name: n})
	}
	return copiedTable(members, ""), nil
}
