package team

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"dure/survey"
)

// Over all divisions the sums within teams have the mean that is expected, and none is outside any of the bounds.
func TestBoundsOfPairsOverAllDivisions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 7).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Sizes: Sizes{Teams: rapid.IntRange(2, 3).Draw(t, "teams")}, Rules: []Rule{{Kind: Spread, Columns: []string{"x", "y"}}}}
		f := testFormer(t, in)
		m := f.p.rules[0].measure.(pairwise).base()
		of := m.facts(f.p, 0, f.p.sections[0])
		sizes, _ := sizesOf(f.plan[0])
		sum, divisions, least, most := 0.0, 0.0, math.Inf(1), 0.0
		f.everyDivision(0, func(teams [][]int32) {
			v := 0.0
			for k, g := range teams {
				v += m.of(k, g).value
			}
			sum, divisions, least, most = sum+v, divisions+1, min(least, v), max(most, v)
		})
		if mean := sum / divisions; math.Abs(mean-of.expected(sizes)) > 1e-6 {
			t.Fatalf("%v divisions have %v on average, expected are %v", divisions, mean, of.expected(sizes))
		}
		for name, bound := range map[string]float64{"energy": of.energyBound(sizes), "partners": of.partnerBound(sizes, 1), "eigenvalues": of.eigenBound(sizes)} {
			if most > bound+1e-6 {
				t.Fatalf("a division into teams of %v has %v, its bound by %s is %v", sizes, most, name, bound)
			}
		}
		if low := -halfSum(of.partners(slices.Min(sizes)-1, -1, true)); least < low-1e-6 {
			t.Fatalf("a division into teams of %v has %v, the bound from below is %v", sizes, least, low)
		}
	})
}

// Members at 0, 0, 3 and 3 are standardised to −1 and 1: like ones are 0 apart, others 2.
func TestDistancesWithinTeams(t *testing.T) {
	in := Input{Table: table("x,same\n0,1\n0,1\n3,1\n3,1"), Sizes: Sizes{Ideal: 2}}
	for _, c := range []struct {
		name  string
		rule  Rule
		teams [][]int
		value float64
		score float64
	}{
		{"different", Rule{Kind: Spread, Columns: []string{"x"}}, [][]int{{0, 2}, {1, 3}}, 4, 1},
		{"all the same, different wanted", Rule{Kind: Spread, Columns: []string{"x"}}, [][]int{{0, 1}, {2, 3}}, 0, 0},
		{"all the same", Rule{Kind: Similar, Columns: []string{"x"}}, [][]int{{0, 1}, {2, 3}}, 0, 1},
		{"different, the same wanted", Rule{Kind: Similar, Columns: []string{"x"}}, [][]int{{0, 2}, {1, 3}}, 4, 1 - 4/(2*8./3)},
		{"nobody differs", Rule{Kind: Spread, Columns: []string{"same"}}, [][]int{{0, 1}, {2, 3}}, 0, 1},
	} {
		p := scoredBy(t, in, c.rule, c.teams)
		if r := p.Rules[0]; !near(r.Value, c.value) || !near(r.Score, c.score) {
			t.Errorf("%s: value %v and score %v, want %v and %v", c.name, r.Value, r.Score, c.value, c.score)
		}
	}
	checkFact(t, "two who differ", factOf(t, in, Rule{Kind: Similar, Columns: []string{"x"}}, [][]int{{0, 2}, {1, 3}}), "fact_team_distance", "Mean", 2, "Club", 1.33)
}

// Answers of other types are told apart too: a place for each option of a ranking, an indicator for each category.
func TestFeaturesOfColumns(t *testing.T) {
	of := ranked([]int{0, 1}, []int{1, 0}, nil, nil)
	ranks := of.Columns[0]
	x := places(ranks.Values.(survey.Ranks))
	for k, want := range [][]float64{{1, 2}, {2, 1}, {3, 3}} {
		if !slices.Equal(x[k][:2], want) || !math.IsNaN(x[k][2]) {
			t.Errorf("the places of option %d are %v, want %v and none", k+1, x[k], want)
		}
	}
	if z := standardise([]float64{1, math.NaN(), 3, math.NaN()}); !near(z[0], -math.Sqrt2) || z[1] != 0 || !near(z[2], math.Sqrt2) {
		t.Errorf("1, none, 3 and none are standardised to %v", z)
	}
	if z := standardise([]float64{7, 7, math.NaN()}); !slices.Equal(z, []float64{0, 0, 0}) {
		t.Errorf("equal answers are standardised to %v, want zeros", z)
	}
	option, _ := countable().Column("option")
	names, is := indicators(option)
	if !slices.Equal(names, []string{"A", "B", "10", ""}) || !slices.Equal(is[0], []float64{1, 0, 0, 0, 1, 0}) || !slices.Equal(is[3], []float64{0, 0, 0, 1, 0, 0}) {
		t.Errorf("the indicators of %v are %v", names, is)
	}
}

func TestInsertKeepsTheLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, k := rapid.SliceOf(rapid.Float64Range(-9, 9)).Draw(t, "values"), rapid.IntRange(1, 4).Draw(t, "k")
		var top []float64
		for _, v := range values {
			if len(top) < k || v > top[k-1] {
				top = insert(top, v, k)
			}
		}
		slices.Sort(values)
		slices.Reverse(values)
		if want := values[:min(k, len(values))]; !slices.Equal(top, want) {
			t.Fatalf("the %d largest are kept as %v, want %v", k, top, want)
		}
	})
}

// The sums of a season of thousands, in which those who answered the same are taken together, are those over all pairs.
func TestPairFactsOfManyAlike(t *testing.T) {
	columns := make([][]float64, 2)
	for i := range 2 * manyPairs {
		columns[0], columns[1] = append(columns[0], float64(i%7)), append(columns[1], float64(i*i%11))
	}
	n := len(columns[0])
	m, p := distances(columns, n, false), &problem{sections: make([][]int32, 1)}
	for i := range n {
		p.sections[0] = append(p.sections[0], int32(i))
	}
	f := m.facts(p, 0, p.sections[0])
	for _, a := range []int{0, 5, n - 1} {
		want := 0.0
		for j := range n {
			want += m.between(int32(a), int32(j))
		}
		if math.Abs(f.rows[a]-want) > 1e-6 {
			t.Errorf("member %d is %v from all others together, want %v", a, f.rows[a], want)
		}
	}
	if all := floats.Sum(f.rows) / 2; math.Abs(f.total-all) > 1e-6 {
		t.Errorf("all pairs are %v apart together, want half of what members are, %v", f.total, all)
	}
}
