package team

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is told of teams is true of the score that is shown, which counts no avoidances: no division scores more by the disclosed rules than
// the bound that is told, nor than teams that are said to be proved the best.
func TestWhatIsToldIsTrueOfTheDisclosedScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 7).Draw(t, "n")
		wished, avoided := make([][]int, n), make([][]int, n)
		for i := range n {
			others := rapid.IntRange(0, n-1).Filter(func(j int) bool { return j != i }) // a member's own name is taken for nobody
			wished[i] = rapid.SliceOfNDistinct(others, 0, 2, rapid.ID[int]).Draw(t, "wished")
			avoided[i] = rapid.SliceOfNDistinct(others, 0, 2, rapid.ID[int]).Draw(t, "avoided")
		}
		in := wishing(wished, avoided)
		strength := rapid.SampledFrom([]Strength{Must, Should}).Draw(t, "strength")
		in.Sizes, in.Rules = Sizes{Teams: 2}, []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids", Strength: strength}}
		found, err := Propose(t.Context(), in, Options{Moves: 500}, nil)
		if err != nil {
			t.Fatal(inWords(err))
		}
		told := found.Told()
		if found.Disclosed == nil || told.Bound == nil || told.Random == nil || !told.Rules[0].Rule.Confides() {
			t.Fatalf("of teams by %s it is told %s", inJSON(in.Rules[0]), inJSONText(told))
		}
		shown := in
		shown.Rules = DisclosedRules(in.Rules)
		f := testFormer(t, shown)
		mine := f.p.evaluate(found.Divisions())
		if !near(mine.Objective, found.Disclosed.Objective) || mine.Rules[0].Met != found.Disclosed.Rules[0].Met {
			t.Fatalf("the disclosed score is told as %v, want %v", found.Disclosed.Objective, mine.Objective)
		}
		f.everyDivision(0, func(teams [][]int32) {
			q := f.p.quality(teams, count(len(teams)), f.scales)
			if q.broken == 0 && q.objective > *told.Bound+1e-9 || told.Stopped == StoppedOptimal && q.objective > mine.Objective+1e-9 {
				t.Fatalf("%v score %v by the disclosed rules; it is told that none score more than %v, and %q", teams, q.objective, *told.Bound, told.Stopped)
			}
		})
	})
}

// Of what was kept before any of it was told apart, nothing is said.
func TestNothingIsToldThatIsNotKnown(t *testing.T) {
	in := wishing([][]int{{1}, nil, nil, nil}, [][]int{nil, {0}, nil, nil})
	in.Sizes, in.Rules = Sizes{Ideal: 2}, []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids"}, {Kind: Apart, Members: []Text{"3", "4"}}}
	found, err := Propose(t.Context(), in, Options{Moves: 500}, nil)
	if err != nil {
		t.Fatal(inWords(err))
	}
	if found.Stopped != StoppedOptimal || found.Told().Stopped != "" {
		t.Errorf("the best teams by all rules are %q and told as %q, want proved and nothing: a swap that nobody may know of scores more", found.Stopped, found.Told().Stopped)
	}
	found.Disclosed = nil
	if told := found.Told(); told.Bound != nil || told.Random != nil || told.Stopped != "" || told.Rules[0].Bound != nil || told.Rules[1].Bound == nil {
		t.Errorf("of teams of which only the score by all rules is known it is told %s", inJSONText(told))
	}
	found.Rules = slices.DeleteFunc(found.Rules, func(r Result) bool { return r.Rule.Confides() })
	if told := found.Told(); told.Bound == nil || told.Stopped != StoppedOptimal {
		t.Errorf("where nothing is said in confidence it is told %s", inJSONText(told))
	}
}
