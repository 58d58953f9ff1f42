package team

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Teams of high and of low numbers: trading members evens them out.
func uneven() (Input, [][]int) {
	return Input{Table: table("x\n1\n1\n2\n9\n9\n8"), Sizes: Sizes{Ideal: 3}, Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}}}, [][]int{{0, 1, 2}, {3, 4, 5}}
}

// Each suggestion changes the scores as it says, and leaves locked members and closed teams alone.
func TestSuggestionsSayWhatTheyChange(t *testing.T) {
	for _, c := range []struct {
		name   string
		fixed  []int
		closed []int
		want   func(Suggestion) bool
	}{
		{"nobody locked", nil, nil, func(Suggestion) bool { return true }},
		{"two locked", []int{0, -1, -1, 1, -1, -1}, nil, func(s Suggestion) bool { return s.Member%3 != 0 && s.With%3 != 0 }},
		{"a closed team", nil, []int{1}, nil},
		{"all locked", []int{0, 0, 0, 1, 1, 1}, nil, nil},
	} {
		in, teams := uneven()
		in.Fixed, in.Closed = c.fixed, c.closed
		d, err := Open(in, teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		before := d.Score()
		all := d.Suggest(5)
		if (len(all) == 0) != (c.want == nil) {
			t.Errorf("%s: suggested are %+v", c.name, all)
		}
		for k, s := range all {
			if !c.want(s) || s.With < 0 {
				t.Errorf("%s: suggested is %+v, want only swaps of those who may move", c.name, s)
			}
			if k > 0 && s.Change > all[k-1].Change {
				t.Errorf("%s: suggestion %d changes more than the one before", c.name, k+1)
			}
			after, err := Evaluate(in, swapped(teams, s))
			if err != nil || !near(after.Objective-before.Objective, s.Change) || !near(after.Rules[0].Score-before.Rules[0].Score, s.Rules[0]) {
				t.Errorf("%s: %+v changes the objective by %v (%v)", c.name, s, after.Objective-before.Objective, err)
			}
		}
	}
}

// swapped makes a suggested change.
func swapped(teams [][]int, s Suggestion) [][]int {
	var out [][]int
	from := slices.IndexFunc(teams, func(g []int) bool { return slices.Contains(g, s.Member) })
	for t, g := range teams {
		g = slices.DeleteFunc(slices.Clone(g), func(i int) bool { return i == s.Member || i == s.With })
		if t == s.To {
			g = append(g, s.Member)
		}
		if t == from && s.With >= 0 {
			g = append(g, s.With)
		}
		out = append(out, g)
	}
	return out
}

// With room in the sizes a move can be suggested, and a broken must-rule comes before the objective.
func TestSuggestionsMendMustRules(t *testing.T) {
	in := Input{Table: table("c,x\nA,1\nA,2\nB,3\nB,4\nB,5"), Sizes: Sizes{Min: 1, Max: 4}, Rules: []Rule{{Kind: Count, Column: "c", Value: "A", AtLeast: new(1), Strength: Must}, {Kind: Match, Column: "c"}}}
	d, err := Open(in, [][]int{{0, 1, 2}, {3, 4}})
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	all := d.Suggest(9)
	moves := 0
	for k, s := range all {
		moves += int(b2f(s.With < 0))
		if k > 0 && (s.Unmet < all[k-1].Unmet || s.Unmet == all[k-1].Unmet && s.Change > all[k-1].Change) {
			t.Errorf("suggestion %d is %+v, better than the one before, %+v", k+1, s, all[k-1])
		}
	}
	if moves == 0 || moves == len(all) || all[0].Unmet != 0 {
		t.Errorf("suggested are %+v, want swaps and moves, and first what mends the must-rule", all)
	}
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
		{"the smallest team is closed", Sizes{Ideal: 3}, []int{1}, nil, [][]int{{0, 1, 2}, {3, 4}}, 0},
		{"the team of the section", Sizes{Ideal: 2}, nil, []Rule{{Kind: Section, Column: "lab"}}, [][]int{{0, 1, 2}, {3, 4}}, 0},
		{"all teams are closed", Sizes{Ideal: 3}, []int{0, 1}, nil, [][]int{{0, 1, 2}, {3, 4}}, -1},
	} {
		in := Input{Table: table("lab,x\nP,1\nP,2\nP,3\nQ,4\nQ,5\nP,6"), Sizes: c.sizes, Closed: c.closed, Rules: c.rules}
		if c.rules == nil {
			in.Rules = []Rule{}
		}
		repairs, err := Mend(in, c.teams, 0)
		if err != nil {
			t.Fatalf("%s: %s", c.name, inWords(err))
		}
		if got := repairs[0].Proposal.Assignment(6)[5]; got != c.want || len(repairs[0].Moved) > 0 {
			t.Errorf("%s: the late joiner is in team %d, and %v moved; want %d and nobody", c.name, got, repairs[0].Moved, c.want)
		}
	}
}

// Each repair is better than the one before, moves nobody who is locked, and the last is the best of all that the budget allows to reach.
func TestMendLeavesLocksAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 14).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Rules: drawRules(t, n), Sizes: Sizes{Min: 2, Max: 9}, Fixed: slices.Repeat([]int{-1}, n)}
		teams := [][]int{{}, {}, {}}
		for i := range n - 1 {
			teams[i%3] = append(teams[i%3], i)
		}
		locked := rapid.SliceOfNDistinct(rapid.IntRange(0, n-2), 0, 3, rapid.ID[int]).Draw(t, "locked")
		for _, i := range locked {
			in.Fixed[i] = i % 3
		}
		in.Closed = rapid.SampledFrom([][]int{nil, {1}, {0, 2}}).Draw(t, "closed")
		d, err := Open(in, teams)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		last := quality{broken: math.Inf(1)}
		for k, r := range d.Mend(rapid.IntRange(0, 5).Draw(t, "budget")) {
			at := r.Proposal.Assignment(n)
			for i, team := range at[:n-1] {
				if team != i%3 && (slices.Contains(locked, i) || slices.Contains(in.Closed, i%3) || slices.Contains(in.Closed, team)) {
					t.Fatalf("repair %d moves member %d from team %d to %d, locked are %v, closed %v", k, i, i%3, team, locked, in.Closed)
				}
			}
			if slices.Contains(in.Closed, at[n-1]) {
				t.Fatalf("repair %d puts who is late into team %d, closed are %v", k, at[n-1], in.Closed)
			}
			q := d.quality(r.Proposal.Divisions())
			if k > 0 && !q.better(last) {
				t.Fatalf("repair %d is %+v, no better than %+v", k, q, last)
			}
			last = q
		}
		if got := d.Score().Assignment(n)[n-1]; got != -1 {
			t.Fatalf("the draft itself has put who is late into team %d", got)
		}
	})
}

// What a member's place gives is what the rules lose on average if they trade places.
func TestPlacesOfMembers(t *testing.T) {
	in, _ := uneven()
	teams := [][]int{{0, 3, 2}, {1, 4, 5}}
	d, err := Open(in, teams)
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	before := d.Score().Rules[0].Score
	mean, best := 0.0, 0.0
	for _, other := range teams[1] {
		after, err := Evaluate(in, swapped(teams, Suggestion{Member: 0, With: other, To: 1}))
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		mean, best = mean+(after.Rules[0].Score-before)/3, max(best, after.Rules[0].Score-before)
	}
	facts := d.ExplainMember(0)
	if len(facts) != 1 || facts[0].Key != "fact_member_gives" || !near(facts[0].Args["Change"].(float64), -mean) || mean >= 0 {
		t.Errorf("of the first member it is said %+v, trading places changes the score by %v on average", facts, mean)
	}
	if got := d.ExplainMember(9); got != nil {
		t.Errorf("of a member there is not it is said %v", got)
	}
}
