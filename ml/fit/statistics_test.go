package fit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"
)

// designOf is a design of the given features, ratings and teams; every row is a team where team is nil.
func designOf(x [][]float64, y []float64, team []int) *design {
	d := &design{n: len(y), y: slices.Clone(y), allFeatures: true, historyRow: upTo(len(y))}
	var features []Feature
	for f := range x[0] {
		features = append(features, Feature{Measure: "value", Question: fmt.Sprint("q", f)})
	}
	if team == nil {
		team = upTo(len(y))
	}
	var h History
	for _, g := range team {
		h.Team = append(h.Team, fmt.Sprint(g))
	}
	d.standardise(features, x)
	d.label()
	d.numberGroups(h)
	return d
}

// noisyLine is a design of n rows, k to a team, of p features, of which the ratings follow the
// first with that R².
func noisyLine(n, k, p int, r2 float64, seed uint64) *design {
	rng := rand.New(rand.NewPCG(seed, 77))
	x, y, team := make([][]float64, n), make([]float64, n), make([]int, n)
	for i := range x {
		for range p {
			x[i] = append(x[i], rng.NormFloat64())
		}
		y[i] = 3 + math.Sqrt(r2)*x[i][0] + math.Sqrt(1-r2)*rng.NormFloat64()
		team[i] = i / k
	}
	return designOf(x, y, team)
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance || math.IsNaN(a) && math.IsNaN(b)
}

func TestMedianIsTheMiddle(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want float64
	}{{nil, math.NaN()}, {[]float64{7}, 7}, {[]float64{3, 1}, 2}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 3}, 2.5}, {[]float64{2, 2, 2, 9}, 2}} {
		before := slices.Clone(c.x)
		if got := median(c.x); !near(got, c.want, 0) {
			t.Errorf("the median of %v is %v, want %v", c.x, got, c.want)
		}
		if !slices.Equal(before, c.x) {
			t.Errorf("the numbers were sorted in place: %v, they were %v", c.x, before)
		}
	}
}

func TestMomentsAreThoseOfGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 2, 30).Draw(t, "x")
		if got, want := sampleSD(x), stat.StdDev(x, nil); !near(got, want, 1e-9*(1+want)) {
			t.Errorf("the sample standard deviation of %v is %v, want %v", x, got, want)
		}
		z := slices.Clone(x)
		m, sd := zScores(z)
		wantM, wantSD := stat.PopMeanStdDev(x, nil)
		if !near(m, wantM, 1e-9*(1+math.Abs(wantM))) || !near(sd, wantSD, 1e-9*(1+wantSD)) {
			t.Errorf("mean and standard deviation of %v are %v and %v, want %v and %v", x, m, sd, wantM, wantSD)
		}
		if sd > 1e-6 && (!near(mean(z), 0, 1e-6) || !near(stat.PopStdDev(z, nil), 1, 1e-6)) {
			t.Errorf("standardised, %v has mean %v and standard deviation %v", x, mean(z), stat.PopStdDev(z, nil))
		}
	})
}

func TestDotIsTheSumOfProducts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-100, 100), 0, 21).Draw(t, "x")
		y := rapid.SliceOfN(rapid.Float64Range(-100, 100), len(x), len(x)).Draw(t, "y")
		want := 0.0
		for i := range x {
			want += x[i] * y[i]
		}
		if got := dot(x, y); !near(got, want, 1e-8) {
			t.Errorf("%v · %v is %v, want %v", x, y, got, want)
		}
	})
}

// Rows of a group that are copies of each other tell what one of them would.
func TestClusteredErrorOfCopiesIsThatOfTheOriginals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-5, 5), 2, 20).Draw(t, "x")
		times := rapid.IntRange(1, 4).Draw(t, "copies")
		var copies []float64
		var group []int
		for g, v := range x {
			for range times {
				copies, group = append(copies, v), append(group, g)
			}
		}
		m, se := clusteredSE(x, nil)
		again, same := clusteredSE(copies, group)
		if !near(m, again, 1e-9) || !near(se, same, 1e-9) {
			t.Errorf("%v ± %v; of %d copies each %v ± %v", m, se, times, again, same)
		}
		if want := stat.StdDev(x, nil) / math.Sqrt(float64(len(x))); !near(se, want, 1e-9) {
			t.Errorf("the standard error of %v is %v, want %v", x, se, want)
		}
	})
	if _, se := clusteredSE([]float64{1, 5}, []int{3, 3}); se != 0 {
		t.Errorf("the standard error of one group is %v, want 0, for nothing is known of it", se)
	}
}

// The ends of Wilson's interval are the shares from which the one that was seen is 1.96 standard errors away.
func TestWilsonsIntervalEndsWhereTheShareWouldBeUnlikely(t *testing.T) {
	for _, c := range [][2]float64{{8, 10}, {0, 10}, {5, 5}, {50, 100}, {1, 1}, {3, 1000}} {
		k, n := c[0], c[1]
		low, high := wilson(k, n)
		for _, p := range []float64{low, high} {
			if got := math.Abs(k/n - p); !near(got, 1.959964*math.Sqrt(p*(1-p)/n), 1e-9) && p > 0 && p < 1 {
				t.Errorf("of %v of %v one end is %v, which is %v away", k, n, p, got)
			}
		}
		if low > k/n || high < k/n || low < 0 || high > 1 || high <= low {
			t.Errorf("the interval of %v of %v is %v to %v", k, n, low, high)
		}
	}
}

func TestStudentsQuantilesAreThoseOfTables(t *testing.T) {
	for _, c := range []struct {
		teams int
		want  float64
	}{{2, 12.706205}, {10, 2.262157}, {30, 2.045230}, {1000, 1.962341}, {1, 12.706205}} {
		if got := tQuantile(c.teams); !near(got, c.want, 1e-5) {
			t.Errorf("Student's t for %d teams is %v, want %v", c.teams, got, c.want)
		}
	}
}

func TestPercentileIntervalLeavesOutNaN(t *testing.T) {
	x := []float64{math.NaN()}
	for i := range 1001 {
		x = append(x, float64(1000-i))
	}
	if got := percentileInterval(x); got != [2]float64{25, 975} {
		t.Errorf("the middle 95 %% of 0 to 1000 is %v", got)
	}
	if got := percentileInterval([]float64{math.NaN()}); !math.IsNaN(got[0]) || !math.IsNaN(got[1]) {
		t.Errorf("the interval of no number is %v", got)
	}
}

func TestBootstrapDrawsWholeTeams(t *testing.T) {
	d := noisyLine(60, 3, 1, 0.5, 1)
	draw, sum, out := d.bootstrap(9), make([]float64, d.n), 0
	const times = 400
	for range times {
		w := draw()
		for i, v := range w {
			sum[i] += v
			if v != w[3*(i/3)] {
				t.Fatalf("row %d counts %v times, the first of its team %v", i, v, w[3*(i/3)])
			}
			if v == 0 {
				out++
			}
		}
		if total(w) != float64(d.n) {
			t.Fatalf("a resample of equal teams has %v rows, want %d", total(w), d.n)
		}
	}
	for i, v := range sum {
		if !near(v/times, 1, 0.25) {
			t.Errorf("row %d counts %v times on average", i, v/times)
		}
	}
	if share := float64(out) / float64(times*d.n); !near(share, math.Pow(1-1.0/20, 20), 0.02) {
		t.Errorf("%.3f of the teams are not in a resample, want (1-1/20)^20", share)
	}
}

func TestIntervalsAreWidenedAroundTheScore(t *testing.T) {
	last := math.Inf(1)
	for _, teams := range []int{10, 30, 100, 1000} {
		tr := &trainer{d: &design{groups: teams}}
		got := tr.widenInterval(0.3, [2]float64{0.1, 0.4}, 1)
		if got[0] >= 0.1 || got[1] <= 0.4 {
			t.Errorf("%d teams: %v does not hold 0.1 to 0.4", teams, got)
		}
		if width := got[1] - got[0]; width >= last && teams > 30 {
			t.Errorf("%d teams: the interval is %v wide, with fewer %v", teams, width, last)
		} else {
			last = width
		}
		if ends := [2]float64{math.NaN(), 1}; tr.widenInterval(math.NaN(), ends, 1)[1] != 1 {
			t.Errorf("the interval around no number is changed")
		}
	}
}
