package team

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Members at 0, 0, 10 and 10: two clusters, however they are found.
func TestMixOfClusters(t *testing.T) {
	in := Input{Table: table("x,same\n0,1\n0,1\n10,1\n10,1")}
	for _, c := range []struct {
		name  string
		rule  Rule
		teams [][]int
		value float64
		score float64
	}{
		{"a share of each", Rule{K: "2"}, [][]int{{0, 2}, {1, 3}}, 0, 1},
		{"clusters as teams", Rule{K: "2"}, [][]int{{0, 1}, {2, 3}}, 2, 0},
		{"clusters as teams, by average linkage", Rule{K: "2", Linkage: "average"}, [][]int{{0, 1}, {2, 3}}, 2, 0},
		{"clusters as teams, by single linkage", Rule{K: "2", Linkage: "single"}, [][]int{{0, 1}, {2, 3}}, 2, 0},
		{"more clusters than answers that differ", Rule{K: "4"}, [][]int{{0, 1}, {2, 3}}, 2, 0},
		{"more branches than answers that differ", Rule{K: "4", Linkage: "complete"}, [][]int{{0, 1}, {2, 3}}, 2, 0},
		{"one cluster", Rule{K: "1"}, [][]int{{0, 1}, {2, 3}}, 0, 1},
		{"equal answers are one cluster", Rule{Columns: []string{"same"}, K: "3"}, [][]int{{0, 1}, {2, 3}}, 0, 1},
		{"equal answers, by the elbow", Rule{Columns: []string{"same"}}, [][]int{{0, 1}, {2, 3}}, 0, 1},
		{"equal answers, by Ward", Rule{Columns: []string{"same"}, K: "auto", Linkage: "ward"}, [][]int{{0, 1}, {2, 3}}, 0, 1},
	} {
		if c.rule.Kind = Mix; c.rule.Columns == nil {
			c.rule.Columns = []string{"x"}
		}
		p := scoredBy(t, in, c.rule, c.teams)
		if r := p.Rules[0]; !near(r.Value, c.value) || !near(r.Score, c.score) {
			t.Errorf("%s: value %v and score %v, want %v and %v", c.name, r.Value, r.Score, c.value, c.score)
		}
	}
	// Two of the first cluster where one is the club's share.
	checkFact(t, "a whole cluster", factOf(t, in, Rule{Kind: Mix, Columns: []string{"x"}, K: "2"}, [][]int{{0, 1}, {2, 3}}), "fact_team_cluster", "Off", 1)
	for _, k := range []Text{"0", "5", "1.5", "some", "-1"} {
		in.Rules = []Rule{{Kind: Mix, Columns: []string{"x"}, K: k}}
		if _, err := read(in); reason(err) != "rule_k_range" {
			t.Errorf("%s clusters of four members: reason %q, want rule_k_range", k, reason(err))
		}
	}
}

// Who has answered none of the questions is of no cluster, and spread like one.
func TestMixWithoutAnswers(t *testing.T) {
	in := Input{Table: table("n,x,none\n1,0,\n2,0,\n3,9,\n4,9,\n5,,\n6,,")}
	for _, c := range []struct {
		name  string
		rule  Rule
		teams [][]int
		value float64
		score float64
	}{
		{"a share of each", Rule{Columns: []string{"x"}, K: "2"}, [][]int{{0, 2, 4}, {1, 3, 5}}, 0, 1},
		{"two without answers in one team", Rule{Columns: []string{"x"}, K: "2"}, [][]int{{0, 4, 5}, {1, 2, 3}}, 4.0 / 3, 2.0 / 3},
		{"nobody has answered", Rule{Columns: []string{"none"}, K: "2"}, [][]int{{0, 2, 4}, {1, 3, 5}}, 0, 1},
	} {
		c.rule.Kind = Mix
		p := scoredBy(t, in, c.rule, c.teams)
		if r := p.Rules[0]; !near(r.Value, c.value) || !near(r.Score, c.score) {
			t.Errorf("%s: value %v and score %v, want %v and %v", c.name, r.Value, r.Score, c.value, c.score)
		}
	}
	checkFact(t, "two without answers", factOf(t, in, Rule{Kind: Mix, Columns: []string{"x"}, K: "2"}, [][]int{{0, 4, 5}, {1, 2, 3}}), "fact_team_no_answer", "Off", 1)
}

// Missing numbers count as the mean. No answer is a category that is spread like any other, but where members are compared it is what the
// others answered on average: here two thirds of A and a third of B.
func TestBalanceAndMatchWithoutAnswers(t *testing.T) {
	in := Input{Table: table("n,x,c,d\n1,0,A,A\n2,,,B\n3,4,A,A\n4,,,")}
	for _, c := range []struct {
		name  string
		rule  Rule
		teams [][]int
		value float64
		score float64
	}{
		// 0 and 4 are −√2 and √2 in standard deviations of all four, of whom two count as the mean.
		{"the known ones together", Rule{Kind: Balance, Columns: []string{"x"}}, [][]int{{0, 2}, {1, 3}}, 0, 1},
		{"the known ones apart", Rule{Kind: Balance, Columns: []string{"x"}}, [][]int{{0, 1}, {2, 3}}, 2 * 2 * 0.5, 0.5},
		{"each alone", Rule{Kind: Balance, Columns: []string{"x"}}, [][]int{{0}, {1}, {2}, {3}}, 4, 0},
		{"blanks spread", Rule{Kind: Match, Column: "c"}, [][]int{{0, 1}, {2, 3}}, 0, 1},
		{"blanks together", Rule{Kind: Match, Column: "c"}, [][]int{{0, 2}, {1, 3}}, 2, 0},
		{"blanks are not alike for it", Rule{Kind: Alike, Columns: []string{"c"}}, [][]int{{0, 1}, {2, 3}}, 0, 1},
		{"like-minded", Rule{Kind: Alike, Columns: []string{"d"}}, [][]int{{0, 2}, {1, 3}}, 4.0 / 9, 2.0 / 3},
		{"not like-minded", Rule{Kind: Alike, Columns: []string{"d"}}, [][]int{{0, 1}, {2, 3}}, 10.0 / 9, 1.0 / 6},
	} {
		p := scoredBy(t, in, c.rule, c.teams)
		if r := p.Rules[0]; !near(r.Value, c.value) || !near(r.Score, c.score) || r.TeamsOK != nil {
			t.Errorf("%s: value %v and score %v, want %v and %v, and no teams that break it", c.name, r.Value, r.Score, c.value, c.score)
		}
	}
	teams := [][]int{{0, 1, 2}, {3}}
	checkFact(t, "a mean of the known", factOf(t, in, Rule{Kind: Balance, Columns: []string{"x"}}, [][]int{{2, 3}, {0, 1}}), "fact_team_mean", "Mean", 4, "Club", 2, "Column", "x")
	checkFact(t, "nobody known", factOf(t, in, Rule{Kind: Balance, Columns: []string{"x"}}, [][]int{{1, 3}, {0, 2}}), "fact_team_silent_on", "Column", "x")
	checkFact(t, "a share", factOf(t, in, Rule{Kind: Match, Column: "c"}, teams), "fact_team_share", "Count", 2, "Size", 3, "Value", "A", "Expected", 1.5)
	// A and B are ½ in each of two categories, of 4/3 that all have.
	checkFact(t, "scatter within", factOf(t, in, Rule{Kind: Alike, Columns: []string{"d"}}, [][]int{{0, 1}, {2, 3}}), "fact_team_scatter", "Percent", 75)
}

// What lies between teams and within them is what lies in the club.
func TestScatterAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, d := rapid.IntRange(2, 12).Draw(t, "n"), rapid.IntRange(1, 40).Draw(t, "d")
		columns := make([][]float64, d)
		for j := range columns {
			columns[j] = rapid.SliceOfN(rapid.SampledFrom([]float64{0, 1, 2.5, -7, math.NaN()}), n, n).Draw(t, "column")
			columns[j][0] = 1
		}
		m := newScatter(columns, false)
		cut := rapid.IntRange(0, n).Draw(t, "cut")
		order := divided([][]int{rapid.Permutation(count(n)).Draw(t, "order")})[0]
		sum := 0.0
		for _, g := range [][]int32{order[:cut], order[cut:]} {
			between, within := m.split(g)
			sum += between + within
		}
		if math.Abs(sum-m.total) > 1e-6*(1+m.total) {
			t.Fatalf("between and within two teams lie %v, in all %v", sum, m.total)
		}
	})
}

// The least that a column of zeros and ones can scatter is found, whatever the sizes of teams.
func TestLeastScatterIsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 4), 2, 4).Draw(t, "sizes")
		n := 0
		var slots []slot
		for _, size := range sizes {
			slots = append(slots, slot{lo: size, hi: size, size: size})
			n += size
		}
		ones := rapid.IntRange(0, n).Draw(t, "ones")
		x := make([]float64, n)
		for i := range ones {
			x[i] = 1
		}
		z := fill(x)
		share := float64(ones) / float64(n)
		var least func(k, left int) float64
		least = func(k, left int) float64 {
			if k == len(sizes) {
				return map[bool]float64{true: 0, false: math.Inf(1)}[left == 0]
			}
			best := math.Inf(1)
			for c := range min(left, sizes[k]) + 1 {
				best = min(best, square(float64(c)-float64(sizes[k])*share)/float64(sizes[k])+least(k+1, left-c))
			}
			return best
		}
		if got, want := leastScatter(z, slots), least(0, ones); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%d ones in teams of %v scatter %v at least, want %v", ones, sizes, got, want)
		}
	})
}

func TestUnitsOfValues(t *testing.T) {
	for _, c := range []struct {
		values []float64
		unit   float64
		ok     bool
	}{
		{[]float64{1, 3, 2, 7}, 1, true}, {[]float64{-0.5, 0, 1.5}, 0.5, true}, {[]float64{0, 2, 3}, 1, true}, {[]float64{0, 2, 5}, 0, false}, {[]float64{4, 4}, 0, false}, {[]float64{0, math.Pi, 2 * math.Pi}, math.Pi, true},
	} {
		if unit, ok := unitOf(c.values); !near(unit, c.unit) || ok != c.ok {
			t.Errorf("the unit of %v is %v (%v), want %v (%v)", c.values, unit, ok, c.unit, c.ok)
		}
	}
	at := []int{6, 0, 0}
	if got := tradeUnits(at, func(_, k int) float64 { return square(float64(k)) }); got != 12 || !slices.Equal(at, []int{2, 2, 2}) {
		t.Errorf("six shared out over three are %v and cost %v, want two each and 12", at, got)
	}
}
