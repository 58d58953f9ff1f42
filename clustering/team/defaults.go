package team

import "dure/survey"

// DefaultRules balances every numeric column and matches every category. It leaves out, and
// lists, the column id and what [survey.Table.ColumnKind] finds to be of no use to mathematics.
func DefaultRules(t survey.Table, id string) (rules []Rule, leftOut []string) {
	rules = []Rule{}
	var numeric []string
	var matches []Rule
	for j, name := range t.Header {
		kind := t.ColumnKind(j)
		switch {
		case name == id && id != "" || kind > survey.Choices:
			leftOut = append(leftOut, name)
		case kind == survey.Numbers:
			numeric = append(numeric, name)
		default:
			matches = append(matches, Rule{Kind: Match, Column: name})
		}
	}
	if len(numeric) > 0 {
		rules = append(rules, Rule{Kind: Balance, Columns: numeric})
	}
	return append(rules, matches...), leftOut
}
