package team

import (
	"cmp"
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

// inLines lists ways in short, as in "at_most 4 in 1, should in 1, at_most 3 in 1 & should in 2": rules are counted from 1, sizes are of none.
func inLines(ways []Way) string {
	var all []string
	for _, w := range ways {
		var changes []string
		for _, c := range w.Changes {
			text := c.Kind
			switch {
			case c.Member+c.Value != "":
				text += " " + cmp.Or(c.Member, c.Value)
			case c.Count > 0 || c.Was > 0:
				text += fmt.Sprint(" ", c.Count)
			}
			if c.Rule >= 0 {
				text += fmt.Sprint(" in ", c.Rule+1)
			}
			changes = append(changes, text)
		}
		all = append(all, strings.Join(changes, " & "))
	}
	return strings.Join(all, ", ")
}

// Ways out are the mildest changes after which every must-rule can be kept: other sizes, one limit, one strength, and more where they are few.
func TestWaysOutOfAClash(t *testing.T) {
	csv := "id,sex,c,Mon free\na,f,A,9;10\nb,f,A,9\nc,m,B,9;10\nd,m,B,14\ne,m,A,9\ng,m,B,15"
	for _, c := range []struct {
		name  string
		rules []Rule
		want  []int
		ways  string
	}{
		{"two of two women in each team", []Rule{{Kind: Count, Column: "sex", Value: "f", AtLeast: new(2)}}, []int{0}, "at_least 1 in 1, should in 1"},
		{"exactly two of them", []Rule{{Kind: Count, Column: "sex", Value: "f", Exactly: new(2)}}, []int{0}, "exactly 1 in 1, should in 1"},
		{"no man", []Rule{{Kind: Count, Column: "sex", Value: "m", AtMost: new(0)}}, []int{0}, "at_most 2 in 1, should in 1"},
		{"two hours in common", []Rule{{Kind: Hours, Columns: []string{"Mon free"}, Min: 2}}, []int{0}, "should in 1"},
		{"a woman in each team, both in one", []Rule{{Kind: Count, Column: "sex", Value: "f", AtLeast: new(1)}, {Kind: Together, Members: []Text{"a", "b"}}}, []int{0, 1}, "should in 1, should in 2"},
		{"three who share a team, two of whom do not", []Rule{{Kind: Together, Members: []Text{"a", "b", "c"}}, {Kind: Apart, Members: []Text{"c", "b"}}, {Kind: Count, Column: "c", Value: "B", AtLeast: new(1)}}, []int{0, 1}, "without_member b in 1, should in 1, should in 2"},
		{"four who share a team of three", []Rule{{Kind: Together, Members: []Text{"a", "b", "c", "d"}}}, []int{0}, "limits 2–4, without_member a in 1, should in 1"},
		{"a woman alone, and both not", []Rule{{Kind: NeverAlone, Column: "sex", Value: "f"}, {Kind: Apart, Members: []Text{"a", "b"}}}, []int{0, 1}, "should in 1, should in 2"},
		{"same answers share a team, and do not", []Rule{{Kind: Together, Column: "c"}, {Kind: Apart, Column: "c"}}, []int{1}, "should in 2"},
	} {
		for r := range c.rules {
			c.rules[r].Strength = Must
		}
		in := Input{Table: table(csv), IDs: []string{"a", "b", "c", "d", "e", "g"}, Sizes: Sizes{Ideal: 3}, Rules: c.rules}
		_, clash := clashOf(t, in)
		if clash == nil || !clash.Proved || !slices.Equal(clash.Rules, c.want) {
			t.Errorf("%s: the clash is %+v, want rules %v proved", c.name, clash, c.want)
			continue
		}
		if got := inLines(clash.Ways); got != c.ways {
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

// anyKeeps reports whether any division of any allowed number of teams keeps all must-rules, section by section.
func anyKeeps(t *rapid.T, in Input) bool {
	p, err := read(in)
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	plans, err := p.plans()
	if err != nil {
		return false // no teams of such sizes
	}
	f := &former{p: p, plans: plans, found: make([][][]int32, len(plans))}
	if err := f.nearest(); err != nil {
		return false // capacities hold too few
	}
	for s := range plans {
		found := false
		for _, slots := range plans[s] {
			if found {
				break
			}
			if err := f.takeIn(s, slots); err != nil {
				t.Fatalf("%s", inWords(err))
			}
			f.everyDivision(s, func(teams [][]int32) {
				found = found || p.quality(teams, f.numbers(s), f.scales).broken == 0
			})
		}
		if !found {
			return false
		}
	}
	return true
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
	if lines := clash.Lines(p.Rules, plainNames{}); lines[0].Key != "clash_unproved" || len(lines) != 1+len(clash.Rules) {
		t.Errorf("the lines are %v, want first that it is not proved, then rules", lines)
	}
}

// Who must share a team across sections is named, by the answer where the rule is on a column.
func TestClashAcrossSections(t *testing.T) {
	in := Input{Table: table("lab,c\nP,A\nP,B\nQ,A\nQ,B"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Together, Column: "c"}, {Kind: Section, Column: "lab"}}}
	_, clash := clashOf(t, in)
	if clash == nil || !slices.Equal(clash.Rules, []int{1, 0}) || !clash.Proved || inLines(clash.Ways) != "should in 2, should in 1" {
		t.Errorf("the clash is %+v, want sections against the same answer, either as a should", clash)
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

// The rule on sections is one of those that clash where the others can be kept without it, and only there.
func TestClashNamesTheRuleOnSections(t *testing.T) {
	lead := Rule{Kind: Count, Column: "role", Value: "Lead", AtLeast: new(1), Strength: Must}
	for _, c := range []struct {
		rows string
		want []int
	}{
		{"1,Lead\n1,x\n1,Lead\n1,x\n2,x\n2,x\n2,x\n2,x", []int{1, 0}},
		{"1,Lead\n1,x\n1,x\n1,x\n2,x\n2,x\n2,x\n2,x", []int{1}},
	} {
		in := Input{Table: table("lab,role\n" + c.rows), Sizes: Sizes{Ideal: 4}, Rules: []Rule{{Kind: Section, Column: "lab"}, lead}}
		_, clash := clashOf(t, in)
		if clash == nil || !clash.Proved || !slices.Equal(clash.Rules, c.want) || !strings.HasSuffix(inLines(clash.Ways), "should in 2, should in 1") && len(c.want) > 1 {
			t.Errorf("of %q the clash is %+v, want the rules %v", c.rows, clash, c.want)
		}
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

// Rules on counts that can each be kept alone are proved to clash by numbers only, in a club too large to try every division: with three men at
// most, nine teams of four need a woman each, and none alone.
func TestCountsThatClashAreProved(t *testing.T) {
	in := mostlyMen()
	in.Rules[0].AtMost = new(3)
	_, clash := clashOf(t, in)
	if clash == nil || !slices.Equal(clash.Rules, []int{0, 1}) || !clash.Proved {
		t.Errorf("the clash is %+v, want both rules, proved", clash)
	}
}

// What is called impossible by numbers is so: no division of a small club keeps the rules on counts.
func TestDealsAreThereWhereDivisionsAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 7).Draw(t, "n")
		in := drawAnswers(t, n)
		for _, fields := range rapid.SliceOfNDistinct(rapid.SampledFrom(examples[Count]), 1, 3, rapid.ID[string]).Draw(t, "rules") {
			rules, err := ParseRules(strings.NewReader(ruleLine(Count, fields)))
			if err != nil {
				t.Fatalf("%s: %s", fields, inWords(err))
			}
			rules[0].Strength = Must
			in.Rules = append(in.Rules, rules[0])
		}
		in.Rules = append(in.Rules, Rule{Kind: NeverAlone, Column: "q2", Value: "o2", Strength: Must}, Rule{Kind: Answered})
		f := testFormer(t, in)
		found := false
		f.everyDivision(0, func(teams [][]int32) {
			found = found || f.p.quality(teams, f.numbers(0), f.scales).broken == 0
		})
		if got := f.dealableTogether(0); got != found {
			t.Fatalf("%s, %v: dealable by numbers: %v, by trying all: %v", rulesInJSON(in.Rules), in.Sizes, got, found)
		}
	})
}
