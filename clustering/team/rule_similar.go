package team

import "dure/survey"

// Similar wants teammates alike in some columns: few differences within teams.
const Similar Kind = "similar"

type similarRule struct{ traits }

var similarKind = similarRule{traits{Similar, Should, onDivision, unbreakable, gathering}}

func (similarRule) fields() []Field              { return []Field{columnsField} }
func (similarRule) check(r Rule) error           { return r.needsColumns() }
func (similarRule) accepts(c survey.Column) bool { return isAnswer(c) }
func (similarRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_similar", "On", w.on(r))
}

func (similarRule) compile(c *compiler) (measure, error) {
	x, err := c.features()
	if err != nil {
		return nil, err
	}
	return apartness{distances(x, c.n, true)}, nil
}

// apartness is the distance between teammates: the sum over pairs of their Euclidean distance in standard units. Similar wants little
// of it and spread much.
type apartness struct{ *pairs }

func (m apartness) fact(t int, members []int32) survey.Message {
	pairs := float64(pairsOf(len(members)))
	return survey.Say("fact_team_distance", "Mean", round(m.of(t, members).value/max(pairs, 1)), "Club", round(m.mean))
}
