package team

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// polishedClub is a random club under rules of every kind, some for some teams only, in one of three with locks, in one of three robust.
func polishedClub(t *testing.T, number int) (Input, Options) {
	in := randomClub(t, number)
	rng := rand.New(rand.NewPCG(uint64(number), 23))
	if number%3 == 1 {
		in.Fixed = slices.Repeat([]int{-1}, in.Table.N)
		for k := range 3 {
			in.Fixed[rng.IntN(in.Table.N)] = k % 2
		}
	}
	return in, Options{Seed: uint64(number), Moves: int64(6500 * in.Table.N), Workers: 1, Robust: number%3 == 2}
}

// After a search no single move or swap makes the teams better: every one is scored from scratch. Moves are as many as were asked for, where
// nothing was solved.
func TestNoSingleMoveOrSwapImprovesWhatIsFound(t *testing.T) {
	proved, exact := 0, 0
	for number := range drawn(12, 400) {
		in, opt := polishedClub(t, number)
		f, p, err := formedBy(t, in, opt)
		if err != nil {
			continue // of locks or capacities that fit into no teams
		}
		if p.Moves > opt.Moves {
			t.Errorf("club %d: %d moves were tried of %d", number, p.Moves, opt.Moves)
		}
		exact += int(b2f(p.Moves == opt.Moves))
		if !*p.LocalOptimum {
			continue
		}
		proved++
		if better := f.betterBySingle(); better != "" {
			t.Errorf("club %d of %d under %s: %s", number, in.Table.N, inJSONText(in.Rules), better)
		}
	}
	if t.Logf("%d were proved, and %d took all moves", proved, exact); proved < drawn(10, 380) || exact < drawn(6, 260) {
		t.Error("that is too few")
	}
}

// formedBy is Propose, and the former behind it.
func formedBy(t *testing.T, in Input, opt Options) (*former, Proposal, error) {
	p, err := read(in)
	if err != nil {
		return nil, Proposal{}, err
	}
	plans, err := p.plans()
	if err != nil {
		return nil, Proposal{}, err
	}
	f := newFormer(t.Context(), p, opt, nil)
	if err := f.choose(plans); err != nil {
		return nil, Proposal{}, err
	}
	f.search()
	f.keepMusts()
	f.polish()
	return f, f.proposal(), nil
}

// betterBySingle says which single move or swap of members that may move by themselves makes what was found better.
func (f *former) betterBySingle() string {
	all, numbers, limits, at := [][]int32{}, []int{}, []slot{}, map[int32]int{}
	for s, teams := range f.found {
		for k, g := range teams {
			for _, i := range g {
				at[i] = len(all)
			}
			all, numbers, limits = append(all, slices.Clone(g)), append(numbers, f.plan[s][k].number), append(limits, f.plan[s][k])
		}
	}
	still := func(i int32) bool {
		return f.p.in.Fixed != nil && f.p.in.Fixed[i] >= 0 || slices.ContainsFunc(f.p.blocks, func(set []int32) bool { return slices.Contains(set, i) })
	}
	score := func() quality {
		q := f.p.quality(all, numbers, f.scales)
		for _, c := range f.p.rules {
			for t, g := range all {
				o := c.of(numbers[t], g)
				q.broken += c.resists(o) - c.breach(o)
			}
		}
		for s := range f.plan {
			for t, g := range all {
				if f.opt.Robust && f.p.section[g[0]] == s {
					near, _, _ := standing(f.p.watched(s), numbers[t], g)
					q.objective += robustShare * near / float64(len(all))
				}
			}
		}
		return q
	}
	was := score()
	better := func() bool {
		q := score()
		return q.better(was) && (q.broken < was.broken-1e-9 || q.objective > was.objective+1e-10)
	}
	for i := range int32(f.p.n) {
		for j := range int32(f.p.n) {
			s, t := at[i], at[j]
			if still(i) || f.p.section[i] != f.p.section[j] || s == t {
				continue
			}
			a, b := slices.Index(all[s], i), slices.Index(all[t], j)
			if i < j && !still(j) {
				all[s][a], all[t][b] = j, i
				if better() {
					return fmt.Sprintf("a swap of %d and %d makes %v %v", i, j, was, score())
				}
				all[s][a], all[t][b] = i, j
			}
			if b == 0 && len(all[s]) > limits[s].lo && len(all[t]) < limits[t].hi {
				all[s], all[t] = slices.Delete(slices.Clone(all[s]), a, a+1), append(all[t], i)
				if better() {
					return fmt.Sprintf("a move of %d to team %d makes %v %v", i, numbers[t], was, score())
				}
				all[s], all[t] = slices.Insert(all[s], a, i), all[t][:len(all[t])-1]
			}
		}
	}
	return ""
}
