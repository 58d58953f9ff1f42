package survey

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
)

// How teams of the past are told apart. Names of teams come again: each section has its "Team 1", and each season begins anew. A team is
// therefore season, section and name, wherever a file of past teams is read.

// A TeamKey names the columns by which the teams of a table are told apart; "" is none.
type TeamKey struct{ Team, Section, Season string }

// The headers by which columns are known, as letters alone in lower case.
var (
	sectionHeaders = []string{"section", "sections", "sectionname", "sectionid", "sectionno", "sectionnumber", "lab", "labsection", "labgroup",
		"classsection", "coursesection", "tutorial", "tutorialgroup", "분반", "반", "구역", "섹션", "실습반"}
	seasonHeaders = []string{"season", "seasons", "term", "semester", "quarter", "academicyear", "schoolyear", "학기", "시즌", "학년도"}
	yearHeaders   = []string{"year", "연도", "년도"}
	teamHeaders   = []string{"team", "teams", "teamid", "teamno", "teamnumber", "teamname", "group", "groupid", "groupno", "groupnumber", "groupname",
		"팀", "조", "팀명", "조명", "팀번호", "조번호", "팀이름", "조이름", "모둠"}
	// What may be a section or as well something that members of a team differ in, as their studies.
	doubtfulHeaders = []string{"class", "course", "cohort", "batch", "studio", "workshop", "기수", "과목", "강좌"}
)

// The years that a season may be called by.
const (
	firstYear = 1990
	lastYear  = 2100
)

// NamesTeam reports whether a header is one of a column of teams.
func NamesTeam(header string) bool { return headed(header, teamHeaders) }

// namesSeason reports whether a column is one of seasons: by its header, or by years of the calendar under "year", which else is how long
// somebody has studied.
func namesSeason(c Column) bool {
	if !headed(c.Name, yearHeaders) {
		return headed(c.Name, seasonHeaders)
	}
	x, ok := c.Measured()
	return ok && answered(c.Values) > 0 && !slices.ContainsFunc(x, func(v float64) bool { return v < firstYear || v > lastYear || v != math.Trunc(v) && v == v })
}

func namesSection(c Column) bool { return headed(c.Name, sectionHeaders) }

func headed(header string, known []string) bool {
	return slices.Contains(known, strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, SpellingKey(header)))
}

// Guess fills in what the key has none of where exactly one column of the table, not one of those used otherwise, plainly says by its header that
// it is that.
func (k TeamKey) Guess(t Table, used ...string) TeamKey {
	find := func(plain func(Column) bool) string {
		found := ""
		for _, c := range t.Columns {
			if !plain(c) || slices.Contains(used, c.Name) || slices.Contains(k.Columns(), c.Name) {
				continue
			}
			if found != "" {
				return "" // which of them it is nobody said
			}
			found = c.Name
		}
		return found
	}
	k.Team = cmp.Or(k.Team, find(func(c Column) bool { return NamesTeam(c.Name) }))
	k.Section = cmp.Or(k.Section, find(namesSection))
	k.Season = cmp.Or(k.Season, find(namesSeason))
	return k
}

// Columns are the names of the columns of the key.
func (k TeamKey) Columns() []string {
	return slices.DeleteFunc([]string{k.Season, k.Section, k.Team}, func(name string) bool { return name == "" })
}

// Teams returns for each row of the table a text that is the same for all rows of one team and for no other, "" where the row has no team.
// Spellings of one name are one; a blank section or season is one of its own. unknown is a column of the key that the table has not.
func (k TeamKey) Teams(t Table) (teams []string, unknown string) {
	teams = make([]string, t.N)
	for _, name := range k.Columns() {
		c, ok := t.Column(name)
		if !ok {
			return nil, name
		}
		for i := range teams {
			teams[i] += SpellingKey(c.Cell(i)) + "\x00"
		}
	}
	if c, ok := t.Column(k.Team); ok {
		for i := range teams {
			if !c.Answered(i) {
				teams[i] = ""
			}
		}
	}
	return teams, ""
}

// ToldBy says by which columns teams are told apart, where it makes a difference: a name of a team comes again in another section or season.
func (k TeamKey) ToldBy(t Table) []Message {
	whole, _ := k.Teams(t)
	names, _ := TeamKey{Team: k.Team}.Teams(t)
	first := map[string]string{}
	for i, name := range names {
		if was, again := first[name]; again && name != "" && was != whole[i] {
			return []Message{Say("team_told_by", "Columns", k.Columns())}
		}
		first[name] = whole[i]
	}
	return nil
}

// mostOfTeam is how many rows are taken for one team without a doubt. Whoever says how a team went has worked with all of it, which is
// rare beyond ten; to be wrong costs a warning that names what to do only if it is so.
const mostOfTeam = 10

// Within one file teams are of about one size. Below seven rows that is no sign: where some answered and others did not, five rows beside two
// are usual.
const (
	leastCrowded  = 7
	crowdedFactor = 2 // times the median of the other teams
)

// What may be amiss with the teams of a table.
const (
	TeamCrowded Key = "team_crowded" // more rows than a team has
	TeamSpans   Key = "team_spans"   // several values of a column that may be one of sections
)

// DoubtsTeams reports whether a message is one of [TeamKey.Doubts].
func DoubtsTeams(m Message) bool { return m.Key == TeamCrowded || m.Key == TeamSpans }

// Doubts says, for a table whose teams are told apart by the key, which of them has more rows than a team has, and which column may have to be
// named as well. Teams are as [TeamKey.Teams] returns them.
func (k TeamKey) Doubts(t Table, teams []string) []Message {
	var all []Message
	rows := map[string][]int{}
	for i, name := range teams {
		if name != "" {
			rows[name] = append(rows[name], i)
		}
	}
	names := slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(rows[b]), len(rows[a])), cmp.Compare(rows[a][0], rows[b][0]))
	})
	if len(names) == 0 {
		return nil
	}
	name, _ := t.Column(k.Team)
	if most := len(rows[names[0]]); crowded(most, names, rows) {
		all = append(all, Say(TeamCrowded, "Team", name.Cell(rows[names[0]][0]), "Rows", most))
	}
	for _, c := range t.Columns {
		if !headed(c.Name, doubtfulHeaders) || slices.Contains(k.Columns(), c.Name) {
			continue
		}
		at := slices.IndexFunc(names, func(name string) bool { return len(teamValues(c, rows[name])) > 1 })
		if at >= 0 {
			all = append(all, Say(TeamSpans, "Team", name.Cell(rows[names[at]][0]), "Column", c.Name, "Values", teamValues(c, rows[names[at]])))
		}
	}
	return all
}

// crowded reports whether the largest team, of most rows, is larger than a team is.
func crowded(most int, names []string, rows map[string][]int) bool {
	if most > mostOfTeam {
		return true
	}
	others := names[1:]
	return len(others) > 0 && most >= leastCrowded && most > crowdedFactor*len(rows[others[len(others)/2]])
}

// teamValues are the different answers of the rows in the column, in their order.
func teamValues(c Column, rows []int) []string {
	var seen Register
	for _, i := range rows {
		if c.Answered(i) {
			seen.Number(c.Cell(i))
		}
	}
	return seen.Names
}
