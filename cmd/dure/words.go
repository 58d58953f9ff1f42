package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/locale"
)

// say words what the packages of the domain tell, as the pages do.
func say(m survey.Message) string { return locale.InEnglish(string(m.Key), m.Args) }

// listed is how many problems of a file are spelt out.
const listed = 10

// sayError words an error that a person can correct, and leaves any other as it is. What is wrong with a file stands a problem
// on a line, each with the file's name.
func sayError(err error) string {
	if file, ok := errors.AsType[*sheet.Error](err); ok {
		var lines []string
		for _, r := range file.Rows[:min(listed, len(file.Rows))] {
			lines = append(lines, file.File+": "+say(r.Placed()))
		}
		if more := len(file.Rows) - listed; more > 0 {
			lines = append(lines, file.File+": "+say(survey.Say("problems_more", "Count", more)))
		}
		return strings.Join(lines, "\n")
	}
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		return say(bad.Message())
	}
	return err.Error()
}

// sayRule says what a rule asks for.
func sayRule(r team.Rule) string { return say(r.Sentence(fileNames{})) }

// fileNames are the names in rules as the files have them.
type fileNames struct{}

func (fileNames) Columns(columns []string) string {
	return "“" + strings.Join(columns, "”, “") + "”"
}
func (fileNames) Value(_, value string) string { return value }
func (fileNames) Member(id string) string      { return id }
func (fileNames) Team(int) string              { return "" }

// Season is the number of a season, which is all that a file has of it.
func (fileNames) Season(id survey.SeasonID) string { return strconv.FormatInt(int64(id), 10) }

// whyNot says of each column why nothing is made of it: it says nothing to compare rows by, was left out, or is no number where
// one is needed.
func whyNot(columns []survey.Column, out []string, numbers bool) string {
	var all []string
	for _, c := range columns {
		_, measured := c.Measured()
		why := c.Aside
		switch {
		case slices.Contains(out, c.Name):
			why = "left_out"
		case why == "" && numbers && !measured:
			why = "words"
		}
		if why != "" {
			all = append(all, say(survey.Say("aside_column", "Column", c.Name, "Reason", why)))
		}
	}
	return say(survey.Say("aside_columns", "Columns", all))
}
