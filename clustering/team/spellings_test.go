package team

import (
	"slices"
	"testing"

	"dure/survey"
)

// An id is found as it is, or else in another spelling that is of one member only.
func TestIDsInOtherSpellings(t *testing.T) {
	c := &compiler{in: Input{IDs: []string{"S01", "s01", "Ｔ 2", "u3"}}, n: 4}
	if err := c.identify(); err != nil {
		t.Fatalf("%s", inWords(err))
	}
	for id, want := range map[string]int{"S01": 0, "s01": 1, " s01 ": 1, "Ｓ01": -1, "t2": 2, "U3": 3, "u 3": 3, "u4": -1} {
		got, ok := c.called(id)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("among %q the id %q is of member %d, want %d (-1 is of nobody, or of two)", c.ids, id, got, want)
		}
	}
}

// Spellings of one answer share a team, a section and a past team, also where they stand in free texts.
func TestRulesTakeSpellingsAsOne(t *testing.T) {
	texts := survey.Column{Name: "pair", Values: survey.Texts{"Lab 1", "lab１", "B", "LAB\u00a01", "b", ""}}
	c := &compiler{Rule: Rule{Kind: Together, Column: "pair"}, in: Input{Table: survey.Table{N: 6, Columns: []survey.Column{texts}}}, n: 6}
	set, err := c.sets()
	if want := []int{0, 0, 1, 0, 1, -1}; err != nil || !slices.Equal(set, want) {
		t.Errorf("the sets of %q are %v (%v), want %v", texts.Values, set, err, want)
	}
	if got, want := texts.Codes(), []int{0, 0, 1, 0, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("the sections of %q are %v, want %v", texts.Values, got, want)
	}
	past, _, err := ReadPast(table("id,team\na,Red 1\nb,red1\nc,Blue\nd,RED 1"), survey.TeamKey{}, byName)
	if err != nil || len(past) != 2 || len(past[0]) != 3 {
		t.Errorf("past teams are %v (%v), want the three spellings of Red 1 as one", past, err)
	}
}

// A choice is one activity in whichever column and spelling, and so is the one that a capacity is of.
func TestActivitiesInOtherSpellings(t *testing.T) {
	in := Input{Table: table("first,second\nRobotics,Film\nfilm,robotics\nROBOTICS,Film\nFilm,Robotics")}
	r := Rule{Kind: Ranked, Columns: []string{"first", "second"}, Capacity: map[string]int{"robotics": 2, "Chess": 1}}
	p := scoredBy(t, in, r, [][]int{{0, 2}, {1, 3}})
	if got := teamNames(p); got != "Robotics, Film" || p.Rules[0].Value != 4 {
		t.Errorf("the teams take up %s with the value %v, want Robotics and Film, everybody's first choice", got, p.Rules[0].Value)
	}
}

func TestValuesThatRulesName(t *testing.T) {
	got := NamedValues([]Rule{{Kind: Count, Column: "x", Value: " - "}, {Kind: NeverAlone, Columns: []string{"x"}, Value: "y"}, {Kind: Ranked, Column: "r", Capacity: map[string]int{"A": 1}}, {Kind: Match, Column: "m"}})
	if !slices.Equal(got["x"], []string{"-", "y"}) || !slices.Equal(got["r"], []string{"A"}) || len(got["m"]) > 0 {
		t.Errorf("rules name %q, want - and y of x, and A of r", got)
	}
}
