package survey

import (
	"fmt"
	"slices"
	"testing"
)

// textTable is a table of texts, a column for each list, whose first entry is its name.
func textTable(columns ...[]string) Table {
	t := Table{N: len(columns[0]) - 1}
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{Name: c[0], Values: Texts(c[1:])})
	}
	return t
}

func TestATeamIsSeasonSectionAndName(t *testing.T) {
	table := textTable([]string{"team", "Team 1", "team 1", "Team 2", "", "Team 1", "Ｔｅａｍ  1"}, []string{"lab", "A", "a", "A", "A", "", "B"},
		[]string{"term", "s", "s", "s", "s", "s", "s"})
	teams, unknown := TeamKey{Team: "team", Section: "lab", Season: "term"}.Teams(table)
	same := func(i, j int) bool { return teams[i] == teams[j] }
	if unknown != "" || !same(0, 1) || same(0, 2) || same(0, 4) || same(0, 5) || same(4, 5) || teams[3] != "" {
		t.Errorf("the teams of six rows are %q: want the first two as one, each other apart, and none for the fourth", teams)
	}
	if teams, _ = (TeamKey{Team: "team"}).Teams(table); !same(0, 5) || same(0, 2) {
		t.Errorf("by name alone the teams are %q, want four of one", teams)
	}
	if _, unknown := (TeamKey{Team: "team", Season: "year"}).Teams(table); unknown != "year" {
		t.Errorf("without its column the key misses %q, want year", unknown)
	}
}

func TestWhichColumnTellsTeamsApart(t *testing.T) {
	years := Column{Name: "Year", Values: Numbers{2024, 2025}}
	of := func(headers ...string) (t Table) {
		t.N = 2
		for _, h := range headers {
			t.Columns = append(t.Columns, Column{Name: h, Values: Texts{"x", "y"}})
		}
		return t
	}
	with := func(c Column, t Table) Table { t.Columns = append(t.Columns, c); return t }
	for _, c := range []struct {
		name  string
		table Table
		key   TeamKey
		used  []string
		want  TeamKey
	}{
		{"by their headers", of("Name", "Team No", "Section", "Semester"), TeamKey{}, nil, TeamKey{"Team No", "Section", "Semester"}},
		{"in Korean", of("이름", "조", "분반", "학기"), TeamKey{}, nil, TeamKey{"조", "분반", "학기"}},
		{"as programs write them", of("teamName", "lab_section", "academic-year"), TeamKey{}, nil, TeamKey{"teamName", "lab_section", "academic-year"}},
		{"named by somebody", of("team", "group", "section"), TeamKey{Team: "group", Section: "team"}, nil, TeamKey{"group", "team", ""}},
		{"used otherwise", of("team", "section", "term"), TeamKey{Team: "team"}, []string{"section"}, TeamKey{"team", "", "term"}},
		{"words within a question", of("Which team spirit?", "Your favourite section", "Long term plans"), TeamKey{}, nil, TeamKey{}},
		{"years of the calendar", with(years, of("team")), TeamKey{}, nil, TeamKey{"team", "", "Year"}},
		{"years of study", with(Column{Name: "Year", Values: Numbers{1, 4}}, of("team")), TeamKey{}, nil, TeamKey{Team: "team"}},
		{"no years", with(Column{Name: "Year", Values: Texts{"first", "last"}}, of("team")), TeamKey{}, nil, TeamKey{Team: "team"}},
	} {
		if got := c.key.Guess(c.table, c.used...); got != c.want {
			t.Errorf("%s: teams of %v are told by %+v, want %+v", c.name, c.table.Names(), got, c.want)
		}
	}
}

func TestNamesOfSeveralTeamsAreDoubted(t *testing.T) {
	named := func(sizes ...int) (column []string) {
		column = []string{"team"}
		for k, n := range sizes {
			column = append(column, slices.Repeat([]string{fmt.Sprint("T", k)}, n)...)
		}
		return column
	}
	for _, c := range []struct {
		name   string
		column []string
		want   []Key
	}{
		{"even teams", named(5, 5, 4), nil},
		{"few answered in the others", named(6, 2, 2, 2), nil},
		{"as large as a team is", named(10, 9, 9), nil},
		{"larger than a team is", named(11, 11, 11), []Key{TeamCrowded}},
		{"as large as two of the others", named(3, 3, 8, 4), []Key{TeamCrowded}},
		{"alone", named(9), nil},
	} {
		table := textTable(c.column)
		key := TeamKey{Team: "team"}
		teams, _ := key.Teams(table)
		var got []Key
		for _, m := range key.Doubts(table, teams) {
			got = append(got, m.Key)
			if !DoubtsTeams(m) {
				t.Errorf("%s: %v is not known as a doubt about teams", c.name, m)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: of the teams %v the doubts are %v, want %v", c.name, c.column[1:], got, c.want)
		}
	}
	table := textTable([]string{"team", "1", "1", "2"}, []string{"course", "Go", "Chess", "Go"})
	for _, c := range []struct {
		key  TeamKey
		want int
	}{{TeamKey{Team: "team"}, 1}, {TeamKey{Team: "team", Section: "course"}, 0}} {
		teams, _ := c.key.Teams(table)
		if got := c.key.Doubts(table, teams); len(got) != c.want {
			t.Errorf("told by %+v, a name in two courses is doubted as %v, want %d doubts", c.key, got, c.want)
		}
	}
	if got := (TeamKey{Team: "team"}).Doubts(table, []string{"", "", ""}); got != nil {
		t.Errorf("without teams the doubts are %v, want none", got)
	}
}
