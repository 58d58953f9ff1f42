// Histories of the club's own seasons. Questions are the same if their words are, whatever the
// season, so that a club may reorder or drop questions between seasons and still learn from all of
// them. Answers to sensitive questions, and whom members avoid, never come here.

package fit

import (
	"math"
	"slices"

	"dure/survey"
)

// A Past is a season that is over, as the app knows it.
type Past struct {
	Name      string // tells seasons apart
	Survey    survey.Survey
	Members   []survey.Member
	Responses map[survey.MemberID]survey.Response
	Team      map[survey.MemberID]string
	Rating    map[survey.MemberID]float64 // of the members who gave one
}

// FromPast makes a history of seasons. Questions of the same words are one question, whatever
// the season. Sensitive questions and protected traits are never learned from. Theory names the
// columns of the theory score, as [Columns] calls them; nil leaves it to their words.
func FromPast(past []Past, theory map[Part]string) (History, error) {
	h := History{Level: MemberLevel, Key: survey.TeamKey{Team: "team"}}
	kinds := map[string]Kind{}
	for _, p := range past {
		t, columns := askedTable(p.Survey, p.Members, p.Responses)
		for j, c := range columns {
			if k, ok := kinds[c.Name]; ok && k != c.Kind {
				c.Name += " (" + string(c.Kind) + ")"
				t.Columns[j].Name = c.Name
			}
			if _, ok := kinds[c.Name]; ok {
				continue
			}
			kinds[c.Name] = c.Kind
			h.take(c)
		}
		h.leaveOut(p.Survey)
		h.append(p, t)
	}
	return h, h.finish(theory)
}

// finish marks the theory and drops the questions that nobody answered.
func (h *History) finish(theory map[Part]string) error {
	h.Columns = slices.DeleteFunc(h.Columns, func(c Column) bool {
		column, _ := h.Table.Column(c.Name)
		return !answered(column)
	})
	for p, name := range theory {
		if !slices.ContainsFunc(h.Columns, func(c Column) bool { return c.Name == name }) {
			delete(theory, p) // the question is no longer asked
		}
	}
	if err := (ColumnRoles{Theory: theory}).markTheory(h); err != nil {
		return err
	}
	if h.Table.N == 0 {
		return invalid("nothing_rated")
	}
	h.noteLeaks()
	return h.check()
}

// answered reports whether anybody has an answer in the column.
func answered(c survey.Column) bool {
	for i := range c.Len() {
		if c.Answered(i) {
			return true
		}
	}
	return false
}

// take adds a column unless it tells of a protected trait.
func (h *History) take(c Column) {
	if !c.Protected {
		h.Columns = append(h.Columns, c)
		return
	}
	h.LeftOut = append(h.LeftOut, c.Name)
	h.Notes = append(h.Notes, survey.Say("protected_left_out", "Column", c.Name))
}

// leaveOut lists the sensitive questions of a survey, whose answers do not even come here.
func (h *History) leaveOut(s survey.Survey) {
	for _, q := range s.Asked() {
		if name := q.Columns()[0]; q.Sensitive && !slices.Contains(h.LeftOut, name) {
			h.LeftOut = append(h.LeftOut, name)
			h.Notes = append(h.Notes, survey.Say("sensitive_left_out", "Column", name))
		}
	}
}

// append adds the members of a season who were in a team.
func (h *History) append(p Past, t survey.Table) {
	var rows []int
	for i, m := range p.Members {
		team, ok := p.Team[m.ID]
		if !ok {
			continue
		}
		y, ok := p.Rating[m.ID]
		if !ok {
			y = math.NaN()
		}
		rows, h.Rating = append(rows, i), append(h.Rating, y)
		h.Team, h.Season = append(h.Team, p.Name+"\x00"+team), append(h.Season, p.Name)
		h.Member = append(h.Member, m.ID)
	}
	h.Table = h.Table.Join(t.Pick(rows))
}

// MembersTable is the table of a season's members that a model made by [FromPast] reads, in the
// order of the members. Questions that the model knows and the season does not ask are without answers.
func (m *Model) MembersTable(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) survey.Table {
	t, columns := askedTable(s, members, responses)
	out := survey.Table{N: t.N}
	for _, c := range m.Schema.Columns {
		j := slices.IndexFunc(columns, func(asked Column) bool {
			return asked.Kind == c.Kind && (asked.Name == c.Name || asked.Name+" ("+string(asked.Kind)+")" == c.Name)
		})
		column := survey.Column{Aside: survey.AsideBlank, Values: blank(c.Kind, t.N)}
		if j >= 0 {
			column = t.Columns[j]
		}
		column.Name = c.Name
		out.Columns = append(out.Columns, column)
	}
	return out
}

// blank is no answers of n members to a question of a kind.
func blank(kind Kind, n int) survey.Values {
	if kind == Number {
		return survey.Numbers(slices.Repeat([]float64{math.NaN()}, n))
	}
	return make(survey.Texts, n)
}

// Columns are the columns that the questions of a survey become, those of its sensitive
// questions left out.
func Columns(s survey.Survey) []Column {
	_, columns := askedTable(s, nil, nil)
	return slices.DeleteFunc(columns, func(c Column) bool { return c.Protected })
}

// askedTable is the table of a season's answers, without sensitive questions and texts, and what
// each of its columns is. Its columns and options are called as in a file out, since questions of
// two seasons are the same by their words.
func askedTable(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) (survey.Table, []Column) {
	s = s.Public()
	coded := survey.TableOf(s, members, responses)
	out := survey.Table{N: coded.N}
	var columns []Column
	for _, q := range s.Questions {
		protected := slices.ContainsFunc(q.Title.Wordings(), Protected)
		n := len(q.Blank())
		typed := coded.Columns[:n]
		coded.Columns = coded.Columns[n:]
		for k, c := range q.InFile(typed) {
			if c.Aside == survey.AsideText || c.Type() == survey.ZoneColumn { // hours have their zones with them
				continue
			}
			c.Name = q.Columns()[k]
			for n := 2; slices.Contains(out.Names(), c.Name); n++ {
				c.Name = q.Columns()[k] + " (" + itoa(n) + ")"
			}
			out.Columns = append(out.Columns, c)
			columns = append(columns, Column{Name: c.Name, Kind: learnedAs(c), Protected: protected})
		}
	}
	return out, columns
}

// learnedAs is what a column of a question in a file is learned from as.
func learnedAs(c survey.Column) Kind {
	switch c.Type() {
	case survey.PeopleColumn:
		return Wished
	case survey.SetColumn, survey.RankColumn:
		return Choices
	case survey.OptionColumn:
		return Category
	case survey.HourColumn:
		return Hours
	case survey.NumberColumn, survey.LevelColumn:
		return Number
	}
	return Identity
}
