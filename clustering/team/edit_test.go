package team

import (
	"math"
	"slices"
	"testing"
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

// Where sizes are uneven, a move that evens them out is suggested before what raises the scores more; nothing is where no step is better.
func TestSuggestionsEvenOutSizes(t *testing.T) {
	in := Input{Table: table("x\n5\n5\n5\n5\n5\n5\n9\n1\n9\n1\n9\n1"), Sizes: Sizes{Ideal: 3}, Rules: []Rule{{Kind: Balance, Columns: []string{"x"}}}}
	d, err := Open(in, [][]int{{0, 1, 2, 3}, {4, 5}, {6, 7, 8}, {9, 10, 11}})
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	all := d.Suggest(6)
	if len(all) != 6 || d.Uneven() != 1 {
		t.Fatalf("suggested are %+v, uneven is %d; want six, and one who has to move", all, d.Uneven())
	}
	for k, s := range all {
		if evens := s.With < 0 && s.To == 1; evens != (k < 4) || evens != (s.Uneven == 0) {
			t.Errorf("suggestion %d is %+v, want the four moves to the second team first", k+1, s)
		}
	}
	in.Table = table("x\n1\n1\n2\n2\n5\n5\n1\n2\n5\n1\n2\n5") // whoever leaves the first team, it and the second are less alike to the others
	if d, err = Open(in, [][]int{{0, 3, 4, 5}, {1, 2}, {6, 7, 8}, {9, 10, 11}}); err != nil {
		t.Fatalf("%s", inWords(err))
	}
	falling := 0
	for _, s := range d.Suggest(9) {
		falling += int(b2f(s.Change < 0))
	}
	if falling > 1 {
		t.Errorf("%d steps are suggested that even out sizes and lower the score, want the best of them", falling)
	}
	in.Rules = []Rule{}
	if d, err = Open(in, [][]int{{0, 1, 2}, {4, 5, 3}, {6, 7, 8}, {9, 10, 11}}); err != nil || len(d.Suggest(6)) > 0 {
		t.Errorf("without rules and with even teams %v is suggested (%v), want nothing", d.Suggest(6), err)
	}
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

// A trade is rated by the two teams that it changes and those that score least, whatever the others score, and is what the teams would score.
func TestATradeIsRatedByTheTeamsThatItChanges(t *testing.T) {
	in := crowd(40)
	in.Rules = []Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Count, Column: "s", Value: "P", AtLeast: new(3)}, {Kind: Wishes, Column: "wants"}, {Kind: Match, Column: "c1"}}
	d, err := Open(in, slices.Collect(slices.Chunk(count(40), 5)))
	if err != nil {
		t.Fatal(err)
	}
	before := d.Score()
	var all []teamScores
	for r := range d.p.rules {
		all = append(all, scoresOf(before, r))
	}
	for a := range 40 {
		for b := range 40 {
			if a/5 == b/5 {
				continue
			}
			blind := before
			blind.Teams = slices.Clone(before.Teams)
			for u := range blind.Teams {
				blind.Teams[u].Scores = slices.Clone(before.Teams[u].Scores)
				for r := range all {
					if u != a/5 && u != b/5 && !slices.Contains(all[r].lowest, u) {
						blind.Teams[u].Scores[r] = math.NaN()
					}
				}
			}
			teams := slices.Clone(d.teams)
			teams[a/5] = append(less(teams[a/5], a), b)
			teams[b/5] = append(less(teams[b/5], b), a)
			after, err := d.Try(teams)
			if err != nil {
				t.Fatal(err)
			}
			for r, change := range d.tradeChange(blind, all, a/5, b/5, a, b) {
				if want := after.Rules[r].Score - before.Rules[r].Score; !near(change, want) && want != 0 {
					t.Fatalf("rule %d changes by %v as %d and %d trade places, want %v", r, change, a, b, want)
				}
			}
		}
	}
}
