package team

import (
	"context"
	"testing"

	"dure/survey"
)

func TestRepeatsOfRounds(t *testing.T) {
	round := func(teams ...[]int) (p Proposal) {
		for _, g := range teams {
			p.Teams = append(p.Teams, Team{Members: g})
		}
		return p
	}
	rounds := []Proposal{round([]int{0, 1, 2}, []int{3, 4}), round([]int{2, 1}, []int{0, 3, 4}), round([]int{1, 2, 4}, []int{0, 3})}
	// 1 and 2 meet again twice, 3 and 4 once, 0 and 3 once.
	if got := again(nil, rounds); got != 4 {
		t.Errorf("%d pairs meet again, want 4", got)
	}
	others := met(Input{Table: survey.Table{N: 5}}, rounds, 1)
	for _, c := range []struct {
		a, b int32
		want float64
	}{{1, 2, 2}, {2, 4, 1}, {0, 3, 1}, {0, 4, 0}} {
		if got := others.at(c.a, c.b); got != c.want {
			t.Errorf("%d and %d meet %v times in the rounds but the second, want %v", c.a, c.b, got, c.want)
		}
	}
}

// In three rounds of pairs among four all meet once, in four somebody again; each round says how many of its pairs meet elsewhere too.
func TestRoundsOfPairs(t *testing.T) {
	in := Input{Table: table("x\n1\n1\n2\n2"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}}}
	for rounds, want := range map[int]int{1: 0, 2: 0, 3: 0, 4: 2} {
		told := []Progress{}
		out, err := Rounds(t.Context(), in, rounds, Options{Seed: 3, Moves: 20_000}, func(p Progress) { told = append(told, p) })
		if err != nil || len(out) != rounds {
			t.Fatalf("%d rounds: %d are formed, %v", rounds, len(out), err)
		}
		if got := again(nil, out); got != want {
			t.Errorf("%d rounds repeat %d pairs, want %d", rounds, got, want)
		}
		sum := 0.0
		for _, p := range out {
			checkDivision(t, p, 4)
			last := p.Rules[len(p.Rules)-1]
			if sum += last.Value; len(p.Rules) != 2 || last.Rule.Kind != NewTeammates {
				t.Errorf("%d rounds: the rules of one are %+v, want the last on new teammates", rounds, p.Rules)
			}
		}
		if sum != float64(2*want) {
			t.Errorf("%d rounds say in all that %v pairs meet elsewhere, want %d", rounds, sum, 2*want)
		}
		if last := told[len(told)-1]; last.Share <= 0 || last.Share > 1 {
			t.Errorf("%d rounds: what is told ends with %+v", rounds, last)
		}
	}
	if _, err := Rounds(t.Context(), Input{}, 2, Options{Moves: 10}, nil); reason(err) != "no_members" {
		t.Errorf("rounds of nobody: reason %q, want no_members", reason(err))
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	out, err := Rounds(ctx, in, 2, Options{Moves: 100}, nil)
	if err != nil || len(out) != 2 {
		t.Fatalf("rounds that are stopped at once: %d are formed, %v", len(out), err)
	}
	for _, p := range out {
		checkDivision(t, p, 4)
	}
}

// Of several rounds it is said as of one why must-rules clash and what is too small, with the ways out.
func TestRoundsTellOfClashes(t *testing.T) {
	for name, in := range map[string]Input{
		"four leads in three teams": {Table: table("lead\nyes\nyes\nyes\nyes\nno\nno\nno\nno\nno"), Rules: []Rule{{Kind: Count, Column: "lead", Value: "yes", AtMost: new(1), Strength: Must}}},
		"a section of one":          {Table: table("lab\nA\nA\nA\nA\nA\nA\nA\nA\nB"), Rules: []Rule{{Kind: Section, Column: "lab"}}},
	} {
		in.Sizes.Ideal = 3
		once, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 3000}, nil)
		want := inLines(waysOf(once))
		if err != nil || want == "" {
			t.Fatalf("%s: formed once there are no ways out (%v)", name, err)
		}
		out, err := Rounds(t.Context(), in, 2, Options{Seed: 1, Moves: 30_000}, nil)
		if err != nil {
			t.Fatalf("%s: %s", name, inWords(err))
		}
		if got := inLines(waysOf(out[0])); got != want {
			t.Errorf("%s: formed for two rounds the ways out are [%s], want [%s] as for one", name, got, want)
		}
	}
}

// Rounds beside one that has been repeat nothing that four in pairs need not, whom it had together.
func TestRoundsAfterOthers(t *testing.T) {
	in := Input{Table: table("x\n1\n1\n2\n2"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}}}
	for _, been := range [][][]int{{{0, 1}, {2, 3}}, {{0, 2}, {1, 3}}, {{0, 3}, {1, 2}}} {
		in.Before = [][][]int{been}
		out, err := Rounds(t.Context(), in, 2, Options{Seed: 3, Moves: 20_000}, nil)
		if err != nil || len(out) != 2 {
			t.Fatalf("two more rounds: %d are formed, %v", len(out), err)
		}
		if n := again(in.Before, out); n != 0 {
			t.Errorf("after %v %d pairs meet again in %v and %v, want none", been, n, out[0].Divisions(), out[1].Divisions())
		}
	}
}
