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
	h := History{Level: MemberLevel, Column: "team"}
	kinds := map[string]Kind{}
	var tables []survey.Table
	for _, p := range past {
		t, columns := askedTable(p.Survey, p.Members, p.Responses)
		for j, c := range columns {
			if k, ok := kinds[c.Name]; ok && k != c.Kind {
				c.Name += " (" + string(c.Kind) + ")"
				t.Header[j] = c.Name
			}
			if _, ok := kinds[c.Name]; ok {
				continue
			}
			kinds[c.Name] = c.Kind
			h.take(c)
		}
		h.leaveOut(p.Survey)
		tables = append(tables, t)
		h.Table.Header = append(h.Table.Header, missingIn(h.Table.Header, t.Header)...)
	}
	for i, p := range past {
		h.append(p, tables[i])
	}
	return h, h.finish(theory)
}

// finish marks the theory and drops the questions that nobody answered.
func (h *History) finish(theory map[Part]string) error {
	h.Columns = slices.DeleteFunc(h.Columns, func(c Column) bool {
		j := h.Table.Column(c.Name)
		return c.Kind != Identity && !slices.ContainsFunc(h.Table.Rows, func(row []string) bool { return !survey.Missing(row[j]) })
	})
	for p, name := range theory {
		if !slices.ContainsFunc(h.Columns, func(c Column) bool { return c.Name == name }) {
			delete(theory, p) // the question is no longer asked
		}
	}
	if err := (Reading{Theory: theory}).theory(h); err != nil {
		return err
	}
	if len(h.Table.Rows) == 0 {
		return bad("nothing_rated")
	}
	return h.check()
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
	for _, q := range s.Questions {
		if name := q.Columns()[0]; q.Sensitive && !slices.Contains(h.LeftOut, name) {
			h.LeftOut = append(h.LeftOut, name)
			h.Notes = append(h.Notes, survey.Say("sensitive_left_out", "Column", name))
		}
	}
}

func missingIn(have, want []string) []string {
	var out []string
	for _, name := range want {
		if !slices.Contains(have, name) {
			out = append(out, name)
		}
	}
	return out
}

// append adds the rows of a season.
func (h *History) append(p Past, t survey.Table) {
	at := make([]int, len(h.Table.Header))
	for j, name := range h.Table.Header {
		at[j] = t.Column(name)
	}
	for i, m := range p.Members {
		team, ok := p.Team[m.ID]
		if !ok {
			continue
		}
		row := make([]string, len(at))
		for j, k := range at {
			if k >= 0 {
				row[j] = t.Rows[i][k]
			}
		}
		y, ok := p.Rating[m.ID]
		if !ok {
			y = math.NaN()
		}
		h.Table.Rows, h.Rating = append(h.Table.Rows, row), append(h.Rating, y)
		h.Team, h.Season = append(h.Team, p.Name+"\x00"+team), append(h.Season, p.Name)
		h.Member = append(h.Member, m.ID)
	}
}

// MembersTable is the table of a season's members that a model made by [FromPast] reads, in the
// order of the members. Questions that the model knows and the season does not ask are empty.
func (m *Model) MembersTable(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) survey.Table {
	t, columns := askedTable(s, members, responses)
	for _, c := range m.Schema.Columns {
		j := t.Column(c.Name)
		if j >= 0 && columns[j].Kind == c.Kind {
			continue
		}
		if j >= 0 {
			t.Header[j] += " (" + string(columns[j].Kind) + ")"
		}
		if j = t.Column(c.Name + " (" + string(c.Kind) + ")"); j >= 0 {
			t.Header[j] = c.Name
			continue
		}
		t.Header = append(t.Header, c.Name)
		for i := range t.Rows {
			t.Rows[i] = append(t.Rows[i], "")
		}
	}
	return t
}

// Columns are the columns that the questions of a survey become, those of its sensitive
// questions left out.
func Columns(s survey.Survey) []Column {
	_, columns := askedTable(s, nil, nil)
	return slices.DeleteFunc(columns, func(c Column) bool { return c.Kind == Identity || c.Protected })
}

// askedTable is the table of a season's answers, without sensitive questions and long texts, and
// what each of its columns is.
func askedTable(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) (survey.Table, []Column) {
	s = s.Public()
	s.Questions = slices.DeleteFunc(slices.Clone(s.Questions), func(q survey.Question) bool {
		return q.Kind == survey.ShortText || q.Kind == survey.LongText
	})
	t := survey.TableOf(s, members, responses)
	columns := []Column{{Kind: Identity}, {Kind: Identity}, {Kind: Identity}}
	for _, q := range s.Questions {
		kind := map[survey.Kind]Kind{survey.Scale: Number, survey.Number: Number, survey.OneOf: Category, survey.AnyOf: Choices, survey.Availability: Hours}[q.Kind]
		protected := slices.ContainsFunc(q.Title.Wordings(), Protected)
		for k := range q.Columns() {
			c := Column{Kind: kind, Protected: protected}
			if q.Kind == survey.Teammates {
				c.Kind = Avoided
				if k == 0 && q.Wishes > 0 {
					c.Kind = Wished
				}
			}
			columns = append(columns, c)
		}
	}
	for j := range columns {
		columns[j].Name = t.Header[j]
	}
	return t, columns
}
