package survey

import (
	"math"
	"strings"
	"unicode"
)

// Missing reports whether a cell holds no answer: empty, NA, N/A, NaN or a dash.
func Missing(cell string) bool {
	switch strings.ToUpper(strings.TrimSpace(cell)) {
	case "", "NA", "N/A", "NAN", "-":
		return true
	}
	return false
}

// A ColumnKind is what the cells of a column look like.
type ColumnKind int

// The kinds of column. A kind after Choices is of no use to mathematics.
const (
	Numbers  ColumnKind = iota // every answer is a number
	Category                   // one of a few texts
	Choices                    // several texts joined by ";"
	Named                      // called id or e-mail
	Serial                     // whole numbers, all different: a number that only names the row
	FreeText                   // text that is nearly all different, or dates most of which are
	Blank                      // no answers
)

// Numeric reports whether every answer of column j is a number and there is at least one.
func (t Table) Numeric(j int) bool {
	some := false
	for _, row := range t.Rows {
		if Missing(row[j]) {
			continue
		}
		if _, ok := ParseNumber(row[j]); !ok {
			return false
		}
		some = true
	}
	return some
}

// ColumnKind tells what column j is from its name and cells. Text counts as nearly all different if nine in ten
// answers are, below five answers all. Of dates more than half are enough: when a form was sent, or a birthday, is no
// category, though some happen to fall together.
func (t Table) ColumnKind(j int) ColumnKind {
	if namesRow(t.Header[j]) {
		return Named
	}
	seen := make(map[string]bool)
	n, whole, list, dates := 0, true, false, true
	for _, row := range t.Rows {
		if Missing(row[j]) {
			continue
		}
		n++
		cell := strings.TrimSpace(row[j])
		seen[cell] = true
		v, ok := ParseNumber(cell)
		whole = whole && ok && v == math.Trunc(v)
		list = list || strings.Contains(cell, ";")
		dates = dates && isDate(cell)
	}
	switch {
	case n == 0:
		return Blank
	case t.Numeric(j):
		if whole && len(seen) == n && n > 1 {
			return Serial
		}
		return Numbers
	case list:
		return Choices
	case n > 1 && (len(seen) == n || n >= 5 && 10*len(seen) >= 9*n || dates && 2*len(seen) > n):
		return FreeText
	}
	return Category
}

// isDate reports whether a cell is a date, in either order of day and month.
func isDate(cell string) bool {
	_, monthFirst := ParseTime(cell, false)
	_, dayFirst := ParseTime(cell, true)
	return monthFirst || dayFirst
}

// namesRow reports whether a column of this name holds ids or addresses.
func namesRow(name string) bool {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	switch letters {
	case "id", "email", "mail", "emailaddress", "이메일", "이메일주소", "메일", "아이디":
		return true
	}
	return false
}
