package team

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// Two teams of two: what is said of each is reckoned by hand.
func TestExplainTeams(t *testing.T) {
	in := Input{
		Table: table("Hours,Role\n1,a\n3,a\n5,b\n7,a"),
		Rules: []Rule{
			{Kind: Balance, Columns: []string{"Hours"}}, {Kind: Match, Column: "Role"}, {Kind: Spread, Columns: []string{"Hours"}},
			{Kind: NeverAlone, Column: "Role", Value: "b"},
		},
		Sizes: Sizes{Ideal: 2},
	}
	d, err := Open(in, [][]int{{0, 1}, {2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	got := d.ExplainTeams()
	share := func(f Fact) { // either category is as far from the club's share
		f.Args["Value"], f.Args["Count"], f.Args["Expected"] = "", 0, 0

	}
	for i := range got {
		share(got[i][1])
	}
	// The population sd of 1, 3, 5, 7 is √5; the pairs are 2, 4, 6, 2, 4, 2 apart, which is 20/6 on average.
	want := func(mean float64, alone survey.Key, count int) []Fact {
		return []Fact{
			{0, survey.Message{Key: "fact_team_mean", Args: map[string]any{"Column": "Hours", "Mean": mean, "Club": 4.0}}},
			{1, survey.Message{Key: "fact_team_share", Args: map[string]any{"Column": "Role", "Size": 2, "Value": "", "Count": 0, "Expected": 0}}},
			{2, survey.Message{Key: "fact_team_distance", Args: map[string]any{"Mean": 0.89, "Club": 1.49}}},
			{3, survey.Message{Key: alone, Args: map[string]any{"Count": count, "Column": "Role", "Value": "b"}}},
		}
	}
	if diff := cmp.Diff([][]Fact{want(2, "fact_team_not_alone", 0), want(6, "fact_team_alone", 1)}, got); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

// Rules outlive who dropped out and what is no longer asked.
func TestStandingRules(t *testing.T) {
	s := NewSeason(survey.Survey{Questions: []survey.Question{{ID: 1, Kind: survey.Number}}}, []survey.Member{{ID: 1}, {ID: 2}, {ID: 3}}, nil)
	rules := []Rule{
		{Kind: Balance, Columns: []string{"q1"}},
		{Kind: Match, Column: "q9"},
		{Kind: Apart, Members: []Text{"1", "2", "8"}},
		{Kind: Together, Members: []Text{"3", "8"}},
	}
	got, gone := s.Standing(rules)
	want := []Rule{rules[0], {Kind: Apart, Members: []Text{"1", "2"}}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b Rule) bool { return inJSON(a) == inJSON(b) })); diff != "" || gone != 1 {
		t.Errorf("%d rules are gone, want 1; standing (-want +got):\n%s", gone, diff)
	}
	if len(rules[2].Members) != 3 {
		t.Error("the rules that were given have changed")
	}
}
