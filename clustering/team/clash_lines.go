package team

import "dure/survey"

// Lines say which rules clash, a line each, and each way out, after a line on whether that is proved. rules are those of the proposal, by whose
// positions the clash names them; n words what they name.
func (c *Clash) Lines(rules []Result, n Names) []survey.Message {
	sentence := func(r int) survey.Message {
		if r < 0 || r >= len(rules) {
			return survey.Message{}
		}
		return rules[r].Rule.Sentence(n)
	}
	where := c.Where
	for _, r := range rules {
		if k, ok := r.Rule.Kind.kind().(sectioner); ok {
			where = n.Value(k.sectionColumn(r.Rule), c.Where)
		}
	}
	key := survey.Key("clash_unproved")
	if c.Proved {
		key = "clash_proved"
	}
	lines := []survey.Message{survey.Say(key, "Where", where)}
	for _, r := range c.Rules {
		lines = append(lines, survey.Say("clash_rule", "N", r+1, "Rule", sentence(r)))
	}
	for _, w := range c.Ways {
		lines = append(lines, survey.Say("clash_way_"+survey.Key(w.Change), "Rule", sentence(w.Rule), "Count", w.Count,
			"Member", n.Member(w.Member), "Broken", w.Broken))
	}
	return lines
}
