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
		most, both := make([]int, len(in.Rules)), map[[2]int]bool{}
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
				for q := range r {
					if ok[r] == len(teams) && ok[q] == len(teams) {
						both[[2]int{r, q}] = true
					}
				}
			}
		})
		for r, said := range prospects {
			if said.Teams > 0 && (said.Most < most[r] || said.Sure && said.Most != most[r]) {
				t.Errorf("of %d teams %d can keep %s, and %d are foretold (sure: %v)", said.Teams, most[r], inJSON(in.Rules[r]), said.Most, said.Sure)
			}
			told[fmt.Sprint(in.Rules[r].Kind, said.Sure, said.Teams > 0, said.Most < said.Teams)]++
			for _, q := range said.With {
				told["clash"]++
				if both[[2]int{max(r, q), min(r, q)}] {
					t.Errorf("%s and %s can be kept at once, and are said to clash", inJSON(in.Rules[r]), inJSON(in.Rules[q]))
				}
			}
		}
	})
	t.Log(told)
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
	if got = Prospects(in); !slices.Equal(got[0].With, []int{1}) || !slices.Equal(got[1].With, []int{0}) {
		t.Errorf("one of six in each of six pairs, and none of them alone: foretold is %+v", got)
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
