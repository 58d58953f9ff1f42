package team

import "dure/survey"

// NeverAlone wants nobody to be the only one of a kind in a team.
const NeverAlone Kind = "never_alone"

type neverAloneRule struct{ traits }

var neverAloneKind = neverAloneRule{traits{NeverAlone, Should, byTeam, breakable, neutral}}

func (neverAloneRule) seeks()   {}
func (neverAloneRule) narrows() {}

func (neverAloneRule) check(r Rule) error           { return r.needsColumn() }
func (neverAloneRule) accepts(c survey.Column) bool { return isCategory(c) }

func (neverAloneRule) mixes() bool     { return true }
func (neverAloneRule) fields() []Field { return []Field{optionField, inField} }

func (neverAloneRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_never_alone", "What", w.having(r))
}

func (neverAloneRule) compile(c *compiler) (measure, error) {
	column, err := c.only()
	if err != nil {
		return nil, err
	}
	c.noteUnheard(column)
	rate := func(_, count int) outcome { return outcomeOf(b2f(count != 1), b2f(count != 1), count != 1) }
	return lonely{&tally{having(column, c.Op, string(c.Value)), rate}, c.Rule}, nil
}

// lonely is whether a team has one member alone of a kind. A team keeps the rule with none or with two and more; there is nothing
// in between, so that its score is 0 or 1.
type lonely struct {
	*tally
	rule Rule
}

func (m lonely) fact(_ int, members []int32) survey.Message {
	n := m.total(members)
	key := survey.Key("fact_team_not_alone")
	if n == 1 {
		key = "fact_team_alone"
	}
	return survey.Say(key, "Count", n, "Column", m.rule.columns()[0], "Value", string(m.rule.Value))
}
