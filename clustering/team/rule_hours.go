package team

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"dure/clustering/team/search"
	"dure/survey"
)

// Hours wants teammates to have hours of the week in common.
const Hours Kind = "hours"

type hoursRule struct{ traits }

var hoursKind = hoursRule{traits{Hours, Should, byTeam, breakable, unseeded}}

func (hoursRule) narrows() {}

func (hoursRule) preset() survey.Key { return "preset_hours" }

func (hoursRule) accepts(c survey.Column) bool { return c.Type() == survey.HourColumn }

// Common hours that are asked for where nobody says how many.
const (
	leastHours = 2
	goodHours  = 4
)

func (hoursRule) start(t survey.Table) Rule { return Rule{Min: leastHours, Want: goodHours} }

func (hoursRule) fields() []Field {
	return []Field{
		columnsField,
		{Name: "hours_min", Control: NumberControl, Label: "rule_hours_min", at: func(r *Rule) any { return &r.Min }},
		{Name: "hours_want", Control: NumberControl, Label: "rule_hours_want", Optional: true, at: func(r *Rule) any { return &r.Want }},
		{Name: "hours_block", Control: NumberControl, Label: "rule_hours_block", Help: "rule_hours_block_help", Optional: true, at: func(r *Rule) any { return &r.Block }},
		inField,
	}
}

func (hoursRule) check(r Rule) error {
	if err := r.needsColumns(); err != nil {
		return err
	}
	if r.Min < 0 || r.Want < 0 || r.Block < 0 {
		return r.invalid("rule_hours_negative")
	}
	return nil
}

func (hoursRule) reads(r Rule) map[string]survey.Type {
	types := map[string]survey.Type{r.ZoneColumn: survey.ZoneColumn}
	for _, name := range r.columns() {
		types[name] = survey.HourColumn
	}
	return types
}

func (hoursRule) sentence(r Rule, w words) survey.Message {
	better, block := r.Want, r.Block
	if better <= r.Min {
		better = 0
	}
	if block == 1 {
		block = 0
	}
	return survey.Say("rule_hours", "Min", w.blank("hours_min", r.Min), "Better", better > 0 || w.blanks, "Want", w.number("hours_want", better),
		"Blocks", block > 0, "Block", w.number("hours_block", block))
}

// suggest asks for common hours where there are hours at all, by the time zones where there is a column of them.
func (hoursRule) suggest(t survey.Table) (rules []Rule) {
	var days []string    // columns of a day each together are one question
	var weeks [][]string // columns of a week are one each, but for the lines of one grid, which are of parts of the day
	zone, grid := "", ""
	for _, c := range t.Columns {
		h, hours := c.Values.(survey.Hours)
		switch {
		case c.Aside != "":
		case hours && h.Day == survey.WholeWeek:
			of, _, line := survey.GridOf(c.Name)
			if line && of == grid && len(weeks) > 0 {
				weeks[len(weeks)-1] = append(weeks[len(weeks)-1], c.Name)
				continue
			}
			weeks, grid = append(weeks, []string{c.Name}), ""
			if line {
				grid = of
			}
		case hours:
			days = append(days, c.Name)
		case c.Type() == survey.ZoneColumn:
			zone = c.Name
		}
	}
	for _, columns := range append([][]string{days}, weeks...) {
		if len(columns) > 0 {
			rules = append(rules, Rule{Kind: Hours, Columns: columns, Min: leastHours, Want: goodHours, ZoneColumn: zone})
		}
	}
	return rules
}

// milder asks for fewer hours, one at least.
func (hoursRule) milder(r Rule, _ int) (out []milder) {
	for m := int(min(math.Ceil(r.Min), survey.HalvesOfWeek/2+1)) - 1; m > 0; m-- {
		change := r
		change.Min = float64(m)
		out = append(out, milder{change, Change{Kind: "min", Value: strconv.FormatFloat(r.Min, 'g', -1, 64), Count: m}})
	}
	return out
}

// compile puts everybody's free hours together, on the clock that [survey.Zones.Common] says. Where a column has busy hours, a member is free at the other times of day that
// anybody's busy hours name on any weekday: a grid of busy hours shows only what was offered, and nobody is free at night for not
// having crossed it out. Several columns are the days in the order in which the rule names them, where their headers name none.
func (hoursRule) compile(c *compiler) (measure, error) {
	r := c.Rule
	m := &hours{free: make([]survey.Week, c.n), said: make([]bool, c.n), min: r.Min, want: max(r.Want, r.Min), block: max(1, int(2*min(r.Block, survey.HalvesOfWeek)+0.5))}
	if r.Block == 0 {
		m.block = 2
	}
	zones, err := c.zones()
	if err != nil {
		return nil, err
	}
	busy := make([]survey.Week, c.n)
	var offered, busyDays []int
	for k, name := range r.columns() {
		h, err := c.hourColumn(name)
		if err != nil {
			return nil, err
		}
		day := max(h.Day, 0)
		if h.Day == survey.AnyDay {
			day = k
		}
		if h.Busy {
			busyDays = append(busyDays, day)
		}
		for row, lost := range h.Lost {
			for half := range 48 {
				if lost && h.Busy {
					busy[row].Add(48*day + half)
				}
			}
		}
		moved := 48 * (day - max(h.Day, 0)) // from Monday, where hours of any day stand
		for row, week := range h.Of {
			m.said[row] = m.said[row] || h.Said[row]
			if !h.Busy {
				m.free[row] = m.free[row].Or(week.Halves().LaterBy(time.Duration(moved) * 30 * time.Minute))
				continue
			}
			for half := range week.All {
				offered = append(offered, (half+moved-48*day+survey.HalvesOfWeek)%survey.HalvesOfWeek)
				busy[row].Add(half + moved)
			}
		}
	}
	for row, zone := range zones {
		m.said[row] = m.said[row] && zone != survey.UnreadZone
	}
	slices.Sort(offered)
	m.leave(busy, busyDays, slices.Compact(offered))
	common := zones.Common()
	for row := range m.free {
		m.free[row] = m.free[row].LaterBy(common - zones.Ahead(row))
	}
	return m, nil
}

// leave gives those who have busy hours the other hours of those days that are offered, and those who did not say all of the week,
// so that they take nothing from the others.
func (m *hours) leave(busy []survey.Week, days, offered []int) {
	for row := range m.free {
		for _, day := range days {
			for _, h := range offered {
				if at := 48*day + h; !busy[row].Has(at) {
					m.free[row].Add(at)
				}
			}
		}
		if !m.said[row] {
			m.free[row] = wholeWeek
		}
	}
}

// hourColumn returns a column of hours, with what the rule says of whether they are free.
func (c *compiler) hourColumn(name string) (survey.Hours, error) {
	column, err := c.column(name)
	if err != nil {
		return survey.Hours{}, err
	}
	h, ok := column.Values.(survey.Hours)
	if !ok {
		return h, c.badCell(column, "cell_not_times", func(cell string) bool { _, ok := survey.ParseSpans(cell); return ok })
	}
	if c.Free != nil {
		h.Busy = !*c.Free
	}
	return h, nil
}

// zones returns each member's time zone: of the column that the rule names, or else as the hours themselves have them; nil where all are
// on one clock.
func (c *compiler) zones() (survey.Zones, error) {
	if c.ZoneColumn == "" {
		return c.ownZones(), nil
	}
	column, err := c.column(c.ZoneColumn)
	if err != nil {
		return nil, err
	}
	zones, ok := column.Values.(survey.Zones)
	if !ok {
		return nil, c.badCell(column, "cell_not_zone", func(cell string) bool { _, err := survey.ParseZone(cell); return err == nil })
	}
	return zones, nil
}

// ownZones are the zones that the rule's columns have with them, of each member the first that is given.
func (c *compiler) ownZones() survey.Zones {
	var own survey.Zones
	for _, name := range c.columns() {
		column, _ := c.in.Table.Column(name)
		h, _ := column.Values.(survey.Hours)
		if own == nil {
			own = slices.Clone(h.Zones)
		}
		for row, zone := range h.Zones {
			own[row] = cmp.Or(own[row], zone)
		}
	}
	return own
}

// wholeWeek is all half hours.
var wholeWeek = func() (w survey.Week) {
	for h := range survey.HalvesOfWeek {
		w.Add(h)
	}
	return w
}()

// hours measures how many hours of the week a team has in common. Who did not say when is left out of it; but what fewer than two
// have said is nothing in common. A week goes from Monday midnight in UTC and around its end to its beginning, so
// that time zones are a shift.
type hours struct {
	free      []survey.Week
	said      []bool
	min, want float64
	block     int // in half hours

	mu    sync.Mutex
	known map[[2]int][]float64 // what chances returns, by section and least size
}

// common returns what the members have in common.
func (m *hours) common(members []int32) (c survey.Common) {
	for _, i := range members {
		c.Add(m.free[i], m.said[i])
	}
	return c
}

// of rates a team; one that nobody is in lacks nothing.
func (m *hours) of(_ int, members []int32) outcome {
	if len(members) == 0 {
		return outcomeOf(1, 1, true)
	}
	c := m.common(members)
	return m.rate(c.Hours(m.block), c.Of, c.Of-c.Said)
}

// rate rates a team of a size by the hours in common. It gives most for the first hours: reaching min counts half, and what lies beyond up
// to want the rest, each by a parabola that is flat at its end; where no more is wanted than min, reaching it counts whole.
func (m *hours) rate(common float64, size, unsaid int) outcome {
	if size-unsaid < 2 {
		return outcomeOf(0, 0, false)
	}
	ok := common >= m.min
	score := 1.0
	switch {
	case common >= m.want:
	case ok:
		score = 1 - 0.5*square((m.want-common)/(m.want-m.min))
	case m.want > m.min:
		score = 0.5 * (1 - square((m.min-common)/m.min))
	default:
		score = 1 - square((m.min-common)/m.min)
	}
	return outcomeOf(b2f(ok), score, ok)
}

// fact says how many said when, and the hours that those have in common as the rule counts them: in stretches of a block.
func (m *hours) fact(_ int, members []int32) survey.Message {
	c := m.common(members)
	if !c.Known() && c.Of > 0 {
		return survey.Say("fact_team_hours_unknown", "Said", c.Said, "Count", c.Of)
	}
	return survey.Say("fact_team_hours", "Said", c.Said, "Count", c.Of, "Hours", c.Hours(m.block), "Blocks", m.block > 2, "Block", float64(m.block)/2)
}

// overall says how many of all said when.
func (m *hours) overall(teams [][]int32) survey.Message {
	c := m.common(slices.Concat(teams...))
	return survey.Say("fact_rule_hours", "Said", c.Said, "Count", c.Of)
}

// scale has as its ceiling the best that the member with the least time can have in any team: one with no hours in common with anybody
// would else make the worst team, which nothing improves, most of the score.
func (m *hours) scale(p *problem, frames []frame) scale {
	return ceilingOf(p, frames, func(s int, members []int32, f frame) float64 {
		if c := m.chances(s, members, f); len(c) > 0 {
			return c[0]
		}
		return 1
	})
}

func (m *hours) bound(b bounding) (float64, bool) { return b.byTeam(m.meanBound) }

func (m *hours) terms(s *section) []search.Term { return s.quickly(m.byBits(s), m) }
