package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// name gives every column a name of its own and drops nameless columns without any text.
func (s *Sheet) name(head []string) {
	head = slices.Clone(head)
	s.joinBranches(head)
	keep := make([]int, 0, len(head))
	for j := range head {
		if !blank(head[j]) || slices.ContainsFunc(s.Rows, func(r []string) bool { return !blank(r[j]) }) {
			keep = append(keep, j)
		}
	}
	if len(keep) < len(head) {
		for i, r := range s.Rows {
			s.Rows[i] = pick(r, keep)
		}
		if s.Labels != nil {
			s.Labels = pick(s.Labels, keep)
		}
	}
	defer s.nameLists(keep)
	taken := map[string]bool{}
	for _, j := range keep {
		taken[title(head[j])] = true
	}
	seen := map[string]int{}
	for _, j := range keep {
		s.Header = append(s.Header, s.unique(title(head[j]), j, seen, taken))
	}
	if s.Labels == nil {
		s.Labels = slices.Clone(s.Header)
	}
	for j, l := range s.Labels {
		if s.Labels[j] = title(l); l == "" {
			s.Labels[j] = s.Header[j]
		}
	}
}

// unique returns the name of column j as no column seen before has it and no other column is called.
// seen holds the number to try next for each name.
func (s *Sheet) unique(name string, j int, seen map[string]int, taken map[string]bool) string {
	free := func(format string, n int) string {
		new := fmt.Sprintf(format, n)
		for ; taken[new] || seen[new] > 0; n++ {
			new = fmt.Sprintf(format, n+1)
		}
		seen[name] = n + 1
		return new
	}
	new := name
	switch {
	case name == "":
		new = free("Column %d", j+1)
		s.note("header_empty", "New", new)
	case seen[name] > 0:
		new = free(strings.ReplaceAll(name, "%", "%%")+" (%d)", seen[name])
		if slices.Contains(fullNames, key(name)) && s.blocks == nil {
			s.note("header_beside", "Name", name)
		}
		s.note("header_double", "Name", name, "New", new)
	}
	seen[new] = max(seen[new], 2)
	return new
}

// title returns a header cell as one trimmed line in NFC.
func title(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(strings.Trim(undirected(s), "\ufeff\u200b"))), " ")
}

// undirected takes away the characters that turn the direction of writing: they are not seen, and would tell one name or address from itself.
func undirected(s string) string {
	if strings.IndexByte(s, 0xe2) < 0 && strings.IndexByte(s, 0xd8) < 0 { // with which all of them begin
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

func pick(cells []string, columns []int) []string {
	out := make([]string, len(columns))
	for i, j := range columns {
		out[i] = cells[j]
	}
	return out
}

// labels takes away the rows below the header that Qualtrics (wording, then import ids) and
// SurveyMonkey (parts of the question to the left) write, and keeps what they say.
func (s *Sheet) labels(recs []record) []record {
	head := recs[0]
	rest := recs[1:]
	ids := slices.IndexFunc(rest[:min(len(rest), 2)], importIDs)
	if ids >= 0 {
		s.Typed = typedInto(head.cells, rest[ids].cells)
	}
	switch {
	case ids == 0:
		rest = rest[1:]
	case ids == 1, len(rest) > 0 && qualtrics(head.cells) && wording(head.cells, rest[0].cells):
		s.Labels = widen(rest[0].cells, len(head.cells))[:len(head.cells)]
		rest = rest[1+max(0, ids):]
	case len(rest) > 0 && parts(s.gaps(head.cells, rest[0].cells)):
		head.cells = combine(s.gaps(head.cells, rest[0].cells))
		rest = rest[1:]
	}
	if n := len(recs) - 1 - len(rest); n > 0 {
		s.note("labels_taken", "Rows", n)
	}
	return append([]record{head}, rest...)
}

// gaps returns two rows of headers with the text of merged cells only where it first stands.
func (s *Sheet) gaps(head, below []string) (h, b []string) {
	h, b = slices.Clone(head), slices.Clone(below)
	if s.Format != "xlsx" {
		return h, b
	}
	for j := range h {
		if j < len(b) && b[j] == h[j] {
			b[j] = ""
		}
		if j > 0 && head[j] == head[j-1] {
			h[j] = ""
		}
	}
	return h, b
}

func importIDs(r record) bool {
	return slices.ContainsFunc(r.cells, func(c string) bool {
		c = strings.ReplaceAll(strings.ReplaceAll(c, " ", ""), "'", `"`)
		return strings.HasPrefix(c, `{"ImportId":`)
	})
}

// qualtrics reports whether a header has the columns that every export of Qualtrics has.
func qualtrics(head []string) bool {
	has := func(names ...string) bool {
		return slices.ContainsFunc(head, func(h string) bool { return slices.Contains(names, h) })
	}
	return has("StartDate", "V8") && has("EndDate", "V9") && has("ResponseId", "ResponseID", "V1")
}

// wording reports whether below the header's dates there is no date but another label.
func wording(head, below []string) bool {
	for j, h := range head {
		if (h == "StartDate" || h == "V8") && j < len(below) {
			return !strings.ContainsAny(below[j], "0123456789") && !blank(below[j])
		}
	}
	return false
}

// parts reports whether below is a second row of headers: it fills gaps that the header leaves to
// the right of a question, and is empty where the header names the respondent.
func parts(head, below []string) bool {
	gap := false
	if len(below) == 0 || blank(head[0]) {
		return false
	}
	for j, c := range below {
		gap = gap || j > 0 && !blank(c) && (j >= len(head) || blank(head[j]))
		if c = strings.TrimSpace(c); c == "Response" || c == "Open-Ended Response" {
			return blank(below[0])
		}
	}
	return gap && blank(below[0])
}

// combine names each column by its question and its part: "Which do you like? [Chess]".
func combine(head, below []string) []string {
	out := make([]string, max(len(head), len(below)))
	head, below = widen(head, len(out)), widen(below, len(out))
	question := ""
	for j := range out {
		h, part := title(head[j]), title(below[j])
		question = cmp.Or(h, question)
		switch part {
		case "":
			out[j] = h
		case "Response", "Open-Ended Response":
			out[j] = question
		default:
			out[j] = question + " [" + part + "]"
		}
	}
	return out
}
