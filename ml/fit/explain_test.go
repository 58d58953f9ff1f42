package fit

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestShapleyAddsUpAndIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "players")
		worth := rapid.SliceOfN(rapid.Float64Range(-10, 10), 1<<n, 1<<n).Draw(t, "worth")
		extra := rapid.Float64Range(-5, 5).Draw(t, "extra")
		for set := range worth {
			if set&1 == 1 {
				worth[set] = worth[set&^1] + extra // player 0 adds the same to every set
			}
		}
		v := shapley(worth, n)
		if sum := total(v); math.Abs(sum-worth[len(worth)-1]+worth[0]) > 1e-8 {
			t.Errorf("values add up to %v, the whole is worth %v", sum, worth[len(worth)-1]-worth[0])
		}
		if math.Abs(v[0]-extra) > 1e-8 {
			t.Errorf("a player who always adds %v gets %v", extra, v[0])
		}
	})
}

func TestExplanationAddsUp(t *testing.T) {
	for _, kind := range []string{RidgeName, TreesName, NetName} {
		c, h, r := cachedRidge(t, 110)
		forceModel(t, h, r, kind)
		now, _ := pastOf(c, 3, 9)
		s, err := r.Model.Scorer(now.Table)
		if err != nil {
			t.Fatal(err)
		}
		e := s.Explain([]int32{0, 1, 2, 3, 4})
		sum := e.Base
		for _, reason := range e.Reasons {
			sum += reason.Value
		}
		if math.Abs(sum-e.Value) > 1e-5 || len(e.Reasons) > maxGroups || len(e.Reasons) == 0 { // nets compute in single precision
			t.Errorf("%s: %d reasons and the base add up to %v, want %v", kind, len(e.Reasons), sum, e.Value)
		}
	}
}

func TestSwapTellsWhatTheTeamsBecome(t *testing.T) {
	c, _, r := cachedRidge(t, 110)
	now, _ := pastOf(c, 2, 9)
	s, err := r.Model.Scorer(now.Table)
	if err != nil {
		t.Fatal(err)
	}
	a, b := []int32{0, 1, 2, 3, 4}, []int32{5, 6, 7, 8, 9}
	there := s.Swap(a, b, 2, 7)
	back := s.Swap([]int32{0, 1, 7, 3, 4}, []int32{5, 6, 2, 8, 9}, 7, 2)
	if math.Abs(there.Before-back.After) > 1e-9 || math.Abs(there.After-back.Before) > 1e-9 || !(there.Error > 0) {
		t.Errorf("a swap is %+v, the swap back %+v", there, back)
	}
	if !slices.Equal(a, []int32{0, 1, 2, 3, 4}) {
		t.Errorf("the team was changed to %v", a)
	}
}

func TestTradesAreTheBestSwaps(t *testing.T) {
	c, _, r := cachedRidge(t, 110)
	now, _ := pastOf(c, 3, 9)
	s, err := r.Model.Scorer(now.Table)
	if err != nil {
		t.Fatal(err)
	}
	teams := [][]int32{{0, 1, 2, 3, 4}, {5, 6, 7, 8, 9}, {10, 11, 12, 13, 14}}
	found := s.Trades(teams, 1, 3, func(row int32) bool { return row == 5 })
	best := math.Inf(-1)
	for o, other := range teams {
		for _, a := range teams[1] {
			for _, b := range other {
				if e := s.Swap(teams[1], other, a, b); o != 1 && a != 5 {
					best = max(best, e.After-e.Before)
				}
			}
		}
	}
	if len(found) == 0 || math.Abs(found[0].Effect.After-found[0].Effect.Before-best) > 1e-12 {
		t.Fatalf("the best trades are %+v, want a first one that gains %v", found, best)
	}
	for i, f := range found {
		if f.Effect != s.Swap(teams[1], teams[f.Team], f.A, f.B) || f.A == 5 || i > 0 && f.Effect.After-f.Effect.Before > found[i-1].Effect.After-found[i-1].Effect.Before {
			t.Errorf("trade %d is %+v", i, f)
		}
	}
	if v, e := s.Expect(teams[0]), s.Explain(teams[0]); v.Chance != e.Chance || v.Error != e.Error || !(v.Error > 0) {
		t.Errorf("a team is expected at %+v, explained at %+v", v, e)
	}
}
