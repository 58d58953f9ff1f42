package team

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Over small clubs, of which every division is tried: no more teams keep a rule than is foretold, as many do where that is sure, and rules that are said not
// to be kept together are not.
func TestProspectsOfSmallClubs(t *testing.T) {
	told := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		in := drawClub(t)
		in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 2}, {Ideal: 3}, {Teams: 2}, {List: []Range{{3, 3}, {in.Table.N - 3, in.Table.N - 3}}}}).Draw(t, "fixed sizes")
		if in.Table.N > 8 {
			t.Skip("too many divisions")
		}
		if rapid.Bool().Draw(t, "counts") { // which hang on each other
			in.Rules = nil
			of := rapid.SampledFrom([][]Text{nil, {"1"}}).Draw(t, "in")
			for _, name := range []Text{"o1", "o2", "o3"} {
				r := Rule{Kind: Count, Column: "q2", Value: name, In: of, Strength: rapid.SampledFrom([]Strength{Must, Must, Must, Should}).Draw(t, "strength")}
				if r.AtLeast = new(1); rapid.IntRange(0, 5).Draw(t, "at most") == 0 {
					r.AtLeast, r.AtMost = nil, new(rapid.IntRange(0, 1).Draw(t, "most"))
				}
				in.Rules = append(in.Rules, r)
			}
		}
		prospects := Prospects(in)
		if !slices.ContainsFunc(prospects, func(p Prospect) bool { return p.Teams > 0 }) {
			return
		}
		p, err := read(in)
		if err != nil {
			t.Skip(inWords(err))
		}
		plans, err := p.plans()
		if err != nil {
			t.Skip(inWords(err))
		}
		pl := make(plan, len(plans))
		for s := range plans {
			pl[s] = slices.Clone(plans[s][0])
		}
		if p.number(pl) != nil {
			return
		}
		whole, err := Open(in, [][]int{count(p.n)})
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		most, beside := make([]int, len(in.Rules)), make([]int, len(in.Rules))
		kept := map[string]bool{} // by rule, in divisions
		p.everyDivision(pl, func(teams [][]int) {
			tried, err := whole.Try(teams)
			if err != nil {
				return
			}
			ok := make([]int, len(in.Rules))
			for r := range ok {
				outside := 0
				for _, g := range tried.Teams {
					ok[r] += int(b2f(g.OK[r]))
					outside += int(b2f(slices.Contains(g.Outside, r)))
				}
				most[r] = max(most[r], ok[r]-outside)
				if !slices.ContainsFunc(tried.Unmet, func(q int) bool { return q != r }) {
					beside[r] = max(beside[r], ok[r]-outside)
				}
			}
			var all []byte
			for r := range ok {
				all = append(all, "01"[int(b2f(ok[r] == len(teams)))])
			}
			kept[string(all)] = true
		})
		allKept := func(set []int) bool {
			for k := range kept {
				if !slices.ContainsFunc(set, func(r int) bool { return k[r] == '0' }) {
					return true
				}
			}
			return false
		}
		for r, said := range prospects {
			if said.Teams > 0 && (said.Most < most[r] || said.Sure && said.Most != most[r]) {
				t.Errorf("of %d teams %d can keep %s, and %d are foretold (sure: %v)", said.Teams, most[r], inJSON(in.Rules[r]), said.Most, said.Sure)
			}
			told[fmt.Sprint(in.Rules[r].Kind, said.Sure, said.Teams > 0, said.Most < said.Teams)]++
			told[fmt.Sprint("beside ", said.Beside < said.Most)]++
			if said.Teams > 0 && beside[r] > said.Beside {
				t.Errorf("of %d teams %d can keep %s where all keep the other must-rules, and %d are foretold", said.Teams, beside[r], inJSON(in.Rules[r]), said.Beside)
			}
			for _, with := range said.With {
				set := append([]int{r}, with...)
				told[fmt.Sprint("clash of ", len(set))]++
				if allKept(set) {
					t.Errorf("%v of %s can be kept at once, and are said to clash", set, rulesInJSON(in.Rules))
				}
			}
		}
	})
	t.Log(told)
	if drawn(0, 1) == 1 && (told["clash of 3"] == 0 || told["beside true"] == 0) {
		t.Errorf("no three rules were said to clash, or none to be kept by fewer teams beside the others: %v", told)
	}
}

// everyDivision visits every division into the teams of a plan that parts nobody who must share a team.
func (p *problem) everyDivision(pl plan, visit func(teams [][]int)) {
	teams := make([][]int, pl.teams())
	var put func(i int)
	put = func(i int) {
		if i == p.n {
			if !slices.ContainsFunc(p.blocks, func(b []int32) bool { return p.parted(b, teams) }) {
				visit(teams)
			}
			return
		}
		for _, sl := range pl[p.section[i]] {
			if len(teams[sl.number]) < sl.size {
				teams[sl.number] = append(teams[sl.number], i)
				put(i + 1)
				teams[sl.number] = teams[sl.number][:len(teams[sl.number])-1]
			}
		}
	}
	put(0)
}

func (p *problem) parted(block []int32, teams [][]int) bool {
	return !slices.ContainsFunc(teams, func(g []int) bool {
		return !slices.ContainsFunc(block, func(i int32) bool { return !slices.Contains(g, int(i)) })
	})
}

// Five designers are one each for five of eight teams at most; one each is enough for five teams; and two musts that leave each other no room clash.
func TestProspects(t *testing.T) {
	csv := "role,shift\n" + strings.Repeat("Design,late\n", 5) + strings.Repeat("Code,early\n", 35)
	count := func(column, value string, least int) Rule {
		return Rule{Kind: Count, Column: column, Value: Text(value), AtLeast: &least, Strength: Must}
	}
	in := Input{Table: table(csv), Sizes: Sizes{Ideal: 5}, Rules: []Rule{count("role", "Design", 1), count("role", "Code", 1), {Kind: Balance, Columns: []string{"role"}}}}
	got := Prospects(in)
	if got[0].Most != 5 || got[0].Teams != 8 || !got[0].Sure || got[0].Count != 5 {
		t.Errorf("one of five designers in each of eight teams is foretold as %+v", got[0])
	}
	if got[1].Most != 8 || !got[1].Sure {
		t.Errorf("one of 35 who write code in each of eight teams is foretold as %+v", got[1])
	}
	if got[2].Teams != 0 {
		t.Errorf("of a rule that nobody can break %+v is foretold", got[2])
	}
	in.Rules = []Rule{{Kind: Balance, Columns: []string{"role"}}}
	if got = Prospects(in); len(got) != 1 || got[0].Teams != 0 {
		t.Errorf("of such a rule alone %+v is foretold", got)
	}
	in.Sizes = Sizes{List: []Range{{20, 20}, {20, 20}}}
	in.Rules = []Rule{count("role", "Code", 15), {Kind: Apart, Column: "role", Strength: Must}}
	if got = Prospects(in); got[1].Most != 1 || got[1].Sure {
		t.Errorf("35 of one answer in different teams, of two: foretold is %+v", got[1])
	}
	in.Table, in.Sizes = table("a,b\n"+strings.Repeat("y,y\n", 6)+strings.Repeat("n,n\n", 6)), Sizes{Ideal: 2}
	in.Rules = []Rule{count("a", "y", 1), {Kind: NeverAlone, Column: "b", Value: "y", Strength: Must}}
	if got = Prospects(in); fmt.Sprint(got[0].With, got[1].With) != "[[1]] [[0]]" {
		t.Errorf("one of six in each of six pairs, and none of them alone: foretold is %+v", got)
	}
}

// Three must-rules of which any two can be kept clash, and a fourth that has no part in it is not named; beside must-rules fewer teams keep a rule than alone.
func TestProspectsOfThree(t *testing.T) {
	in := Input{Table: table("role\n" + strings.Repeat("A\nB\nC\n", 4)), Sizes: Sizes{Ideal: 2}}
	in.Rules = []Rule{{Kind: Apart, Members: []Text{"1", "2"}}}
	for _, role := range []Text{"A", "B", "C"} {
		in.Rules = append(in.Rules, Rule{Kind: Count, Column: "role", Value: role, AtLeast: new(1), Strength: Must, In: []Text{"1"}})
	}
	got := Prospects(in)
	if said := fmt.Sprint(got[0].With, got[1].With, got[2].With, got[3].With); said != "[] [[2 3]] [[1 3]] [[1 2]]" {
		t.Errorf("three roles in a team of two are foretold to clash with %s", said)
	}
	in.Rules = []Rule{{Kind: Count, Column: "role", Value: "B", AtMost: new(1), Strength: Must}, {Kind: Count, Column: "role", Value: "B", AtLeast: new(2)}}
	in.Sizes = Sizes{Teams: 4}
	if got = Prospects(in); got[1].Most != 2 || got[1].Beside != 0 || got[0].Beside != got[0].Most {
		t.Errorf("two of a role where a must-rule has one at most: foretold is %+v", got)
	}
}

func BenchmarkProspects(b *testing.B) {
	in := crowd(300)
	in.Sizes.Ideal = 5
	in.Rules = []Rule{{Kind: Count, Column: "c1", Value: "act1", AtLeast: new(1), Strength: Must}, {Kind: Count, Column: "c1", Value: "act2", AtLeast: new(1), Strength: Must}, {Kind: NeverAlone, Column: "c2", Value: "act1"}, {Kind: Apart, Members: []Text{"m1", "m2", "m3"}},
		{Kind: Balance, Columns: []string{"x"}}, {Kind: Count, Column: "x", Op: ">=", Value: "50", AtLeast: new(2), Strength: Must}, {Kind: Together, Members: []Text{"m9", "m12"}}, {Kind: Count, Column: "s", Value: "P", AtMost: new(4), Strength: Must}}
	for b.Loop() {
		Prospects(in)
	}
}
