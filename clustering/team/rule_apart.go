package team

import "dure/survey"

// Apart wants some members, or those who gave the same answer, in different teams.
const Apart Kind = "apart"

type apartRule struct{ traits }

var apartKind = apartRule{traits{Apart, Must, onDivision, breakable, unseeded}}

func (apartRule) fields() []Field               { return setFields }
func (apartRule) check(r Rule) error            { return r.needsSets() }
func (apartRule) accepts(c survey.Column) bool  { return isCategory(c) || c.Type() == survey.TextColumn }
func (apartRule) milder(r Rule, _ int) []milder { return withoutOne(r) }
func (apartRule) finish(r *Rule, _ Offer) error { return finishSets(r) }

func (apartRule) sentence(r Rule, w words) survey.Message {
	if len(r.columns()) > 0 {
		return survey.Say("rule_apart_column", "On", w.on(r))
	}
	return survey.Say("rule_apart", "Members", w.blank("members", memberList(r, w)))
}

func (apartRule) compile(c *compiler) (measure, error) {
	set, err := c.sets()
	if err != nil {
		return nil, err
	}
	return scattered{link(set, true), c.Rule}, nil
}

// scattered is how many pairs of those share a team who should not. As a must it keeps to no more than a team has of each set: one.
type scattered struct {
	*linked
	rule Rule
}

func (m scattered) separated() *linked { return m.linked }

func (m scattered) fact(_ int, members []int32) survey.Message {
	if len(m.rule.Members) > 0 {
		count, all := m.present(members)
		return survey.Say("fact_team_linked", "Count", count, "All", all)
	}
	return survey.Say("fact_team_shared", "Count", m.shared(members), "Column", m.rule.columns()[0])
}
