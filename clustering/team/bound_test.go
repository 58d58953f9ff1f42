package team

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/survey/sheet"
)

// drawEvery draws an input of n members with some rules of all kinds.
func drawEvery(t *rapid.T, n int) Input {
	in := Input{Fit: by(fewOdd{}), Rules: drawRules(t, n)}
	base := drawCells(t, n)
	members := sheet.Cells{Header: append(base.Header, "first", "second", "avoids", "old", "s")}
	activity := rapid.SampledFrom([]string{"Art", "Film", "Robots", ""})
	for _, row := range base.Rows {
		members.Rows = append(members.Rows, append(row, activity.Draw(t, "first"), activity.Draw(t, "second"),
			fmt.Sprint(rapid.IntRange(1, n).Draw(t, "avoids")), rapid.SampledFrom([]string{"P", "Q", "R"}).Draw(t, "old"),
			rapid.SampledFrom([]string{"S", "T"}).Draw(t, "s")))
	}
	members.Rows[0][7] = "Film" // which has no limit: Art alone holds only four
	in.Table = tableOf(members)
	var scores sheet.Cells
	scores.Header = []string{"a", "b", "score"}
	for range rapid.IntRange(1, 2*n).Draw(t, "pairs") {
		a := rapid.IntRange(1, n-1).Draw(t, "a")
		b := rapid.IntRange(a+1, n).Draw(t, "b")
		scores.Rows = append(scores.Rows, []string{fmt.Sprint(a), fmt.Sprint(b), fmt.Sprint(rapid.IntRange(-3, 5).Draw(t, "score"))})
	}
	past := sheet.Cells{Header: []string{"who", "team"}}
	for i, row := range members.Rows {
		past.Rows = append(past.Rows, []string{fmt.Sprint(i + 1), row[9]})
	}
	in.Open = func(name string) (survey.Table, error) {
		if name == "pairs" {
			return tableOf(scores), nil
		}
		return tableOf(past), nil
	}
	ids := rapid.Permutation(seq(n)).Draw(t, "members")
	more := []Rule{
		{Kind: Ranked, Columns: []string{"first", "second"}, Capacity: map[string]int{"Art": 4}},
		{Kind: NewTeammates, File: "past"},
		{Kind: Affinity, File: "pairs"},
		{Kind: Mix, Columns: []string{"x", "major"}, K: "2"},
		{Kind: Fit, Model: "m"},
		{Kind: Wishes, Column: "wants", AvoidColumn: "avoids", AtLeast: new(2)},
		{Kind: Hours, Columns: []string{"Mon free"}, Min: 2, Block: 2, Strength: May},
		{Kind: Together, Members: ids[:min(3, n)], Strength: Should},
		{Kind: Apart, Members: ids[:min(4, n)], Strength: Could},
		{Kind: Section, Column: "s", Strength: Should},
		{Kind: Section, Column: "s"},
		{Kind: Count, Column: "major", Value: "B", AtLeast: new(1), AtMost: new(1), TeamSize: 3},
	}
	in.Rules = append(in.Rules, rapid.SliceOfNDistinct(rapid.SampledFrom(more), 0, 4, inJSON).Draw(t, "more")...)
	in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 2}, {Ideal: 3}, {Teams: 2}, {Min: 1, Max: 4}, {Ideal: 3, Min: 2, Max: 4}}).Draw(t, "sizes")
	return in
}

func TestNoDivisionBeatsABound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawEvery(t, rapid.IntRange(4, 8).Draw(t, "n"))
		p, err := read(in)
		if err != nil {
			t.Fatalf("read: %v", err)
		}
		if plans, err := p.plans(); err != nil || len(plans) > 1 {
			return
		}
		f := testFormer(t, in)
		fine := rapid.Bool().Draw(t, "fine")
		bounds := make([]float64, len(f.p.rules))
		for r, c := range f.p.rules {
			bounds[r] = 1
			if b, known := c.bound(bounding{f.p, c, f.plan, f.scales[r], fine}); known {
				bounds[r] = clamp(b)
			}
		}
		f.everyDivision(0, func(teams [][]int32) {
			divisions := make([][]int, len(teams))
			for k, g := range teams {
				for _, i := range g {
					divisions[k] = append(divisions[k], int(i))
				}
			}
			out := f.p.evaluateScaled(divisions, f.scales)
			if len(out.Unmet) > 0 {
				return
			}
			for r, res := range out.Rules {
				if res.Score > bounds[r]+1e-6 {
					t.Fatalf("%s scores %v in %v, its bound is %v", inJSON(res.Rule), res.Score, divisions, bounds[r])
				}
			}
		})
	})
}

// The worst team comes first and the mean second: of four divisions that a rule on hours alone tells apart, the search takes the
// one whose worst team has most, though another has the better mean.
func TestWorstTeamComesFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 8).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Sizes: Sizes{Teams: rapid.IntRange(2, 3).Draw(t, "teams")}}
		in.Rules = []Rule{rapid.SampledFrom([]Rule{
			{Kind: Hours, Columns: []string{"Mon free"}, Min: 1, Want: 3}, {Kind: Wishes, Column: "wants"}, {Kind: NeverAlone, Column: "sex", Value: "f"},
			{Kind: Count, Column: "major", Value: "A", AtLeast: new(2)}, {Kind: Count, Column: "x", Op: ">=", Value: "10", AtMost: new(1)},
		}).Draw(t, "rule")}
		got, err := Propose(t.Context(), in, Options{Moves: 5000}, nil)
		if err != nil {
			t.Fatalf("Propose: %v", err)
		}
		f := testFormer(t, in)
		type rank struct{ worst, mean float64 }
		of := func(teams [][]int32) (out rank) {
			out.worst = math.Inf(1)
			for k, g := range teams {
				s := f.p.rules[0].of(k, g).score
				out.worst, out.mean = min(out.worst, s), out.mean+s/float64(len(teams))
			}
			return out
		}
		best := rank{-1, -1}
		f.everyDivision(0, func(teams [][]int32) {
			if r := of(teams); r.worst > best.worst+1e-9 || r.worst > best.worst-1e-9 && r.mean > best.mean {
				best = r
			}
		})
		mine := of(divided(got.Divisions()))
		if mine.worst < best.worst-1e-9 || mine.mean < best.mean-1e-9 {
			t.Fatalf("the worst team scores %v, the mean is %v; the best is %v and then %v", mine.worst, mine.mean, best.worst, best.mean)
		}
		if *got.Gap > 1e-9 || got.Stopped != StoppedOptimal {
			t.Fatalf("the best division of %d members is not said to be the best: gap %v, %s", n, *got.Gap, got.Stopped)
		}
	})
}
