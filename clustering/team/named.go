package team

import (
	"fmt"
	"slices"
	"strconv"

	"dure/survey"
)

// NumberName is what the team at a position from 0 is called where nothing gave it another name.
func NumberName(t int) string { return "Team " + strconv.Itoa(t+1) }

// Named returns the teams under other names, one for each; one without a name is called by its number. Errors are InvalidErrors of the fields
// "name1", "name2" and so on: names are one line, of a length that lists and files have room for, and no two teams share one, so that lists,
// files and people tell them apart.
func (l Lineup) Named(names []string) (Lineup, error) {
	if len(names) != len(l.Teams) {
		return l, survey.ErrStale
	}
	l.Teams = slices.Clone(l.Teams)
	for t, typed := range names {
		name, field := survey.OneLine(typed), fmt.Sprint("name", t+1)
		if name == "" {
			name = NumberName(t)
		}
		if len([]rune(name)) > survey.MaxName {
			return l, &survey.InvalidError{Field: field, Reason: "too_long", Args: map[string]any{"Max": survey.MaxName}}
		}
		l.Teams[t].Name = name
	}
	taken := map[string]bool{}
	for t, g := range l.Teams {
		n, number := teamNumber(g.Name)
		if taken[survey.SpellingKey(g.Name)] || number && n != t+1 && n <= len(names) {
			return l, &survey.InvalidError{Field: fmt.Sprint("name", t+1), Reason: "team_name_taken", Args: map[string]any{"Name": g.Name}}
		}
		taken[survey.SpellingKey(g.Name)] = true
	}
	return l, nil
}
