package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawCriteria draws an objective of two criteria by score, one of them hard, and one by the sum of values.
func drawCriteria(t *rapid.T, n, g int) []Criterion {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "criteria"), 0))
	count, wide, worth := atLeastOne(rng, n, g, true, 0), ranges(rng, n, g, false, 0).New(), normal(rng, n*g)
	weight := rapid.SampledFrom([]float64{0.2, 0.5, 1})
	return []Criterion{
		{Weight: weight.Draw(t, "weight"), Worst: 0.6, Mean: 0.4, Best: 1, Rate: func(_ int, items []int32) Outcome {
			marked := 0
			for _, i := range items {
				marked += int(count.Marked[i])
			}
			return Outcome(count.Rate(len(items), marked).outcome())
		}},
		{Weight: weight.Draw(t, "weight"), Worst: 0.3, Mean: 0.7, Best: 0.9, Rate: func(t int, items []int32) Outcome { return wide(t, items).outcome() }},
		{Weight: weight.Draw(t, "weight"), Slope: -0.1, Total: true, Rate: func(t int, items []int32) Outcome {
			sum := 0.0
			for _, i := range items {
				sum += worth[int(i)*g+t]
			}
			return Outcome{Value: sum}
		}},
	}
}

func (r Rating) outcome() Outcome {
	return Outcome{Value: r.Value, Score: r.Score, Violation: r.Violation}
}

// objectiveOf is what criteria say of a division, from scratch.
func objectiveOf(criteria []Criterion, groups [][]int32) (objective, violation float64) {
	for _, c := range criteria {
		sum, least, value := 0.0, math.Inf(1), 0.0
		for t, items := range groups {
			o := c.Rate(t, items)
			sum, least, value, violation = sum+o.Score, min(least, o.Score), value+o.Value, violation+o.Violation
		}
		if c.Total {
			objective += c.Weight * c.Slope * value
			continue
		}
		objective += c.Weight * (c.Worst*least + c.Mean*sum/float64(len(groups)))
	}
	return objective, violation
}

// Improvement of the worst groups never lowers the objective nor violates more, and what it says of a change is so.
func TestImproveWorstNeverLowersTheObjective(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 30)
		s := testSearcher(New(p), rapid.Uint64().Draw(t, "seed"))
		criteria := drawCriteria(t, p.N, len(p.Groups))
		before, violated := objectiveOf(criteria, s.e.Groups())
		s.Budget.Moves = int64(rapid.SampledFrom([]int{1, 100_000}).Draw(t, "moves"))
		tries := s.leximinTries()
		s.moves = 0
		s.improveWorst(criteria)
		after, violates := objectiveOf(criteria, s.e.Groups())
		if after < before-1e-9 || violates > violated+1e-9 {
			t.Fatalf("the objective was %v and is %v; the violation was %v and is %v", before, after, violated, violates)
		}
		if s.moves > tries+int64(p.N*p.N*p.N) {
			t.Fatalf("%d changes were tried, want about %d at most", s.moves, tries)
		}
	})
}

func TestGainOfAChangeIsWhatTheObjectiveGains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := testSearcher(New(shape{n: 15, size: 4, flexible: true}.problem()), rapid.Uint64().Draw(t, "seed"))
		e := s.e
		l := newLeximin(e, drawCriteria(t, e.n, e.g), nil)
		l.tries = 1
		for range 20 {
			x, u := int32(s.Rand.IntN(e.n)), s.Rand.IntN(e.g)
			from, y := e.Group(x), int32(-1)
			if s.Rand.IntN(2) == 0 && e.Group(x) != u {
				y = e.items[u][s.Rand.IntN(len(e.items[u]))]
			}
			if from == u || y < 0 && !e.MayMove(x, u) {
				continue
			}
			before, violated := objectiveOf(l.criteria, e.Groups())
			said := l.gain(from, u, x, y)
			if s.Rand.IntN(2) == 0 { // the same change seen from the other group
				l.apply(u, from, y, x)
			} else {
				l.apply(from, u, x, y)
			}
			after, violates := objectiveOf(l.criteria, e.Groups())
			if violates > violated+1e-9 {
				if !math.IsInf(said, -1) {
					t.Fatalf("a change that violates more is said to gain %v", said)
				}
				continue
			}
			if far(after-before, said, 1e-9) {
				t.Fatalf("a change gains %v, was said to gain %v", after-before, said)
			}
		}
	})
}

// The least score with two groups changed is that which is found by looking at all.
func TestRanking(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for range 500 {
		k := ranking{outcomes: make([]Outcome, 2+rng.IntN(6)), floor: math.Inf(1)}
		scores := make([]float64, len(k.outcomes))
		for t := range scores {
			scores[t] = float64(rng.IntN(5))
			k.outcomes[t].Score = scores[t]
		}
		k.rank()
		if k.least() != slices.Min(scores) {
			t.Fatalf("of scores %v the least is %v", scores, k.least())
		}
		groups := rng.Perm(len(scores))
		s, u := groups[0], groups[1]
		a, b := float64(rng.IntN(5)), float64(rng.IntN(5))
		then := slices.Clone(scores)
		then[s], then[u] = a, b
		if got := k.leastWith(s, u, a, b); got != slices.Min(then) {
			t.Fatalf("of scores %v then %v the least is said to be %v", scores, then, got)
		}
	}
}

// A search ends with the worst group raised as far as single changes can.
func TestSearchRaisesTheWorstGroup(t *testing.T) {
	s := shape{n: 24, size: 4}
	worth := normal(rand.New(rand.NewPCG(2, 3)), s.n)
	criterion := Criterion{Weight: 1, Worst: 1, Best: math.Inf(1), Rate: func(_ int, items []int32) Outcome {
		sum := 0.0
		for _, i := range items {
			sum += worth[i]
		}
		return Outcome{Score: sum}
	}}
	p := s.problem(distances(rand.New(rand.NewPCG(1, 1)), s.n, 0.001)) // which says nothing of what the criterion rates
	without, _ := objectiveOf([]Criterion{criterion}, searchGroups(p, Options{}, 20_000))
	with, _ := objectiveOf([]Criterion{criterion}, searchGroups(p, Options{Criteria: []Criterion{criterion}}, 20_000))
	if with <= without {
		t.Errorf("the worst group scores %v with the criterion and %v without", with, without)
	}
	criterion.Worst = 0 // nothing to raise
	if got, want := searchGroups(p, Options{Criteria: []Criterion{criterion}}, 20_000), searchGroups(p, Options{}, 20_000); !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("a criterion without a worst group changes the division from %v to %v", want, got)
	}
}
