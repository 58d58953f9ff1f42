// Package survey is what a club asks and who answers: clubs, seasons, members,
// questions and responses, and the table in which the answers meet the mathematics.
package survey

import (
	"slices"
	"strconv"
)

// A Table is what a spreadsheet shows: named columns and one row of text cells for each
// member. A command reads one from a file; the app makes one from a season's responses.
// Both are formed and clustered by the same code, so that exported responses give the
// same teams as the season's page does.
//
// A cell with several values (any of, hours of a day, wished teammates) joins them by ";".
// An empty cell is no answer.
type Table struct {
	Header []string   // d column names
	Rows   [][]string // n rows of d cells
}

// Column returns the position of the column called name, or -1.
func (t Table) Column(name string) int {
	for j, h := range t.Header {
		if h == name {
			return j
		}
	}
	return -1
}

// BeforeTeams returns the header with no column called team, so that one of the new teams can be put first: an old one becomes
// team_before, or where that is there from the time before, team_before_2 and so on.
func (t Table) BeforeTeams() []string {
	out := slices.Clone(t.Header)
	for j, h := range out {
		if h != "team" {
			continue
		}
		out[j] = FreeName(out, "team_before")
	}
	return out
}

// FreeName returns name, or where a column has it already name_2 and so on.
func FreeName(header []string, name string) string {
	free := name
	for k := 2; slices.Contains(header, free); k++ {
		free = name + "_" + strconv.Itoa(k)
	}
	return free
}
