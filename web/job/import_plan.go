package job

import (
	"cmp"
	"fmt"
	"slices"

	"dure/survey"
	"dure/survey/sheet"
)

// PlanOf proposes what each column of a sheet is: what [sheet.Guess] says, and the survey's own question
// where one has the column's name.
func PlanOf(s sheet.Sheet, asked survey.Survey) Plan {
	guess := sheet.Guess(s)
	known := columnsOf(asked)
	p := Plan{Columns: guess.Columns, Existing: make([]survey.QuestionID, len(guess.Columns))}
	for j, c := range p.Columns {
		if !c.Use.Asks() {
			continue
		}
		if k, ok := known.taking(s, j, c); ok {
			p.Columns[j], p.Existing[j] = k.Of(c, s, j), k.Question
		}
	}
	return p
}

// taking is what column j is taken for that is guessed to be c: what has its name, in the guessed use before any other, or what has the column
// as one of its parts.
func (known questionColumns) taking(s sheet.Sheet, j int, c sheet.Column) (Taken, bool) {
	named := []string{s.Header[j], s.Labels[j]}
	for _, name := range append(named, c.Question) {
		if k, ok := known.as(c.Use, name); ok && (k.Part == "" || k.Part == c.Part) {
			return k, true
		}
	}
	for _, name := range named {
		if all := known[survey.Fold(name)]; len(all) > 0 {
			return all[0], true
		}
	}
	for _, use := range sheet.Questions {
		if part := s.Apart(j, use); part.Part != "" {
			if k, ok := known.as(use, part.Question); ok && k.Part == "" {
				return k, true
			}
		}
	}
	return known.only(c.Use)
}

// only is the side that the only question on teammates has, by whatever words the file asks for it.
func (known questionColumns) only(use sheet.Use) (one Taken, ok bool) {
	for _, all := range known {
		for _, k := range all {
			if k.Use == use && (use == sheet.Wished || use == sheet.Avoided) {
				if ok && k.Question != one.Question {
					return Taken{}, false
				}
				one, ok = k, true
			}
		}
	}
	return one, ok
}

// Taken says what a column is taken for.
type Taken struct {
	Use      sheet.Use
	Question survey.QuestionID // of the survey; 0 for none or a new one
	Part     string            // of the question
	Title    survey.Text       // of the question of the survey
}

func (t Taken) called(title string) bool {
	return slices.ContainsFunc(t.Title.Wordings(), func(words string) bool { return survey.Fold(words) == survey.Fold(title) })
}

// TakenFor is a column that is taken for one that a question of the survey has in a file.
func TakenFor(q survey.Question, h survey.Heading) Taken {
	return Taken{sheet.Use(h.Use), q.ID, h.Part, q.Title}
}

// Of returns column j of a sheet, guessed to be c, as it is taken; what was found out of it for another use is forgotten.
func (t Taken) Of(c sheet.Column, s sheet.Sheet, j int) sheet.Column {
	part := s.Apart(j, t.Use)
	switch {
	case c.Use != t.Use && t.Question != 0:
		c = part
	case c.Use != t.Use:
		c = sheet.Column{Use: t.Use}
	case c.Part == "" && t.called(part.Question):
		c.Part = part.Part
	}
	c.Part = cmp.Or(t.Part, c.Part)
	return c
}

// questionColumns are the columns that the questions of the survey have in an export, by their names and by the titles of the questions.
type questionColumns map[string][]Taken

func columnsOf(asked survey.Survey) questionColumns {
	all := questionColumns{}
	for _, q := range asked.Questions {
		for _, h := range q.Headings() {
			names := []string{h.Name}
			if h.Part == "" {
				names = append(q.Title.Wordings(), h.Name)
			}
			for _, name := range names {
				if of := all[survey.Fold(name)]; len(of) == 0 || of[0].Question == q.ID {
					all[survey.Fold(name)] = append(of, TakenFor(q, h))
				}
			}
		}
	}
	return all
}

// as is what has the name and the use.
func (known questionColumns) as(use sheet.Use, name string) (Taken, bool) {
	all := known[survey.Fold(name)]
	if i := slices.IndexFunc(all, func(k Taken) bool { return k.Use == use }); i >= 0 {
		return all[i], true
	}
	return Taken{}, false
}

// marker is the title under which the columns of a question of the survey find each other.
func marker(id survey.QuestionID) string { return fmt.Sprintf("#%d", id) }

// mapping returns what [sheet.Apply] is to do, or an [*survey.InvalidError] if a question was deleted since.
func (p Plan) mapping(s sheet.Sheet, asked survey.Survey) (sheet.Mapping, error) {
	m := sheet.Mapping{Columns: p.Columns}
	if len(p.Columns) != len(s.Header) || len(p.Existing) != len(s.Header) {
		return m, nil // Apply says so
	}
	m = m.Complete(s)
	for j, id := range p.Existing {
		if id == 0 {
			continue
		}
		q, ok := asked.Question(id)
		if !ok {
			return m, problems([]sheet.RowError{{Column: s.Header[j], Reason: "import_question_gone"}})
		}
		m.Columns[j] = m.Columns[j].Answering(q, marker(id))
	}
	return m, nil
}

// headers returns, for each title that a mapping asks for, the first column of it.
func headers(s sheet.Sheet, m sheet.Mapping) map[string]string {
	all := map[string]string{}
	for j, c := range m.Columns {
		if _, ok := all[c.Question]; !ok && c.Use.Asks() {
			all[c.Question] = s.Header[j]
		}
	}
	return all
}
