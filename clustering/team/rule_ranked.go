package team

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dure/clustering/team/search"
	"dure/survey"
)

// Ranked gives members activities that they ranked high: a team takes up one activity, within its capacity.
const Ranked Kind = "ranked"

type rankedRule struct{ traits }

var rankedKind = rankedRule{traits{Ranked, Should, onDivision, unbreakable, unseeded}}

func (rankedRule) preset() survey.Key { return "preset_projects" }

func (rankedRule) accepts(c survey.Column) bool { return c.Type() == survey.RankColumn }

// reads says that one column is of ranks; several are a choice each, and read as they are.
func (rankedRule) reads(r Rule) map[string]survey.Type {
	if columns := r.columns(); len(columns) == 1 {
		return map[string]survey.Type{columns[0]: survey.RankColumn}
	}
	return nil
}

func (rankedRule) fields() []Field {
	return []Field{columnField, {Name: "capacity", Control: CapacityControl, Label: "rule_capacity", Help: "rule_capacity_help", Optional: true}}
}

func (rankedRule) limits(r Rule) bool { return len(r.Capacity) > 0 }

func (rankedRule) check(r Rule) error {
	for _, n := range r.Capacity {
		if n < 0 {
			return r.invalid("rule_count_negative")
		}
	}
	return r.needsColumns()
}

func (rankedRule) sentence(r Rule, w words) survey.Message {
	var limits []string
	for _, name := range slices.Sorted(maps.Keys(r.Capacity)) {
		limits = append(limits, fmt.Sprintf("%s %d", w.Value(r.only(), name), r.Capacity[name]))
	}
	return survey.Say("rule_ranked", "On", w.on(r), "Limits", strings.Join(limits, ", "))
}

// suggest takes every column of ranks, and columns of a place each that make an order.
func (rankedRule) suggest(t survey.Table) (rules []Rule) {
	for _, columns := range t.Orders() {
		rules = append(rules, Rule{Kind: Ranked, Columns: columns})
	}
	for _, c := range t.Columns {
		if c.Aside == "" && c.Type() == survey.RankColumn {
			rules = append(rules, Rule{Kind: Ranked, Column: c.Name})
		}
	}
	return rules
}

// compile reads which activities members rank: in one column of ranks, or in several with a choice each, the first choice first.
func (rankedRule) compile(c *compiler) (measure, error) {
	var columns []survey.Column
	for _, name := range c.columns() {
		column, err := c.column(name)
		if err != nil {
			return nil, err
		}
		columns = append(columns, column)
	}
	choices, inOrder := make([][]string, c.n), survey.OrderOf(columns)
	most := len(columns)
	for row := range choices {
		choices[row] = inOrder(row)
		most = max(most, len(choices[row]))
	}
	m := &ranks{choices: most, rank: make([][]uint8, c.n), column: columns[0].Name, words: c.in.Words, offered: OptionsOf(columns[0])}
	m.activities, _ = survey.MergeListSpellings(choices, nil)
	m.capacity = c.capacities(m.activities)
	m.activities = slices.AppendSeq(m.activities, maps.Keys(m.capacity))
	slices.Sort(m.activities)
	m.activities = slices.DeleteFunc(slices.Compact(m.activities), func(name string) bool { return name == "" })
	for row, chosen := range choices {
		if !slices.ContainsFunc(chosen, func(name string) bool { return name != "" }) {
			m.rank[row] = make([]uint8, len(m.activities)) // who ranked nothing takes no part
			continue
		}
		m.ranked++
		m.rank[row] = slices.Repeat([]uint8{uint8(m.choices + 1)}, len(m.activities))
		for k, name := range slices.Backward(chosen) {
			if a := slices.Index(m.activities, name); a >= 0 {
				m.rank[row][a] = uint8(k + 1)
			}
		}
	}
	return m, nil
}

// capacities are those of the rule by the activities that members chose, however the rule spells them.
func (c *compiler) capacities(chosen []string) map[string]int {
	known := slices.Compact(slices.Sorted(slices.Values(chosen)))
	of := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(c.Capacity)) {
		spelled := name
		if k := survey.FindSpelling(known, name); k >= 0 {
			spelled = known[k]
		}
		of[spelled] = c.Capacity[name]
	}
	return of
}

// ranks measures the sum of the ranks that members gave to the activity of their team.
type ranks struct {
	activities []string
	rank       [][]uint8 // member by activity, from 1; choices+1 for what was not ranked; 0 of who ranked nothing
	ranked     int       // members who ranked anything
	choices    int
	offered    []string // activities that nobody need have chosen
	capacity   map[string]int
	activity   []int // of each team
	column     string
	words      func(column, value string) string // may be nil
}

func (m *ranks) of(t int, members []int32) outcome {
	if t >= len(m.activity) || m.activity[t] < 0 {
		return outcomeOf(0, 1, true)
	}
	sum, n := 0.0, 0
	for _, i := range members {
		if rank := m.rank[i][m.activity[t]]; rank > 0 {
			sum, n = sum+float64(rank), n+1
		}
	}
	return outcomeOf(sum, clamp(1-(sum/float64(max(n, 1))-1)/float64(m.choices)), true)
}

// scale is 1 where everybody who ranked anything has the first choice, and 0 where nobody has what they ranked.
func (m *ranks) scale(*problem, []frame) scale {
	if m.ranked == 0 {
		return scale{offset: 1}
	}
	k := float64(m.choices)
	return scale{offset: 1 + 1/k, slope: -1 / (k * float64(m.ranked))}
}

// terms are a value for each member and place, as a team's activity stands before members are divided. Only the members are searched
// for, not the activities: to swap two teams' activities would change all of their members at once.
func (m *ranks) terms(s *section) []search.Term {
	if len(m.activities) == 0 || len(m.activity) == 0 {
		return nil
	}
	return []search.Term{search.Place{Weight: s.slope(), Worth: func(i int32, t int) float64 {
		return float64(m.rank[s.members[i]][m.activity[s.slots[t].number]])
	}}}
}

func (m *ranks) fact(t int, members []int32) survey.Message {
	column, option, ok := m.activityOf(t)
	n := 0
	for _, i := range members {
		n += int(b2f(ok && m.rank[i][m.activity[t]] > 0))
	}
	if n == 0 {
		return survey.Say("fact_team_unranked", "Column", column)
	}
	return survey.Say("fact_team_ranks", "Column", column, "Value", option, "Mean", round(m.of(t, members).value/float64(n)))
}

// holds says what each team takes up, and how many members more that holds than teams of these sizes have; less than 0 where they have too many.
func (m *ranks) holds(size func(t int) int) (activity, left []int) {
	left = m.room(huge)
	for t, a := range m.activity {
		if a >= 0 {
			left[a] -= size(t)
		}
	}
	return m.activity, left
}

// overall says which activities have more members than they hold.
func (m *ranks) overall(teams [][]int32) survey.Message {
	var over []string
	_, left := m.holds(func(t int) int { return len(teams[t]) })
	for a, n := range left {
		if n < 0 {
			places := m.capacity[m.activities[a]]
			over = append(over, fmt.Sprintf("%s %d / %d", m.called(a), places-n, places))
		}
	}
	if over == nil {
		return survey.Message{}
	}
	return survey.Say("fact_rule_ranked", "Over", strings.Join(over, ", "))
}

// called is an activity in words.
func (m *ranks) called(a int) string {
	if m.words == nil {
		return m.activities[a]
	}
	return m.words(m.column, m.activities[a])
}

// activityOf is the column in which activities are ranked, and that of them which team t takes up.
func (m *ranks) activityOf(t int) (column, option string, ok bool) {
	if t >= len(m.activity) || m.activity[t] < 0 {
		return m.column, "", false
	}
	return m.column, m.activities[m.activity[t]], true
}

// bound is the score of an exact assignment of the members to activities within capacities.
func (m *ranks) bound(b bounding) (float64, bool) {
	n := b.p.n
	if m.ranked == 0 || len(m.activities) == 0 || len(m.rank)*len(m.activities)*len(m.activities) > 2_000_000 {
		return 1, true
	}
	limit := make([]int, len(m.activities))
	for a, name := range m.activities {
		limit[a] = n
		if c, ok := m.capacity[name]; ok {
			limit[a] = c
		}
	}
	cost, load := m.transport(limit)
	total := 0
	for _, l := range load {
		total += l
	}
	if total < n {
		return 1, true
	}
	return 1 - (float64(cost)/float64(m.ranked)-1)/float64(m.choices), true
}

// numberedTeams says that what a team is worth depends on which it is.
func (m *ranks) numberedTeams() bool { return true }

// teamName is what team t is called: by its activity, with a number where several take it up.
func (m *ranks) teamName(t int) (string, bool) {
	if _, _, ok := m.activityOf(t); !ok {
		return "", false
	}
	same, mine := 0, 0
	for u, a := range m.activity {
		if a == m.activity[t] {
			same++
			if u <= t {
				mine++
			}
		}
	}
	name := m.called(m.activity[t])
	if same == 1 {
		return name, true
	}
	return name + " " + strconv.Itoa(mine), true
}
