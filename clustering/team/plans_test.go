package team

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// members is a club of n members of whom nothing is known.
func unknown(n int, sizes Sizes) Input {
	return Input{Table: survey.Table{N: n}, Rules: []Rule{}, Sizes: sizes}
}

// inSizes words the plans of a section: the sizes of teams, with limits where the search may choose.
func inSizes(plans [][]slot) string {
	var all []string
	for _, slots := range plans {
		var teams []string
		for _, s := range slots {
			text := fmt.Sprint(s.size)
			if s.lo != s.hi {
				text = fmt.Sprintf("%d in %d-%d", s.size, s.lo, s.hi)
			}
			teams = append(teams, text)
		}
		all = append(all, strings.Join(teams, "+"))
	}
	return strings.Join(all, "; ")
}

func TestPlansOfSizes(t *testing.T) {
	for _, c := range []struct {
		name  string
		n     int
		sizes Sizes
		want  string
	}{
		{"nothing given", 10, Sizes{}, "5+5"},
		{"a size that divides", 12, Sizes{Ideal: 4}, "4+4+4"},
		{"a size, the rest dealt", 14, Sizes{Ideal: 4}, "5+5+4"},
		{"a size larger than the club", 3, Sizes{Ideal: 7}, "3"},
		{"a number of teams", 11, Sizes{Teams: 3}, "4+4+3"},
		{"as many teams as members", 3, Sizes{Teams: 3}, "1+1+1"},
		{"a number of teams beside a size", 11, Sizes{Teams: 2, Ideal: 4}, "6+5"},
		{"limits, their middle first", 12, Sizes{Min: 3, Max: 5}, "4+4+4; 4 in 3-5+4 in 3-5+4 in 3-5; 3+3+3+3; 3 in 3-5+3 in 3-5+3 in 3-5+3 in 3-5"},
		{"limits that leave no choice", 12, Sizes{Min: 4, Max: 4}, "4+4+4"},
		{"limits and a size", 9, Sizes{Min: 2, Max: 4, Ideal: 4}, "3+3+3; 3 in 2-4+3 in 2-4+3 in 2-4; 3+2+2+2; 3 in 2-4+2 in 2-4+2 in 2-4+2 in 2-4"},
		{"a largest size alone", 5, Sizes{Max: 4}, "3+2; 3 in 1-4+2 in 1-4; 2+2+1; 2 in 1-4+2 in 1-4+1 in 1-4; 2+1+1+1; 2 in 1-4+1 in 1-4+1 in 1-4+1 in 1-4; 1+1+1+1+1; 1 in 1-4+1 in 1-4+1 in 1-4+1 in 1-4+1 in 1-4"},
		{"a least size alone", 7, Sizes{Min: 3}, "4+3; 4 in 3-6+3 in 3-6"},
		{"a list", 9, Sizes{List: []Range{{4, 4}, {5, 5}}}, "4+5"},
		{"a list of ranges, the most pairs", 9, Sizes{List: []Range{{2, 6}, {3, 5}}}, "6 in 2-6+3 in 3-5"},
		{"a list beside all else", 4, Sizes{List: []Range{{2, 2}, {2, 2}}, Ideal: 3, Teams: 1}, "2+2"},
	} {
		p, err := read(unknown(c.n, c.sizes))
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		plans, err := p.plans()
		if err != nil {
			t.Errorf("%s: %s", c.name, inWords(err))
			continue
		}
		if got := inSizes(plans[0]); got != c.want {
			t.Errorf("%s: %d members are planned as %s, want %s", c.name, c.n, got, c.want)
		}
	}
}

// However sizes are given, each plan places everybody, within the limits, and the numbers of teams are tried from the nearest to the ideal.
func TestPlansPlaceEverybody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, least := rapid.IntRange(1, 60).Draw(t, "n"), rapid.IntRange(0, 4).Draw(t, "min")
		sizes := Sizes{Min: least, Max: rapid.SampledFrom([]int{0, least + 1, least + 3}).Draw(t, "max")}
		middle := 5.0
		switch {
		case sizes.Min > 0 && sizes.Max > 0:
			middle = float64(sizes.Min+sizes.Max) / 2
		case sizes.Min+sizes.Max > 0:
			middle = float64(sizes.Min + sizes.Max)
		}
		p, err := read(unknown(n, sizes))
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		plans, err := p.plans()
		if err != nil {
			return
		}
		before := 0.0
		for _, slots := range plans[0] {
			_, placed := teammates(slots)
			if placed != n || outside(slots) {
				t.Fatalf("%d members with sizes %+v are planned as %s", n, sizes, inSizes([][]slot{slots}))
			}
			off := 0.0
			for _, s := range slots {
				off = max(off, abs(float64(s.size)-middle))
			}
			if off < before-1e-9 {
				t.Fatalf("%d members with sizes %+v: %s comes after a plan farther from the ideal of %v", n, sizes, inSizes([][]slot{slots}), middle)
			}
			before = off
			for _, s := range slots {
				if sizes.Max > 0 && s.size > sizes.Max || s.size < sizes.Min {
					t.Fatalf("%d members with sizes %+v are planned as %s", n, sizes, inSizes([][]slot{slots}))
				}
			}
		}
		if len(plans[0]) > 2*maxOptions {
			t.Fatalf("%d plans are tried, want %d numbers of teams at most", len(plans[0]), maxOptions)
		}
	})
}

// Teams are shared out among sections by their members, at least one each.
func TestTeamsOfSections(t *testing.T) {
	for _, c := range []struct {
		sections []int
		teams    int
		want     []int
	}{
		{[]int{10, 10}, 4, []int{2, 2}}, {[]int{12, 4, 1}, 5, []int{3, 1, 1}}, {[]int{1, 1, 1}, 3, []int{1, 1, 1}}, {[]int{9, 3}, 4, []int{3, 1}}, {[]int{5, 5}, 0, []int{0, 0}},
	} {
		p := &problem{in: Input{Sizes: Sizes{Teams: c.teams}}}
		for _, n := range c.sections {
			p.sections = append(p.sections, make([]int32, n))
		}
		if got, err := p.shareTeams(); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%d teams of sections of %v are shared out as %v (%v), want %v", c.teams, c.sections, got, err, c.want)
		}
	}
}

// Errors on a section name it, and its members where they are few.
func TestErrorsOfSizesNameTheSection(t *testing.T) {
	in := Input{Table: table("id,lab\na,P\nb,P\nc,P\ne,Q\nf,Q\ng,Q\nh,Q"), IDs: []string{"a", "b", "c", "e", "f", "g", "h"}, Sizes: Sizes{Min: 3, Max: 3}, Rules: []Rule{{Kind: Section, Column: "lab"}}}
	_, err := Propose(t.Context(), in, Options{Moves: 10}, nil)
	if text := inWords(err); reason(err) != "sizes_do_not_add_up" || !strings.Contains(text, "Q") || !strings.Contains(text, "h") {
		t.Errorf("a section of four in teams of three is refused by %q, want its name and members", text)
	}
}

// Locked members fit, closed teams take nobody else, and the others are as even as that leaves them.
func TestRoomForLocks(t *testing.T) {
	for _, c := range []struct {
		name   string
		sizes  Sizes
		fixed  []int
		closed []int
		want   string
	}{
		{"nobody locked", Sizes{Teams: 3}, []int{-1, -1, -1, -1, -1, -1, -1}, nil, "3+2+2"},
		{"more locked than a team has", Sizes{Teams: 3}, []int{0, 0, 0, 0, -1, -1, -1}, nil, "4+2+1"},
		{"a closed team of one", Sizes{Teams: 3}, []int{1, -1, -1, -1, -1, -1, -1}, []int{1}, "1+3+3"},
		{"a closed team without anybody is open", Sizes{Teams: 3}, []int{-1, -1, -1, -1, -1, -1, -1}, []int{1}, "3+2+2"},
		{"limits give way to locks", Sizes{Teams: 3, Min: 2, Max: 3}, []int{0, 0, 0, 0, -1, -1, -1}, nil, "4+2+1"},
		{"a list of sizes stays", Sizes{List: []Range{{5, 5}, {2, 2}}}, []int{-1, 1, -1, -1, -1, -1, -1}, nil, "5+2"},
		{"all in two closed teams", Sizes{Teams: 2}, []int{0, 0, 0, 1, 1, 1, 1}, []int{0, 1}, "3+4"},
	} {
		in := unknown(7, c.sizes)
		in.Fixed, in.Closed = c.fixed, c.closed
		f := testFormer(t, in)
		if _, placed := teammates(f.plan[0]); placed != 7 {
			t.Errorf("%s: %d of 7 members have a place", c.name, placed)
		}
		sizes, _ := sizesOf(f.plan[0])
		if got := strings.Trim(strings.ReplaceAll(fmt.Sprint(sizes), " ", "+"), "[]"); got != c.want {
			t.Errorf("%s: the teams have %s members, want %s", c.name, got, c.want)
		}
	}
}

// Scores are measured by sizes that do not depend on who is where.
func TestFramesOfDivisions(t *testing.T) {
	p, err := read(unknown(10, Sizes{Min: 2, Max: 4}))
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	for _, c := range []struct {
		teams, members int
		want           string
	}{
		{3, 10, "[{[4 3 3] [2 2 2] [4 4 4] []}]"}, {2, 10, "[{[5 5] [2 2] [5 5] []}]"}, {0, 0, "[{[] [] [] []}]"}, {2, 3, "[{[2 1] [2 1] [3 3] []}]"},
	} {
		if got := fmt.Sprint(p.frames([]int{c.teams}, []int{c.members})); got != c.want {
			t.Errorf("%d teams of %d members are framed as %s, want %s", c.teams, c.members, got, c.want)
		}
	}
}

// A list of sizes is of all teams of the club, and sections share it out; where that cannot be, each has the whole list.
func TestSectionsShareAListOfSizes(t *testing.T) {
	fixed := func(n int, at map[int]int) []int {
		out := slices.Repeat([]int{-1}, n)
		for i, team := range at {
			out[i] = team
		}
		return out
	}
	for _, c := range []struct {
		name     string
		sections []int
		list     []Range
		locked   map[int]int
		want     string // the section and size of each team
		reason   string
	}{
		{"in order", []int{9, 7}, []Range{{5, 5}, {4, 4}, {4, 4}, {3, 3}}, nil, "0:5 0:4 1:4 1:3", ""},
		{"in another order", []int{7, 9}, []Range{{5, 5}, {4, 4}, {4, 4}, {3, 3}}, nil, "1:5 0:4 1:4 0:3", ""},
		{"as who is locked asks for", []int{9, 7}, []Range{{5, 5}, {4, 4}, {4, 4}, {3, 3}}, map[int]int{9: 1}, "0:5 1:4 0:4 1:3", ""},
		{"ranges", []int{6, 11}, []Range{{4, 6}, {4, 6}, {5, 7}}, nil, "0:6 1:6 1:5", ""},
		{"three sections", []int{2, 2, 8}, []Range{{5, 5}, {2, 2}, {3, 3}, {2, 2}}, nil, "2:5 0:2 2:3 1:2", ""},
		{"the whole list for each", []int{5, 5}, []Range{{2, 2}, {3, 3}}, nil, "0:2 0:3 1:2 1:3", ""},
		{"no way", []int{8, 8}, []Range{{5, 5}, {5, 5}, {6, 6}}, nil, "", "sizes_listed_not_shared"},
	} {
		var rows strings.Builder
		rows.WriteString("lab")
		for s, n := range c.sections {
			rows.WriteString(strings.Repeat(fmt.Sprintf("\n%c", 'A'+s), n))
		}
		in := Input{Table: table(rows.String()), Sizes: Sizes{List: c.list}, Rules: []Rule{{Kind: Section, Column: "lab"}}}
		if c.locked != nil {
			in.Fixed = fixed(in.Table.N, c.locked)
		}
		p, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
		if err != nil {
			if reason(err) != c.reason {
				t.Errorf("%s: the error is %v, want %q", c.name, err, c.reason)
			}
			continue
		}
		var got []string
		for _, g := range p.Teams {
			section, before := 0, 0
			for before += c.sections[0]; g.Members[0] >= before; before += c.sections[section] {
				section++
			}
			got = append(got, fmt.Sprintf("%d:%d", section, len(g.Members)))
		}
		if strings.Join(got, " ") != c.want || len(p.Unmet) > 0 {
			t.Errorf("%s: the teams are %v, want %s", c.name, got, c.want)
		}
		if d, err := Open(in, p.Divisions()); err != nil || d.Uneven() != 0 {
			t.Errorf("%s: as they were formed the sizes of %v are uneven (%v)", c.name, got, err)
		}
	}
}

// In a list of sizes each team has its own, whoever is locked to it; but who is locked to a team is in it though the list has no room.
func TestListedSizesBesideLocks(t *testing.T) {
	for _, c := range []struct {
		fixed []int
		want  []int
	}{{[]int{-1, 1, -1, -1, -1, -1, -1}, []int{5, 2}}, {[]int{1, 1, 1, -1, -1, -1, -1}, []int{4, 3}}} {
		in := unknown(7, Sizes{List: []Range{{5, 5}, {2, 2}}})
		in.Fixed = c.fixed
		p, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		if got := []int{len(p.Teams[0].Members), len(p.Teams[1].Members)}; !slices.Equal(got, c.want) {
			t.Errorf("with locks %v the teams have %v members, want %v", c.fixed, got, c.want)
		}
		for i, team := range p.Assignment(7) {
			if c.fixed[i] >= 0 && c.fixed[i] != team {
				t.Errorf("member %d is in team %d, locked to %d", i, team, c.fixed[i])
			}
		}
	}
}
