package team

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// mended returns the repairs of a division.
func mended(t interface {
	Fatalf(string, ...any)
}, in Input, teams [][]int, budget int) []Repair {
	d, err := Open(in, teams)
	if err != nil {
		t.Fatalf("a division to mend: %s", inWords(err))
	}
	return d.Mend(budget)
}

// Who has no team is put where it is best with them: within the sizes, in the section, in no closed team.
func TestLateJoiners(t *testing.T) {
	for _, c := range []struct {
		name   string
		sizes  Sizes
		closed []int
		rules  []Rule
		teams  [][]int
		want   int
	}{
		{"the smallest team", Sizes{Ideal: 3}, nil, nil, [][]int{{0, 1, 2}, {3, 4}}, 1},
		{"where there is room", Sizes{Min: 2, Max: 3}, nil, nil, [][]int{{0, 1, 2}, {3, 4}}, 1},
		{"no team has room", Sizes{Min: 1, Max: 2}, nil, []Rule{{Kind: Match, Column: "lab"}}, [][]int{{0, 1}, {2, 3, 4}}, 1},
		{"a team that nobody is in", Sizes{Ideal: 3}, nil, nil, [][]int{{0, 1, 2}, {}, {3, 4}}, 2},
		{"the smallest team is closed", Sizes{Ideal: 3}, []int{1}, nil, [][]int{{0, 1, 2}, {3, 4}}, 0},
		{"the team of the section", Sizes{Ideal: 2}, nil, []Rule{{Kind: Section, Column: "lab"}}, [][]int{{0, 1, 2}, {3, 4}}, 0},
		{"all teams are closed", Sizes{Ideal: 3}, []int{0, 1}, nil, [][]int{{0, 1, 2}, {3, 4}}, -1},
	} {
		in := Input{Table: table("lab,x\nP,1\nP,2\nP,3\nQ,4\nQ,5\nP,6"), Sizes: c.sizes, Closed: c.closed, Rules: c.rules}
		if c.rules == nil {
			in.Rules = []Rule{}
		}
		repairs := mended(t, in, c.teams, 0)
		if len(repairs) == 0 && c.want < 0 {
			continue
		}
		if len(repairs) != 1 || repairs[0].Proposal.Assignment(6)[5] != c.want || len(repairs[0].Moved) > 0 {
			t.Errorf("%s: offered is %+v; want the late joiner in team %d and nobody moved", c.name, repairs, c.want)
		}
	}
}

// listSizes writes the sizes of teams.
func listSizes(teams [][]int) string {
	var out []string
	for _, g := range teams {
		out = append(out, fmt.Sprint(len(g)))
	}
	return strings.Join(out, ",")
}

// Sizes are evened out by as few movers as can be, by way of a third team where only that can spare whom the short one needs.
func TestRepairsEvenOutSizes(t *testing.T) {
	drivers := []Rule{{Kind: Count, Column: "c", Value: "D", AtLeast: new(1), Strength: Must}}
	for _, c := range []struct {
		name   string
		cells  string // of one column, by row
		sizes  Sizes
		rules  []Rule
		closed []int
		teams  [][]int
		budget int
		want   []string // movers, sizes and who still has to move, of each repair
	}{
		{"a team over and one under", "AAAAAAAAAAAA", Sizes{Ideal: 3}, nil, nil, [][]int{{0, 1, 2, 3}, {4, 5}, {6, 7, 8}, {9, 10, 11}}, 3, []string{"1: 3,3,3,3 0"}},
		{"beyond the limits", "AAAAAAAAAAAA", Sizes{Min: 3, Max: 4}, nil, nil, [][]int{{0, 1, 2, 3}, {4, 5}, {6, 7, 8}, {9, 10, 11}}, 3, []string{"1: 3,3,3,3 0"}},
		{"within the limits", "AAAAAAAAAAAA", Sizes{Min: 2, Max: 4}, nil, nil, [][]int{{0, 1, 2, 3}, {4, 5}, {6, 7, 8}, {9, 10, 11}}, 3, nil},
		{"the team over is closed", "AAAAAAAAAAAA", Sizes{Ideal: 3}, nil, []int{0}, [][]int{{0, 1, 2, 3}, {4, 5}, {6, 7, 8}, {9, 10, 11}}, 3, nil},
		{"a size for each team", "AAAAAAAAA", Sizes{List: []Range{{4, 4}, {2, 2}, {3, 3}}}, nil, nil, [][]int{{0, 1, 2}, {3, 4, 5}, {6, 7, 8}}, 3, []string{"1: 4,2,3 0"}},
		{"a size for each team, one of which nobody is in", "AAAAAA", Sizes{List: []Range{{2, 2}, {3, 3}, {4, 4}}}, nil, nil, [][]int{{0, 1}, {}, {2, 3, 4, 5}}, 3, nil},
		{"who is late has to join a full team", "AAAAAA", Sizes{Min: 1, Max: 3}, []Rule{{Kind: Together, Members: []Text{"1", "6"}}}, nil, [][]int{{0, 1, 2}, {3, 4}}, 1, []string{"1: 3,3 0"}},
		{"and nobody may leave it", "AAAAAA", Sizes{Min: 1, Max: 3}, []Rule{{Kind: Together, Members: []Text{"1", "6"}}}, nil, [][]int{{0, 1, 2}, {3, 4}}, 0, []string{"0: 4,2 1"}},
		{"each section by itself", "AAAAABBBBBB", Sizes{Ideal: 3}, []Rule{{Kind: Section, Column: "c"}}, nil, [][]int{{0, 1, 2, 3}, {4}, {5, 6, 7}, {8, 9, 10}}, 3, []string{"1: 3,2,3,3 0"}},
		{"two have to move", "AAAAAAAAA", Sizes{Ideal: 3}, nil, nil, [][]int{{0, 1, 2, 3, 4}, {5}, {6, 7, 8}}, 3, []string{"1: 4,2,3 1", "2: 3,3,3 0"}},
		{"two have to move and one may", "AAAAAAAAA", Sizes{Ideal: 3}, nil, nil, [][]int{{0, 1, 2, 3, 4}, {5}, {6, 7, 8}}, 1, []string{"1: 4,2,3 1"}},
		{"nobody may move", "AAAAAAAAA", Sizes{Ideal: 3}, nil, nil, [][]int{{0, 1, 2, 3, 4}, {5}, {6, 7, 8}}, 0, nil},
		{"a third team spares the driver", "DAAAAADDA", Sizes{Ideal: 3}, append(drivers, Rule{Kind: Count, Column: "c", Value: "A", AtMost: new(3), Strength: Must},
			Rule{Kind: Count, Column: "c", Value: "A", AtMost: new(2), TeamSize: 3, Strength: Must}), nil, [][]int{{0, 1, 2, 3}, {4, 5}, {6, 7, 8}}, 2, []string{"2: 3,3,3 0"}},
		{"who should share a team comes together", "AAAAAA", Sizes{Ideal: 3}, []Rule{{Kind: Together, Members: []Text{"1", "4"}}}, nil, [][]int{{0, 1, 2}, {3, 4, 5}}, 2, []string{"2: 3,3 0"}},
		{"who shares a team stays together", "AAAAAA", Sizes{Ideal: 3}, []Rule{{Kind: Together, Members: []Text{"1", "2", "3", "4"}}}, nil, [][]int{{0, 1, 2, 3}, {4, 5}}, 3, nil},
	} {
		in := Input{Table: table("c\n" + strings.Join(strings.Split(c.cells, ""), "\n")), Sizes: c.sizes, Rules: c.rules, Closed: c.closed}
		if c.rules == nil {
			in.Rules = []Rule{}
		}
		var got []string
		for _, r := range mended(t, in, c.teams, c.budget) {
			got = append(got, fmt.Sprintf("%d: %s %d", len(r.Moved), listSizes(r.Proposal.Divisions()), r.Uneven))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: repairs are %q, want %q", c.name, got, c.want)
		}
	}
}

// Nobody changes teams for a gain that no page shows, though it is one.
func TestNobodyMovesForNothing(t *testing.T) {
	in, teams := uneven()
	in.Table = table("x,c\n1,A\n1,A\n2,A\n9,A\n9,A\n8,A")
	in.Rules = append(in.Rules, Rule{Kind: Match, Column: "c"})
	for _, weight := range []float64{1, 1e-5} {
		in.Rules[0].Weight = weight
		d, err := Open(in, teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		if got := d.Mend(2); (len(got) > 0) != (weight == 1) || len(d.Suggest(1)) == 0 {
			t.Errorf("with a weight of %v %d repairs are offered, and %d single steps", weight, len(got), len(d.Suggest(1)))
		}
	}
}

// edited is a club whose teams somebody changed by hand.
type edited struct {
	in     Input
	teams  [][]int
	locked []int
}

// drawEdited draws a club of up to most members in a few teams of any sizes. Some members are locked, some teams closed, and unplaced members have none.
func drawEdited(t *rapid.T, most, unplaced int) edited {
	n := rapid.IntRange(6, most).Draw(t, "n")
	x := edited{in: Input{Table: drawTable(t, n), Rules: drawRules(t, n), Fixed: slices.Repeat([]int{-1}, n)}}
	for i := range x.in.Rules {
		x.in.Rules[i].Strength = rapid.SampledFrom([]Strength{Must, Should}).Draw(t, "strength")
	}
	if rapid.Bool().Draw(t, "sections") {
		x.in.Rules = append(x.in.Rules, Rule{Kind: Section, Column: "sex"})
	}
	x.in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 3}, {Min: 2, Max: 4}, {Min: 3, Max: 9}, {List: []Range{{2, 3}, {4, 5}, {1, 9}, {3, 3}}}}).Draw(t, "sizes")
	x.teams = make([][]int, 4)
	sex, _ := x.in.Table.Column("sex")
	for i := range n - unplaced {
		team := rapid.IntRange(0, 3).Draw(t, "team")
		if x.in.Rules[len(x.in.Rules)-1].Kind == Section { // two teams for each section
			team = team/2*2 + int(sex.Cell(i)[0])%2
		}
		x.teams[team] = append(x.teams[team], i)
		if rapid.IntRange(0, 5).Draw(t, "lock") == 0 {
			x.in.Fixed[i], x.locked = team, append(x.locked, i)
		}
	}
	x.in.Closed = rapid.SampledFrom([][]int{nil, nil, {1}, {0, 2}}).Draw(t, "closed")
	return x
}

// A repair moves no more members than it may, and leaves alone who is locked, closed teams, sections and who shares a team. It is never worse in
// must-rules or sizes, and each is better than the one before.
func TestRepairsDoNoHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unplaced := rapid.IntRange(0, 2).Draw(t, "unplaced")
		x := drawEdited(t, 14, unplaced)
		d, err := Open(x.in, x.teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		before, budget := d.assignment(), rapid.IntRange(0, 4).Draw(t, "budget")
		last := d.p.state(x.teams)
		repairs := d.Mend(budget)
		if len(repairs) > mostRepairs {
			t.Fatalf("%d repairs are offered, want %d at most", len(repairs), mostRepairs)
		}
		for k, r := range repairs {
			now := d.p.state(r.Proposal.Divisions())
			if (k > 0 || unplaced == 0) && !now.better(last) {
				t.Fatalf("repair %d of %v is %v, no better than %v", k+1, x.teams, now, last)
			}
			if now.uneven != r.Uneven || k > 0 && len(r.Moved) <= len(repairs[k-1].Moved) {
				t.Fatalf("repair %d is said to leave %d members to move, of sizes %s, and moves %v", k+1, r.Uneven, listSizes(r.Proposal.Divisions()), r.Moved)
			}
			last = now
			moved := []int{}
			for i, team := range r.Proposal.Assignment(len(before)) {
				if before[i] >= 0 && team != before[i] {
					moved = append(moved, i)
				}
				if team != before[i] && (slices.Contains(x.locked, i) || slices.Contains(x.in.Closed, before[i]) || slices.Contains(x.in.Closed, team)) {
					t.Fatalf("member %d goes from team %d to %d, locked are %v, closed %v", i, before[i], team, x.locked, x.in.Closed)
				}
				for j, other := range before {
					if team >= 0 && r.Proposal.Assignment(len(before))[j] == team && other >= 0 && d.p.section[i] != d.p.section[j] {
						t.Fatalf("members %d and %d of two sections are in team %d", i, j, team)
					}
				}
			}
			if !slices.Equal(moved, r.Moved) || len(moved) > budget {
				t.Fatalf("%v moved, said is %v, %d may", moved, r.Moved, budget)
			}
		}
		if !slices.EqualFunc(d.Score().Divisions(), x.teams, func(a, b []int) bool { return slices.Equal(a, b) }) {
			t.Fatalf("the draft itself was changed")
		}
	})
}

// With one mover the best repair is no worse than any single move that keeps each team as near to its size as it is, with two it is no worse
// than any swap either.
func TestTheBestSingleStepIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawEdited(t, 12, 0)
		d, err := Open(x.in, x.teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		movers := rapid.IntRange(1, 2).Draw(t, "movers")
		best, got := x.bestStep(d, movers), d.p.state(x.teams)
		for _, r := range d.Mend(movers) {
			got = d.p.state(r.Proposal.Divisions())
		}
		if best.objective -= leastGain; best.better(got) {
			t.Fatalf("the best single step of %d movers for %v leads to %+v, found is %+v", movers, x.teams, best, got)
		}
	})
}

// bestStep tries every move of one who may move, and with two movers every swap, and returns what the best leads to.
func (x edited) bestStep(d *Draft, movers int) state {
	before, ranges := d.assignment(), d.p.ranges(x.teams)
	stays := func(i int) bool {
		return x.in.Fixed[i] >= 0 || slices.Contains(x.in.Closed, before[i]) ||
			slices.ContainsFunc(d.p.blocks, func(block []int32) bool { return slices.Contains(block, int32(i)) })
	}
	best := d.p.state(x.teams)
	for i, from := range before {
		for to, g := range x.teams {
			if stays(i) || to == from || len(g) == 0 || slices.Contains(x.in.Closed, to) || d.p.section[g[0]] != d.p.section[i] {
				continue
			}
			partners := []int{-1}
			if movers == 2 {
				partners = append(partners, g...)
			}
			for _, j := range partners {
				if j < 0 && (len(g) >= ranges[to].Max || len(x.teams[from]) <= max(1, ranges[from].Min)) || j >= 0 && stays(j) {
					continue
				}
				if s := d.p.state(swapped(x.teams, Suggestion{Member: i, With: j, To: to})); s.better(best) {
					best = s
				}
			}
		}
	}
	return best
}

// What a step leads to is reckoned from the teams that it touches, and is what the whole division scores from scratch.
func TestStatesAfterSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawEdited(t, 14, 0)
		d, err := Open(x.in, x.teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		for range 4 {
			all := append(slices.Clone(d.improving()), d.chains()...)
			for _, st := range all {
				got, want := d.stateAfter(st), d.p.state(d.after(st))
				if !near(got.objective, want.objective) || !near(got.broken, want.broken) || got.uneven != want.uneven {
					t.Fatalf("%+v in %v leads to %+v, from scratch to %+v", st, d.teams, got, want)
				}
			}
			if len(all) == 0 {
				return
			}
			d.take(rapid.SampledFrom(all).Draw(t, "step"))
		}
	})
}

// Of a large section the teams in which something is amiss are considered and some of the others, so that a page can wait for what is found there; of one of
// up to mostSearched all are. What is found is true of the whole, leaves alone who is elsewhere, and is found again.
func TestRepairsOfALargeSectionLookAtSomeTeams(t *testing.T) {
	open := func(n int) *Draft {
		in := crowd(n)
		in.Rules = []Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Wishes, Column: "wants"}}
		var teams [][]int
		for k := range n / 5 {
			teams = append(teams, []int{5 * k, 5*k + 1, 5*k + 2, 5*k + 3, 5*k + 4})
		}
		teams[7], teams[n/5-1] = teams[7][:2], teams[n/5-1][:4]
		d, err := Open(in, teams)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if n, of := open(mostSearched).Considered(); n != of {
		t.Errorf("of a section of %d members %d of %d teams are considered, want all", mostSearched, n, of)
	}
	const large = 2 * mostSearched
	d := open(large)
	if n := len(d.assignment()); n != large {
		t.Fatalf("%d members, want %d", n, large)
	}
	n, of := d.Considered()
	if movable := len(d.movable(0)); movable > mostConsidered+5 || n < 60 || of != large/5 || !d.considered(0, 7) {
		t.Errorf("of %d teams %d are considered, with %d movable members, that of two among them: %v", of, n, movable, d.considered(0, 7))
	}
	repairs, before := d.Mend(3), d.assignment()
	if len(repairs) == 0 {
		t.Fatal("no repair is found for a team of two")
	}
	for _, r := range repairs {
		scored, err := d.Try(r.Proposal.Divisions())
		if err != nil || scored.Objective != r.Proposal.Objective {
			t.Errorf("a repair scores %v, and from scratch %v, %v", r.Proposal.Objective, scored.Objective, err)
		}
		for _, i := range r.Moved {
			if !d.considered(0, before[i]) {
				t.Errorf("member %d moves, whose team was not considered", i)
			}
		}
	}
	last := repairs[len(repairs)-1].Proposal.Divisions()
	for _, i := range []int{37, 38, 39, large - 1} { // who had no team
		at := slices.IndexFunc(last, func(g []int) bool { return slices.Contains(g, i) })
		if at < 0 || !d.considered(0, at) {
			t.Errorf("member %d joins team %d", i, at)
		}
	}
	if again := open(large).Mend(3); !reflect.DeepEqual(again, repairs) {
		t.Error("another repair is found at the second time")
	}
}
