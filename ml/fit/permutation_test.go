package fit

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// teamMeans are the means of y over the teams of d, sorted.
func teamMeans(d *design, y []float64, season int) []float64 {
	sum, n := make([]float64, d.groups), make([]float64, d.groups)
	for i, g := range d.group {
		if d.season == nil || d.season[i] == season {
			sum[g] += y[i]
			n[g]++
		}
	}
	var out []float64
	for g := range sum {
		if n[g] > 0 {
			out = append(out, sum[g]/n[g])
		}
	}
	slices.Sort(out)
	return out
}

func TestPermutationsKeepWhatDoesNotDependOnAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		teams, seasons := rapid.IntRange(2, 12).Draw(t, "teams"), rapid.IntRange(1, 3).Draw(t, "seasons")
		var team, season []int
		for g := range teams {
			for range rapid.IntRange(1, 5).Draw(t, "size") {
				team, season = append(team, g), append(season, g%seasons)
			}
		}
		d := plainDesign(team, season)
		for i := range d.y {
			d.y[i] = rapid.Float64Range(-5, 5).Draw(t, "y")
		}
		y := newPermutation(d, rapid.Uint64().Draw(t, "seed")).permuted()
		for s := range max(1, d.seasons) {
			was, is := teamMeans(d, d.y, s), teamMeans(d, y, s)
			if !slices.EqualFunc(was, is, func(a, b float64) bool { return near(a, b, 1e-9) }) {
				t.Errorf("the means of season %d were %v and are %v", s, was, is)
			}
		}
		for g := range d.groups {
			var was, is []float64
			for i := range y {
				if d.group[i] == g {
					was, is = append(was, d.y[i]), append(is, y[i])
				}
			}
			a, b := mean(was), mean(is)
			for k := range was {
				was[k], is[k] = was[k]-a, is[k]-b
			}
			slices.Sort(was)
			slices.Sort(is)
			if !slices.EqualFunc(was, is, func(a, b float64) bool { return near(a, b, 1e-9) }) {
				t.Errorf("team %d: the deviations were %v and are %v", g, was, is)
			}
		}
	})
}

func TestPValueCountsPermutationsThatDoAsWell(t *testing.T) {
	d := noisyLine(40, 2, 1, 0, 1)
	silent := func(float64) {}
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
		got, err := pvalue(t.Context(), d, func(y []float64) float64 { calls++; return c.score(y) }, 4, silent)
		if err != nil || !near(got, c.want, 1e-12) || calls != c.calls {
			t.Errorf("%s: p is %v after %d scores (%v), want %v after %d", c.name, got, calls, err, c.want, c.calls)
		}
	}
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	if _, err := pvalue(ctx, d, func([]float64) float64 { return 0 }, 1, silent); !errors.Is(err, stop) {
		t.Errorf("a test that is stopped returns %v", err)
	}
}

// Under the null every p-value is as frequent as any other: of those up to 0.1 there are about a tenth.
func TestPValuesWithoutTruthAreUniform(t *testing.T) {
	small, all := 0, 150
	for k := range all {
		d := noisyLine(24, 2, 2, 0, uint64(k))
		cov := func(y []float64) float64 {
			s := d.sum(upTo(d.n), y)
			return math.Abs(s.xy[0] - s.x[0]*s.y/s.n)
		}
		p, err := pvalue(t.Context(), d, cov, uint64(k), func(float64) {})
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
			value[i] = math.Sqrt(c.r2)*d.row(i)[0] + 0.1*rng.NormFloat64()
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
