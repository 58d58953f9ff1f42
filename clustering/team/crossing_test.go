package team

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dure/survey"
	"dure/survey/sheet"
)

// campus is a table of so many members of each section, in the order of names, and the ids a0, a1, ... of section a.
func campus(sections ...string) (survey.Table, []string) {
	c := sheet.Cells{Header: []string{"id", "s", "x"}}
	var ids []string
	for _, section := range sections {
		name, n := section, 0
		_, _ = fmt.Sscanf(section, "%1s%d", &name, &n)
		for i := range n {
			ids = append(ids, fmt.Sprint(name, i))
			c.Rows = append(c.Rows, []string{ids[len(ids)-1], strings.Trim(name, "-"), fmt.Sprint(len(ids) % 3)})
		}
	}
	return tableOf(c), ids
}

// bySection are the members of each section that were found, by id.
func bySection(p *problem) string {
	var all []string
	for _, members := range p.sections {
		var names []string
		for _, i := range members {
			names = append(names, p.ids[i])
		}
		all = append(all, strings.Join(names, " "))
	}
	return strings.Join(all, "; ")
}

func TestSectionsOfMembers(t *testing.T) {
	for _, c := range []struct {
		name  string
		of    []string
		rule  Rule
		sizes Sizes
		more  []Rule
		fixed map[int]int
		want  string
	}{
		{name: "as answered, a blank too", of: []string{"a2", "b1", "-1"}, want: "a0 a1; b0; -0"},
		{name: "two that count as one", of: []string{"a2", "b1", "c1"}, rule: Rule{Merge: [][]Text{{"A", "c"}}}, want: "a0 a1 c0; b0"},
		{name: "a blank that counts as one with others", of: []string{"a1", "-2", "b1"}, rule: Rule{Merge: [][]Text{{"", "b"}}}, want: "a0; -0 -1 b0"},
		{name: "one that may be anywhere goes where sizes are nearest", of: []string{"a9", "b7", "c1"}, rule: Rule{Cross: []Text{"c"}}, sizes: Sizes{Ideal: 4},
			want: "a0 a1 a2 a3 a4 a5 a6 a7 a8; b0 b1 b2 b3 b4 b5 b6 c0"},
		{name: "the blank may be anywhere", of: []string{"-1", "a3", "b2"}, rule: Rule{Cross: []Text{""}}, sizes: Sizes{Ideal: 3}, want: "a0 a1 a2; -0 b0 b1"},
		{name: "where limits ask for one more", of: []string{"a8", "b7", "c1"}, rule: Rule{Cross: []Text{"c"}}, sizes: Sizes{Min: 4, Max: 5},
			want: "a0 a1 a2 a3 a4 a5 a6 a7; b0 b1 b2 b3 b4 b5 b6 c0"},
		{name: "where a list asks for one more", of: []string{"a4", "b5", "c1"}, rule: Rule{Cross: []Text{"c"}}, sizes: Sizes{List: []Range{{2, 2}, {3, 3}}},
			want: "a0 a1 a2 a3 c0; b0 b1 b2 b3 b4"},
		{name: "with whom they must share a team", of: []string{"a4", "b3", "c2"}, rule: Rule{Cross: []Text{"c"}}, sizes: Sizes{Ideal: 4},
			more: []Rule{{Kind: Together, Members: []Text{"c0", "a1"}}}, want: "a0 a1 a2 a3 c0; b0 b1 b2 c1"},
		{name: "those who must share a team go together", of: []string{"a3", "b3", "c2"}, rule: Rule{Cross: []Text{"c"}}, sizes: Sizes{Ideal: 4},
			more: []Rule{{Kind: Together, Members: []Text{"c0", "c1"}}}, want: "a0 a1 a2 c0 c1; b0 b1 b2"},
		{name: "to the team that they are locked to", of: []string{"a4", "b3", "c1"}, rule: Rule{Cross: []Text{"c"}}, sizes: Sizes{Ideal: 4},
			fixed: map[int]int{0: 1, 7: 1}, want: "a0 a1 a2 a3 c0; b0 b1 b2"},
		{name: "all may be anywhere", of: []string{"a2", "b2"}, rule: Rule{Cross: []Text{"a", "b"}}, want: "a0 a1 b0 b1"},
		{name: "nobody is of what may be anywhere", of: []string{"a2", "b2"}, rule: Rule{Cross: []Text{""}}, want: "a0 a1; b0 b1"},
	} {
		in := Input{Sizes: c.sizes}
		in.Table, in.IDs = campus(c.of...)
		c.rule.Kind, c.rule.Column = Section, "s"
		in.Rules = append([]Rule{c.rule}, c.more...)
		if c.fixed != nil {
			in.Fixed = slices.Repeat([]int{-1}, in.Table.N)
			for i, team := range c.fixed {
				in.Fixed[i] = team
			}
		}
		p, err := read(in)
		if err != nil {
			t.Errorf("%s: %s", c.name, inWords(err))
			continue
		}
		if got := bySection(p); got != c.want {
			t.Errorf("%s: the sections are %s, want %s", c.name, got, c.want)
		}
	}
}

// Whoever may be anywhere is in one team with members of one section, and nothing is called the best that may not be.
func TestCrossingMembersAreFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := func(name string, least int) string {
			return fmt.Sprint(name, rapid.IntRange(least, 9).Draw(t, name))
		}
		in := Input{Sizes: Sizes{Ideal: rapid.IntRange(2, 5).Draw(t, "size")}}
		in.Table, in.IDs = campus(size("a", 1), size("b", 1), size("c", 1), size("-", 0))
		in.Rules = []Rule{{Kind: Section, Column: "s", Cross: []Text{"c", ""}}, {Kind: Balance, Columns: []string{"x"}}}
		p, err := Propose(t.Context(), in, Options{Moves: 500}, nil)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		checkDivision(t, p, in.Table.N)
		if len(p.Unmet) > 0 || p.Bound != nil || p.Stopped == StoppedOptimal {
			t.Fatalf("unmet are %v, the bound is %v and the search stopped as %s; want nothing unmet or proved", p.Unmet, p.Bound, p.Stopped)
		}
		again, err := Evaluate(in, p.Divisions())
		if err != nil || abs(again.Objective-p.Objective) > 1e-9 {
			t.Fatalf("Evaluate scores the proposal %v (%v), Propose said %v", again.Objective, err, p.Objective)
		}
	})
}

// afterSuggestion is the teams after what was suggested.
func afterSuggestion(teams [][]int, s Suggestion) [][]int {
	out := make([][]int, len(teams))
	for t, g := range teams {
		for _, i := range g {
			switch {
			case i == s.Member:
				out[s.To] = append(out[s.To], i)
			case i == s.With:
				from := slices.IndexFunc(teams, func(g []int) bool { return slices.Contains(g, s.Member) })
				out[from] = append(out[from], i)
			default:
				out[t] = append(out[t], i)
			}
		}
	}
	return out
}

// A hand edit may put whoever may be anywhere into any team, and nobody else.
func TestHandEditsOfCrossingMembers(t *testing.T) {
	in := Input{Sizes: Sizes{Ideal: 3}, Rules: []Rule{{Kind: Section, Column: "s", Cross: []Text{"c"}}, {Kind: Balance, Columns: []string{"x"}}}}
	in.Table, in.IDs = campus("a3", "b3", "c2") // rows 0 to 2, 3 to 5, 6 and 7
	for _, c := range []struct {
		teams [][]int
		kept  bool
	}{
		{[][]int{{0, 1, 2, 6, 7}, {3, 4, 5}}, true}, {[][]int{{0, 1, 2}, {3, 4, 5, 6, 7}}, true}, {[][]int{{0, 1, 2}, {3, 4, 5}, {6, 7}}, true},
		{[][]int{{0, 1, 3, 6}, {2, 4, 5, 7}}, false},
	} {
		d, err := Open(in, c.teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		if kept := len(d.Score().Unmet) == 0; kept != c.kept {
			t.Errorf("teams of %v keep the sections: %v, want %v", c.teams, kept, c.kept)
		}
		for _, s := range d.Suggest(5) {
			after, err := d.Try(afterSuggestion(c.teams, s))
			if err != nil || c.kept && len(after.Unmet) > 0 {
				t.Errorf("for teams of %v a step is suggested that crosses sections: %+v (%v)", c.teams, s, err)
			}
		}
	}
	d, err := Open(in, [][]int{{0, 1, 2}, {3, 4, 5, 6}})
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	repairs := d.Mend(0)
	if len(repairs) == 0 {
		t.Fatal("who came late finds no team")
	}
	if got := repairs[0].Proposal; got.Assignment(8)[7] < 0 || len(got.Unmet) > 0 {
		t.Errorf("who came late and may be anywhere makes teams of %v, which break %v", got.Divisions(), got.Unmet)
	}
}

// Of a section that is too small only its own members are told of and left out, not who may join any team and joined it; and of a team with
// those it is not said that all are of one section.
func TestWhoJoinedASmallSectionIsNotOfIt(t *testing.T) {
	for _, cross := range []string{"d", ""} {
		in := Input{Sizes: Sizes{Ideal: 4}, Rules: []Rule{{Kind: Section, Column: "s", Cross: []Text{Text(cross)}}}}
		in.Table, in.IDs = campus("a7", "b9", "c1", "d2", "-2")
		p, err := Propose(t.Context(), in, Options{Moves: 500}, nil)
		if err != nil {
			t.Fatal(inWords(err))
		}
		at := slices.IndexFunc(p.TooSmall, func(s TooSmall) bool { return s.Section == "c" })
		if at < 0 {
			t.Fatalf("where %q may cross, %+v are too small, want c among them", cross, p.TooSmall)
		}
		small := p.TooSmall[at]
		leave := small.Ways[len(small.Ways)-1]
		if small.Members != 1 || !slices.Equal(leave.LeaveOut, []string{"c0"}) || leave.Changes[0].Count != 1 {
			t.Errorf("where %q may cross, c has %d members and a way out is without %q (%+v); want 1, c0 alone", cross, small.Members, leave.LeaveOut, leave.Changes)
		}
		c0 := int32(slices.Index(in.IDs, "c0"))
		team := slices.IndexFunc(p.Teams, func(g Team) bool { return slices.Contains(g.Members, int(c0)) })
		d, err := Open(in, p.Divisions())
		if err != nil {
			t.Fatal(inWords(err))
		}
		if said := d.ExplainTeams()[team][0].Message.Key; len(p.Teams[team].Members) < 2 || said != "fact_team_crossing" {
			t.Errorf("where %q may cross, of the team %v it is said %q, want fact_team_crossing", cross, p.Teams[team].Members, said)
		}
	}
}

// A section is called as the club calls it, also where that looks like two that count as one, or like one by two rules: in words too, and in those of
// the ways out.
func TestASectionWhoseNameHasMarks(t *testing.T) {
	for _, name := range []string{"Red + Blue", "Red × Blue", "A + + × B ×"} {
		in := Input{Table: table("lab,site\n" + strings.Repeat("Green,S1\n", 6) + name + "," + name), Sizes: Sizes{Ideal: 3}, Rules: []Rule{{Kind: Section, Column: "lab"}, {Kind: Section, Column: "site"}}}
		p, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
		if err != nil {
			t.Fatal(inWords(err))
		}
		if len(p.TooSmall) != 1 || p.TooSmall[0].Section != name || len(p.TooSmall[0].Merged) > 0 || !slices.Equal(p.TooSmall[0].Others(), []string{name}) {
			t.Fatalf("where one is in %q, %+v are too small, want that section alone", name, p.TooSmall)
		}
		list := survey.Say("section_list", "Names", "“"+name+"”", "Blank", false)
		want := survey.Say("section_and", "First", list, "Then", list)
		if got := p.TooSmall[0].Text(p.Rules, plainNames{}, nil).Args["Section"]; !cmp.Equal(got, any(want)) {
			t.Errorf("the section %q by two rules is worded as %v, want %v", name, got, want)
		}
		for _, w := range p.TooSmall[0].Ways {
			if said := fmt.Sprint(w.Text(nil, plainNames{})); !strings.Contains(said, "“"+name+"”") {
				t.Errorf("a way out for %q is worded as %s", name, said)
			}
		}
		clash := Clash{Where: p.TooSmall[0].name()}
		if got := clash.Lines(p.Rules, plainNames{})[0].Args["Where"]; !cmp.Equal(got, any(want)) {
			t.Errorf("rules that clash in %q do so in %v, want %v", name, got, want)
		}
	}
}
