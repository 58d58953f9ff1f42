package team

import "dure/survey"

// Match wants the club's mix of a category in every team.
const Match Kind = "match"

type matchRule struct{ traits }

var matchKind = matchRule{traits{Match, Should, onDivision, unbreakable, mixing}}

func (matchRule) check(r Rule) error           { return r.needsColumn() }
func (matchRule) accepts(c survey.Column) bool { return isCategory(c) || c.Type() == survey.SetColumn }

func (matchRule) mixes() bool { return false }

func (matchRule) fields() []Field { return []Field{columnField} }

func (matchRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_match", "On", w.on(r))
}

func (matchRule) compile(c *compiler) (measure, error) {
	column, err := c.only()
	if err != nil {
		return nil, err
	}
	names, x := indicators(column)
	if column.Confidence != survey.Public {
		names, x = filledIndicators(column)
	}
	m := shares{newScatter(x, false), column.Name, names, make([]float64, len(x))}
	for k, of := range x {
		for _, v := range of {
			m.all[k] += v / float64(c.n)
		}
	}
	return m, nil
}

// suggest matches every category.
func (matchRule) suggest(t survey.Table) (rules []Rule) {
	for _, c := range t.Columns {
		if c.Aside == "" && !isMeasured(c) && c.Type() != survey.HourColumn && c.Type() != survey.ZoneColumn && c.Type() != survey.RankColumn {
			rules = append(rules, Rule{Kind: Match, Column: c.Name})
		}
	}
	return rules
}

// shares is how far the shares of categories in teams lie from the club's: the sum over teams of size times squared distance, with an
// indicator for each category, which no standardising makes a rare one count more. A member of several is in each.
type shares struct {
	*scatter
	column string
	names  []string
	all    []float64 // the club's share of each
}

func (m shares) fact(_ int, members []int32) survey.Message {
	k, _ := m.farthest(members)
	if k < 0 {
		return always()
	}
	count := 0.0
	for _, i := range members {
		count += m.row(i)[k] + m.all[k]
	}
	n := float64(max(1, len(members)))
	return survey.Say("fact_team_share", "Count", int(count+0.5), "Size", len(members), "Column", m.column, "Value", m.names[k], "Expected", round(m.all[k]*n))
}
