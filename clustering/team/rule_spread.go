package team

import "dure/survey"

// Spread wants teammates different in some columns: many differences within teams.
const Spread Kind = "spread"

type spreadRule struct{ traits }

var spreadKind = spreadRule{traits{Spread, Should, onDivision, unbreakable, mixing}}

func (spreadRule) fields() []Field              { return []Field{columnsField} }
func (spreadRule) check(r Rule) error           { return r.needsColumns() }
func (spreadRule) accepts(c survey.Column) bool { return isAnswer(c) }

func (spreadRule) mixes() bool { return false }
func (spreadRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_spread", "On", w.on(r))
}

// compile measures distances, of which much is wanted. To make them largest is the maximally diverse grouping problem; see [pairs].
func (spreadRule) compile(c *compiler) (measure, error) {
	x, err := c.features()
	if err != nil {
		return nil, err
	}
	return apartness{distances(x, c.n, false)}, nil
}
