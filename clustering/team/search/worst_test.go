package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// checkWorst compares what is kept of the worst groups with the same worked out anew.
func checkWorst(t *rapid.T, kept, anew *worstGroups) {
	for k, v := range kept.score {
		if far(v, anew.score[k], 1e-9) {
			t.Fatalf("scores by changes are %v, anew %v", kept.score, anew.score)
		}
	}
	for r := range kept.weight {
		if kept.least(r) != anew.least(r) {
			t.Fatalf("the worst group by changes scores %v, anew %v", kept.least(r), anew.least(r))
		}
	}
	for k, v := range kept.bound {
		if far(v, anew.bound[k], 1e-9) {
			t.Fatalf("bounds by changes are %v, anew %v", kept.bound, anew.bound)
		}
	}
}

// randomWorst makes the worst groups of one term, whose scores often are equal.
func randomWorst(rng *rand.Rand) *worstGroups {
	e := &Evaluator{g: 2 + rng.IntN(7)}
	e.addWorst(0.5)
	for t := range e.worst.score {
		e.worst.score[t] = float64(rng.IntN(6)) / 5
	}
	e.worst.rank(0)
	e.worst.updateBounds()
	return e.worst
}

// The worst groups are those that are found by looking at all of them.
func TestWorstGroupsAreTheWorst(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 0))
	for range 500 {
		w := randomWorst(rng)
		for range 20 {
			groups := rng.Perm(w.g)[:1+rng.IntN(min(3, w.g))]
			if rng.IntN(2) == 0 { // the worst themselves
				groups = slices.DeleteFunc(slices.Clone(w.lowest[0][:len(groups)]), func(t int) bool { return t < 0 })
			}
			then, best := slices.Clone(w.score), slices.Clone(w.score)
			bound := 0.0
			for k, t := range groups {
				w.after[k][0] = float64(rng.IntN(6)) / 5
				then[t], best[t] = w.after[k][0], 1
				bound += w.bound[t]
			}
			if got, want := w.change(groups...), 0.5*(slices.Min(then)-slices.Min(w.score)); far(got, want, 1e-12) {
				t.Fatalf("scores %v, then %v of groups %v: change %v, want %v", w.score, then, groups, got, want)
			}
			most := 0.5 * (slices.Min(best) - slices.Min(w.score))
			if inOrder := slices.Equal(groups, w.lowest[0][:len(groups)]); bound < most-1e-12 || inOrder && bound > most+1e-12 {
				t.Fatalf("scores %v: groups %v can be raised by %v, the bound is %v", w.score, groups, most, bound)
			}
			if len(groups) == 2 {
				w.score = then
				w.update(groups[0], groups[1])
				if w.least(0) != slices.Min(then) {
					t.Fatalf("of scores %v the worst is %v", then, w.least(0))
				}
			}
		}
	}
}

// A group that no item is left in is not the worst.
func TestAnEmptyGroupIsNotTheWorst(t *testing.T) {
	limits := Group{Size: 2, Min: 0, Max: 5}
	term := Count{Marked: []uint8{1, 1, 0, 0, 1}, Worst: 0.5, Rate: func(size, marked int) Rating {
		if size == 0 || marked > 0 {
			return Rating{Score: 1, Value: 1}
		}
		return Rating{}
	}}
	e := New(Problem{N: 5, Groups: []Group{limits, limits, {Size: 1, Min: 0, Max: 5}}, Terms: []Term{term}})
	e.Place([]int32{0, 0, 1, 1, 2})
	for _, move := range [][2]int{{4, 0}, {2, 0}, {3, 0}, {2, 2}, {4, 1}} {
		a, to := int32(move[0]), move[1]
		e.Move(a, to, e.MoveChange(a, to))
		want, _ := term.Eval(e.Groups())
		if far(e.Objective(), want, 1e-12) {
			t.Fatalf("after item %d went to group %d the objective is %v, want %v", a, to, e.Objective(), want)
		}
		least := 1.0
		for group, items := range e.items {
			if len(items) > 0 {
				least = min(least, e.worst.score[group])
			}
		}
		if got := e.worst.least(0); got != least {
			t.Fatalf("after item %d went to group %d the worst group scores %v, want %v", a, to, got, least)
		}
	}
}
