package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
	"dure/web/view"
)

// What a page shows of a column.
const (
	samplesShown = 3
	sampleLength = 60
)

// describe says what stands in column j.
func describe(t sheet.Sheet, j int) view.MappingColumn {
	col := view.MappingColumn{Name: t.Header[j]}
	var seen survey.Register
	for _, r := range t.Rows {
		if cell := survey.Clean(r[j]); cell != "" {
			seen.Number(cell)
		} else {
			col.Empty++
		}
	}
	col.Values = len(seen.Names)
	for _, text := range seen.Names[:min(samplesShown, col.Values)] {
		col.Samples = append(col.Samples, survey.Shorten(text, sampleLength))
	}
	return col
}

// sideWords name what a question has a column for beside that of its own.
var sideWords = map[sheet.Use]survey.Key{sheet.Zone: "use_zone", sheet.Wished: "use_wished", sheet.Avoided: "use_avoided"}

// existing lists the survey's questions as a column can answer them: what has a form field of its own, such as wished and
// avoided teammates or each language, is a line of its own.
func existing(p view.Page, asked survey.Survey) []view.Choice {
	var all []view.Choice
	for _, q := range asked.Questions {
		title, words := p.In(q.Title), view.ColumnWords(p, q)
		for i, h := range q.Headings() {
			label := survey.Shorten(title, sampleLength)
			switch {
			case h.Part != "":
				label += strings.TrimPrefix(words[i], title)
			case h.Field != q.Field(): // first, since a narrow list shows no more than the beginning
				label = p.T(sideWords[sheet.Use(h.Use)]) + ": " + label
			}
			if line := (view.Choice{Value: h.Field, Label: label}); !slices.Contains(all, line) {
				all = append(all, line)
			}
		}
	}
	return all
}

// choice is the value of the drop-down list for column j of a plan.
func choice(p job.Plan, j int, asked survey.Survey) string {
	id, c := p.Existing[j], p.Columns[j]
	if id == 0 {
		return string(c.Use)
	}
	q, there := asked.Question(id)
	if !there {
		return q.Field()
	}
	for _, h := range q.Headings() {
		if sheet.Use(h.Use) == c.Use && (h.Part == "" || h.Part == c.Part) {
			return h.Field
		}
	}
	return q.Field()
}

// readPlan reads what each column was taken for. What the program found out about a column stands as
// long as the column is taken for what was guessed.
func readPlan(c echo.Context, t sheet.Sheet, asked survey.Survey) (job.Plan, []string, []*survey.InvalidError) {
	guess := sheet.Guess(t)
	uses := usesOf(asked)
	plan := job.Plan{Columns: make([]sheet.Column, len(t.Header)), Existing: make([]survey.QuestionID, len(t.Header))}
	typed := make([]string, len(t.Header))
	var wrong []*survey.InvalidError
	for j := range t.Header {
		typed[j] = c.FormValue(fmt.Sprintf("use%d", j))
		u, ok := uses[typed[j]]
		if !ok {
			wrong = append(wrong, &survey.InvalidError{Field: fmt.Sprintf("use%d", j), Reason: "use_choose"})
			continue
		}
		plan.Columns[j], plan.Existing[j] = u.Of(guess.Columns[j], t, j), u.Question
	}
	return plan, typed, append(wrong, checkPlan(plan, asked)...)
}

// usesOf says what each line of the drop-down list means.
func usesOf(asked survey.Survey) map[string]job.Taken {
	all := map[string]job.Taken{string(sheet.LeaveOut): {Use: sheet.LeaveOut}}
	for _, u := range slices.Concat(sheet.Members, sheet.Questions) {
		all[string(u)] = job.Taken{Use: u}
	}
	for _, q := range asked.Questions {
		for _, h := range q.Headings() {
			all[h.Field] = job.TakenFor(q, h)
		}
	}
	return all
}

// checkPlan finds what can be told without reading the rows: nobody to tell members by, or one thing twice.
func checkPlan(p job.Plan, asked survey.Survey) []*survey.InvalidError {
	who := []sheet.Use{sheet.Name, sheet.FirstName, sheet.LastName, sheet.Email, sheet.Ref}
	if !slices.ContainsFunc(p.Columns, func(c sheet.Column) bool { return slices.Contains(who, c.Use) }) {
		return []*survey.InvalidError{{Reason: "who_missing"}}
	}
	var wrong []*survey.InvalidError
	seen := map[string]int{}
	for j, c := range p.Columns {
		if first, again := seen[choice(p, j, asked)]; again && once(p, first, j) {
			wrong = append(wrong, &survey.InvalidError{Field: fmt.Sprintf("use%d", j), Reason: "use_again"})
			continue
		}
		if c.Use != sheet.LeaveOut {
			seen[choice(p, j, asked)] = j
		}
	}
	return wrong
}

// once reports whether two columns may not be taken for the same thing: only questions of several columns have several.
func once(p job.Plan, a, b int) bool {
	if p.Existing[b] == 0 {
		return !p.Columns[b].Use.Asks()
	}
	return !sheet.Joins(p.Columns[a], p.Columns[b])
}
