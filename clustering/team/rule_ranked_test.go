package team

import (
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// ranked is a table of who ranks which of Art, Film and Robots, in one column.
func ranked(of ...[]int) survey.Table {
	ranks := survey.Ranks{Names: []string{"o1", "o2", "o3"}, Of: of}
	return survey.Table{N: len(of), Columns: []survey.Column{{Name: "q6", Values: ranks}, {Name: "q7", Values: ranks}}}
}

func teamNames(p Proposal) string {
	var names []string
	for _, g := range p.Teams {
		names = append(names, g.Name)
	}
	return strings.Join(names, ", ")
}

// What a member left out counts as one place after the most that anybody ranked; who ranked nothing takes no part.
func TestRanksOfTeams(t *testing.T) {
	in := Input{Table: ranked([]int{0, 1}, []int{0}, []int{1, 0}, []int{0}), Words: func(column, option string) string { return column + " " + option }}
	rule := Rule{Kind: Ranked, Column: "q6", Capacity: map[string]int{"o1": 2}}
	p := scoredBy(t, in, rule, [][]int{{0, 1}, {2, 3}})
	if got := teamNames(p); got != "q6 o1, q6 o2" {
		t.Errorf("the teams are called %s, want q6 o1 and q6 o2", got)
	}
	// The first team ranks its activity 1 and 1, the second 1 and, of two places, 3.
	if v := []float64{p.Teams[0].Values[0], p.Teams[1].Values[0]}; !slices.Equal(v, []float64{2, 4}) || !near(p.Teams[1].Scores[0], 0.5) {
		t.Errorf("the ranks of teams add up to %v, the second scores %v; want 2 and 4, and 0.5", v, p.Teams[1].Scores[0])
	}
	if r := p.Rules[0]; r.Value != 6 || !near(r.Score, 1-(6./4-1)/2) || r.TeamsOK != nil {
		t.Errorf("value %v and score %v, want 6 and 0.75, and no teams that break it", r.Value, r.Score)
	}
	checkFact(t, "the second team", factOf(t, in, rule, [][]int{{2, 3}, {0, 1}}), "fact_team_ranks", "Value", "o2", "Mean", 2, "Column", "q6")
	in.Table = ranked([]int{1, 0}, nil, nil, nil)
	p = scoredBy(t, in, rule, [][]int{{0, 1}, {2, 3}})
	if r := p.Rules[0]; r.Value != 1 || r.Score != 1 || p.Teams[0].Scores[0] != 1 {
		t.Errorf("with one who ranked value %v and score %v, want 1 and 1", r.Value, r.Score)
	}
	checkFact(t, "one of two ranked", factOf(t, in, rule, [][]int{{1, 0}, {2, 3}}), "fact_team_ranks", "Mean", 1)
	checkFact(t, "nobody ranked", factOf(t, in, rule, [][]int{{2, 3}, {0, 1}}), "fact_team_unranked", "Column", "q6")
}

// Where nothing holds anybody, no teams are formed; teams that exist go beyond.
func TestCapacitiesThatHoldTooFew(t *testing.T) {
	in := Input{Table: ranked([]int{0}, []int{0}, []int{0}, []int{0}), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Ranked, Column: "q6", Capacity: map[string]int{"o1": 3}}}}
	if _, err := Propose(t.Context(), in, Options{Moves: 10}, nil); reason(err) != "capacity_under_members" || strings.Contains(inWords(err), "<no value>") {
		t.Errorf("one team of two in a room for three: %s", inWords(err))
	}
	if p, err := Evaluate(in, [][]int{{0, 1}, {2, 3}}); err != nil || teamNames(p) != "o1 1, o1 2" {
		t.Errorf("teams that exist are called %s (%v), want both by the only activity", teamNames(p), err)
	}
	in.Rules[0].Capacity["o1"] = -1
	if _, err := Evaluate(in, [][]int{{0, 1}, {2, 3}}); reason(err) != "rule_count_negative" {
		t.Errorf("a capacity below 0: reason %q, want rule_count_negative", reason(err))
	}
}

// Of several such rules the first gives the names.
func TestTeamsAreCalledByTheFirstRanking(t *testing.T) {
	in := Input{Table: ranked([]int{0}, []int{0}, []int{0}, []int{0})}
	in.Table.Columns[1].Values = survey.Ranks{Names: []string{"x"}, Of: [][]int{{0}, {0}, {0}, {0}}}
	teams := [][]int{{0, 1}, {2, 3}}
	for want, columns := range map[string][]string{"o1 1, o1 2": {"q6", "q7"}, "x 1, x 2": {"q7", "q6"}} {
		in.Rules = []Rule{{Kind: Ranked, Column: columns[0]}, {Kind: Ranked, Column: columns[1]}}
		p, err := Evaluate(in, teams)
		if got := teamNames(p); err != nil || got != want || p.Rules[0].Score != 1 || p.Rules[1].Score != 1 {
			t.Errorf("by %v teams are called %s (%v), want %s", columns, got, err, want)
		}
	}
	in.Rules = []Rule{{Kind: Balance, Columns: []string{}}}
	in.Table.Columns[0].Values = survey.Ranks{Of: make([][]int, 4)}
	if p := scoredBy(t, in, Rule{Kind: Ranked, Column: "q6"}, teams); teamNames(p) != "Team 1, Team 2" || p.Rules[0].Score != 1 {
		t.Errorf("where nobody ranks anything teams are called %s and score %v", teamNames(p), p.Rules[0].Score)
	}
	checkFact(t, "nobody ranks anything", factOf(t, in, Rule{Kind: Ranked, Column: "q6"}, teams), "fact_team_unranked")
}

// As many teams take up an activity as an exact assignment of the members fills.
func TestActivitiesOfTeams(t *testing.T) {
	all := func(n int, of ...int) [][]int { return slices.Repeat([][]int{of}, n) }
	for _, c := range []struct {
		name     string
		of       [][]int
		capacity map[string]int
		want     string
		bound    float64
	}{
		{"all want one", all(6, 0, 1), nil, "o1 1, o1 2, o1 3", 1},
		{"one holds a team", all(6, 0, 1), map[string]int{"o1": 2}, "o1, o2 1, o2 2", 1 - (10./6-1)/2},
		{"one holds less than a team", all(6, 0, 1), map[string]int{"o1": 1}, "o2 1, o2 2, o2 3", 1 - (11./6-1)/2},
		{"each wants another", slices.Concat(all(2, 0), all(2, 1), all(2, 2)), nil, "o1, o2, o3", 1},
		{"an activity that nobody ranks is taken at last", all(6, 0), map[string]int{"o1": 2, "o2": 2, "zoo": 2}, "o1, o2, zoo", 1 - (10./6 - 1)},
	} {
		in := Input{Table: ranked(c.of...), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Ranked, Column: "q6", Capacity: c.capacity}}}
		f := testFormer(t, in)
		var names []string
		for k := range 3 {
			names = append(names, f.p.name(k))
		}
		if got := strings.Join(names, ", "); got != c.want {
			t.Errorf("%s: teams take up %s, want %s", c.name, got, c.want)
		}
		r := f.p.rules[0]
		if got, ok := r.bound(bounding{f.p, r, f.plan, f.scales[0], true}); !ok || !near(got, c.bound) {
			t.Errorf("%s: the bound is %v, want %v", c.name, got, c.bound)
		}
	}
}

// Choices in several columns are ranks from the first; a choice that is left out or named twice counts at its best place.
func TestChoicesInColumns(t *testing.T) {
	of := table("first,second\nArt,Film\n,Art\nFilm,Film\nArt,")
	p := compiledOne(t, of, Rule{Kind: Ranked, Columns: []string{"first", "second"}})
	m := p.rules[0].measure.(*ranks)
	want := [][]uint8{{1, 2}, {2, 3}, {3, 1}, {1, 3}}
	if !slices.Equal(m.activities, []string{"Art", "Film"}) || !slices.EqualFunc(m.rank, want, slices.Equal[[]uint8]) {
		t.Errorf("the ranks of %v are %v, want %v", m.activities, m.rank, want)
	}
	if got := Ranked.kind().(reader).reads(Rule{Columns: []string{"a", "b"}}); got != nil {
		t.Errorf("columns of a choice each are read as %v", got)
	}
	if got := Ranked.kind().(reader).reads(Rule{Column: "a"}); got["a"] != survey.RankColumn {
		t.Errorf("a column of ranks is read as %v", got)
	}
}

// The cheapest assignment moves members on: the last to come may push another from the first choice.
func TestTransport(t *testing.T) {
	for _, c := range []struct {
		name  string
		rank  [][]uint8
		limit []int
		cost  int
		load  []int
	}{
		{"room for all", [][]uint8{{1, 2}, {1, 2}, {2, 1}}, []int{3, 3}, 3, []int{2, 1}},
		{"one moves on", [][]uint8{{1, 2}, {1, 3}}, []int{1, 1}, 3, []int{1, 1}},
		{"a chain of two", [][]uint8{{1, 2, 3}, {3, 1, 2}, {1, 3, 3}}, []int{1, 1, 1}, 5, []int{1, 1, 1}},
		{"one too many", [][]uint8{{1, 2}, {1, 2}, {1, 2}}, []int{1, 1}, 1 + 2 + 4, []int{1, 1}},
	} {
		m := &ranks{rank: c.rank, choices: 3}
		if cost, load := m.transport(c.limit); cost != c.cost || !slices.Equal(load, c.load) {
			t.Errorf("%s: cost %d and load %v, want %d and %v", c.name, cost, load, c.cost, c.load)
		}
	}
}
