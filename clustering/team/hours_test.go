package team

import (
	"strings"
	"testing"
	"time"

	"dure/survey"
)

func TestHoursCommonToATeam(t *testing.T) {
	free := true
	for _, c := range []struct {
		name  string
		csv   string
		rule  Rule
		hours float64
	}{
		{"free hours", "Mon free\n9;10;11\n10;11;12", Rule{Columns: []string{"Mon free"}}, 2},
		{"hours of a plain day", "Mon\n9;10;11\n10;11;12", Rule{Columns: []string{"Mon"}}, 2},
		{"hours of a grid", "At [Mon]\n9;10;11\n10;11;12", Rule{Columns: []string{"At [Mon]"}}, 0},
		{"said by the rule", "At [Mon]\n9;10;11\n10;11;12", Rule{Columns: []string{"At [Mon]"}, Free: &free}, 2},
		{"busy hours leave the others", "busy [Mon]\n9;10\n10;11", Rule{Columns: []string{"busy [Mon]"}}, 0},
		{"busy never is free always", "busy [Mon],busy [Tue]\n9;10;11,\n10,9", Rule{Columns: []string{"busy [Mon]", "busy [Tue]"}}, 2},
		{"busy hours that several name count once", "busy [Mon],busy [Tue]\n9;10,9\n9;10,10", Rule{Columns: []string{"busy [Mon]", "busy [Tue]"}, Block: 0.5}, 0},
		{"busy hours that cannot be read leave none of the day", "busy [Mon],busy [Tue]\nuntil late,9" + strings.Repeat("\n9;11,9\n10;11,10", 6), Rule{Columns: []string{"busy [Mon]", "busy [Tue]"}}, 2},
		{"blocks of two", "Mon free\n9;11;12;14\n9;11;12;14", Rule{Columns: []string{"Mon free"}, Block: 2}, 2},
		{"zones", "Mon free,zone\n9;10,UTC+9\n1,UTC+1", Rule{Columns: []string{"Mon free"}, ZoneColumn: "zone"}, 1},
		{"zones across midnight of the week", "Mon free,Sun free,zone\n1,,UTC+9\n,16,UTC", Rule{Columns: []string{"Mon free", "Sun free"}, ZoneColumn: "zone"}, 1},
	} {
		c.rule.Kind, c.rule.Min = Hours, 1
		p, err := read(Input{Table: table(c.csv, c.rule), Rules: []Rule{c.rule}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		m := p.rules[0].measure.(*hours)
		if got := m.common([]int32{0, 1}).Hours(m.block); got != c.hours {
			t.Errorf("%s: %v common hours, want %v", c.name, got, c.hours)
		}
	}
}

func TestTeamsOfASeasonsTable(t *testing.T) {
	in := Input{Table: table("When free? [Monday]\n09:00; 10:00\n10:00\n13:00\n13:00; 14:00"),
		Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Hours, Columns: []string{"When free? [Monday]"}, Min: 1, Strength: Must}}}
	p, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
	if err != nil || len(p.Unmet) > 0 || p.Stopped != StoppedOptimal {
		t.Fatalf("four members in two pairs with an hour in common: %+v, %v", p, err)
	}
}

// Hours that have their zones with them are compared by those; of several questions, each member's is the first that they gave.
func TestHoursWithTheirOwnZones(t *testing.T) {
	zone := func(hours int) *time.Location { return time.FixedZone("", hours*3600) }
	column := func(name string, zones survey.Zones, hours ...int) survey.Column {
		h := survey.Hours{Of: make([]survey.Week, len(hours)), Said: make([]bool, len(hours)), Day: survey.WholeWeek, Zones: zones}
		for i, hour := range hours {
			if h.Said[i] = hour >= 0; h.Said[i] {
				h.Of[i].Add(2 * hour)
				h.Of[i].Add(2*hour + 1)
			}
		}
		return survey.Column{Name: name, Values: h}
	}
	for _, c := range []struct {
		name    string
		columns []survey.Column
		hours   float64
	}{
		{"one clock", []survey.Column{column("a", nil, 9, 9)}, 1},
		{"the same hour by two clocks", []survey.Column{column("a", survey.Zones{zone(9), zone(1)}, 16, 8)}, 1},
		{"the same number by two clocks", []survey.Column{column("a", survey.Zones{zone(9), zone(1)}, 9, 9)}, 0},
		{"around the end of the week", []survey.Column{column("a", survey.Zones{zone(9), zone(0)}, 1, 6*24+16)}, 1},
		{"who answered another question alone", []survey.Column{column("a", survey.Zones{zone(9), nil}, 16, -1), column("b", survey.Zones{nil, zone(1)}, -1, 8)}, 1},
	} {
		rule := Rule{Kind: Hours, Min: 1}
		for _, col := range c.columns {
			rule.Columns = append(rule.Columns, col.Name)
		}
		p, err := read(Input{Table: survey.Table{N: 2, Columns: c.columns}, Rules: []Rule{rule}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		m := p.rules[0].measure.(*hours)
		if got := m.common([]int32{0, 1}).Hours(m.block); got != c.hours {
			t.Errorf("%s: %v common hours, want %v", c.name, got, c.hours)
		}
	}
}
