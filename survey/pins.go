package survey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A file says that some members are placed already by a column that names the team of each, beside one that says who is pinned to it or alone.
var (
	pinWords = regexp.MustCompile(`(?i)^(is|are)?[ _-]?(pinned|pre[ _-]?assigned|locked|fixed)([ _-]?(to|in|into))?([ _-]?(the )?(teams?|groups?|squads?|members?|students?|person)([ _-]?(name|no\.?|number|id|#))?)?\??$` +
		`|^(teams?|groups?|squads?)[ _-]?\(?(pin|pinned|locked|fixed)\)?$|^pin[ _-]?(to[ _-]?)?(teams?|groups?)$|^고정(된)? ?(팀|조|모둠|여부|멤버)( ?(이름|명|번호))?$|^(팀|조|모둠) ?고정( ?여부)?$`)
	bareMark = regexp.MustCompile(`(?i)^(locked|fixed)\??$`) // says nothing of teams by itself
	// numberedTeam is how a team is called by its number.
	numberedTeam = regexp.MustCompile(`(?i)^(?:team|group|squad|table|no\.?|#|팀|조|모둠|제)?[ _-]*0*([1-9]\d{0,5}) ?(?:번째|번)? ?(?:팀|조|모둠)?$`)

	saysYes = regexp.MustCompile(`(?i)^(true|yes|y|x|o|✓|✔|1|예|네|고정)$`)
	saysNo  = regexp.MustCompile(`(?i)^(false|no|n|0|-|아니오|아니요)$`)
)

// SaysPin reports whether a header is one of a column that pins members to teams.
func SaysPin(header string) bool { return pinWords.MatchString(strings.TrimSpace(header)) }

// TeamNumber reads the number that a team is called by, from 1, as in "3", "Team 3" and "3조".
func TeamNumber(text string) (n int, ok bool) {
	found := numberedTeam.FindStringSubmatch(Clean(text))
	if found == nil {
		return 0, false
	}
	n, err := strconv.Atoi(found[1])
	return n, err == nil
}

// MarkPins sets the columns aside that pin members to teams. said is what a column asks, and the column in words; it leaves out the columns of which
// somebody says what they are.
func (t Table) MarkPins(said func(j int) (header string, c Column, open bool)) {
	mark, team := -1, -1
	for j := range t.Columns {
		header, c, open := said(j)
		switch {
		case !open || !c.mayPin() || !SaysPin(header):
		case c.onlyMarks():
			mark = j
		case team < 0 && !bareMark.MatchString(header):
			team = j
		}
	}
	if team < 0 && mark >= 0 {
		team = t.pinnedTo(mark, said)
	}
	if team < 0 {
		return
	}
	t.Columns[team].Aside = AsidePin
	if mark >= 0 {
		t.Columns[mark].Aside = AsidePin
	}
}

// pinnedTo is the column of the teams to which a column of marks pins members, one of parts of teams before others, or -1.
func (t Table) pinnedTo(mark int, said func(j int) (string, Column, bool)) (team int) {
	team = -1
	for j := range t.Columns {
		header, c, open := said(j)
		aside := c.AsideBy(header)
		switch bare, named := teamTitle(header); {
		case j == mark || !open || !c.mayPin() || pastWords.MatchString(header) || oldTeam.MatchString(bare) || otherTeams.MatchString(header):
		case aside == AsidePartTeam:
			return j
		case team < 0 && (named || aside == AsideTeam):
			team = j
		}
	}
	return team
}

// mayPin reports whether a column is of the types in which teams are named.
func (c Column) mayPin() bool {
	switch c.Type() {
	case NumberColumn, LevelColumn, OptionColumn, TextColumn:
		return c.CountAnswered() > 0 && c.Confidence == Public && !slices.Contains([]string{AsideID, AsideName, AsideEmail, AsideTime, AsideStatus, AsideMetadata, AsideLeftOut}, c.Aside)
	}
	return false
}

// onlyMarks reports whether a column says nothing but yes and no.
func (c Column) onlyMarks() bool {
	for i := range c.Len() {
		if cell := Clean(c.Cell(i)); c.Answered(i) && !saysYes.MatchString(cell) && !saysNo.MatchString(cell) {
			return false
		}
	}
	return true
}

// Pins are the teams in which members are to stay: what a column says of each, "" for who is in none.
type Pins struct {
	Column string
	Of     []string
}

// Count is how many members are pinned.
func (p Pins) Count() (n int) {
	for _, team := range p.Of {
		if team != "" {
			n++
		}
	}
	return n
}

// Pins reads the columns that [Table.MarkPins] found; words words an answer. There is no Column where nobody is pinned.
func (t Table) Pins(words func(column, value string) string) Pins {
	var marks, teams []Column
	for _, c := range t.Columns {
		if c.Aside != AsidePin || c.Confidence != Public {
			continue
		}
		if c = c.Worded(words); c.onlyMarks() {
			marks = append(marks, c)
		} else {
			teams = append(teams, c)
		}
	}
	if len(teams) == 0 && len(marks) > 1 { // teams that are called 0 and 1
		teams, marks = marks[:1], marks[1:]
	}
	if len(teams) == 0 {
		return Pins{}
	}
	c, p := teams[0], Pins{Column: teams[0].Name, Of: make([]string, t.N)}
	none := c.NoTeam()
	for i := range p.Of {
		marked := !slices.ContainsFunc(marks, func(m Column) bool { return !saysYes.MatchString(Clean(m.Cell(i))) })
		if cell := Clean(c.Cell(i)); marked && c.Answered(i) && !none(cell) {
			p.Of[i] = cell
		}
	}
	if p.Count() == 0 {
		return Pins{}
	}
	return p
}

// Worded is a column as texts; words words an option, and may be nil.
func (c Column) Worded(words func(column, value string) string) Column {
	texts := textsOf(c.Values)
	for i := range texts {
		if c.Answered(i) && words != nil {
			texts[i] = words(c.Name, texts[i])
		}
	}
	c.Values = texts
	return c
}
