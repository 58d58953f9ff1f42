package team

import (
	"strings"

	"dure/survey"
)

// Lines say which rules clash, a line each, after a line on whether that is proved, and the same of further clashes. rules are those of the
// proposal, by whose positions a clash names them; n words what they name.
func (c *Clash) Lines(rules []Result, n Names) (lines []survey.Message) {
	for _, one := range append([]Clash{*c}, c.More...) {
		lines = append(lines, one.heading(rules, n))
		for _, r := range one.Rules {
			if r < len(rules) {
				lines = append(lines, survey.Say("clash_rule", "N", r+1, "Rule", rules[r].Rule.Sentence(n)))
			}
		}
	}
	return lines
}

func (c *Clash) heading(rules []Result, n Names) survey.Message {
	parts := strings.Split(c.Where, betweenRules)
	for k, column := range sectionColumns(rulesOf(rules)) {
		if k < len(parts) && parts[k] != "" {
			parts[k] = n.Value(column, parts[k])
		}
	}
	where := strings.Join(parts, betweenRules)
	if c.Proved {
		return survey.Say("clash_proved", "Where", where)
	}
	return survey.Say("clash_unproved", "Where", where)
}
