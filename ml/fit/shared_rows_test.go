package fit

import (
	"fmt"
	"slices"
	"testing"

	"dure/survey/sheet"
)

// surveyed are rows of three answers each, and what else is told of row i.
func surveyed(n int, header string, of func(i int) string, answers func(i int) []string) sheet.Cells {
	t := sheet.Cells{Header: []string{header, "a", "b", "c", "rating"}}
	for i := range n {
		t.Rows = append(t.Rows, append(append([]string{of(i)}, answers(i)...), fmt.Sprint(1+i*7%5)))
	}
	return t
}

func TestTeamsAreGuessedOnlyWhereRowsShareAnswers(t *testing.T) {
	own := func(i int) []string {
		return []string{fmt.Sprint(i * 17 % 61), fmt.Sprint(i * 29 % 53), fmt.Sprint(i * 5 % 47)}
	}
	shared := func(i int) []string { return own(i / 4) }
	measured := func(i int) []string { // fractions cannot be names of teams
		a := shared(i)
		return []string{a[0] + ".5", a[1] + ".5", a[2] + ".5"}
	}
	for name, c := range map[string]struct {
		cells sheet.Cells
		found string
		twins bool
	}{
		"called a team":               {surveyed(60, "Team", func(i int) string { return fmt.Sprint("T", i/4) }, own), "Team", false},
		"called one, but all differ":  {surveyed(60, "Team", func(i int) string { return fmt.Sprint("T", i) }, own), "", false},
		"determines the answers":      {surveyed(60, "squad", func(i int) string { return fmt.Sprint("T", i/4) }, shared), "squad", false},
		"determines nothing":          {surveyed(60, "squad", func(i int) string { return fmt.Sprint("T", i/4) }, own), "", false},
		"determines one answer only":  {surveyed(60, "squad", func(i int) string { return fmt.Sprint("T", i/4) }, func(i int) []string { return append(shared(i)[:1], own(i)[1:]...) }), "", false},
		"too few values for teams":    {surveyed(60, "half", func(i int) string { return fmt.Sprint("H", i/30) }, func(i int) []string { return own(i / 30) }), "", false},
		"rows of the same answers":    {surveyed(100, "other", func(int) string { return "x" }, measured), "", true},
		"every row is of its own":     {surveyed(60, "other", func(int) string { return "x" }, own), "", false},
		"a few answers of many equal": {surveyed(60, "other", func(int) string { return "x" }, func(i int) []string { return []string{fmt.Sprint(i % 2), fmt.Sprint(i % 3), "1"} }), "", false},
	} {
		table := tableOf(c.cells)
		r := ColumnRoles{Rating: "rating", Level: TeamLevel}
		column, ok := r.likelyTeam(table)
		if ok != (c.found != "") || ok && column.Name != c.found {
			t.Errorf("%s: found is %q (%v), want %q", name, column.Name, ok, c.found)
		}
		if !ok {
			if keys := r.identicalRows(table); (keys != nil) != c.twins || c.twins && (keys[0] != keys[3] || keys[3] == keys[4]) {
				t.Errorf("%s: rows of the same answers are %v", name, keys)
			}
		}
	}
}

func TestHeadersAreCutIntoWords(t *testing.T) {
	for header, want := range map[string][]string{
		"Team ID": {"team", "id"}, "teamNumber": {"team", "number"}, "HTMLPage2": {"html", "page"}, "how_old-are you?": {"how", "old", "are", "you"}, "팀 번호": {"팀", "번호"}, "123": nil,
	} {
		if got := words(header); !slices.Equal(got, want) {
			t.Errorf("the words of %q are %q, want %q", header, got, want)
		}
	}
}
