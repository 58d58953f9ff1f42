package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
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

// Each swap or move that is made after the search makes the objective better and no must-rule worse, and the engine knows of it.
func TestLevellingImproves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 24).Draw(t, "n")
		rules := drawRules(t, n)
		for i := range rules {
			if rapid.Bool().Draw(t, "must") {
				rules[i].Strength = Must
			}
		}
		f := testFormer(t, Input{Table: drawTable(t, n), Rules: rules, Sizes: Sizes{Ideal: 3}})
		if rapid.Bool().Draw(t, "sizes may change") {
			for k := range f.plan[0] {
				f.plan[0][k].lo, f.plan[0][k].hi = 1, 6
			}
		}
		e := f.builder(0).engine()
		s := newSearcher(e, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)), &pace{ctx: t.Context(), moves: 1 << 40})
		s.fill()
		l := &leveller{f: f, e: e, standings: make([]standing, len(f.p.rules)), numbers: f.numbers(0), tries: 20_000}
		l.rateAll()
		quality := func() quality { return f.p.quality(f.teams(0, e), l.numbers, f.scales) }
		cut := slices.ContainsFunc(f.p.rules, func(c *compiled) bool { _, ok := c.measure.(*pairs); return ok }) // off at 0 and 1
		for before, more := quality(), true; more; {
			more = l.improve()
			after := quality()
			if after.broken > before.broken+1e-9 || more && after.objective <= before.objective && !cut {
				t.Fatalf("a change took %+v to %+v", before, after)
			}
			before = after
		}
		energy := e.energy
		e.place(slices.Clone(e.team))
		if math.Abs(energy-e.energy) > 1e-9*max(1, math.Abs(energy)) {
			t.Fatalf("energy after the changes %v, anew %v", energy, e.energy)
		}
	})
}

// Which team is the worst is known also when two of them have changed.
func TestStandingsKnowTheWorst(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	for range 500 {
		st := standing{of: make([]outcome, 2+rng.IntN(5))}
		for k := range st.of {
			st.of[k].score = float64(rng.IntN(6)) / 5
		}
		st.rank()
		after := slices.Clone(st.of)
		order := rng.Perm(len(after))
		t1, t2 := order[0], order[1]
		after[t1].score, after[t2].score = float64(rng.IntN(6))/5, float64(rng.IntN(6))/5
		want := standing{of: after}
		want.rank()
		if got := st.worstWith(t1, t2, after[t1].score, after[t2].score); got != want.worst() {
			t.Fatalf("teams score %v, then %v: the worst %v, want %v", st.of, after, got, want.worst())
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
