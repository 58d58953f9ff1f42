package team

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Another division is scored as if it were opened by itself, and leaves the draft as it is, also where teams are given activities.
func TestTryingLeavesTheDraft(t *testing.T) {
	in := crowd(24)
	in.Rules = []Rule{{Kind: Ranked, Columns: []string{"c1", "c2"}}, {Kind: Balance, Columns: []string{"x"}}, {Kind: Wishes, Column: "wants"}}
	rng := rand.New(rand.NewPCG(6, 0))
	draw := func(g int) [][]int {
		teams := make([][]int, g)
		for k, i := range rng.Perm(24) {
			teams[k%g] = append(teams[k%g], i)
		}
		return teams
	}
	for range 20 {
		mine, other := draw(4), draw(3+rng.IntN(4))
		d, err := Open(in, mine)
		if err != nil {
			t.Fatal(err)
		}
		before := d.Score()
		tried, err := d.Try(other)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := Evaluate(in, other)
		if diff := cmp.Diff(alone, tried); err != nil || diff != "" {
			t.Fatalf("%v by itself (-) and tried (+), %v:\n%s", other, err, diff)
		}
		if diff := cmp.Diff(before, d.Score()); diff != "" {
			t.Fatalf("the draft before another was tried (-) and after (+):\n%s", diff)
		}
	}
	d, _ := Open(in, draw(4))
	for _, bad := range [][][]int{{{0, 1}, {1}}, {{24}}, {{-1}}} {
		if _, err := d.Try(bad); reason(err) != "member_not_once" {
			t.Errorf("teams %v: reason %q, want member_not_once", bad, reason(err))
		}
		if _, err := Open(in, bad); reason(err) != "member_not_once" {
			t.Errorf("opening teams %v: reason %q, want member_not_once", bad, reason(err))
		}
	}
}

// Teams that stand are given what suits them, the clearest first, within the capacities.
func TestGivenTeamsGetTheirActivities(t *testing.T) {
	rows := []string{"first,second", "Art,Film", "Art,Film", "Film,Art", "Art,Film", "Art,Robots", "Robots,Art"}
	for _, c := range []struct {
		capacity map[string]int
		names    string
		ranks    float64
	}{
		{nil, "Art 1, Art 2, Art 3", 1 + 1 + 2 + 1 + 1 + 2},
		{map[string]int{"Art": 2}, "Art, Film, Robots", 1 + 1 + 1 + 2 + 2 + 1},
		{map[string]int{"Art": 2, "Robots": 0}, "Art, Film 1, Film 2", 1 + 1 + 1 + 2 + 3 + 3},
	} {
		in := Input{Table: table(strings.Join(rows, "\n")), Rules: []Rule{{Kind: Ranked, Columns: []string{"first", "second"}, Capacity: c.capacity}}}
		p, err := Evaluate(in, [][]int{{0, 1}, {2, 3}, {4, 5}})
		if err != nil {
			t.Fatal(err)
		}
		names := p.Teams[0].Name + ", " + p.Teams[1].Name + ", " + p.Teams[2].Name
		if names != c.names || p.Rules[0].Value != c.ranks {
			t.Errorf("with capacities %v teams get %s, ranks add up to %v; want %s and %v", c.capacity, names, p.Rules[0].Value, c.names, c.ranks)
		}
	}
}

// What is told of a search only grows, up to all of it, from one section or from several.
func TestProgressGrows(t *testing.T) {
	for name, rules := range map[string][]Rule{
		"one section":  {{Kind: Match, Column: "c1"}, {Kind: Wishes, Column: "wants"}},
		"two sections": {{Kind: Section, Column: "s"}, {Kind: Match, Column: "c1"}, {Kind: Wishes, Column: "wants"}},
	} {
		in := crowd(120)
		in.Rules, in.Sizes.Ideal = rules, 5
		var told []Progress
		_, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 200_000}, func(p Progress) { told = append(told, p) })
		if err != nil || len(told) < 2 {
			t.Errorf("%s: %d times told of progress, %v", name, len(told), err)
			continue
		}
		for k, p := range told[1:] {
			if p.Share < told[k].Share || p.Share > 1 || p.Moves < told[k].Moves {
				t.Errorf("%s: after %+v comes %+v", name, told[k], p)
			}
		}
		if last := told[len(told)-1]; last.Share < 0.9 || last.Moves == 0 {
			t.Errorf("%s: what is told ends with %+v", name, last)
		}
	}
}
