package team

import "dure/survey"

// A suggester is a kind that most clubs would begin with where the table has what it stands on.
type suggester interface{ suggest(t survey.Table) []Rule }

// suggesters are in the order in which their rules stand.
var suggesters = []suggester{answeredKind, hoursKind, wishesKind, rankedKind, balanceKind, matchKind}

// Suggested returns the rules with which most clubs would begin, never nil: those of each kind that the table has something for, in the
// order of suggesters. They pass over columns that are set aside, but for teammates.
func Suggested(t survey.Table) []Rule {
	rules := []Rule{}
	for _, k := range suggesters {
		rules = append(rules, k.suggest(t)...)
	}
	return rules
}

// DefaultRules are the suggested rules but those on teammates, and the columns that they leave out: that of the ids, and columns that are set aside.
func DefaultRules(t survey.Table, id string) (rules []Rule, leftOut []string) {
	kept := survey.Table{N: t.N}
	for _, c := range t.Columns {
		if c.Name == id && id != "" || c.Aside != "" {
			leftOut = append(leftOut, c.Name)
			continue
		}
		kept.Columns = append(kept.Columns, c)
	}
	return Suggested(kept), leftOut
}
