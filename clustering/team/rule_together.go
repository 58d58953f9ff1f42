package team

import "dure/survey"

// Together wants some members, or those who gave the same answer, to share a team.
const Together Kind = "together"

type togetherRule struct{ traits }

var togetherKind = togetherRule{traits{Together, Must, onDivision, breakable, unseeded}}

func (togetherRule) fields() []Field    { return setFields }
func (togetherRule) check(r Rule) error { return r.needsSets() }
func (togetherRule) accepts(c survey.Column) bool {
	return isCategory(c) || c.Type() == survey.TextColumn
}
func (togetherRule) milder(r Rule, _ int) []milder { return withoutOne(r) }
func (togetherRule) finish(r *Rule, _ Offer) error { return finishSets(r) }

// suggest keeps the members of a part of a team together.
func (togetherRule) suggest(t survey.Table) []Rule {
	return onAside(t, survey.AsidePartTeam, Together)
}

func (togetherRule) sentence(r Rule, w words) survey.Message {
	if len(r.columns()) > 0 {
		return survey.Say("rule_together_column", "On", w.on(r))
	}
	return survey.Say("rule_together", "Members", w.blank("members", memberList(r, w)))
}

func (togetherRule) compile(c *compiler) (measure, error) {
	set, err := c.sets()
	if err != nil {
		return nil, err
	}
	if len(c.columns()) == 1 {
		if err := c.leaveAlone(set); err != nil {
			return nil, err
		}
	}
	return gathered{link(set, false), c.Rule}, nil
}

// ComesAlone is the key of a note that members said to have no team, who are therefore in no set.
const ComesAlone survey.Key = "comes_alone"

// leaveAlone takes those out of their set who typed that they have no team, as "none" says, and notes it: they fill up.
func (c *compiler) leaveAlone(set []int) error {
	column, err := c.only()
	if err != nil {
		return err
	}
	alone, count := column.NoTeam(), 0
	var said survey.Register
	for i := range set {
		if set[i] >= 0 && alone(column.Cell(i)) {
			said.Number(column.Cell(i))
			set[i], count = -1, count+1
		}
	}
	if count > 0 {
		c.note(survey.Say(ComesAlone, "Column", column.Name, "Count", count, "Values", said.Names))
	}
	return nil
}

// gathered is how many pairs of those share a team who should. A team keeps the rule if it has all members of every set that it has any of.
type gathered struct {
	*linked
	rule Rule
}

func (m gathered) joined() []int { return m.set }

func (m gathered) fact(_ int, members []int32) survey.Message {
	count, all := m.present(members)
	if len(m.rule.Members) == 0 {
		return survey.Say("fact_team_same", "Count", count, "All", all, "Column", m.rule.columns()[0])
	}
	return survey.Say("fact_team_linked", "Count", count, "All", all)
}
