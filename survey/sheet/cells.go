package sheet

import (
	"fmt"
	"maps"
	"slices"

	"dure/survey"
)

// Cells are what a spreadsheet shows: named columns and rows of text. A cell with several values (any of, hours of a
// day, wished teammates) joins them by ";".
type Cells struct {
	Header []string   // d column names
	Rows   [][]string // n rows of d cells
}

// Column returns the position of the column called name, or -1.
func (c Cells) Column(name string) int { return slices.Index(c.Header, name) }

// Before returns the header with no column called name, so that a new one can be put first: an old one becomes
// name_before, or where that is there from the time before, name_before_2 and so on.
func (c Cells) Before(name string) []string {
	out := slices.Clone(c.Header)
	for j, h := range out {
		if h == name {
			out[j] = FreeName(out, name+"_before")
		}
	}
	return out
}

// FreeName returns name, or where a column has it already name_2 and so on.
func FreeName(header []string, name string) string { return numberedName(header, name, "_%d") }

// numberedName returns name, or where a column has it already name with a number behind it, from 2.
func numberedName(header []string, name, number string) string {
	free := name
	for k := 2; slices.Contains(header, free); k++ {
		free = name + fmt.Sprintf(number, k)
	}
	return free
}

// Columns of a season's table that stand before its questions.
const (
	NameColumn     = "Name"
	EmailColumn    = "E-mail"
	RefColumn      = "ID"
	GuardianColumn = "Guardian"
)

// Responses returns the submitted answers of the members, in the order of the members: name, e-mail and id, then each
// question's columns. Members without a submitted response have empty cells. Equal column names are told apart by a number.
func Responses(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) Cells {
	return who(members).answered(s, members, responses)
}

// ResponsesAndGuardians are the responses with who agreed for a member who is too young to answer alone, where there can be somebody. No
// roster has that, which is handed on.
func ResponsesAndGuardians(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) Cells {
	c := who(members)
	if s.Guardian || slices.ContainsFunc(members, func(m survey.Member) bool { return responses[m.ID].Guardian != "" }) {
		c.Header = append(c.Header, GuardianColumn)
		for i, m := range members {
			c.Rows[i] = append(c.Rows[i], responses[m.ID].Guardian)
		}
	}
	return c.answered(s, members, responses)
}

func who(members []survey.Member) Cells {
	c := Cells{Header: []string{NameColumn, EmailColumn, RefColumn}}
	for _, m := range members {
		c.Rows = append(c.Rows, []string{m.Name, m.Email, m.Ref})
	}
	return c
}

func (c Cells) answered(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) Cells {
	for _, q := range s.Questions {
		for _, name := range q.Columns() {
			c.Header = append(c.Header, numberedName(c.Header, name, " (%d)"))
		}
		for i, m := range members {
			c.Rows[i] = append(c.Rows[i], q.Cells(responses[m.ID].Answers[q.ID])...)
		}
	}
	return c
}

// Joined returns the sheet with the cells of some columns where others are empty: those of the keys in those of the values.
func (s Sheet) Joined(to map[int]int) Sheet {
	if len(to) == 0 {
		return s
	}
	rows := make([][]string, len(s.Rows))
	for i, row := range s.Rows {
		rows[i] = slices.Clone(row)
		for _, j := range slices.Sorted(maps.Keys(to)) {
			if into := &rows[i][to[j]]; survey.Missing(*into) && !survey.Missing(row[j]) {
				*into = row[j]
			}
		}
	}
	s.Rows = rows
	return s.afresh()
}
