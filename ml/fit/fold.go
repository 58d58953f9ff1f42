package fit

import (
	"math/rand/v2"
	"slices"
)

// Settings of the cross-validation.
const (
	aloneBelow  = 40 // teams below which each is left out alone
	maxSeasons  = 25 // seasons up to which each is left out alone
	usualFolds  = 10
	innerFolds  = 5
	floorOfData = 30 // teams with ratings below which nothing is learned
	netFrom     = 100
)

// A division gives each row its fold, from 0.
type division struct {
	fold  []int
	folds int
}

// test lists the rows of fold k, train all others.
func (v division) test(k int) []int {
	return slices.DeleteFunc(upTo(len(v.fold)), func(i int) bool { return v.fold[i] != k })
}

func (v division) train(k int) []int {
	return slices.DeleteFunc(upTo(len(v.fold)), func(i int) bool { return v.fold[i] == k })
}

// units are what is never split: seasons where there are two or more, otherwise teams. Seasons
// that share a team are one unit; if that leaves too few, teams are the units and crossed is true.
func (d *design) units() (unit []int, n int, crossed bool) {
	if d.season == nil {
		return d.group, d.groups, false
	}
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

// divisions are those of the outer cross-validation: each unit alone where there are few,
// otherwise folds drawn anew for each repeat.
func (d *design) divisions(repeats int, seed uint64) []division {
	unit, n, _ := d.units()
	seasons := d.season != nil && !slices.Equal(unit, d.group)
	if !seasons && n < aloneBelow || seasons && n <= maxSeasons {
		return []division{{unit, n}}
	}
	out := make([]division, repeats)
	for r := range out {
		out[r] = deal(unit, n, usualFolds, rand.New(rand.NewPCG(seed, uint64(r))))
	}
	return out
}

// deal puts units at random into folds of about as many units.
func deal(unit []int, n, folds int, rng *rand.Rand) division {
	order := rng.Perm(n)
	fold := make([]int, len(unit))
	for i, u := range unit {
		fold[i] = order[u] % min(folds, n)
	}
	return division{fold, min(folds, n)}
}

// inside divides some rows for the tuning within a fold: by team.
func (d *design) inside(rows []int, seed uint64) division {
	whole := d.group
	if d.season != nil && d.seasons > innerFolds+1 {
		whole = d.season
	}
	unit, n := number(pick(whole, rows))
	return deal(unit, n, innerFolds, rand.New(rand.NewPCG(seed, 77)))
}
