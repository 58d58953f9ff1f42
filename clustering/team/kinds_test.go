package team

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/locale"
)

// crowd makes members of two sections with choices, wishes and past teams.
func crowd(n int) Input {
	rng := rand.New(rand.NewPCG(3, 4))
	t := sheet.Cells{Header: []string{"id", "s", "c1", "c2", "wants", "avoids", "x", "old"}}
	in := Input{}
	for i := range n {
		c := rng.Perm(3)
		in.IDs = append(in.IDs, fmt.Sprintf("m%d", i))
		t.Rows = append(t.Rows, []string{in.IDs[i], []string{"P", "Q"}[i%2], "act" + fmt.Sprint(c[0]), "act" + fmt.Sprint(c[1]),
			fmt.Sprintf("m%d; m%d", (i+2)%n, (i+4)%n), fmt.Sprintf("m%d", (i+6)%n), fmt.Sprint(rng.IntN(100)), fmt.Sprint(i / 4)})
	}
	in.Table = tableOf(t)
	in.Open = func(name string) (survey.Table, error) {
		if name == "pairs" {
			return table("a,b,score\nm0,m2,5\nm2,m0,1\nm4,m6,-3"), nil
		}
		return in.Table, nil
	}
	return in
}

func TestEveryKindForms(t *testing.T) {
	in := crowd(32)
	in.Sizes.Ideal = 4
	in.Rules = []Rule{{Kind: Section, Column: "s"}, {Kind: Ranked, Columns: []string{"c1", "c2"}}, {Kind: Wishes, Column: "wants", AvoidColumn: "avoids"},
		{Kind: NewTeammates, File: "old", TeamColumn: "old", Strength: Must}, {Kind: Affinity, File: "pairs"}, {Kind: Mix, Columns: []string{"x", "s"}, K: "3"},
		{Kind: Mix, Columns: []string{"x"}, Linkage: "ward"}, {Kind: Alike, Columns: []string{"x"}}, {Kind: Similar, Columns: []string{"x"}},
		{Kind: Fit, Model: "m"}}
	in.Fit = by(evenSum{})
	opt := Options{Seed: 2, Moves: 60_000}
	p, err := Propose(t.Context(), in, opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkDivision(t, p, 32)
	if len(p.Unmet) > 0 {
		t.Errorf("teams cross sections: %v", p.Divisions())
	}
	for _, r := range p.Rules {
		if r.Score < 0 || r.Bound != nil && (r.Score > *r.Bound+1e-9 || *r.Bound > 1+1e-9) {
			t.Errorf("%s scores %v with bound %v", inJSON(r.Rule), r.Score, *r.Bound)
		}
	}
	if v := p.Rules[3].Value; v != 0 {
		t.Errorf("%v past pairs meet again, none need to", v)
	}
	opt.Workers = 1
	one, _ := Propose(t.Context(), in, opt, nil)
	if a, b := fmt.Sprint(one.Divisions()), fmt.Sprint(p.Divisions()); a != b {
		t.Errorf("one worker forms %s, two form %s", a, b)
	}
}

// evenSum likes teams whose rows add up to an even number.
type evenSum struct{}

func (evenSum) Score(g Team) float64 {
	sum := 0
	for _, i := range g.Members {
		sum += i
	}
	return float64(1 - sum%2)
}

func TestRankedKeepsCapacities(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("first,second")
	for i := range 24 {
		fmt.Fprintf(&rows, "\n%s,%s", []string{"Robots", "Robots", "Art"}[i%3], []string{"Art", "Film", "Robots"}[i%3])
	}
	in := Input{Table: table(rows.String()), Sizes: Sizes{Ideal: 4}, Rules: []Rule{{Kind: Ranked, Columns: []string{"first", "second"},
		Capacity: map[string]int{"Robots": 8, "Art": 8, "Film": 8}}}}
	p, err := Propose(t.Context(), in, Options{Moves: 50_000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, g := range p.Teams {
		got[g.Name[:3]] += len(g.Members)
	}
	if got["Rob"] != 8 || got["Art"] != 8 || got["Fil"] != 8 {
		t.Errorf("activities hold %v members, 8 are the capacity of each", got)
	}
	if p.Rules[0].Value != 8+8+8*2 {
		t.Errorf("the ranks add up to %v, the best is 32", p.Rules[0].Value)
	}
}

func TestLocksHold(t *testing.T) {
	in := crowd(30)
	in.Sizes.Teams = 6
	in.Rules = []Rule{{Kind: Balance, Columns: []string{"x"}}}
	in.Fixed = slices.Repeat([]int{-1}, 30)
	for i, team := range map[int]int{0: 3, 1: 3, 2: 3, 7: 5} {
		in.Fixed[i] = team
	}
	in.Closed = []int{3}
	p, err := Propose(t.Context(), in, Options{Moves: 50_000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkDivision(t, p, 30)
	if !slices.Equal(p.Teams[3].Members, []int{0, 1, 2}) {
		t.Errorf("the locked team holds %v, want 0, 1 and 2", p.Teams[3].Members)
	}
	if !slices.Contains(p.Teams[5].Members, 7) {
		t.Errorf("member 7 is not in team 5, to which it is locked: %v", p.Teams[5].Members)
	}
}

func TestSuggestionsImprove(t *testing.T) {
	in := crowd(24)
	in.Sizes.Ideal = 4
	in.Rules = []Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Match, Column: "s"}}
	teams := make([][]int, 6)
	for i := range 24 {
		teams[i/4] = append(teams[i/4], i)
	}
	d, err := Open(in, teams)
	if err != nil {
		t.Fatal(err)
	}
	found := d.Suggest(3)
	if len(found) != 3 {
		t.Fatalf("Suggest gives %v, want three", found)
	}
	if found[0].Change <= 0 || found[0].Change < found[1].Change-1e-6 {
		t.Errorf("the first suggestion changes the objective by %v, the second by %v", found[0].Change, found[1].Change)
	}
}

func TestExplanationsHaveWords(t *testing.T) {
	in := crowd(16)
	in.Rules = []Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Match, Column: "s"}, {Kind: Count, Column: "s", Value: "P", AtLeast: new(3)},
		{Kind: NeverAlone, Column: "s", Value: "Q"}, {Kind: Wishes, Column: "wants", AvoidColumn: "avoids"}, {Kind: Spread, Columns: []string{"x"}}}
	teams := [][]int{{0, 1, 2, 3, 4, 5, 6, 7}, {8, 9, 10, 11, 12, 13, 14, 15}}
	d, err := Open(in, teams)
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range d.ExplainTeams() {
		if len(of) != len(in.Rules) {
			t.Errorf("%d facts on %d rules", len(of), len(in.Rules))
		}
		for _, f := range of {
			checkWords(t, f)
		}
	}
	mine := d.ExplainMember(3)
	if len(mine) == 0 {
		t.Fatal("nothing is said of a member's place")
	}
	for _, f := range mine {
		f.Args["Rule"] = "which the reader of a fact words"
		checkWords(t, f)
	}
}

// checkWords fails unless the fact has words and the arguments that they need.
func checkWords(t *testing.T, f Fact) {
	t.Helper()
	if text := locale.InEnglish(f.Words()); text == string(f.Key) || strings.Contains(text, "<no value>") {
		t.Errorf("the fact %+v is worded %q", f, text)
	}
}
