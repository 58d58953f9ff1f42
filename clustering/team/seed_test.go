package team

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"dure/survey"
)

// kinds is n members of three kinds who answer alike within a kind.
func kinds(n int) Input {
	in := Input{Table: survey.Table{Header: []string{"a", "b"}}, Sizes: Sizes{Ideal: 3}}
	for i := range n {
		in.Table.Rows = append(in.Table.Rows, []string{fmt.Sprint(10*(i%3) + i%2), fmt.Sprint(7 * (i % 3))})
	}
	return in
}

func TestStartsDealOrGatherTheClusters(t *testing.T) {
	for _, tt := range []struct {
		kind Kind
		want int // clusters in a team of three
	}{{Balance, 3}, {Similar, 1}} {
		in := kinds(27)
		in.Rules = []Rule{{Kind: tt.kind, Columns: []string{"a", "b"}}}
		p, err := read(in)
		if err != nil {
			t.Fatal(err)
		}
		plans, err := p.plans()
		if err != nil {
			t.Fatal(err)
		}
		f := newFormer(t.Context(), p, Options{Seed: 1, Moves: 1}, nil)
		if err := f.choose(plans); err != nil {
			t.Fatal(err)
		}
		s := newSearcher(f.builder(0).engine(), rand.New(rand.NewPCG(1, 1)), &pace{ctx: context.Background()})
		s.labels, s.gather = f.clusters(0), p.gathers()
		if s.labels == nil {
			t.Fatalf("%s: answers of three kinds give no clusters", tt.kind)
		}
		s.fill()
		for team := range int32(9) {
			seen := map[int]bool{}
			for i, at := range s.e.team {
				if at == team {
					seen[i%3] = true
				}
			}
			if len(seen) != tt.want {
				t.Errorf("%s: team %d starts with %d clusters, want %d", tt.kind, team, len(seen), tt.want)
			}
		}
	}
}

func TestRulesWithoutAnswersStartAtRandom(t *testing.T) {
	in := kinds(27)
	in.Rules = []Rule{{Kind: Apart, Members: []Text{"1", "2"}}}
	p, err := read(in)
	if err != nil {
		t.Fatal(err)
	}
	plans, err := p.plans()
	if err != nil {
		t.Fatal(err)
	}
	f := newFormer(t.Context(), p, Options{Seed: 1, Moves: 1}, nil)
	if err := f.choose(plans); err != nil {
		t.Fatal(err)
	}
	if got := f.clusters(0); got != nil {
		t.Errorf("a rule on members alone gives clusters %v", got)
	}
}
