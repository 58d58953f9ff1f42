package team

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/survey/sheet"
)

// drawTable draws a table of n members with a number, a category, a flag, hours and wishes.
func drawTable(t *rapid.T, n int) survey.Table { return tableOf(drawCells(t, n)) }

func drawCells(t *rapid.T, n int) sheet.Cells {
	table := sheet.Cells{Header: []string{"x", "y", "major", "sex", "Mon free", "wants"}}
	for range n {
		table.Rows = append(table.Rows, []string{
			fmt.Sprint(rapid.IntRange(0, 20).Draw(t, "x")),
			rapid.SampledFrom([]string{"", "1.5", "2", "-3", "7"}).Draw(t, "y"),
			rapid.SampledFrom([]string{"A", "B", "C", ""}).Draw(t, "major"),
			rapid.SampledFrom([]string{"f", "m"}).Draw(t, "sex"),
			rapid.SampledFrom([]string{"9;10;11", "9", "", "10;11;14-16"}).Draw(t, "hours"),
			fmt.Sprintf("%d;%d", rapid.IntRange(1, n).Draw(t, "wish"), rapid.IntRange(1, n).Draw(t, "wish")),
		})
	}
	return table
}

// drawRules draws some rules on such a table.
func drawRules(t *rapid.T, n int) []Rule {
	ids := rapid.Permutation(seq(n)).Draw(t, "ids")
	all := []Rule{
		{Kind: Balance, Columns: []string{"x", "y"}},
		{Kind: Spread, Columns: []string{"x", "major"}},
		{Kind: Similar, Columns: []string{"y"}, Strength: Could},
		{Kind: Match, Column: "major", Weight: 2},
		{Kind: Alike, Columns: []string{"x"}, Strength: May},
		{Kind: NeverAlone, Column: "sex", Value: "f"},
		{Kind: Count, Column: "major", Value: "A", AtLeast: new(1)},
		{Kind: Count, Column: "x", Op: ">=", Value: "10", AtMost: new(2)},
		{Kind: Hours, Columns: []string{"Mon free"}, Min: 1, Want: 2},
		{Kind: Wishes, Column: "wants"},
		{Kind: Apart, Members: ids[:2]},
		{Kind: Together, Members: ids[len(ids)-2:]},
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, 6, inJSON).
		Filter(func(rules []Rule) bool { return true }).Draw(t, "rules")
}

func seq(n int) []Text {
	out := make([]Text, n)
	for i := range out {
		out[i] = Text(fmt.Sprint(i + 1))
	}
	return out
}

// checkDivision fails unless every member is in exactly one team.
func checkDivision(t interface{ Fatalf(string, ...any) }, p Proposal, n int) {
	seen := make([]int, n)
	for _, g := range p.Teams {
		for _, i := range g.Members {
			seen[i]++
		}
	}
	for i, c := range seen {
		if c != 1 {
			t.Fatalf("member %d is in %d teams", i, c)
		}
	}
}

func TestProposeDividesEverybody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 24).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Rules: drawRules(t, n)}
		in.Sizes.Ideal = rapid.IntRange(1, n).Draw(t, "size")
		opt := Options{Seed: rapid.Uint64().Draw(t, "seed"), Moves: 4000}
		p, err := Propose(t.Context(), in, opt, nil)
		if err != nil {
			t.Fatalf("Propose: %v", err)
		}
		checkDivision(t, p, n)
		sizes := []int{}
		for _, g := range p.Teams {
			sizes = append(sizes, len(g.Members))
		}
		if want := nearestTeams(n, in.Sizes.Ideal); !slices.Equal(slices.Sorted(slices.Values(sizes)), want) {
			t.Fatalf("%d members by %d are teams of %v, want %v", n, in.Sizes.Ideal, sizes, want)
		}
		if p.Objective > *p.Bound+1e-9 {
			t.Fatalf("objective %v is above the bound %v", p.Objective, *p.Bound)
		}
		again, _ := Evaluate(in, p.Divisions())
		if math.Abs(again.Objective-p.Objective) > 1e-9 {
			t.Fatalf("Evaluate scores the proposal %v, Propose said %v", again.Objective, p.Objective)
		}
		opt.Workers = 1
		one, _ := Propose(t.Context(), in, opt, nil)
		if !slices.EqualFunc(one.Teams, p.Teams, func(a, b Team) bool { return slices.Equal(a.Members, b.Members) }) {
			t.Fatalf("one worker finds %v, two find %v", one.Divisions(), p.Divisions())
		}
	})
}

// inJSON tells rules apart.
func inJSON(r Rule) string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestParseSizes(t *testing.T) {
	for typed, want := range map[string][]Range{
		"": nil, "4": {{4, 4}}, "4, 5,8-13": {{4, 4}, {5, 5}, {8, 13}}, "4 5;6 - 7": {{4, 4}, {5, 5}, {6, 7}}, "4–5": {{4, 5}}, "4~5": {{4, 5}},
	} {
		got, wrong := ParseSizes(typed)
		if !slices.Equal(got, want) || (wrong != "") != (typed != "" && want == nil) {
			t.Errorf("ParseSizes(%q) = %v, wrong %q, want %v", typed, got, wrong, want)
		}
	}
	for _, typed := range []string{"0", "5-4", "-3", "4-", "a", "4.5", "3-4-5"} {
		if got, wrong := ParseSizes("6, " + typed); wrong != typed {
			t.Errorf("ParseSizes(6, %s) = %v, wrong %q", typed, got, wrong)
		}
	}
}
