package sheet

import "dure/survey"

// Teams says of columns that name teams what these are: one of the Aside constants for past teams, parts of teams and teams that members are pinned to, by column; "" for
// others.
func (s Sheet) Teams() []string {
	r := tableReader{sheet: s, about: newGuesser(s)}
	var t survey.Table
	var at []int
	for j, header := range s.Header {
		if saysGroup(header) || survey.SaysPin(header) {
			t.Columns, at = append(t.Columns, r.column(j)), append(at, j)
		}
	}
	t.MarkPins(func(k int) (string, survey.Column, bool) { return t.Columns[k].Name, t.Columns[k], true })
	out := make([]string, len(s.Header))
	for k, c := range t.Columns {
		switch c.Aside {
		case survey.AsideTeam, survey.AsidePartTeam, survey.AsidePin:
			out[at[k]] = c.Aside
		}
	}
	return out
}

// TeamsInDoubt says of columns whether they name teams that may be those of today or past ones: the header says neither, nor does anybody else.
func (s Sheet) TeamsInDoubt() []bool {
	out := make([]bool, len(s.Header))
	for j, is := range s.Teams() {
		out[j] = is == survey.AsideTeam && s.Kinds[s.Header[j]] == "" && !survey.SaysPastTeam(s.Header[j])
	}
	return out
}

// AssumePast returns the reading of the sheet with what it says of such columns: they are taken for past teams.
func (r Reading) AssumePast(s Sheet) Reading {
	for j, doubt := range s.TeamsInDoubt() {
		if doubt {
			r.Assumed = append(r.Assumed, Assumed{r.HeaderRow, s.Header[j], "", []string{survey.AsideTeam}, survey.AsPastTeam})
		}
	}
	return r
}
