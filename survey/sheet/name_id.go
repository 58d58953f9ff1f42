package sheet

import (
	"regexp"
	"slices"
	"strings"
)

// A list often has names and ids in one column: 김민준(20240001), "Ann Lee / s1234567", "20240001 김민준". Taken for a name, nobody could be found by it, and
// whoever is wished for by the name alone would be unknown. So it becomes two columns.

// A nameAndID has a name and an id of four characters or more, with a digit in it. Below a header that names both, they may have nothing but a space between
// them; else that may be a name: "Member 1001".
var nameAndID = []struct {
	cell     *regexp.Regexp
	name, id int
}{
	{regexp.MustCompile(`^([^\d()/,;:@]+?)\s*[(/]\s*([A-Za-z]{0,3}\d[\w-]{3,11})\s*\)?$`), 1, 2},
	{regexp.MustCompile(`^([^\d()/,;:@]+?)[\s_-]+([A-Za-z]{0,3}\d[\w-]{3,11})$`), 1, 2},
	{regexp.MustCompile(`^([A-Za-z]{0,3}\d[\w-]{3,11})\s*[\s(/_]\s*([^\d()/,;:@]+?)\s*\)?$`), 2, 1},
}

// bothHeads is a header of the two, in either order.
var bothHeads = regexp.MustCompile(`^([^(/,·&+]+?)\s*[(/,·&+]\s*([^)]+?)\s*\)?$`)

// headsOf are the headers of the two columns.
func headsOf(header string) (name, id string, both bool) {
	if slices.Contains(fullNames, key(header)) {
		return header, "ID", true
	}
	h := bothHeads.FindStringSubmatch(header)
	switch isID := func(s string) bool { return slices.Contains(refs, key(s)) || refWords.MatchString(s) }; {
	case h == nil:
	case slices.Contains(fullNames, key(h[1])) && isID(h[2]):
		return h[1], h[2], true
	case slices.Contains(fullNames, key(h[2])) && isID(h[1]):
		return h[2], h[1], true
	}
	return "", "", false
}

// partIDs parts the first column that may have both, where there is no column of ids and nine in ten of its cells are alike.
func (s *Sheet) partIDs() {
	at := slices.IndexFunc(s.Header, func(h string) bool { _, _, both := headsOf(h); return both })
	if at < 0 || slices.ContainsFunc(s.Header, func(h string) bool {
		return h != s.Header[at] && (slices.Contains(refs, key(h)) || refWords.MatchString(h))
	}) {
		return
	}
	name, id, _ := headsOf(s.Header[at])
	for i, form := range nameAndID {
		if i > 0 && s.Header[at] == name {
			return
		}
		if c := newColumn(*s, at); c.filled.N < 2 || c.share(form.cell.MatchString) < 0.9 {
			continue
		}
		for i, row := range s.Rows {
			called, number := row[at], ""
			if found := form.cell.FindStringSubmatch(strings.TrimSpace(called)); found != nil {
				called, number = found[form.name], found[form.id]
			}
			s.Rows[i] = slices.Insert(slices.Clone(row), at+1, number)
			s.Rows[i][at] = called
		}
		s.Header, s.Labels = slices.Insert(s.Header, at+1, id), slices.Insert(s.Labels, at+1, id)
		s.Header[at], s.Labels[at] = name, name
		return
	}
}
