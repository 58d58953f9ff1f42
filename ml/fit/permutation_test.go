package fit

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/ml/fit/testdata/club"
)

// teamsOf lists the ratings y of the teams of a season, each sorted, and all by their least.
func teamsOf(d *design, y []float64, season int) [][]float64 {
	teams := make([][]float64, d.groups)
	for i, g := range d.group {
		if d.season == nil || d.season[i] == season {
			teams[g] = append(teams[g], y[i])
		}
	}
	for _, team := range teams {
		slices.Sort(team)
	}
	slices.SortFunc(teams, slices.Compare)
	return teams
}

// drawnTeams is a design of teams of up to most members, in up to three seasons.
func drawnTeams(t *rapid.T, least, most int) *design {
	teams, seasons := rapid.IntRange(2, 40).Draw(t, "teams"), rapid.IntRange(1, 3).Draw(t, "seasons")
	var team, season []int
	for g := range teams {
		for range rapid.IntRange(least, most).Draw(t, "size") {
			team, season = append(team, g), append(season, g%seasons)
		}
	}
	d := plainDesign(team, season)
	for i := range d.y {
		d.y[i] = float64(rapid.IntRange(1, 5).Draw(t, "y"))
	}
	return d
}

func TestTeamsOfOneSizeExchangeTheirRatings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawnTeams(t, 4, 4)
		y := newPermutation(d, rapid.Uint64().Draw(t, "seed")).permuted()
		for s := range max(1, d.seasons) {
			was, is := teamsOf(d, d.y, s), teamsOf(d, y, s)
			if !slices.EqualFunc(was, is, func(a, b []float64) bool {
				return slices.EqualFunc(a, b, func(v, w float64) bool { return near(v, w, 1e-9) })
			}) {
				t.Errorf("the teams of season %d rated %v and now %v", s, was, is)
			}
		}
	})
}

func TestWhichTeamsExchange(t *testing.T) {
	sized := func(sizes ...int) (all []int) { // so many of three members, of four and so on, the larger ones first
		for i, n := range slices.Backward(sizes) {
			all = append(all, slices.Repeat([]int{i + 3}, n)...)
		}
		return all
	}
	for _, c := range []struct{ sizes, want []int }{
		{sized(8, 8), []int{8, 8}}, {sized(7, 8), []int{15}}, {sized(8, 7), []int{15}}, {sized(16), []int{16}}, {sized(8, 4, 12), []int{8, 16}},
	} {
		s := &permutation{among: 3, within: 4}
		for _, n := range c.sizes {
			s.rows = append(s.rows, make([]int, n))
		}
		var got []int
		for _, teams := range s.bySize(upTo(len(s.rows))) {
			got = append(got, len(teams))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("teams of %v members are sorted into strata of %v, want %v", c.sizes, got, c.want)
		}
		if got := s.scatter(0); !near(got, math.Sqrt(3+4/float64(c.sizes[0])), 1e-12) {
			t.Errorf("a mean of %d members scatters by %v", c.sizes[0], got)
		}
	}
}

// Means of few members scatter more: what is exchanged between sizes is how far a mean lies from its season's in
// units of that.
func TestTeamsOfOtherSizesExchangeMeansByHowMuchTheyScatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawnTeams(t, 1, 6)
		s := newPermutation(d, rapid.Uint64().Draw(t, "seed"))
		y := s.permuted()
		for _, teams := range s.strata {
			level := meanOver(s.mean, teams)
			var was, is []float64
			for _, g := range teams {
				if by := s.scatter(g); by > 0 {
					was, is = append(was, (s.mean[g]-level)/by), append(is, (meanOver(y, s.rows[g])-level)/by)
				}
			}
			slices.Sort(was)
			slices.Sort(is)
			if !slices.EqualFunc(was, is, func(a, b float64) bool { return near(a, b, 1e-6) }) {
				t.Errorf("the means of teams %v lie at %v and now at %v", teams, was, is)
			}
		}
	})
}

// In clubs of ten shapes, predictions that have nothing to do with the ratings get a p-value up to a level as often
// as the level says, or seldomer. The program testdata/chance tells the same of whole trainings.
func TestPValuesAreWhatTheySayWhateverTheClubsShape(t *testing.T) {
	levels := []float64{0.01, 0.05, 0.1}
	all, small := 0, make([]int, len(levels))
	for _, shape := range club.Shapes() {
		made := club.New(shape.Club)
		var tr *trainer
		var err error
		for k := range uint64(40) {
			if k%10 == 0 { // reading takes longest
				h, _ := pastOf(made, shape.Teams, k)
				if tr, err = newTrainer(t.Context(), h, Options{Seed: k, Repeats: 1}, nil); err != nil {
					t.Fatal(err)
				}
			}
			tr.opt.Seed, tr.results = k, nil
			tr.crossValidateMean()
			tr.add(TreesName, [][]float64{guesses(tr.d, k)})
			p, err := tr.permutationTest(&tr.results[1])
			if err != nil {
				t.Fatal(err)
			}
			all++
			for i, level := range levels {
				small[i] += int(indicator(p <= level))
			}
		}
	}
	for i, level := range levels {
		n := float64(all)
		if most := n*level + 3*math.Sqrt(n*level*(1-level)); float64(small[i]) > most {
			t.Errorf("of %d clubs whose answers tell nothing %d have p up to %v, want at most %.0f", all, small[i], level, most)
		}
	}
}

// guesses are predictions by team that have nothing to do with ratings.
func guesses(d *design, seed uint64) []float64 {
	rng := rand.New(rand.NewPCG(seed, 99))
	team := make([]float64, d.groups)
	for g := range team {
		team[g] = mean(d.y) + 0.2*sampleSD(d.y)*rng.NormFloat64()
	}
	return pick(team, d.group)
}

func TestPValueCountsPermutationsThatDoAsWell(t *testing.T) {
	d := noisyLine(40, 2, 1, 0, 1)
	told := 0.0
	report := func(share float64) { told = share }
	truth := slices.Clone(d.y)
	for _, c := range []struct {
		name  string
		score func(y []float64) float64
		want  float64
		calls int
	}{
		{"all as good", func([]float64) float64 { return 1 }, 1, 1 + maxExceeding},
		{"only the truth is good", func(y []float64) float64 { return indicator(slices.Equal(y, truth)) }, 1.0 / (permutations + 1), 1 + permutations},
	} {
		calls := 0
		got, err := pvalue(t.Context(), d, 0, func(y []float64) []float64 { calls++; return []float64{c.score(y)} }, 4, report)
		if err != nil || !near(got, c.want, 1e-12) || calls != c.calls || !near(told, float64(calls-1)/permutations, 1e-12) {
			t.Errorf("%s: p is %v after %d scores (%v), of which a share of %v is told, want %v after %d", c.name, got, calls, err, told, c.want, c.calls)
		}
	}
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	if p, err := pvalue(ctx, d, 0, func([]float64) []float64 { return []float64{0} }, 1, report); p != 0 || !errors.Is(err, stop) {
		t.Errorf("a test that is stopped returns %v, %v", p, err)
	}
}

// A model that was picked among several is held against the best of them in each permutation, in units of its own scatter.
func TestChanceMayPickAmongModelsToo(t *testing.T) {
	for name, c := range map[string]struct {
		scores [][]float64
		picked int
		want   float64
	}{
		"one model":                           {[][]float64{{3}, {0}, {0}, {0}}, 0, 0.25},
		"the other does as well once":         {[][]float64{{3, 0}, {0, 3}, {0, 0}, {0, 0}}, 0, 0.5},
		"in units of its own, which differ":   {[][]float64{{0.003, 0}, {0, 3000}, {0, 0}, {0, 0}}, 0, 0.5},
		"the other scores more, and scatters": {[][]float64{{3, 0}, {0, 40}, {0, -30}, {0, 30}, {0, -40}}, 0, 0.2},
		"nothing differs":                     {[][]float64{{1, 1}, {1, 1}}, 1, 1},
	} {
		if got := shareAsGood(c.scores, c.picked); !near(got, c.want, 1e-12) {
			t.Errorf("%s: p is %v, want %v", name, got, c.want)
		}
	}
}

// Under the null every p-value is as frequent as any other: of those up to 0.1 there are about a tenth.
func TestPValuesWithoutTruthAreUniform(t *testing.T) {
	small, all := 0, 150
	for k := range all {
		d := noisyLine(24, 2, 2, 0, uint64(k))
		cov := func(y []float64) []float64 {
			s := d.sum(upTo(d.n), y)
			return []float64{math.Abs(s.xy[0] - s.x[0]*s.y/s.n), math.Abs(s.xy[1] - s.x[1]*s.y/s.n)}
		}
		picked := 0
		if both := cov(d.y); both[1] > both[0] {
			picked = 1
		}
		p, err := pvalue(t.Context(), d, picked, cov, uint64(k), func(float64) {})
		if err != nil {
			t.Fatal(err)
		}
		small += int(indicator(p <= 0.1))
	}
	if small < 5 || small > 28 {
		t.Errorf("of %d p-values without any truth %d are up to 0.1, want about %d", all, small, all/10)
	}
}

func TestPermutationTestFindsWhatThereIs(t *testing.T) {
	for _, c := range []struct {
		r2        float64
		low, high float64
	}{{0.5, 0, 0.01}, {0, 0.05, 1}} {
		d := noisyLine(80, 2, 3, c.r2, 11)
		tr := &trainer{ctx: t.Context(), d: d, report: func(Progress) {}, splits: d.outerSplits(1, 0), foldModels: map[string][]predictor{}, penaltyErrors: make([]float64, len(lambdas))}
		tr.crossValidateMean()
		if err := tr.crossValidateRidge(); err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(1, 1))
		value := make([]float64, d.n)
		for i := range value {
			value[i] = 3 + math.Sqrt(c.r2)*d.row(i)[0] + 0.1*rng.NormFloat64()
		}
		tr.add(TreesName, [][]float64{value}) // any predictions that were made out of fold
		for _, name := range []string{RidgeName, TreesName} {
			p, err := tr.permutationTest(tr.resultOf(name))
			if err != nil || p < c.low || p > c.high {
				t.Errorf("R² %v: the p-value of the %s is %v (%v), want %v to %v", c.r2, name, p, err, c.low, c.high)
			}
		}
	}
}
