package job

import (
	"dure/survey"
	"dure/survey/sheet"
)

// Beyond says what becomes of hours of a file for which the question of the survey that they answer does not ask.
type Beyond string

// What can become of them. As long as nobody has said which, nothing is saved.
const (
	Widen Beyond = "widen" // the question asks for them from now on
	Leave Beyond = "leave" // they are left out
)

// Known reports whether it is one of those.
func (b Beyond) Known() bool { return b == Widen || b == Leave }

// BeyondHours are the hours of a file that a question does not ask for.
type BeyondHours struct {
	Question, Wide survey.Question // as it is, and as it asks for them too
	Column         string          // the first of the file that answers it
	Rows           []BeyondRow
}

// A BeyondRow says of one member which those are.
type BeyondRow struct {
	Line  int
	Who   string
	Hours survey.Week
}

// fitHours finds the hours for which a question of the survey does not ask, and lets it ask for them if that was chosen.
func (c *converter) fitHours() {
	for k, q := range c.targets {
		if q.ID < 0 || !q.Is(survey.HourColumn) {
			continue
		}
		all := BeyondHours{Question: q, Wide: q, Column: c.header[c.in.Questions[k].Title]}
		for _, m := range c.in.Members {
			week := m.Answers[k].Week()
			if hours := q.Beyond(week); hours != (survey.Week{}) {
				all.Rows = append(all.Rows, BeyondRow{m.Line, m.Name, hours})
				all.Wide = all.Wide.Widened(week)
			}
		}
		if all.Rows == nil {
			continue
		}
		c.beyond = append(c.beyond, all)
		if c.what == Widen {
			c.targets[k] = all.Wide
			c.questions = append(c.questions, all.Wide)
		}
	}
}

// refused says of each row that it has hours for which its question does not ask.
func (c *converter) refused() (all []sheet.RowError) {
	for _, b := range c.beyond {
		for _, r := range b.Rows {
			all = append(all, sheet.RowError{Row: r.Line, Column: b.Column, Reason: "import_hours_beyond"})
		}
	}
	return all
}
