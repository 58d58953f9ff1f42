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
	seen := map[string]bool{}
	for _, r := range t.Rows {
		cell := strings.TrimSpace(r[j])
		if cell == "" {
			col.Empty++
			continue
		}
		if seen[cell] {
			continue
		}
		seen[cell] = true
		if len(col.Samples) < samplesShown {
			col.Samples = append(col.Samples, cut(cell, sampleLength))
		}
	}
	col.Values = len(seen)
	return col
}

func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}

// existing lists the survey's questions as a column can answer them. Wished and avoided teammates are two columns.
func existing(asked survey.Survey, lang survey.Lang) []view.Choice {
	var all []view.Choice
	for _, q := range asked.Questions {
		title := cut(q.Title.In(lang), sampleLength)
		if q.Kind != survey.Teammates {
			all = append(all, view.Choice{Value: q.Field(), Label: title})
			continue
		}
		all = append(all, view.Choice{Value: q.Field() + survey.WishedField, Label: title + " ♥"})
		all = append(all, view.Choice{Value: q.Field() + survey.AvoidedField, Label: title + " ✕"})
	}
	return all
}

// choice is the value of the drop-down list for column j of a plan.
func choice(p job.Plan, j int) string {
	id, use := p.Existing[j], p.Columns[j].Use
	if id == 0 {
		return string(use)
	}
	field := survey.Question{ID: id}.Field()
	switch use {
	case sheet.Wished:
		return field + survey.WishedField
	case sheet.Avoided:
		return field + survey.AvoidedField
	}
	return field
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
		plan.Columns[j], plan.Existing[j] = sheet.Column{Use: u.use}, u.id
		if guess.Columns[j].Use == u.use {
			plan.Columns[j] = guess.Columns[j]
		}
	}
	return plan, typed, append(wrong, checkPlan(plan)...)
}

// A use is what a line of the drop-down list means.
type use struct {
	use sheet.Use
	id  survey.QuestionID
}

func usesOf(asked survey.Survey) map[string]use {
	all := map[string]use{}
	for _, u := range sheet.Uses {
		all[string(u)] = use{use: u}
	}
	for _, q := range asked.Questions {
		if q.Kind == survey.Teammates {
			all[q.Field()+survey.WishedField] = use{sheet.Wished, q.ID}
			all[q.Field()+survey.AvoidedField] = use{sheet.Avoided, q.ID}
			continue
		}
		all[q.Field()] = use{sheet.Use(q.Kind), q.ID}
	}
	return all
}

// checkPlan finds what can be told without reading the rows: nobody to tell members by, or one thing twice.
func checkPlan(p job.Plan) []*survey.InvalidError {
	who := []sheet.Use{sheet.Name, sheet.FirstName, sheet.LastName, sheet.Email, sheet.Ref}
	if !slices.ContainsFunc(p.Columns, func(c sheet.Column) bool { return slices.Contains(who, c.Use) }) {
		return []*survey.InvalidError{{Reason: "who_missing"}}
	}
	var wrong []*survey.InvalidError
	seen := map[string]int{}
	for j, c := range p.Columns {
		if first, again := seen[choice(p, j)]; again && once(p, first, j) {
			wrong = append(wrong, &survey.InvalidError{Field: fmt.Sprintf("use%d", j), Reason: "use_again"})
			continue
		}
		if c.Use != sheet.LeaveOut {
			seen[choice(p, j)] = j
		}
	}
	return wrong
}

// once reports whether two columns may not be taken for the same thing: only a grid of hours and the
// choices of an any-of question have several columns.
func once(p job.Plan, a, b int) bool {
	if p.Existing[b] == 0 {
		return !p.Columns[b].Use.Asks()
	}
	switch p.Columns[b].Use {
	case sheet.Availability:
		return false
	case sheet.AnyOf:
		return p.Columns[a].Part == "" || p.Columns[b].Part == ""
	}
	return true
}
