package team

import (
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// families is n members of three families who answer alike within a kind.
func families(n int) Input {
	a, b := make(survey.Numbers, n), make(survey.Numbers, n)
	for i := range n {
		a[i], b[i] = float64(10*(i%3)+i%2), float64(7*(i%3))
	}
	t := survey.Table{N: n, Columns: []survey.Column{{Name: "a", Values: a}, {Name: "b", Values: b}}}
	return Input{Table: t, Sizes: Sizes{Ideal: 3}}
}

func TestStartsDealOrGatherTheClusters(t *testing.T) {
	for _, tt := range []struct {
		kind    Kind
		gathers bool
	}{{Balance, false}, {Similar, true}} {
		in := families(27)
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
		if f.clusters(0) == nil {
			t.Fatalf("%s: answers of three families give no clusters", tt.kind)
		}
		if got := f.p.gathers(); got != tt.gathers {
			t.Errorf("%s: the search begins with like-minded teams: %v", tt.kind, got)
		}
	}
}

func TestRulesWithoutAnswersStartAtRandom(t *testing.T) {
	in := families(27)
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

func TestListedSizesHaveTheMostPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Range
		lo, hi := 0, 0
		for range rapid.IntRange(1, 5).Draw(t, "teams") {
			least := rapid.IntRange(1, 5).Draw(t, "least")
			r := Range{least, least + rapid.IntRange(0, 5).Draw(t, "room")}
			list, lo, hi = append(list, r), lo+r.Min, hi+r.Max
		}
		n := rapid.IntRange(lo, hi).Draw(t, "members")
		slots, err := listed(list, n)
		if err != nil {
			t.Fatalf("%v for %d: %v", list, n, err)
		}
		pairs, members := 0, 0
		for k, s := range slots {
			if s.size < list[k].Min || s.size > list[k].Max {
				t.Fatalf("team %d of %v has %d", k+1, list, s.size)
			}
			pairs, members = pairs+s.size*(s.size-1)/2, members+s.size
		}
		var most func(k, left int) int
		most = func(k, left int) int {
			if k == len(list) {
				if left == 0 {
					return 0
				}
				return -1 << 20
			}
			best := -1 << 20
			for size := list[k].Min; size <= min(list[k].Max, left); size++ {
				best = max(best, size*(size-1)/2+most(k+1, left-size))
			}
			return best
		}
		if want := most(0, n); members != n || pairs != want {
			t.Fatalf("%v for %d: %d members, %d pairs, want %d", list, n, members, pairs, want)
		}
	})
}
