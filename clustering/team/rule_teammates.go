package team

import (
	"cmp"
	"slices"
	"strings"

	"dure/survey"
)

// NewTeammates wants few pairs to share a team who shared one before: in past seasons of the club, in teams that the rule names, or in
// those of a file.
const NewTeammates Kind = "new_teammates"

type newTeammatesRule struct{ traits }

var newTeammatesKind = newTeammatesRule{traits{NewTeammates, Should, onDivision, unbreakable, unseeded}}

func (newTeammatesRule) fields() []Field {
	return []Field{
		{Name: "seasons", Control: SeasonsControl, Label: "rule_seasons", Optional: true, at: func(r *Rule) any { return &r.Seasons }},
		{Name: "teams", Control: TeamsControl, Label: "rule_past_teams", Help: "rule_past_teams_help", Optional: true, at: func(r *Rule) any { return &r.Teams }}}
}

func (newTeammatesRule) finish(r *Rule, _ Offer) error {
	if len(r.Seasons) == 0 && len(r.Teams) == 0 {
		return wrong("seasons", "rule_past_missing")
	}
	return nil
}

func (newTeammatesRule) check(r Rule) error {
	if r.File == "" && len(r.Seasons) == 0 && len(r.Teams) == 0 {
		return r.missing("file")
	}
	return nil
}

func (newTeammatesRule) sentence(r Rule, n Names) survey.Message {
	var of []string
	for _, id := range r.Seasons {
		of = append(of, n.Season(id))
	}
	if r.File != "" {
		of = append(of, r.File)
	}
	return survey.Say("rule_new_teammates", "Of", strings.Join(of, ", "), "Teams", len(r.Teams))
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
	past := c.Teams
	if c.File != "" {
		t, err := c.open()
		if err != nil {
			return nil, err
		}
		read, err := ReadPast(t, c.TeamColumn, []string{c.SectionColumn, c.SeasonColumn}, c.find)
		if err != nil {
			return nil, c.inFile(err)
		}
		past = append(slices.Clone(past), read...)
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

// ReadPast reads past teams of a file: the members who have the same name in the column of teams, "" for "team", and in those, such as of
// seasons and sections, that its names are within; "" is none. The column of which most cells are members is the one that
// names them; find returns the id of the member that a cell means. The error is an [*survey.InvalidError].
func ReadPast(t survey.Table, team string, within []string, find func(cell string) (Text, bool)) ([][]Text, error) {
	names := []string{cmp.Or(team, "team")}
	names = append(names, slices.DeleteFunc(slices.Clone(within), func(name string) bool { return name == "" })...)
	var key []survey.Column
	for _, name := range names {
		c, ok := t.Column(name)
		if !ok {
			return nil, noColumn(t, name)
		}
		key = append(key, c)
	}
	who := memberColumn(t, names, find)
	at := map[string]int{}
	var teams [][]Text
	for row := range t.N {
		m, ok := find(who.Cell(row))
		if !ok || !key[0].Answered(row) {
			continue
		}
		var name strings.Builder
		for _, c := range key {
			name.WriteString(survey.SpellingKey(c.Cell(row)) + "\x00")
		}
		if _, known := at[name.String()]; !known {
			at[name.String()] = len(teams)
			teams = append(teams, nil)
		}
		teams[at[name.String()]] = append(teams[at[name.String()]], m)
	}
	if len(teams) == 0 {
		return nil, invalid("rule_past_nobody", "Column", who.Name)
	}
	return teams, nil
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
