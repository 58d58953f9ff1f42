package job

import (
	"cmp"
	"fmt"

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
		for _, name := range []string{s.Header[j], s.Labels[j], c.Question} {
			if k, ok := known[survey.Fold(name)]; ok {
				p.Columns[j], p.Existing[j] = k.Of(c), k.Question
				break
			}
		}
	}
	return p
}

// Taken says what a column is taken for.
type Taken struct {
	Use      sheet.Use
	Question survey.QuestionID // of the survey; 0 for none or a new one
	Part     string            // of the question
}

// TakenFor is a column that is taken for one that a question of the survey has in a file.
func TakenFor(q survey.Question, h survey.Heading) Taken {
	return Taken{sheet.Use(h.Use), q.ID, h.Part}
}

// Of returns the column as it is taken; what was found out of it for another use is forgotten.
func (t Taken) Of(c sheet.Column) sheet.Column {
	if c.Use != t.Use {
		c = sheet.Column{Use: t.Use}
	}
	c.Part = cmp.Or(t.Part, c.Part)
	return c
}

// columnsOf are the columns that the questions of the survey have in an export, by their names.
func columnsOf(asked survey.Survey) map[string]Taken {
	all := map[string]Taken{}
	for _, q := range asked.Questions {
		for i, h := range q.Headings() {
			names := []string{h.Name}
			if i == 0 && h.Part == "" {
				names = append(q.Title.Wordings(), h.Name)
			}
			for _, name := range names {
				if _, taken := all[survey.Fold(name)]; !taken {
					all[survey.Fold(name)] = TakenFor(q, h)
				}
			}
		}
	}
	return all
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
