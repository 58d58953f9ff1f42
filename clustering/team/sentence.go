package team

import (
	"cmp"
	"math"
	"strings"

	"dure/survey"
)

// Names are the words for what a rule names: a page has codes of questions and members, a command the words of its files.
type Names interface {
	Columns(columns []string) string // in a list
	Value(column, value string) string
	Member(id string) string
}

// Sentence says what a rule asks for.
func (r Rule) Sentence(n Names) survey.Message {
	on := n.Columns(r.columns())
	switch r.Kind {
	case Count:
		return r.countSentence(n, on)
	case NeverAlone:
		return survey.Say("rule_never_alone", "On", on, "Value", n.Value(r.columns()[0], string(r.Value)))
	case Together, Apart:
		names := make([]string, len(r.Members))
		for i, m := range r.Members {
			names[i] = n.Member(string(m))
		}
		return survey.Say("rule_"+survey.Key(r.Kind), "Members", strings.Join(names, ", "))
	case Hours:
		better, block := r.Want, r.Block
		if better <= r.Min {
			better = 0
		}
		if block == 1 {
			block = 0
		}
		return survey.Say("rule_hours", "Min", r.Min, "Better", better > 0, "Want", better, "Blocks", block > 0, "Block", block)
	case Wishes:
		least := 1
		if r.AtLeast != nil {
			least = *r.AtLeast
		}
		return survey.Say("rule_wishes", "Count", least, "Avoid", r.AvoidColumn != "")
	case Fit:
		return survey.Say("rule_fit", "Percent", math.Round(1000*cmp.Or(r.Share, fitShare))/10)
	}
	return survey.Say("rule_"+survey.Key(r.Kind), "On", on, "File", r.File)
}

func (r Rule) countSentence(n Names, on string) survey.Message {
	value := n.Value(r.columns()[0], string(r.Value))
	what := survey.Say("rule_what", "On", on, "Value", value)
	if op := cmp.Or(r.Op, "="); op != "=" {
		what = survey.Say("rule_what_op", "On", on, "Op", OpSign(op), "Value", value)
	}
	var text survey.Message
	switch {
	case r.Exactly != nil:
		text = survey.Say("rule_count_exactly", "What", what, "N", *r.Exactly)
	case r.AtLeast != nil && r.AtMost != nil:
		text = survey.Say("rule_count_range", "What", what, "Least", *r.AtLeast, "Most", *r.AtMost)
	case r.AtLeast != nil:
		text = survey.Say("rule_count_least", "What", what, "N", *r.AtLeast)
	case r.AtMost != nil:
		text = survey.Say("rule_count_most", "What", what, "N", *r.AtMost)
	}
	if r.TeamSize > 0 {
		text = survey.Say("rule_count_size", "Rule", text, "Size", r.TeamSize)
	}
	return text
}

// OpSign is how a comparison is written.
func OpSign(op string) string {
	if sign, ok := map[string]string{"!=": "≠", ">=": "≥", "<=": "≤"}[op]; ok {
		return sign
	}
	return op
}

// Lines say which rules clash, a line each, and each way out.
func (c *Clash) Lines(rules []Result, n Names) []survey.Message {
	sentence := func(r int) survey.Message {
		if r < 0 || r >= len(rules) {
			return survey.Message{}
		}
		return rules[r].Rule.Sentence(n)
	}
	where := c.Where
	for _, r := range rules {
		if r.Rule.Kind == Section {
			where = n.Value(r.Rule.columns()[0], c.Where)
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
