package team

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawSmall draws a club that is solved exactly, some of whose members are locked to a team.
func drawSmall(t *rapid.T) (Input, *former) {
	n := rapid.IntRange(4, 7).Draw(t, "n")
	in := Input{Table: drawTable(t, n), Rules: drawRules(t, n), Sizes: rapid.SampledFrom([]Sizes{{Teams: 2}, {Teams: 3}, {Teams: 2, Min: 1, Max: 5}}).Draw(t, "sizes")}
	in.Fixed = slices.Repeat([]int{-1}, n)
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, 2, rapid.ID[int]).Draw(t, "locked") {
		in.Fixed[i] = rapid.IntRange(0, 1).Draw(t, "to")
	}
	return in, testFormer(t, in)
}

// allowed reports whether the only section's teams hold who is locked to them.
func (f *former) allowed(teams [][]int32) bool {
	for k, sl := range f.plan[0] {
		for i, to := range f.p.in.Fixed {
			if to >= 0 && (to == sl.number) != slices.Contains(teams[k], int32(i)) {
				return false
			}
		}
	}
	return true
}

// Above floors of worst teams the exact division is the best of all that keep the locks: fewest broken musts, then the most of the
// rules on the whole and of the means.
func TestExactIsTheBestAboveFloors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, f := drawSmall(t)
		floors := map[int]float64{}
		for _, r := range f.p.worstFirst() {
			floors[r] = rapid.SampledFrom([]float64{0, 0, 0.5, 1}).Draw(t, "floor")
		}
		worth := func(teams [][]int32) (broken, value float64) {
			for k, g := range teams {
				for r, c := range f.p.rules {
					o := c.of(f.plan[0][k].number, g)
					if floor, ok := floors[r]; ok && o.score < floor {
						return math.Inf(1), 0
					}
					broken += c.breach(o)
					if c.whole() {
						value += c.w * f.scales[r].slope * o.value
						continue
					}
					value += c.w * (1 - worstShare*f.scales[r].ceiling) * o.score / float64(len(teams))
				}
			}
			return broken, value
		}
		least, most := math.Inf(1), 0.0
		f.everyDivision(0, func(teams [][]int32) {
			if !f.allowed(teams) {
				return
			}
			if b, v := worth(teams); b < least-1e-9 || b < least+1e-9 && v > most {
				least, most = b, v
			}
		})
		found := f.exact(0, floors)
		if found == nil {
			if !math.IsInf(least, 1) {
				t.Fatalf("above %v nothing is found, though a division breaks %v and is worth %v", floors, least, most)
			}
			return
		}
		if !f.allowed(found) {
			t.Fatalf("the division %v does not hold who is locked as %v", found, f.p.in.Fixed)
		}
		if b, v := worth(found); math.Abs(b-least) > 1e-9 || v < most-1e-6 {
			t.Fatalf("above %v is found a division that breaks %v and is worth %v; the best breaks %v and is worth %v", floors, b, v, least, most)
		}
	})
}

// A small section is solved for the best in truth, worst teams first, with locks.
func TestSmallSectionsAreSolved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, f := drawSmall(t)
		if !f.exactly() {
			return
		}
		best := quality{broken: math.Inf(1)}
		f.everyDivision(0, func(teams [][]int32) {
			if q := f.p.quality(teams, f.numbers(0), f.scales); f.allowed(teams) && q.better(best) {
				best = q
			}
		})
		if got := f.p.quality(f.small(0), f.numbers(0), f.scales); best.better(got) {
			t.Fatalf("%d members locked as %v: solved as %+v, the best is %+v", in.Table.N, in.Fixed, got, best)
		}
	})
}

// Every score that a team can have is a floor; floors of two rules are tried in all pairs, and of too many not at all.
func TestFloorsOfWorstTeams(t *testing.T) {
	in := Input{Table: table("c,d\nA,X\nA,Y\nB,Y\nB,Y"), Sizes: Sizes{Teams: 2}}
	count := func(column, value string, n int) Rule {
		return Rule{Kind: Count, Column: column, Value: Text(value), AtLeast: &n}
	}
	for _, c := range []struct {
		name  string
		rules []Rule
		want  int
	}{
		{"none, one or two of two", []Rule{count("c", "A", 2)}, 3},
		{"and one or none", []Rule{count("c", "A", 2), count("d", "X", 1)}, 6},
		{"rules on the whole have none", []Rule{{Kind: Match, Column: "c"}}, 1},
		{"musts beside others have none", []Rule{{Kind: Count, Column: "c", Value: "A", AtLeast: new(1), Strength: Must}, {Kind: Match, Column: "c"}}, 1},
	} {
		in.Rules = c.rules
		f := testFormer(t, in)
		if got := f.floors(0); len(got) != c.want {
			t.Errorf("%s: the floors are %v, want %d", c.name, got, c.want)
		}
	}
	d := span{map[int]float64{0: 0.2, 1: 0}, map[int]float64{0: 0.6, 1: 0.5}}
	for _, c := range []struct {
		floors map[int]float64
		want   bool
	}{{map[int]float64{0: 0.2, 1: 0}, true}, {map[int]float64{0: 0.6, 1: 0.5}, true}, {map[int]float64{0: 0.1, 1: 0}, false}, {map[int]float64{0: 0.3, 1: 0.6}, false}} {
		if got := d.holds(c.floors); got != c.want {
			t.Errorf("between %v and %v lie %v: %v, want %v", d.floors, d.worst, c.floors, got, c.want)
		}
	}
}

// What the search's last step is told of the rules changes, between two divisions, as the objective does.
func TestCriteriaAreTheObjective(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, f := drawSmall(t)
		criteria := f.criteria(0)
		told := func(teams [][]int32) (value, broken float64) {
			for _, c := range criteria {
				sum, worst, total := 0.0, 1.0, 0.0
				for k, g := range teams {
					o := c.Rate(k, g)
					sum, worst, total, broken = sum+o.Score, min(worst, o.Score), total+o.Value, broken+o.Violation
				}
				if c.Total {
					value += c.Weight * c.Slope * total
					continue
				}
				value += c.Weight * (c.Worst*worst + c.Mean*sum/float64(len(teams)))
			}
			return value, broken
		}
		// Scores that are cut off at 0 or 1 are left out: the search is told the line.
		objective := func(teams [][]int32) (value, broken float64) {
			q := f.p.quality(teams, f.numbers(0), f.scales)
			for r, c := range f.p.rules {
				v := 0.0
				for k, g := range teams {
					v += c.of(f.numbers(0)[k], g).value
				}
				if c.whole() {
					line := f.scales[r].offset + f.scales[r].slope*v
					q.objective += c.w * (line - clamp(line))
				}
			}
			return q.objective, q.broken
		}
		var first [][]int32
		f.everyDivision(0, func(teams [][]int32) {
			if first == nil {
				for _, g := range teams {
					first = append(first, slices.Clone(g))
				}
			}
			a, brokenA := told(first)
			b, brokenB := told(teams)
			x, brokenX := objective(first)
			y, brokenY := objective(teams)
			if math.Abs((b-a)-(y-x)) > 1e-9 || math.Abs(brokenA-brokenX)+math.Abs(brokenB-brokenY) > 1e-9 {
				t.Fatalf("from %v to %v the criteria change by %v and break %v, the objective by %v and %v", first, teams, b-a, brokenB, y-x, brokenY)
			}
		})
	})
}
