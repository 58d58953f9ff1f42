package team

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
)

// benchTable makes n members with nine traits, a category of four and two flags.
func benchTable(n int) survey.Table {
	rng := rand.New(rand.NewPCG(7, 7))
	t := sheet.Cells{}
	for k := range 9 {
		t.Header = append(t.Header, fmt.Sprintf("t%d", k+1))
	}
	t.Header = append(t.Header, "major", "sex", "lead", "[Mon] free")
	for range n {
		var row []string
		level := rng.NormFloat64()
		for range 9 {
			row = append(row, fmt.Sprintf("%.1f", 4+level+rng.NormFloat64()))
		}
		row = append(row, "ABCD"[rng.IntN(4):][:1], "fm"[rng.IntN(2):][:1], fmt.Sprint(rng.IntN(3)/2), fmt.Sprintf("%d;%d;%d", 9+rng.IntN(6), 10+rng.IntN(6), 11+rng.IntN(6)))
		t.Rows = append(t.Rows, row)
	}
	return tableOf(t, benchRules(10)...)
}

// benchRules are one rule on pairs, or ten on everything.
func benchRules(n int) []Rule {
	traits := []string{"t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"}
	return []Rule{{Kind: Spread, Columns: traits}, {Kind: Balance, Columns: traits}, {Kind: Match, Column: "major"},
		{Kind: NeverAlone, Column: "sex", Value: "f", Strength: Must}, {Kind: Count, Column: "lead", Value: "1", AtLeast: new(1), Strength: Must},
		{Kind: Count, Column: "major", Value: "A", AtMost: new(2)}, {Kind: Count, Column: "major", Value: "B", AtLeast: new(1)},
		{Kind: Count, Column: "t1", Op: ">=", Value: "5", AtLeast: new(1)}, {Kind: Match, Column: "sex"}, {Kind: Similar, Columns: []string{"t9"}, Strength: May}}[:n]
}

// BenchmarkMoves measures a search of a million moves from the table on: how many it tries in a second.
func BenchmarkMoves(b *testing.B) {
	for _, c := range []struct{ n, rules, size int }{{120, 1, 5}, {480, 1, 5}, {2000, 1, 5}, {120, 10, 5}, {122, 10, 5}, {480, 10, 5}} {
		b.Run(fmt.Sprintf("n=%d/rules=%d", c.n, c.rules), func(b *testing.B) {
			in := Input{Table: benchTable(c.n), Rules: benchRules(c.rules), Sizes: Sizes{Ideal: c.size}}
			moves := int64(0)
			b.ReportAllocs()
			for b.Loop() {
				p, err := Propose(b.Context(), in, Options{Seed: 1, Moves: 1e6, Workers: 1, Plain: true}, nil)
				if err != nil {
					b.Fatal(err)
				}
				moves += p.Moves
			}
			b.ReportMetric(float64(moves)/b.Elapsed().Seconds()/1e6, "Mmoves/s")
		})
	}
}

// BenchmarkEvaluate measures what a page does when a member is dragged.
func BenchmarkEvaluate(b *testing.B) {
	in := Input{Table: benchTable(300), Rules: benchRules(10)}
	teams := make([][]int, 60)
	for i := range 300 {
		teams[i%60] = append(teams[i%60], i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Evaluate(in, teams); err != nil {
			b.Fatal(err)
		}
	}
}

// What pages do with a division of 300 members that a search has found.
func BenchmarkPages(b *testing.B) {
	in := Input{Table: benchTable(300), Rules: benchRules(10), Sizes: Sizes{Ideal: 5}}
	found, err := Propose(b.Context(), in, Options{Seed: 1, Moves: 3e6}, nil)
	if err != nil {
		b.Fatal(err)
	}
	var teams [][]int
	for _, t := range found.Teams {
		teams = append(teams, t.Members)
	}
	for _, page := range []struct {
		name string
		do   func() error
	}{
		{"Evaluate", func() error { _, err := Evaluate(in, teams); return err }},
		{"ExplainTeams", func() error { return opened(in, teams, func(d *Draft) { d.ExplainTeams() }) }},
		{"Suggest", func() error { return opened(in, teams, func(d *Draft) { d.Suggest(6) }) }},
		{"Mend", func() error { return opened(in, teams, func(d *Draft) { d.Mend(4) }) }},
	} {
		b.Run(page.name, func(b *testing.B) {
			for b.Loop() {
				if err := page.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// opened does something with the draft of teams.
func opened(in Input, teams [][]int, do func(*Draft)) error {
	d, err := Open(in, teams)
	if err == nil {
		do(d)
	}
	return err
}
