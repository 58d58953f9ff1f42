package team

import "dure/survey"

// A suggester is a kind that most clubs would begin with where the table has what it stands on.
type suggester interface{ suggest(t survey.Table) []Rule }

// suggesters are in the order in which their rules stand. Sections are not among them: to divide the members is for people to ask for, see
// [SectionRules].
var suggesters = []suggester{answeredKind, togetherKind, hoursKind, wishesKind, newTeammatesKind, rankedKind, balanceKind, matchKind}

// Suggested returns the rules with which most clubs would begin, never nil: those of each kind that the table has something for, in the
// order of suggesters. Of columns that are set aside only teammates, parts of teams and past teams have a rule.
func Suggested(t survey.Table) []Rule {
	rules := []Rule{}
	for _, k := range suggesters {
		rules = append(rules, k.suggest(t)...)
	}
	return rules
}

// DefaultRules are the suggested rules but those on teammates, wished ones and past ones, which are for people to ask for, and the columns that no rule is on.
func DefaultRules(t survey.Table) (rules []Rule, leftOut []string) {
	rules = []Rule{}
	for _, k := range suggesters {
		if k != suggester(wishesKind) && k != suggester(newTeammatesKind) {
			rules = append(rules, k.suggest(t)...)
		}
	}
	used := map[string]bool{}
	for _, r := range rules {
		for _, name := range append(r.columns(), r.ZoneColumn) {
			used[name] = true
		}
	}
	for _, c := range t.Columns {
		if !used[c.Name] {
			leftOut = append(leftOut, c.Name)
		}
	}
	return rules, leftOut
}

// PastRules are the rules by which few would meet again who were in one team, as columns say.
func PastRules(t survey.Table) []Rule { return newTeammatesKind.suggest(t) }

// SectionRules are the rules that would keep teams within sections, by columns that look like some.
func SectionRules(t survey.Table) []Rule { return sectionKind.suggest(t) }
