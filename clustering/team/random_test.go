package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// A division is compared with others of its sizes made by chance: the best is worse than none, the worst as good as few.
func TestPercentiles(t *testing.T) {
	in := Input{Table: table("x,c\n1,A\n2,A\n3,A\n4,B\n5,B\n6,B\n7,B\n9,A"), Sizes: Sizes{Ideal: 4}, Rules: []Rule{{Kind: Match, Column: "c"}}}
	p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 1000}, nil)
	if err != nil || p.Random.Percentile != 100 || p.Random.Mean >= 1 || p.Random.SD <= 0 {
		t.Fatalf("the best division is compared as %+v (%v), want better than all and others that differ", p.Random, err)
	}
	f := testFormer(t, in)
	for _, c := range []struct {
		teams     [][]int
		low, high float64
	}{
		{[][]int{{0, 1, 3, 4}, {2, 5, 6, 7}}, 100, 100},
		// Of 70 ways to choose a team, two have one of the categories alone and 32 have three of one.
		{[][]int{{0, 1, 2, 3}, {4, 5, 6, 7}}, 40, 55},
		{[][]int{{0, 1, 2, 7}, {3, 4, 5, 6}}, 0.5, 7},
	} {
		f.found[0] = divided(c.teams)
		f.ctx = t.Context()
		r := f.random(f.p.evaluate(c.teams))
		if r.Percentile < c.low || r.Percentile > c.high {
			t.Errorf("%v is no worse than %v %% of those by chance, want %v to %v", c.teams, r.Percentile, c.low, c.high)
		}
		// Chance gives a mean of 1 − the share of scatter between teams: one degree of freedom of seven.
		if math.Abs(r.Mean-6./7) > 0.02 {
			t.Errorf("by chance divisions score %v on average, want about 6/7", r.Mean)
		}
	}
}

// What is drawn of chance is what was counted: every division stands in one step, in the right one, and those that break a must-rule are told apart.
func TestDivisionsByChanceAreBinned(t *testing.T) {
	in := Input{Table: table("x,c\n1,A\n2,A\n3,A\n4,B\n5,B\n6,B\n7,B\n9,A"), Sizes: Sizes{Ideal: 4},
		Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Count, Column: "c", Value: "A", AtLeast: new(2), Strength: Must}}}
	p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 1000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, sum, mean := p.Random, 0, 0.0
	step := (r.High - r.Low) / float64(len(r.Bins))
	for i, n := range r.Bins {
		sum += n
		mean += float64(n) * (r.Low + (float64(i)+.5)*step) / float64(r.Of)
	}
	if sum != r.Of || r.Bins[0] == 0 || r.Bins[len(r.Bins)-1] == 0 || math.Abs(mean-r.Mean) > step/2 {
		t.Errorf("%d divisions of mean %v are binned as %v from %v to %v", r.Of, r.Mean, r.Bins, r.Low, r.High)
	}
	// Of 70 ways to choose a team, in 36 each team has two of A.
	if want := 34. / 70; math.Abs(float64(r.Broken)/float64(r.Of)-want) > 0.05 {
		t.Errorf("%d of %d by chance break the must-rule, want about %v of them", r.Broken, r.Of, want)
	}
}

// As good as is not better: of a division as good as all others nobody says that it is better than any.
func TestSentencesOnChance(t *testing.T) {
	for _, c := range []struct {
		r    Random
		want survey.Message
	}{
		{Random{Of: 1000, Worse: 1000, Percentile: 100}, survey.Say("random_all", "Worse", "1,000", "Of", "1,000")},
		{Random{Of: 1000, Worse: 997, Percentile: 100}, survey.Say("random_most", "Worse", "997", "Of", "1,000")},
		{Random{Of: 300, Worse: 151, Percentile: 60}, survey.Say("random_most", "Worse", "151", "Of", "300")},
		{Random{Of: 300, Worse: 150, Percentile: 60}, survey.Say("random_few", "Worse", "150", "Of", "300")},
		{Random{Of: 1000, Percentile: 100}, survey.Say("random_equal", "Worse", "0", "Of", "1,000")},
		{Random{Percentile: 99.7}, survey.Say("random_share", "Percentile", "99.7")}, // as it was kept before they were counted
	} {
		if diff := cmp.Diff(c.want, c.r.Sentence()); diff != "" {
			t.Errorf("of %+v is said (-want +got):\n%s", c.r, diff)
		}
	}
	if diff := cmp.Diff(survey.Say("chance_broken", "Count", 1000, "Broken", "1,000"), Random{Of: 1000, Broken: 1000}.Breaks()); diff != "" {
		t.Errorf("of random divisions that all break a must-rule is said (-want +got):\n%s", diff)
	}
	equal := Input{Table: table("x\n1\n1\n1\n1"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}}}
	p, err := Propose(t.Context(), equal, Options{Seed: 1, Moves: 100}, nil)
	if err != nil || p.Random.Of != 1000 || p.Random.Worse != 0 || p.Random.Percentile != 100 {
		t.Errorf("of members who are all alike the teams are compared as %+v (%v), want better than none of 1000", p.Random, err)
	}
}

// Of how many random divisions another one is better is never said to be more than it is, and not much less.
func TestAnEditedDivisionBesideRandomOnes(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		all, r := make([]quality, 1+rng.IntN(300)), Random{Low: 1}
		spread := float64(rng.IntN(3)) / 2
		for i := range all {
			all[i] = quality{float64(rng.IntN(2)), 0.3 + spread*0.6*math.Round(10*rng.Float64())/10}
			r.Low, r.High = min(r.Low, all[i].objective), max(r.High, all[i].objective)
			r.Broken += int(all[i].broken)
		}
		r.Of = len(all)
		r.bin(all)
		mine := quality{0, []float64{all[0].objective, r.Low, r.High, r.High + 0.01, rng.Float64()}[rng.IntN(5)]}
		worse, most := 0, 0
		for i, n := range r.Bins {
			lo := r.Low + (r.High-r.Low)/randomBins*float64(i)
			most += int(b2f(lo <= mine.objective && mine.objective < lo+(r.High-r.Low)/randomBins+1e-9)) * n
		}
		for _, q := range all {
			worse += int(b2f(mine.better(q)))
		}
		if got := r.Beside(mine.objective); got.Worse > worse || got.Worse < worse-most-r.Broken {
			t.Fatalf("of %+v, %v is said to be better than at least %d; it is better than %d", r, mine, got.Worse, worse)
		}
	}
	if got := (Random{Of: 1000, Worse: 40, AtLeast: true}).Sentence(); got.Key != "random_least" {
		t.Errorf("of 40 at least is said %v", got)
	}
}

// Many members and rules, and rules that take long, are compared with fewer divisions.
func TestHowManyDivisionsAreCompared(t *testing.T) {
	quick := func(n int) []*compiled { return slices.Repeat([]*compiled{{measure: repeats{&pairs{}}}}, n) }
	for _, c := range []struct {
		name  string
		n     int
		rules []*compiled
		want  int
	}{
		{"a small club", 40, quick(3), 1000}, {"no rules", 60_000, nil, 1000}, {"a large club", 10_000, quick(10), 600}, {"a very large one", 100_000, quick(10), 200},
		{"a slow rule", 40, append(quick(1), &compiled{measure: &rated{fewOdd{}}}), 300},
	} {
		if got := (&problem{n: c.n, rules: c.rules}).randomDivisions(); got != c.want {
			t.Errorf("%s is compared with %d divisions, want %d", c.name, got, c.want)
		}
	}
}

// Divisions by chance have the sizes that were found, and keep sections apart.
func TestChanceKeepsSizesAndSections(t *testing.T) {
	in := Input{Table: table("lab\nP\nQ\nP\nQ\nP\nP\nP"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Section, Column: "lab"}}}
	f := testFormer(t, in)
	f.found[0], f.found[1] = divided([][]int{{0, 2, 4}, {5, 6}}), divided([][]int{{1, 3}})
	seen := map[int32]bool{}
	for k := range 50 {
		teams := f.shuffled(rand.New(rand.NewPCG(1, uint64(k))))
		var all []int32
		for _, g := range teams {
			all = append(all, g...)
		}
		slices.Sort(all)
		if len(teams[0]) != 3 || len(teams[1]) != 2 || len(teams[2]) != 2 || !slices.Equal(all, []int32{0, 1, 2, 3, 4, 5, 6}) || slices.Contains(teams[2], 0) {
			t.Fatalf("by chance the teams are %v, want three and two of P and the two of Q", teams)
		}
		seen[teams[0][0]] = true
	}
	if len(seen) != 5 {
		t.Errorf("in 50 draws only %d of five members come first", len(seen))
	}
}

// Sums over pairs are compared from the search's weights as by the rules themselves.
func TestSumsOfPairsAreTheObjective(t *testing.T) {
	in := Input{Table: table("x,y\n1,5\n2,3\n3,8\n4,1\n5,9\n6,2\n7,7\n8,4"), Sizes: Sizes{Ideal: 4}, Rules: []Rule{{Kind: Spread, Columns: []string{"x", "y"}}, {Kind: Spread, Columns: []string{"y"}, Strength: May}}}
	f := testFormer(t, in)
	f.ctx, f.alone = t.Context(), f.evaluator(0)
	f.found[0] = divided([][]int{{0, 1, 2, 3}, {4, 5, 6, 7}})
	mine := f.p.quality(f.found[0], count(2), f.scales)
	sums := f.sums(mine)
	if sums == nil {
		t.Fatal("two rules on pairs alone are not compared by their sums")
	}
	for k := range 30 {
		teams := f.shuffled(rand.New(rand.NewPCG(2, uint64(k))))
		if got, want := sums(teams).objective, f.p.quality(teams, count(2), f.scales).objective; math.Abs(got-want) > 1e-6 {
			t.Fatalf("%v is compared as %v, its objective is %v", teams, got, want)
		}
	}
	in.Rules = append(in.Rules, Rule{Kind: Similar, Columns: []string{"x"}})
	f = testFormer(t, in)
	if f.alone = f.evaluator(0); f.sums(mine) != nil {
		t.Error("a score that may be cut off is compared by sums")
	}
}

// A bound is told where there is one, and the gap is what is missing of it.
func TestGapsOfProposals(t *testing.T) {
	in := Input{Table: table("c\nA\nA\nB\nB"), Sizes: Sizes{Ideal: 2}, Fit: func(string, survey.Table) (Scorer, error) { return fewOdd{}, nil }}
	for _, c := range []struct {
		rule  Rule
		known bool
		bound float64
	}{{Rule{Kind: Match, Column: "c"}, true, 1}, {Rule{Kind: Fit, Model: "m"}, false, 0}, {Rule{Kind: Apart, Members: []Text{"1", "2", "3"}, Strength: Should}, true, 2. / 3}} {
		in.Rules = []Rule{c.rule}
		f := testFormer(t, in)
		out := f.p.evaluate([][]int{{0, 1}, {2, 3}})
		f.p.bounds(&out, f.plan, f.scales, true)
		if r := out.Rules[0]; (r.Bound != nil) != c.known || c.known && !near(*r.Bound, c.bound) {
			t.Errorf("%s: the bound is %v, want %v where it is known (%v)", inJSON(c.rule), r.Bound, c.bound, c.known)
		}
		if want := (*out.Bound - out.Objective) / *out.Bound; !near(*out.Gap, want) {
			t.Errorf("%s: the gap is %v, want %v", inJSON(c.rule), *out.Gap, want)
		}
	}
}
