package team

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// The first hours count most: to reach the least is worth a half, the rest comes with what is wanted.
func TestRatesOfHours(t *testing.T) {
	for _, c := range []struct {
		name      string
		min, want float64
		common    float64
		size      int
		unsaid    int
		score     float64
		ok        bool
	}{
		{"none of two, better four", 2, 4, 0, 3, 0, 0, false},
		{"one of two, better four", 2, 4, 1, 3, 0, 0.375, false},
		{"two of two, better four", 2, 4, 2, 3, 0, 0.5, true},
		{"three of two, better four", 2, 4, 3, 3, 0, 0.875, true},
		{"more than is wanted", 2, 4, 9, 3, 0, 1, true},
		{"one of two", 2, 2, 1, 3, 0, 0.75, false},
		{"two of two", 2, 2, 2, 3, 0, 1, true},
		{"none where none are asked for", 0, 0, 0, 3, 0, 1, true},
		{"none where some would be better", 0, 2, 0, 3, 0, 0.5, true},
		{"two have said of three", 2, 2, 2, 3, 1, 1, true},
		{"one has said of three", 2, 2, 99, 3, 2, 0, false},
		{"nobody has said", 0, 0, 99, 2, 2, 0, false},
		{"one alone has said", 2, 2, 3, 1, 0, 0, false},
		{"one alone has not said", 2, 2, 3, 1, 1, 0, false},
	} {
		m := &hours{min: c.min, want: c.want, block: 2}
		got := m.rate(c.common, c.size, c.unsaid)
		if !near(got.score, c.score) || got.ok != c.ok || got.value != b2f(c.ok) {
			t.Errorf("%s: score %v, kept %v, value %v; want %v and %v", c.name, got.score, got.ok, got.value, c.score, c.ok)
		}
	}
}

// Who has not said is left out of what a team has in common, and the fact says how many.
func TestFactsOfHours(t *testing.T) {
	csv := "Mon free,n\n9;10;11,1\n10;11;12,2\n,3\n,4\n14,5"
	rule := Rule{Kind: Hours, Columns: []string{"Mon free"}, Min: 1}
	in := Input{Table: table(csv, rule)}
	for _, c := range []struct {
		name string
		team []int
		want survey.Message
	}{
		{"two who have said", []int{0, 1}, survey.Say("fact_team_hours", "Said", 2, "Count", 2, "Hours", 2.0, "Blocks", false, "Block", 1.0)},
		{"two who have said and two who have not", []int{0, 1, 2, 3}, survey.Say("fact_team_hours", "Said", 2, "Count", 4, "Hours", 2.0, "Blocks", false, "Block", 1.0)},
		{"one who has said", []int{0, 2}, survey.Say("fact_team_hours_unknown", "Said", 1, "Count", 2)},
		{"one who has said, alone", []int{0}, survey.Say("fact_team_hours_unknown", "Said", 1, "Count", 1)},
		{"nobody who has said", []int{2, 3}, survey.Say("fact_team_hours_unknown", "Said", 0, "Count", 2)},
		{"nothing in common", []int{0, 4, 2}, survey.Say("fact_team_hours", "Said", 2, "Count", 3, "Hours", 0.0, "Blocks", false, "Block", 1.0)},
	} {
		if diff := cmp.Diff(c.want, factOf(t, in, rule, [][]int{c.team}).Message); diff != "" {
			t.Errorf("%s: the fact (-want +got):\n%s", c.name, diff)
		}
	}
	inBlocks := rule
	inBlocks.Block = 2
	if f := factOf(t, in, inBlocks, [][]int{{0, 1}}); f.Args["Hours"] != 2.0 || f.Args["Blocks"] != true || f.Args["Block"] != 2.0 {
		t.Errorf("in stretches of two hours the fact is %v, want 2 hours of stretches of 2", f.Args)
	}
	p := scoredBy(t, in, rule, [][]int{{0, 1, 2}, {3, 4}})
	if p.Rules[0].Value != 1 || *p.Rules[0].TeamsOK != 1 {
		t.Errorf("%v teams keep the rule, value %v; the one with one known member cannot", *p.Rules[0].TeamsOK, p.Rules[0].Value)
	}
}

func TestHoursRefuseWhatTheyCannotRead(t *testing.T) {
	of := table("Mon,n\nsome day,1\n9,2")
	for _, c := range []struct {
		rule Rule
		want string
	}{
		{Rule{Columns: []string{"n"}, Min: -1}, "rule_hours_negative"},
		{Rule{Columns: []string{"n"}, Block: -1}, "rule_hours_negative"},
		{Rule{Min: 1}, "rule_field_missing"},
		{Rule{Columns: []string{"Tue"}}, "column_unknown"},
		{Rule{Columns: []string{"Mon"}}, "cell_not_times"},
		{Rule{Columns: []string{"Mon"}, ZoneColumn: "zone"}, "column_unknown"},
		{Rule{Columns: []string{"Mon"}, ZoneColumn: "n"}, "cell_not_zone"},
	} {
		c.rule.Kind = Hours
		if _, err := read(Input{Table: of, Rules: []Rule{c.rule}}); reason(err) != c.want {
			t.Errorf("%s: reason %q, want %q", inJSON(c.rule), reason(err), c.want)
		}
	}
}

// A member without a zone is where the club is: no offset. Hours in the morning of the east are in the night of the west.
func TestHoursOfMembersWithoutAZone(t *testing.T) {
	rule := Rule{Kind: Hours, Columns: []string{"Mon free"}, Min: 1, ZoneColumn: "zone"}
	p := compiledOne(t, table("Mon free,zone\n9;10,\n10;11,UTC\n9;10,UTC-1", rule), rule)
	m := p.rules[0].measure.(*hours)
	for _, c := range []struct {
		team []int32
		want float64
	}{{[]int32{0, 1}, 1}, {[]int32{1, 2}, 2}, {[]int32{0, 2}, 1}, {[]int32{0, 1, 2}, 1}, {[]int32{0}, 2}} {
		if got := m.common(c.team).Hours(m.block); got != c.want {
			t.Errorf("members %v have %v hours in common, want %v", c.team, got, c.want)
		}
	}
}

// What a team with a member can have at most is what the member shares with the best so many others, one by one.
func TestBoundOfHours(t *testing.T) {
	rule := Rule{Kind: Hours, Columns: []string{"Mon free"}, Min: 2}
	in := Input{Table: table("Mon free\n9;10;11\n9;10\n10;11\n15", rule), Sizes: Sizes{Ideal: 2}, Rules: []Rule{rule}}
	f := testFormer(t, in)
	m := f.p.rules[0].measure.(*hours)
	most := make([]float64, 4)
	for i := range most {
		most[i] = m.most(int32(i), f.p.sections[0], 2)
	}
	if want := []float64{2, 2, 2, 0}; !slices.Equal(most, want) {
		t.Errorf("in teams of two members have at most %v hours in common, want %v", most, want)
	}
	if got := m.most(0, f.p.sections[0], 1); got != 3 {
		t.Errorf("alone the first member has %v hours, want 3", got)
	}
	// One team has the member who shares nothing, so that no worst team scores anything, and the other scores 1.
	if f.scales[0].ceiling != 0 {
		t.Errorf("no worst team scores more than %v, want 0", f.scales[0].ceiling)
	}
	c := f.p.rules[0]
	if bound, ok := c.bound(bounding{f.p, c, f.plan, f.scales[0], false}); !ok || !near(bound, 0.5) {
		t.Errorf("the bound is %v, want 0.5", bound)
	}
}

// Fewer hours are tried from the next whole number down.
func TestMilderHours(t *testing.T) {
	for _, c := range []struct {
		min  float64
		want []int
	}{{3, []int{2, 1}}, {2.5, []int{2, 1}}, {0.5, nil}, {0, nil}} {
		var got []int
		for _, m := range Hours.kind().(relaxer).milder(Rule{Min: c.min}, 5) {
			got = append(got, m.change.Count)
			if m.rule.Min != float64(m.change.Count) || m.change.Kind != "min" {
				t.Errorf("the way %+v is the rule %s", m.change, inJSON(m.rule))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("milder than %v hours are %v, want %v", c.min, got, c.want)
		}
	}
}

// Columns of the parts of the day of one question are one card, and those of another question are its own.
func TestHoursOfPartsOfTheDayAreOneCard(t *testing.T) {
	week := func(name string) survey.Column {
		return survey.Column{Name: name, Values: survey.Hours{Of: make([]survey.Week, 2), Said: make([]bool, 2), Day: survey.WholeWeek}}
	}
	rules := hoursRule{}.suggest(survey.Table{Columns: []survey.Column{week("Days [Morning]"), week("Days [Evening]"), week("Other [Morning]"), week("When")}})
	if len(rules) != 3 || len(rules[0].Columns) != 2 || len(rules[1].Columns) != 1 || len(rules[2].Columns) != 1 {
		t.Errorf("suggested are %+v, want a card for each question", rules)
	}
}
