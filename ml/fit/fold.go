// Splits for cross-validation that keep together what must not be split: teams, whose members share
// a rating's circumstances, and seasons, whose survey and club change together (blocked or grouped
// cross-validation; Roberts et al. 2017, Ecography 40). Where there are few blocks each is left out
// alone, which leaves most data to learn from; otherwise ten folds are drawn anew for each repeat.

package fit

import (
	"math/rand/v2"
	"slices"
)

// Settings of the cross-validation.
const (
	leaveOneOutBelow = 40 // teams below which each is left out alone
	leaveSeasonOut   = 25 // seasons up to which each is left out alone
	outerFoldCount   = 10
	innerFoldCount   = 5
	minTeams         = 30 // teams with ratings below which nothing is learned: of a thousand made-up
	// clubs of 30 or 50 teams whose answers tell nothing, two claimed something
	netMinTeams = 100 // teams below which no net is tried
)

// A split gives each row its fold, from 0.
type split struct {
	fold  []int
	folds int
}

// test lists the rows of fold k.
func (v split) test(k int) []int {
	return slices.DeleteFunc(upTo(len(v.fold)), func(i int) bool { return v.fold[i] != k })
}

// train lists the rows of all folds but k.
func (v split) train(k int) []int {
	return slices.DeleteFunc(upTo(len(v.fold)), func(i int) bool { return v.fold[i] == k })
}

// units are what is never split: seasons where there are two or more, otherwise teams. Seasons
// that share a team are one unit; if that leaves too few, teams are the units and crossed is true.
func (d *design) units() (unit []int, n int, crossed bool) {
	if d.season == nil {
		return d.group, d.groups, false
	}
	// Union-find over seasons: two that share a team become one unit.
	root := make([]int, d.seasons)
	for s := range root {
		root[s] = s
	}
	var find func(int) int
	find = func(s int) int {
		if root[s] != s {
			root[s] = find(root[s])
		}
		return root[s]
	}
	first := map[int]int{}
	for i, g := range d.group {
		s := find(d.season[i])
		if f, ok := first[g]; ok {
			root[s] = find(f)
			continue
		}
		first[g] = s
	}
	unit = make([]int, d.n)
	for i := range unit {
		unit[i] = find(d.season[i])
	}
	if unit, n = number(unit); n < 2 {
		return d.group, d.groups, true
	}
	return unit, n, false
}

// outerSplits are those of the outer cross-validation: each unit alone where there are few,
// otherwise folds drawn anew for each repeat.
func (d *design) outerSplits(repeats int, seed uint64) []split {
	unit, n, _ := d.units()
	seasons := d.season != nil && !slices.Equal(unit, d.group)
	if !seasons && n < leaveOneOutBelow || seasons && n <= leaveSeasonOut {
		return []split{{unit, n}}
	}
	out := make([]split, repeats)
	for r := range out {
		out[r] = randomSplit(unit, n, outerFoldCount, rand.New(rand.NewPCG(seed, uint64(r))))
	}
	return out
}

// randomSplit puts units at random into folds of about as many units.
func randomSplit(unit []int, n, folds int, rng *rand.Rand) split {
	order := rng.Perm(n)
	fold := make([]int, len(unit))
	for i, u := range unit {
		fold[i] = order[u] % min(folds, n)
	}
	return split{fold, min(folds, n)}
}

// innerSplit splits some rows for tuning within a fold: by season where there are enough, otherwise
// by team.
func (d *design) innerSplit(rows []int, seed uint64) split {
	whole := d.group
	if d.season != nil && d.seasons > innerFoldCount+1 {
		whole = d.season
	}
	unit, n := number(pick(whole, rows))
	return randomSplit(unit, n, innerFoldCount, rand.New(rand.NewPCG(seed, 77)))
}
