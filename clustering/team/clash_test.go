package team

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// clashOf is why the must-rules cannot be kept.
func clashOf(t *testing.T, in Input) (Proposal, *Clash) {
	t.Helper()
	p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 3000}, nil)
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	return p, p.Clash
}

// Each way out is the mildest change of one rule of the set; where none helps, the rule becomes a should.
func TestWaysOutOfAClash(t *testing.T) {
	csv := "id,sex,c,Mon free\na,f,A,9;10\nb,f,A,9\nc,m,B,9;10\nd,m,B,14\ne,m,A,9\ng,m,B,15"
	for _, c := range []struct {
		name  string
		rules []Rule
		want  []int
		ways  string
	}{
		{"two of two women in each team", []Rule{{Kind: Count, Column: "sex", Value: "f", AtLeast: new(2)}}, []int{0}, "at_least 1"},
		{"exactly two of them", []Rule{{Kind: Count, Column: "sex", Value: "f", Exactly: new(2)}}, []int{0}, "exactly 1"},
		{"no man", []Rule{{Kind: Count, Column: "sex", Value: "m", AtMost: new(0)}}, []int{0}, "at_most 2"},
		{"two hours in common", []Rule{{Kind: Hours, Columns: []string{"Mon free"}, Min: 2}}, []int{0}, "min 0"},
		{"a woman in each team, both in one", []Rule{{Kind: Count, Column: "sex", Value: "f", AtLeast: new(1)}, {Kind: Together, Members: []Text{"a", "b"}}}, []int{0, 1}, "at_least 0, should 0"},
		{"three who share a team, two of whom do not", []Rule{{Kind: Together, Members: []Text{"a", "b", "c"}}, {Kind: Apart, Members: []Text{"c", "b"}}, {Kind: Count, Column: "c", Value: "B", AtLeast: new(1)}}, []int{0, 1}, "without b, should 1"},
		{"four who share a team of three", []Rule{{Kind: Together, Members: []Text{"a", "b", "c", "d"}}}, []int{0}, "without a"},
		{"a woman alone, and both not", []Rule{{Kind: NeverAlone, Column: "sex", Value: "f"}, {Kind: Apart, Members: []Text{"a", "b"}}}, []int{0, 1}, "should 0, should 1"},
		{"same answers share a team, and do not", []Rule{{Kind: Together, Column: "c"}, {Kind: Apart, Column: "c"}}, []int{1}, "should 2"},
	} {
		for r := range c.rules {
			c.rules[r].Strength = Must
		}
		in := Input{Table: table(csv), IDs: []string{"a", "b", "c", "d", "e", "g"}, Sizes: Sizes{Ideal: 3}, Rules: c.rules}
		p, clash := clashOf(t, in)
		if clash == nil || !clash.Proved || !slices.Equal(clash.Rules, c.want) {
			t.Errorf("%s: the clash is %+v, want rules %v proved", c.name, clash, c.want)
			continue
		}
		var ways []string
		for k, w := range clash.Ways {
			if w.Rule != clash.Rules[k] {
				t.Errorf("%s: way %d is of rule %d, want %d", c.name, k, w.Rule, clash.Rules[k])
			}
			switch w.Change {
			case "without_member":
				ways = append(ways, "without "+w.Member)
			case "should":
				broken := 0
				for _, g := range p.Teams {
					broken += int(1 - b2f(g.OK[w.Rule]))
				}
				if broken != w.Broken {
					t.Errorf("%s: %d teams would break rule %d, the way says %d", c.name, broken, w.Rule, w.Broken)
				}
				ways = append(ways, fmt.Sprint("should ", w.Broken))
			default:
				ways = append(ways, fmt.Sprint(w.Change, " ", w.Count))
			}
		}
		if got := strings.Join(ways, ", "); got != c.ways {
			t.Errorf("%s: the ways out are %s, want %s", c.name, got, c.ways)
		}
	}
}

// A proved clash is one: no division of any allowed number of teams keeps its rules, and without any one of them some does.
func TestClashesAreSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 6).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Sizes: rapid.SampledFrom([]Sizes{{Teams: 2}, {Min: 2, Max: 4}}).Draw(t, "sizes")}
		for _, r := range drawRules(t, n) {
			if r.Kind.kind().about().keeping {
				r.Strength = Must
				in.Rules = append(in.Rules, r)
			}
		}
		if len(in.Rules) == 0 {
			return
		}
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 1000}, nil)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		if len(p.Unmet) > 0 != (p.Clash != nil) {
			t.Fatalf("%v are unmet, the clash is %+v", p.Unmet, p.Clash)
		}
		if p.Clash == nil {
			return
		}
		kept := func(rules []int) bool {
			of := in
			of.Rules = []Rule{}
			for _, r := range rules {
				of.Rules = append(of.Rules, in.Rules[r])
			}
			return anyKeeps(t, of)
		}
		if !p.Clash.Proved || kept(p.Clash.Rules) {
			t.Fatalf("of %s the clash %+v can be kept, or is not proved", rulesInJSON(in.Rules), p.Clash)
		}
		for k := range p.Clash.Rules {
			if without := slices.Delete(slices.Clone(p.Clash.Rules), k, k+1); !kept(without) {
				t.Fatalf("of %s the clash %+v is not the smallest: %v cannot be kept either", rulesInJSON(in.Rules), p.Clash, without)
			}
		}
	})
}

// anyKeeps reports whether any division of any allowed number of teams keeps all must-rules.
func anyKeeps(t *rapid.T, in Input) (found bool) {
	p, err := read(in)
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	plans, err := p.plans()
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	for _, slots := range plans[0] {
		f := &former{p: p, plan: plan{slots}, found: make([][][]int32, 1)}
		if err := f.settle(); err != nil {
			t.Fatalf("%s", inWords(err))
		}
		f.everyDivision(func(teams [][]int32) {
			found = found || p.quality(teams, f.numbers(0), f.scales).broken == 0
		})
	}
	return found
}

// What a long search does not find in a club too large to try everything is no proof, and the lines say so.
func TestUnprovedClash(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("Mon free,c")
	for i := range 24 {
		fmt.Fprintf(&rows, "\n%d;%d,%s", 9+i%4, 9+(i+1)%4, []string{"A", "B", "C"}[i%3])
	}
	in := Input{Table: table(rows.String()), Sizes: Sizes{Ideal: 6}, Rules: []Rule{{Kind: Hours, Columns: []string{"Mon free"}, Min: 1, Strength: Must},
		{Kind: Count, Column: "c", Value: "A", Exactly: new(2), Strength: Must}, {Kind: Apart, Members: []Text{"1", "5", "9", "13", "17"}}}}
	p, clash := clashOf(t, in)
	if clash == nil {
		t.Fatalf("five who may not meet in four teams clash with nothing: unmet are %v", p.Unmet)
	}
	if !slices.Equal(clash.Rules, []int{2}) || !clash.Proved {
		t.Errorf("the clash is %+v, want the five alone, proved", clash)
	}
	clash.Proved = false
	if lines := clash.Lines(p.Rules, plainNames{}); lines[0].Key != "clash_unproved" || len(lines) != 1+len(clash.Rules)+len(clash.Ways) {
		t.Errorf("the lines are %v, want first that it is not proved, then rules and ways", lines)
	}
}

// Who must share a team across sections is named, by the answer where the rule is on a column.
func TestClashAcrossSections(t *testing.T) {
	in := Input{Table: table("lab,c\nP,A\nP,B\nQ,A\nQ,B"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Together, Column: "c"}, {Kind: Section, Column: "lab"}}}
	_, clash := clashOf(t, in)
	if clash == nil || !slices.Equal(clash.Rules, []int{1, 0}) || !slices.Equal(clash.Names, []string{"1", "3"}) || len(clash.Ways) != 2 || clash.Ways[0].Change != "should" || clash.Ways[1] != (Way{Rule: 1, Change: "should"}) {
		t.Errorf("the clash is %+v, want sections against the same answer of 1 and 3, either as a should", clash)
	}
}

// The section that is named is the smallest that breaks a rule.
func TestClashNamesItsSection(t *testing.T) {
	in := Input{Table: table("lab,c\nP,A\nP,B\nP,B\nP,B\nQ,B\nQ,B\nQ,A\nQ,A\nQ,A\nR,A\nR,A"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Section, Column: "lab"}, {Kind: Count, Column: "c", Value: "A", AtLeast: new(1), Strength: Must}}}
	p, clash := clashOf(t, in)
	if clash == nil || clash.Where != "P" || !slices.Equal(p.Unmet, []int{1}) {
		t.Errorf("the clash is %+v, unmet are %v; want one in section P", clash, p.Unmet)
	}
}

// Three who may not meet, pair by pair, are a clique, whoever must stay with them; a ring of four is none.
func TestCliques(t *testing.T) {
	pair := func(a, b Text) Rule { return Rule{Kind: Apart, Members: []Text{a, b}} }
	for _, c := range []struct {
		name  string
		rules []Rule
		teams int
		want  bool
	}{
		{"three pairs in two teams", []Rule{pair("1", "2"), pair("2", "3"), pair("1", "3")}, 2, true},
		{"three pairs in three teams", []Rule{pair("1", "2"), pair("2", "3"), pair("1", "3")}, 3, false},
		{"a ring of four", []Rule{pair("1", "2"), pair("2", "3"), pair("3", "4"), pair("4", "1")}, 2, false},
		{"two pairs that stay together", []Rule{pair("1", "2"), pair("3", "4"), {Kind: Together, Members: []Text{"2", "3"}}, pair("1", "4")}, 2, true},
		{"shoulds do not count", []Rule{pair("1", "2"), pair("2", "3"), {Kind: Apart, Members: []Text{"1", "3"}, Strength: Should}}, 2, false},
		{"nobody is kept apart", []Rule{{Kind: Together, Members: []Text{"2", "3"}}}, 2, false},
	} {
		f := testFormer(t, Input{Table: table("x\n1\n2\n3\n4\n5\n6"), Sizes: Sizes{Teams: c.teams}, Rules: c.rules})
		if got := f.tooManyApart(0); got != c.want {
			t.Errorf("%s: too many apart: %v, want %v", c.name, got, c.want)
		}
	}
	f := testFormer(t, Input{Table: table("x\n1\n2\n3\n4\n5\n6"), Sizes: Sizes{Teams: 2}, Rules: []Rule{pair("1", "4"), {Kind: Together, Members: []Text{"4", "6"}}, {Kind: Together, Members: []Text{"2", "3"}}}})
	if got := f.units(0); len(got) != 3 || !slices.Equal(got[0], []int32{1, 2}) || !slices.Equal(got[1], []int32{3, 5}) || !slices.Equal(got[2], []int32{0}) {
		t.Errorf("the units are rows %v, want 1 and 2, 3 and 5, and 0", got)
	}
}
