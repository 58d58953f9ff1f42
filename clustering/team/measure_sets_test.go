package team

import (
	"slices"
	"testing"
)

// colours are six members, two of whom said red, three blue, and one nothing.
func colours() Input {
	return Input{Table: table("n,colour\n1,Red\n2,red\n3,\n4,Blue\n5,Blue\n6,BLUE")}
}

// Teams of those who gave the same answer in any spelling, whom blanks fill up.
func TestTogetherAndApartOnAColumn(t *testing.T) {
	together, apart := Rule{Kind: Together, Column: "colour", Strength: Should}, Rule{Kind: Apart, Column: "colour", Strength: Should}
	for _, c := range []struct {
		name    string
		rule    Rule
		teams   [][]int
		scores  []float64
		ok      []bool
		value   float64
		overall float64
	}{
		{"whole colours", together, [][]int{{0, 1, 2}, {3, 4, 5}}, []float64{1, 1}, []bool{true, true}, 4, 1},
		{"blanks alone", together, [][]int{{0, 1, 3, 4, 5}, {2}}, []float64{1, 1}, []bool{true, true}, 4, 1},
		{"both colours split", together, [][]int{{0, 2, 3}, {1, 4, 5}}, []float64{0, 0.25}, []bool{false, false}, 1, 0.25},
		{"a red and all blue", together, [][]int{{0, 3, 4, 5}, {1, 2}}, []float64{0.75, 0}, []bool{false, false}, 3, 0.75},
		{"whole colours, kept apart", apart, [][]int{{0, 1, 2}, {3, 4, 5}}, []float64{0.75, 0.25}, []bool{false, false}, 4, 0},
		{"both colours split, kept apart", apart, [][]int{{0, 2, 3}, {1, 4, 5}}, []float64{1, 0.75}, []bool{true, false}, 1, 0.75},
		{"three teams, kept apart", apart, [][]int{{0, 3}, {1, 4}, {2, 5}}, []float64{1, 1, 1}, []bool{true, true, true}, 0, 1},
	} {
		p := scoredBy(t, colours(), c.rule, c.teams)
		for k, g := range p.Teams {
			if !near(g.Scores[0], c.scores[k]) || g.OK[0] != c.ok[k] {
				t.Errorf("%s: team %d scores %v, kept %v; want %v, %v", c.name, k+1, g.Scores[0], g.OK[0], c.scores[k], c.ok[k])
			}
		}
		if r := p.Rules[0]; r.Value != c.value || !near(r.Score, c.overall) {
			t.Errorf("%s: value %v and score %v; want %v and %v", c.name, r.Value, r.Score, c.value, c.overall)
		}
	}
}

// Of three members who are named, a team with two holds one pair of three; a team with none says nothing against the rule.
func TestTogetherAndApartOfMembers(t *testing.T) {
	named := []Text{"1", "2", "4"}
	for _, c := range []struct {
		name   string
		kind   Kind
		teams  [][]int
		scores []float64
		ok     []bool
		value  float64
	}{
		{"two together", Together, [][]int{{0, 1, 2}, {3, 4, 5}}, []float64{1. / 3, 0}, []bool{false, false}, 1},
		{"all together", Together, [][]int{{0, 1, 3}, {2, 4, 5}}, []float64{1, 1}, []bool{true, true}, 3},
		{"two not apart", Apart, [][]int{{0, 1, 2}, {3, 4, 5}}, []float64{1 - 1./3, 1}, []bool{false, true}, 1},
		{"none apart", Apart, [][]int{{0, 1, 3}, {2, 4, 5}}, []float64{0, 1}, []bool{false, true}, 3},
		{"all apart", Apart, [][]int{{0, 2}, {1, 5}, {3, 4}}, []float64{1, 1, 1}, []bool{true, true, true}, 0},
	} {
		p := scoredBy(t, colours(), Rule{Kind: c.kind, Members: named, Strength: Should}, c.teams)
		for k, g := range p.Teams {
			if !near(g.Scores[0], c.scores[k]) || g.OK[0] != c.ok[k] {
				t.Errorf("%s: team %d scores %v, kept %v; want %v, %v", c.name, k+1, g.Scores[0], g.OK[0], c.scores[k], c.ok[k])
			}
		}
		if p.Rules[0].Value != c.value {
			t.Errorf("%s: %v pairs share a team, want %v", c.name, p.Rules[0].Value, c.value)
		}
	}
}

func TestFactsOfSets(t *testing.T) {
	teams := [][]int{{0, 3, 4}, {1, 2, 5}}
	checkFact(t, "one of two and two of three", factOf(t, colours(), Rule{Kind: Together, Column: "colour", Strength: May}, teams), "fact_team_same", "Count", 3, "All", 5, "Column", "colour")
	checkFact(t, "one pair of a colour", factOf(t, colours(), Rule{Kind: Apart, Column: "colour", Strength: May}, teams), "fact_team_shared", "Count", 1)
	checkFact(t, "two of three named", factOf(t, colours(), Rule{Kind: Apart, Members: []Text{"1", "5", "6"}}, teams), "fact_team_linked", "Count", 2, "All", 3)
	checkFact(t, "none of those named", factOf(t, colours(), Rule{Kind: Together, Members: []Text{"2", "6"}, Strength: May}, teams), "fact_team_linked", "Count", 0, "All", 2)
}

func TestSetsRefuseWhoIsNobody(t *testing.T) {
	for _, c := range []struct {
		rule Rule
		want string
	}{
		{Rule{Members: []Text{"1", "9"}}, "member_unknown"},
		{Rule{Members: []Text{"1", "1"}}, "rule_field_missing"},
		{Rule{Members: []Text{"1", " 1 ", "2"}}, "<nil>"},
		{Rule{Column: "size"}, "column_unknown"},
		{Rule{}, "rule_field_missing"},
	} {
		for _, c.rule.Kind = range []Kind{Together, Apart} {
			in := colours()
			in.Rules = []Rule{c.rule}
			if _, err := read(in); reason(err) != c.want {
				t.Errorf("%s: reason %q, want %q", inJSON(c.rule), reason(err), c.want)
			}
		}
	}
}

// Must-rules on who shares a team make blocks: sets that have a member in common become one.
func TestBlocksOfThoseTogether(t *testing.T) {
	in := colours()
	in.Rules = []Rule{{Kind: Together, Column: "colour"}, {Kind: Together, Members: []Text{"3", "1"}}, {Kind: Together, Members: []Text{"5", "3"}, Strength: Should}}
	p, err := read(in)
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	if len(p.blocks) != 2 || !slices.Equal(p.blocks[0], []int32{0, 1, 2}) || !slices.Equal(p.blocks[1], []int32{3, 4, 5}) {
		t.Errorf("the blocks are rows %v, want 0 to 2 and 3 to 5", p.blocks)
	}
}

func TestPairsOfDeals(t *testing.T) {
	for _, c := range []struct{ n, teams, least int }{{7, 3, 5}, {3, 3, 0}, {4, 3, 1}, {6, 1, 15}, {0, 2, 0}} {
		if got := leastPairs(c.n, c.teams); got != c.least {
			t.Errorf("%d in %d teams share a team in %d pairs at least, want %d", c.n, c.teams, got, c.least)
		}
	}
	for _, c := range []struct {
		n     int
		sizes []int
		most  int
	}{{7, []int{2, 4, 3}, 9}, {2, []int{1, 1}, 0}, {9, []int{4, 4}, 12}, {0, []int{3}, 0}} {
		if got := mostPairs(c.n, c.sizes); got != c.most {
			t.Errorf("%d in teams of %v share a team in %d pairs at most, want %d", c.n, c.sizes, got, c.most)
		}
	}
}

// What must be together can be no further apart, and what must be apart no closer together, than the musts leave.
func TestBoundsOfSetsBesideMusts(t *testing.T) {
	of := table("n,c\n1,A\n2,A\n3,B\n4,B")
	for _, c := range []struct {
		name  string
		rules []Rule
		want  float64
	}{
		{"apart, nothing else", []Rule{{Kind: Apart, Column: "c", Strength: Should}}, 1},
		{"apart, two of whom must be together", []Rule{{Kind: Apart, Column: "c", Strength: Should}, {Kind: Together, Members: []Text{"1", "2"}}}, 0.5},
		{"together, nothing else", []Rule{{Kind: Together, Column: "c", Strength: Should}}, 1},
		{"together, two of whom must be apart", []Rule{{Kind: Together, Column: "c", Strength: Should}, {Kind: Apart, Members: []Text{"1", "2"}}}, 0.5},
		{"together, all of whom must be apart", []Rule{{Kind: Together, Column: "c", Strength: Should}, {Kind: Apart, Column: "c"}}, 0},
		{"four apart in two teams", []Rule{{Kind: Apart, Members: []Text{"1", "2", "3", "4"}, Strength: Should}}, 1 - 2./6},
		{"four together in two teams", []Rule{{Kind: Together, Members: []Text{"1", "2", "3", "4"}, Strength: Should}}, 2. / 6},
	} {
		f := testFormer(t, Input{Table: of, Sizes: Sizes{Teams: 2}, Rules: c.rules})
		m := f.p.rules[0]
		if got, _ := m.bound(bounding{f.p, m, f.plan, f.scales[0], true}); !near(got, c.want) {
			t.Errorf("%s: the bound is %v, want %v", c.name, got, c.want)
		}
	}
}

// Each member is left out in turn, as long as two are left.
func TestMilderSets(t *testing.T) {
	var out []string
	for _, m := range Apart.kind().(relaxer).milder(Rule{Members: []Text{"a", "b", "c"}}, 9) {
		out = append(out, m.change.Member)
		if len(m.rule.Members) != 2 || slices.Contains(m.rule.Members, Text(m.change.Member)) {
			t.Errorf("without %s are left %v", m.change.Member, m.rule.Members)
		}
	}
	if !slices.Equal(out, []string{"a", "b", "c"}) {
		t.Errorf("left out are %v in turn, want a, b and c", out)
	}
	if got := Together.kind().(relaxer).milder(Rule{Members: []Text{"a", "b"}}, 9); got != nil {
		t.Errorf("of two members somebody is left out: %+v", got)
	}
}

// Members of one section share a team, or the fact says that it crosses.
func TestSectionsThatShouldHold(t *testing.T) {
	rule := Rule{Kind: Section, Column: "colour", Strength: Should}
	in := Input{Table: table("n,colour\n1,Red\n2,Red\n3,\n4,\n5,Blue\n6,Red")}
	p := scoredBy(t, in, rule, [][]int{{0, 1}, {2, 3}, {4, 5}})
	if r := p.Rules[0]; *r.TeamsOK != 2 || r.Met || len(p.Unmet) > 0 || !near(r.Score, (1-worstShare)*2/3) {
		t.Errorf("%d teams are of one section, unmet %v, score %v; want 2, none and %v", *r.TeamsOK, p.Unmet, r.Score, (1-worstShare)*2/3)
	}
	checkFact(t, "blanks are a section", factOf(t, in, rule, [][]int{{2, 3}, {0, 1, 4, 5}}), "fact_team_section")
	checkFact(t, "red and blue", factOf(t, in, rule, [][]int{{4, 5}, {0, 1, 2, 3}}), "fact_team_crosses")
	rule.Strength = Must
	if p := compiledOne(t, in.Table, rule); len(p.sections) != 3 || p.sectionName(0) != "Red" || p.sectionName(1) != "" || p.sectionName(2) != "Blue" {
		t.Errorf("the sections are %v, want those of Red, of blanks and of Blue", p.sections)
	}
}
