package team

import "dure/survey"

// Alike wants teams to be clusters: like-minded people together.
const Alike Kind = "alike"

type alikeRule struct{ traits }

var alikeKind = alikeRule{traits{Alike, Should, onDivision, unbreakable, gathering}}

func (alikeRule) fields() []Field              { return []Field{columnsField} }
func (alikeRule) check(r Rule) error           { return r.needsColumns() }
func (alikeRule) accepts(c survey.Column) bool { return isAnswer(c) }

func (alikeRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_alike", "On", w.on(r))
}

func (alikeRule) compile(c *compiler) (measure, error) {
	x, err := c.features()
	return clusterness{newScatter(x, true)}, err
}

// clusterness is how much members differ within their teams: the sum of squares that k-means makes small. Unlike similar, which sums
// distances, it lets a few who differ much cost more than many who differ a little.
type clusterness struct{ *scatter }

func (m clusterness) fact(_ int, members []int32) survey.Message {
	_, within := m.split(members)
	return survey.Say("fact_team_scatter", "Percent", round(100*within/max(m.total, 1e-300)))
}
