package team

import "dure/survey"

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
	var where any
	if c.Where != "" {
		where = SectionText(sectionColumns(rulesOf(rules)), c.Where, n)
	}
	if c.Proved {
		return survey.Say("clash_proved", "Where", where)
	}
	return survey.Say("clash_unproved", "Where", where)
}
