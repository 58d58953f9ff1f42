package team

import (
	"math"

	"dure/survey"
)

// Balance wants equal means of numbers and levels in all teams.
const Balance Kind = "balance"

type balanceRule struct{ traits }

var balanceKind = balanceRule{traits{Balance, Should, onDivision, unbreakable, mixing}}

func (balanceRule) fields() []Field              { return []Field{columnsField} }
func (balanceRule) check(r Rule) error           { return r.needsColumns() }
func (balanceRule) accepts(c survey.Column) bool { return isMeasured(c) }

func (balanceRule) preset() survey.Key { return "preset_skills" }

func (balanceRule) mixes() bool { return false }

func (balanceRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_balance", "On", w.on(r))
}

// compile standardises numbers and levels. It refuses any other column, and names the first cell that is no number.
func (balanceRule) compile(c *compiler) (measure, error) {
	m := means{columns: c.columns()}
	var z [][]float64
	for _, name := range m.columns {
		column, err := c.column(name)
		if err != nil {
			return nil, err
		}
		x, ok := column.Measured()
		if !ok {
			return nil, c.badCell(column, "cell_not_number", func(cell string) bool { _, ok := survey.ParseNumber(cell); return ok })
		}
		z, m.x = append(z, standardise(x)), append(m.x, x)
		m.club = append(m.club, meanOf(x))
	}
	m.scatter = newScatter(z, false)
	return m, nil
}

// suggest balances all numbers and levels.
func (balanceRule) suggest(t survey.Table) []Rule {
	var columns []string
	for _, c := range t.Columns {
		if c.Aside == "" && isMeasured(c) {
			columns = append(columns, c.Name)
		}
	}
	if columns == nil {
		return nil
	}
	return []Rule{{Kind: Balance, Columns: columns}}
}

// means is how far the means of teams lie from the club's: the sum over teams of size times squared distance, in standard
// deviations of each column. No answer counts as the club's mean.
type means struct {
	*scatter
	columns []string
	x       [][]float64 // by column, as answered
	club    []float64   // mean of each
}

func (m means) fact(_ int, members []int32) survey.Message {
	j, _ := m.farthest(members)
	if j < 0 {
		return always()
	}
	mine := make([]float64, len(members))
	for k, i := range members {
		mine[k] = m.x[j][i]
	}
	if math.IsNaN(m.club[j]) {
		return survey.Say("fact_team_unanswered_by_all", "Column", m.columns[j])
	}
	mean := meanOf(mine)
	if math.IsNaN(mean) {
		return survey.Say("fact_team_silent_on", "Column", m.columns[j])
	}
	return survey.Say("fact_team_mean", "Column", m.columns[j], "Mean", round(mean), "Club", round(m.club[j]))
}

// meanOf is the mean of what is known, NaN if nothing is.
func meanOf(x []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range x {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	return sum / n
}
