package team

import (
	"slices"
	"testing"
)

// nearestTeams is the sizes of teams, from the smallest, that PRODUCT.md asks for, by trying every way to make teams of n members, even or not. Of
// ways that are alike it is the evenest.
func nearestTeams(n, ideal int) []int {
	var best []int
	least := []int{}
	var try func(left, smallest int, teams []int)
	try = func(left, smallest int, teams []int) {
		if left == 0 {
			far, all := 0, 0
			for _, size := range teams {
				d := max(size-ideal, ideal-size)
				far, all = max(far, d), all+d
			}
			if off := []int{far, all, len(teams), teams[len(teams)-1] - teams[0]}; best == nil || slices.Compare(off, least) < 0 {
				best, least = slices.Clone(teams), off
			}
			return
		}
		for size := smallest; size <= left; size++ {
			if size == left || size*2 <= left {
				try(left-size, size, append(teams, size))
			}
		}
	}
	try(n, 1, nil)
	return best
}

// planned is the sizes of the teams of the first plan, from the smallest.
func planned(t *testing.T, n int, sizes Sizes) []int {
	t.Helper()
	p, err := read(unknown(n, sizes))
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	plans, err := p.plans()
	if err != nil {
		t.Fatalf("%d members with sizes %+v: %s", n, sizes, inWords(err))
	}
	got, _ := sizesOf(plans[0][0])
	slices.Sort(got)
	return got
}

func TestNumberOfTeamsIsNearestToTheIdeal(t *testing.T) {
	for _, c := range []struct {
		n     int
		sizes Sizes
		want  []int
	}{
		{11, Sizes{Ideal: 6}, []int{5, 6}}, {9, Sizes{Ideal: 6}, []int{4, 5}}, {6, Sizes{Ideal: 4}, []int{3, 3}},
		{7, Sizes{Ideal: 4}, []int{3, 4}}, {14, Sizes{Ideal: 4}, []int{4, 5, 5}}, {9, Sizes{Ideal: 2}, []int{2, 2, 2, 3}},
		{19, Sizes{Ideal: 10}, []int{9, 10}}, {12, Sizes{Ideal: 7}, []int{6, 6}}, {12, Sizes{Ideal: 10}, []int{12}},
		{9, Sizes{}, []int{4, 5}}, {8, Sizes{}, []int{4, 4}}, {7, Sizes{}, []int{7}},
		{11, Sizes{Min: 4, Max: 8}, []int{5, 6}},
		// The middle of 5 and 6 is neither, so that either number is as near; the larger teams are taken.
		{30, Sizes{Min: 5, Max: 6}, []int{6, 6, 6, 6, 6}},
		{24, Sizes{Min: 4, Max: 7}, []int{6, 6, 6, 6}},
	} {
		if got := planned(t, c.n, c.sizes); !slices.Equal(got, c.want) {
			t.Errorf("%d members with sizes %+v make teams of %v, want %v", c.n, c.sizes, got, c.want)
		}
	}
}

// No other way to make teams, of whatever sizes, is nearer.
func TestNumberOfTeamsAgainstEveryWay(t *testing.T) {
	for n := 1; n <= 26; n++ {
		for ideal := 1; ideal <= n+3; ideal++ {
			if got, want := planned(t, n, Sizes{Ideal: ideal}), nearestTeams(n, ideal); !slices.Equal(got, want) {
				t.Errorf("%d members by %d make teams of %v, want %v", n, ideal, got, want)
			}
		}
	}
}
