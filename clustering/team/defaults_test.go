package team

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// allTypes has a column of every type, none of them aside but teammates, texts and the id.
func allTypes() survey.Table {
	of := countable()
	blank := make([][]int, 6)
	people := survey.People{Of: blank, Said: make([]string, 6)}
	return survey.Table{N: 6, Columns: append(of.Columns,
		survey.Column{Name: "id", Aside: survey.AsideID, Values: survey.Texts{"a", "b", "c", "d", "e", "f"}},
		survey.Column{Name: "week", Values: survey.Hours{Of: make([]survey.Week, 6), Said: make([]bool, 6)}},
		survey.Column{Name: "zone", Values: make(survey.Zones, 6)},
		survey.Column{Name: "q5 wished", Aside: survey.AsidePeople, Values: people}, survey.Column{Name: "q5 avoided", Aside: survey.AsidePeople, Values: people},
		survey.Column{Name: "q8 wished", Aside: survey.AsidePeople, Values: people},
		survey.Column{Name: "order", Values: survey.Ranks{Names: []string{"o1"}, Of: blank}},
		survey.Column{Name: "why", Aside: survey.AsideText, Values: make(survey.Texts, 6)},
	)}
}

func rulesInJSON(rules []Rule) string {
	var lines []string
	for _, r := range rules {
		lines = append(lines, inJSON(r))
	}
	return strings.Join(lines, "\n")
}

// Member d has answered nothing, so that a rule answered comes first; then each type of answer has its rule.
func TestSuggestedRules(t *testing.T) {
	want := strings.Join([]string{
		`{"kind":"answered"}`,
		`{"kind":"hours","columns":["week"],"min":2,"want":4,"zone_column":"zone"}`,
		`{"kind":"wishes","column":"q5 wished","at_least":1,"avoid_column":"q5 avoided"}`,
		`{"kind":"wishes","column":"q8 wished","at_least":1}`,
		`{"kind":"ranked","column":"order"}`,
		`{"kind":"balance","columns":["level","number"]}`,
		`{"kind":"match","column":"option"}`,
		`{"kind":"match","column":"set"}`,
	}, "\n")
	of := allTypes()
	levels, _ := of.Column("level")
	levels.Values.(survey.Levels).Of[3] = -1 // so that d has answered nothing
	if got := rulesInJSON(Suggested(of)); got != want {
		t.Errorf("suggested are\n%s\nwant\n%s", got, want)
	}
	if got := Suggested(survey.Table{N: 3}); got == nil || len(got) > 0 {
		t.Errorf("without columns %v are suggested, want none", got)
	}
}

// The command asks for no wishes by itself, and names what it leaves out.
func TestDefaultRules(t *testing.T) {
	of := allTypes()
	for _, aside := range []string{survey.AsideSection, survey.AsidePartTeam, survey.AsideTeam, survey.AsideName} {
		of.Columns = append(of.Columns, survey.Column{Name: aside, Aside: aside, Values: survey.Options{Names: []string{"a", "b"}, Of: []int{0, 0, 1, 1, -1, -1}}})
	}
	rules, leftOut := DefaultRules(of)
	if want := []string{"id", "q5 wished", "q5 avoided", "q8 wished", "why", "section", "team", "name"}; !slices.Equal(leftOut, want) {
		t.Errorf("left out are %v, want %v", leftOut, want)
	}
	if got := rulesInJSON(rules); strings.Contains(got, "wishes") || strings.Contains(got, `"section"`) || strings.Count(got, `"match"`) != 2 || !strings.Contains(got, `{"kind":"together","column":"part_team"}`) {
		t.Errorf("the default rules are\n%s\nwant no wishes and no section, but two to match and one on the part teams", got)
	}
	if got := rulesInJSON(SectionRules(of)); got != `{"kind":"section","column":"section"}` {
		t.Errorf("the rules on sections are %s, want one on the section", got)
	}
	p, err := Evaluate(Input{Table: allTypes()}, [][]int{{0, 1, 2}, {3, 4, 5}})
	if err != nil || len(p.LeftOut) != 5 || len(p.Rules) == 0 {
		t.Errorf("without rules %d defaults count and %v are left out (%v)", len(p.Rules), p.LeftOut, err)
	}
}

// What rules say of a file's columns is how they are read.
func TestColumnTypesOfRules(t *testing.T) {
	got := ColumnTypes([]Rule{{Kind: Hours, Columns: []string{"Mon", "Tue"}, ZoneColumn: "tz"}, {Kind: Wishes, Column: "w"}, {Kind: Ranked, Columns: []string{"1", "2"}},
		{Kind: Ranked, Column: "r"}, {Kind: Balance, Column: "b"}})
	want := map[string]survey.Type{"Mon": survey.HourColumn, "Tue": survey.HourColumn, "tz": survey.ZoneColumn, "w": survey.PeopleColumn, "r": survey.RankColumn}
	if len(got) != len(want) {
		t.Errorf("the columns are read as %v, want %v", got, want)
	}
	for name, as := range want {
		if got[name] != as {
			t.Errorf("%s is read as %s, want %s", name, got[name], as)
		}
	}
}

// Columns of free hours of a day each are one question; two questions on the whole week are two rules.
func TestSuggestedHours(t *testing.T) {
	hours := func(name string, day int) survey.Column {
		return survey.Column{Name: name, Values: survey.Hours{Of: make([]survey.Week, 2), Said: []bool{true, true}, Day: day}}
	}
	var got strings.Builder
	for _, r := range Suggested(survey.Table{N: 2, Columns: []survey.Column{hours("Mon", 0), hours("here", survey.WholeWeek), hours("Tue", 1), hours("online", survey.WholeWeek)}}) {
		got.WriteString(fmt.Sprint(r.Kind, r.Columns, " "))
	}
	if want := "hours[Mon Tue] hours[here] hours[online] "; got.String() != want {
		t.Errorf("suggested are %s, want %s", got.String(), want)
	}
}
