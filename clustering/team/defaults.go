package team

import "dure/survey"

// Common hours that are asked for where nobody says how many.
const (
	leastHours = 2
	goodHours  = 4
)

// DefaultRules balances every column of numbers or levels, matches every category and wants common hours, by the time
// zones where there is a column of them. It leaves out, and lists, the column id and columns that are set aside.
func DefaultRules(t survey.Table, id string) (rules []Rule, leftOut []string) {
	rules = []Rule{}
	var numeric, free []string
	var matches []Rule
	zone := ""
	for _, c := range t.Columns {
		_, measured := c.Measured()
		switch {
		case c.Name == id && id != "" || c.Aside != "":
			leftOut = append(leftOut, c.Name)
		case c.Type() == survey.HourColumn:
			free = append(free, c.Name)
		case c.Type() == survey.ZoneColumn:
			zone = c.Name
		case measured:
			numeric = append(numeric, c.Name)
		default:
			matches = append(matches, Rule{Kind: Match, Column: c.Name})
		}
	}
	if len(free) > 0 {
		rules = append(rules, Rule{Kind: Hours, Columns: free, Min: leastHours, Want: goodHours, ZoneColumn: zone})
	}
	if len(numeric) > 0 {
		rules = append(rules, Rule{Kind: Balance, Columns: numeric})
	}
	return append(rules, matches...), leftOut
}
