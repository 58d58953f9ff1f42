package team

import (
	"slices"
	"testing"
)

// pairsOf counts the pairs of teammates.
func teammates(slots []slot) (pairs, members int) {
	for _, s := range slots {
		pairs, members = pairs+s.size*(s.size-1)/2, members+s.size
	}
	return pairs, members
}

func outside(slots []slot) bool {
	return slices.ContainsFunc(slots, func(s slot) bool { return s.size < s.lo || s.size > s.hi })
}

// So many teams of such ranges that not every size is tried.
func TestManyWideRangesAreFilledSoon(t *testing.T) {
	list := slices.Repeat([]Range{{1, 300}}, 600)
	list[7].Max = 500
	const n = 2600
	slots, err := listed(list, n)
	if err != nil {
		t.Fatal(err)
	}
	pairs, members := teammates(slots)
	if members != n || outside(slots) || slots[7].size != 500 {
		t.Errorf("%d of %d members have a place, %d of them in the largest team", members, n, slots[7].size)
	}
	evenly, _ := teammates(even(n, len(list)))
	if pairs <= evenly {
		t.Errorf("they are in %d pairs, in even teams they would be in %d", pairs, evenly)
	}
}

func TestImpossibleSizesAndLocks(t *testing.T) {
	for _, c := range []struct {
		name   string
		sizes  Sizes
		fixed  []int
		closed []int
		want   string
	}{
		{"a size below 0", Sizes{Ideal: -1}, nil, nil, "size_negative"},
		{"an ideal above the largest", Sizes{Ideal: 9, Max: 4}, nil, nil, "size_outside_limits"},
		{"an ideal below the least", Sizes{Ideal: 2, Min: 3, Max: 4}, nil, nil, "size_outside_limits"},
		{"too few teams for the largest size", Sizes{Teams: 2, Max: 3}, nil, nil, "sizes_teams_do_not_fit"},
		{"fewer teams than sections", Sizes{Teams: 1}, nil, nil, "teams_under_sections"},
		{"a range from 0", Sizes{List: []Range{{0, 8}}}, nil, nil, "size_range"},
		{"a range that ends before it begins", Sizes{List: []Range{{4, 3}}}, nil, nil, "size_range"},
		{"a lock to a team there is not", Sizes{Teams: 4}, []int{7, -1, -1, -1, -1, -1, -1, -1}, nil, "fixed_team_unknown"},
		{"a team of two sections", Sizes{Teams: 4}, []int{0, 0, -1, -1, -1, -1, -1, -1}, nil, "fixed_team_unknown"},
		{"more locked teams than a section has", Sizes{Teams: 2}, []int{0, -1, 1, -1, -1, -1, -1, -1}, nil, "fixed_teams_over_section"},
		{"all teams closed", Sizes{Teams: 2}, []int{0, 1, -1, -1, -1, -1, -1, -1}, []int{0, 1}, "no_team_open"},
	} {
		in := crowd(8)
		in.Rules = []Rule{{Kind: Section, Column: "s"}}
		in.Sizes, in.Fixed, in.Closed = c.sizes, c.fixed, c.closed
		_, err := Propose(t.Context(), in, Options{Moves: 10}, nil)
		if got := reason(err); got != c.want {
			t.Errorf("%s: reason %q, want %q", c.name, got, c.want)
		}
	}
}
