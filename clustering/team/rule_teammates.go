package team

import (
	"cmp"
	"slices"
	"strings"

	"dure/survey"
)

// NewTeammates wants few pairs to share a team who shared one before: in past seasons of the club, in teams that the rule names, in those of a
// file, or in those that a column says.
const NewTeammates Kind = "new_teammates"

type newTeammatesRule struct{ traits }

var newTeammatesKind = newTeammatesRule{traits{NewTeammates, Should, onDivision, unbreakable, unseeded}}

func (newTeammatesRule) preset() survey.Key { return "preset_new" }

func (newTeammatesRule) fields() []Field {
	return []Field{
		{Name: "seasons", Control: SeasonsControl, Label: "rule_seasons", Optional: true, at: func(r *Rule) any { return &r.Seasons }},
		{Name: columnsField.Name, Control: ColumnsControl, Label: "rule_past_columns", Optional: true, at: func(r *Rule) any {
			r.Columns, r.Column = r.columns(), ""
			return &r.Columns
		}},
		{Name: "past", Control: TeamsControl, Label: "rule_past_teams", Help: "rule_past_teams_help", Optional: true, at: func(r *Rule) any { return &r.Teams }}}
}

func (newTeammatesRule) finish(r *Rule, _ Offer) error {
	if len(r.Seasons) == 0 && len(r.Teams) == 0 && len(r.columns()) == 0 {
		return wrong("seasons", "rule_past_missing")
	}
	return nil
}

func (newTeammatesRule) check(r Rule) error {
	if r.File == "" && len(r.Seasons) == 0 && len(r.Teams) == 0 && len(r.columns()) == 0 {
		return r.missing("file")
	}
	return nil
}

// accepts takes what says of each member in which team they were.
func (newTeammatesRule) accepts(c survey.Column) bool {
	return togetherKind.accepts(c) || c.Type() == survey.NumberColumn
}

// suggest takes every column of teams that members were in.
func (newTeammatesRule) suggest(t survey.Table) []Rule {
	return onAside(t, survey.AsideTeam, NewTeammates)
}

func (newTeammatesRule) sentence(r Rule, w words) survey.Message {
	var of []string
	for _, id := range r.Seasons {
		of = append(of, w.Season(id))
	}
	if r.File != "" {
		of = append(of, r.File)
	}
	on := ""
	if len(r.columns()) > 0 {
		on = w.Columns(r.columns())
	}
	return survey.Say("rule_new_teammates", "Of", w.blank("seasons", strings.Join(of, ", ")), "On", on, "Teams", len(r.Teams))
}

func (newTeammatesRule) compile(c *compiler) (measure, error) {
	p := newPairTable(c.n)
	for _, id := range c.Seasons {
		if c.in.Past == nil {
			return nil, c.invalid("season_unknown", "Season", int64(id))
		}
		teams, err := c.in.Past(id)
		if err != nil {
			return nil, err
		}
		for _, t := range teams {
			p.meet(t)
		}
	}
	for _, name := range c.columns() {
		column, err := c.column(name)
		if err != nil {
			return nil, err
		}
		for _, t := range teamsBefore(column.Worded(c.in.Words)) {
			p.meet(t)
		}
	}
	past := c.Teams
	if c.File != "" {
		t, err := c.open()
		if err != nil {
			return nil, err
		}
		read, notes, err := ReadPast(t, survey.TeamKey{Team: c.TeamColumn, Section: c.SectionColumn, Season: c.SeasonColumn}, c.find)
		if err != nil {
			return nil, c.inFile(err)
		}
		past = append(slices.Clone(past), read...)
		for _, n := range notes {
			c.note(n)
		}
	}
	for _, t := range past {
		var rows []int
		for _, id := range t {
			if m, ok := c.called(string(id)); ok { // others do not take part
				rows = append(rows, m)
			}
		}
		p.meet(rows)
	}
	return repeated(p), nil
}

// teamsBefore are the members, by row, who were in one team as a column says.
func teamsBefore(c survey.Column) (teams [][]int) {
	none := c.NoTeam()
	var seen survey.Register
	for i := range c.Len() {
		if !c.Answered(i) || none(c.Cell(i)) {
			continue
		}
		k := seen.Number(survey.SpellingKey(c.Cell(i)))
		if k == len(teams) {
			teams = append(teams, nil)
		}
		teams[k] = append(teams[k], i)
	}
	return teams
}

// meet notes that the members of a past team have met. Pairs who met twice are no worse than pairs who met once.
func (p *pairTable) meet(team []int) {
	for a, i := range team {
		for _, j := range team[:a] {
			if i != j && p.at(int32(i), int32(j)) == 0 {
				p.add(int32(i), int32(j), 1)
			}
		}
	}
}

// ReadPast reads past teams of a file, told apart by the columns of the key and by those that plainly are of sections or seasons; without
// one of teams it is that called "team". The column of which most cells are members is the one that names them; find returns the id of the
// member that a cell means. Notes say by what teams were told apart where nobody had said it, and which may be several of one name. The error
// is an [*survey.InvalidError].
func ReadPast(t survey.Table, key survey.TeamKey, find func(cell string) (Text, bool)) (past [][]Text, notes []survey.Message, err error) {
	asked := key
	key = key.Guess(t)
	key.Team = cmp.Or(key.Team, teamColumn(t), "team")
	teams, unknown := key.Teams(t)
	if unknown != "" {
		return nil, nil, noColumn(t, unknown)
	}
	if key.Section != asked.Section || key.Season != asked.Season {
		notes = append(notes, key.ToldBy(t)...)
	}
	notes = append(notes, key.Doubts(t, teams)...)
	who := memberColumn(t, key.Columns(), find)
	var seen survey.Register
	known := false // whether anybody in the file is a member
	for row, name := range teams {
		m, ok := find(who.Cell(row))
		known = known || ok
		if !ok || name == "" {
			continue
		}
		if k := seen.Number(name); k == len(past) {
			past = append(past, []Text{m})
		} else {
			past[k] = append(past[k], m)
		}
	}
	switch {
	case known && len(past) == 0:
		return nil, nil, invalid("rule_past_no_team", "Column", key.Team)
	case len(past) == 0:
		return nil, nil, invalid("rule_past_nobody", "Column", who.Name)
	}
	return past, notes, nil
}

// teamColumn is the column that is called "team" in any spelling, or "".
func teamColumn(t survey.Table) string {
	for _, name := range t.Names() {
		if survey.SpellingKey(name) == "team" {
			return name
		}
	}
	return ""
}

// memberColumn is the column, none of those left out, of which most cells are members.
func memberColumn(t survey.Table, out []string, find func(cell string) (Text, bool)) (who survey.Column) {
	most := -1
	for _, c := range t.Columns {
		found := 0
		for row := range t.N {
			if _, ok := find(c.Cell(row)); ok && !slices.Contains(out, c.Name) {
				found++
			}
		}
		if found > most {
			who, most = c, found
		}
	}
	return who
}

// repeated measures the pairs of a table, of which few are wanted.
func repeated(p *pairTable) measure { return repeats{&pairs{between: p.at, less: true}} }

// repeats is how many pairs of a team have met before. In the rounds of one season, where a pair may meet in several others, each counts.
type repeats struct{ *pairs }

func (m repeats) fact(t int, members []int32) survey.Message {
	return survey.Say("fact_team_repeats", "Count", int(m.of(t, members).value))
}
