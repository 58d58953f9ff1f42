package sheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Lists that people copy together have no header: names one below the other, often numbered, or names with their ids and addresses. The first row is then a
// member like the others, and taken for a header it would be lost. It is one only where it plainly looks like all rows below, with a name where they have names.

var (
	listMark     = regexp.MustCompile(`^\s*(\d{1,4}[.):]|[-*•·])\s*`)
	latinName    = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}'’.-]*( (\p{Lu}[\p{L}\p{M}'’.-]*|van|von|der|den|de|da|dos|la|del|bin|al|y)){1,4}$`)
	hangulName   = regexp.MustCompile(`^[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반나라왕금옥육인맹제모]\p{Hangul}{1,3}$`)
	noName       = regexp.MustCompile(`(?i)name|member|student|participant|list|team|group|club|class|roster|people|person|player|attendee|who|e-?mail|answer|response|(이름|성명|성함|명단|목록|전체|[부회임조팀인단합직]원|자|생|부|팀|조|명)$`)
	countsPeople = regexp.MustCompile(`(?i)^(총 ?|전체 ?|합계:? ?|total:? ?)?\d+ ?(명|people|members|students|participants|names)$`)
)

// headless gives a table without a header one, and takes the marks of a list from its lines.
func (s *Sheet) headless(recs []record) []record {
	list := usualWidth(recs) == 1
	if list {
		recs = s.unmarked(recs)
	}
	if len(recs) < 2 {
		return recs
	}
	head, name, sure := make([]string, len(recs[0].cells)), false, list
	for j, first := range recs[0].cells {
		cells := cellsOf(recs, j)
		switch first = strings.TrimSpace(first); {
		case !name && nearlyAll(cells, isName) && isName(first) && !noName.MatchString(first) && !slices.Contains(fullNames, key(first)):
			if head[j], name = "Name", true; hangul(first) {
				head[j] = "이름"
			}
		case isEmail(first) && nearlyAll(cells, isEmail):
			head[j], sure = "Email", true
			name = name || list
		case maskOf(first) != "" && nearlyAll(cells, func(c string) bool { return maskOf(c) == maskOf(first) }):
			if sure = true; len(distinctTexts(cells)) == len(cells) && !strings.ContainsAny(first, " -.") && first[0] != '0' && !slices.Contains(head, "ID") {
				head[j] = "ID"
			}
		case !blank(first) && slices.Contains(cells[1:], first) && len(distinctTexts(cells)) > 1:
			sure = true // what is said again below names no column
		}
	}
	if !name || !sure {
		return recs
	}
	s.note("header_none", "Row", recs[0].line)
	return slices.Insert(slices.Clone(recs), 0, record{recs[0].line, head})
}

// unmarked takes numbers and strokes from the lines of a list that has them throughout, and passes over how many there are.
func (s *Sheet) unmarked(recs []record) []record {
	out := make([]record, 0, len(recs))
	for _, r := range recs {
		if len(out) > 1 && (countsPeople.MatchString(strings.TrimSpace(r.cells[0])) || !lettered(texts(r.cells))) {
			s.passOver(NoteLine, r.line)
			continue
		}
		out = append(out, record{r.line, slices.Clone(r.cells)})
	}
	if !nearlyAll(cellsOf(out, 0), listMark.MatchString) {
		return out
	}
	for _, r := range out {
		r.cells[0] = listMark.ReplaceAllString(r.cells[0], "")
	}
	return out
}

func cellsOf(recs []record, j int) (cells []string) {
	for _, r := range recs {
		if j < len(r.cells) && !blank(r.cells[j]) {
			cells = append(cells, strings.TrimSpace(r.cells[j]))
		}
	}
	return cells
}

// nearlyAll reports whether nine of ten cells are it, of which there are two and more.
func nearlyAll(cells []string, is func(string) bool) bool {
	n := 0
	for _, c := range cells {
		n += count(is(c))
	}
	return len(cells) > 1 && 10*n >= 9*len(cells)
}

func isName(s string) bool { return hangulName.MatchString(s) || latinName.MatchString(s) }

// maskOf is the form of an id or a telephone number: its digits, of which there are four and more, and what stands between them. Of anything else it is "".
func maskOf(s string) string {
	digits := 0
	mask := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			digits++
			return '9'
		case strings.ContainsRune(" -.", r):
			return r
		}
		return 'x'
	}, s)
	if digits < 4 || strings.Contains(mask, "x") || isDate(s) {
		return ""
	}
	return mask
}
