package team

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
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
		in := confiding(wishing(wished, avoided))
		strength := rapid.SampledFrom([]Strength{Must, Should}).Draw(t, "strength")
		in.Sizes, in.Rules = Sizes{Teams: 2}, []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids", Strength: strength}}
		found, err := Propose(t.Context(), in, Options{Moves: 500}, nil)
		if err != nil {
			t.Fatal(inWords(err))
		}
		told := found.Told(in.Table)
		if found.Disclosed == nil || told.Bound == nil || told.Random == nil || !told.Rules[0].Rule.Confides(in.Table) {
			t.Fatalf("of teams by %s it is told %s", inJSON(in.Rules[0]), inJSONText(told))
		}
		shown := in.Disclosed()
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

// confiding returns the input with whom members avoid told in confidence.
func confiding(in Input) Input {
	for i := range in.Table.Columns {
		if avoids(in.Table.Columns[i].Name) {
			in.Table.Columns[i].Confidence = survey.Sealed
		}
	}
	return in
}

// Of what was kept before any of it was told apart, nothing is said.
func TestNothingIsToldThatIsNotKnown(t *testing.T) {
	in := confiding(wishing([][]int{{1}, nil, nil, nil}, [][]int{nil, {0}, nil, nil}))
	in.Sizes, in.Rules = Sizes{Ideal: 2}, []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids"}, {Kind: Apart, Members: []Text{"3", "4"}}}
	found, err := Propose(t.Context(), in, Options{Moves: 500}, nil)
	if err != nil {
		t.Fatal(inWords(err))
	}
	if found.Stopped != StoppedOptimal || found.Told(in.Table).Stopped != "" {
		t.Errorf("the best teams by all rules are %q and told as %q, want proved and nothing: a swap that nobody may know of scores more", found.Stopped, found.Told(in.Table).Stopped)
	}
	found.Disclosed = nil
	if told := found.Told(in.Table); told.Bound != nil || told.Random != nil || told.Stopped != "" || told.Rules[0].Bound != nil || told.Rules[1].Bound == nil || told.Objective != 0 {
		t.Errorf("of teams of which only the score by all rules is known it is told %s", inJSONText(told))
	}
	found.Rules = slices.DeleteFunc(found.Rules, func(r Result) bool { return r.Rule.Confides(in.Table) })
	if told := found.Told(in.Table); told.Bound == nil || told.Stopped != StoppedOptimal {
		t.Errorf("where nothing is said in confidence it is told %s", inJSONText(told))
	}
}

// Non-interference: for one and the same division nothing that is told changes with whom a member avoids, or with what one said in
// confidence: not of the whole, a team, a move, a repair, a clash or a way out.
func TestNothingToldChangesWithWhatIsInConfidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(12, 14).Draw(t, "n") // so many that each sensitive answer has five members, whatever one says
		wished, avoided, secret, debts, open := make([][]int, n), make([][]int, n), make([]int, n), make([]float64, n), make([]float64, n)
		for k, i := range rapid.Permutation(count(n)).Draw(t, "who") {
			secret[i], debts[i] = k%2, float64(k/2)
		}
		others := func(i int) *rapid.Generator[int] {
			return rapid.IntRange(0, n-1).Filter(func(j int) bool { return j != i })
		}
		for i := range n {
			wished[i] = rapid.SliceOfNDistinct(others(i), 0, 2, rapid.ID[int]).Draw(t, "wished")
			avoided[i] = rapid.SliceOfNDistinct(others(i), 0, 2, rapid.ID[int]).Draw(t, "avoided")
			open[i] = float64(rapid.IntRange(1, 5).Draw(t, "open"))
		}
		strength := func() Strength { return rapid.SampledFrom([]Strength{Must, Should}).Draw(t, "strength") }
		rules := []Rule{
			{Kind: Wishes, Column: "wants", AvoidColumn: "avoids", Strength: strength()}, {Kind: NeverAlone, Column: "secret", Value: "yes", Strength: strength()},
			{Kind: Match, Column: "secret"}, {Kind: Spread, Columns: []string{"secret"}}, {Kind: Balance, Columns: []string{"debts"}}, {Kind: Balance, Columns: []string{"open"}},
			{Kind: Together, Members: []Text{"1", "2"}}, {Kind: Apart, Members: []Text{"1", "2"}, Strength: strength()},
		}
		ask := func(avoided [][]int, secret []int, debts []float64) Input {
			in := confiding(wishing(wished, avoided))
			in.Table.Columns = append(in.Table.Columns,
				survey.Column{Name: "secret", Confidence: survey.Pooled, Values: survey.Options{Names: []string{"yes", "no"}, Of: secret}},
				survey.Column{Name: "debts", Confidence: survey.Pooled, Values: survey.Numbers(debts)},
				survey.Column{Name: "open", Values: survey.Numbers(open)})
			in.Sizes, in.Rules = Sizes{Teams: 2}, rules
			return in
		}
		division := rapid.Permutation(count(n)).Draw(t, "division")
		told := func(in Input) string {
			f := testFormer(t, in)
			f.ctx, f.opt.Moves = t.Context(), 300
			f.found[0] = [][]int32{nil, nil}
			for k, i := range division {
				f.found[0][k%2] = append(f.found[0][k%2], int32(i))
			}
			p := f.proposal()
			p = p.Told(in.Table)
			p.NotUnderstood = NotUnderstood{}
			d, err := Open(in.Disclosed(), f.p.evaluate(p.Divisions()).Divisions())
			if err != nil {
				t.Fatal(inWords(err))
			}
			score := d.Score()
			return inJSONText(p) + inJSONText(score) + inJSONText(d.ExplainTeams()) + inJSONText(d.ExplainMember(0)) + inJSONText(d.Mend(1))
		}
		before := told(ask(avoided, secret, debts))
		i := rapid.IntRange(0, n-1).Draw(t, "whose")
		changed, said, owed := slices.Clone(avoided), slices.Clone(secret), slices.Clone(debts)
		changed[i], said[i], owed[i] = rapid.SliceOfNDistinct(others(i), 0, 2, rapid.ID[int]).Draw(t, "avoids"), 1-secret[i], rapid.Float64().Draw(t, "owes")
		if after := told(ask(changed, said, owed)); after != before {
			at := 0
			for at < min(len(after), len(before)) && after[at] == before[at] {
				at++
			}
			at = max(0, at-300)
			t.Fatalf("once member %d said %v and %v in confidence and avoids %v it is told … %.600s …, and before … %.600s …", i, said[i], owed[i], changed[i], after[at:], before[at:])
		}
	})
}

// By how far the rule on who has not answered gave way nothing is told of whom members avoid.
func TestWhatGaveWayTellsNothingInConfidence(t *testing.T) {
	told := func(avoided [][]int) string {
		in := confiding(wishing([][]int{nil, nil, nil, nil}, avoided))
		in.Table.Silent = []bool{true, true, false, false}
		in.Sizes, in.Rules = Sizes{Teams: 2}, []Rule{{Kind: Answered}, {Kind: Wishes, Column: "wants", AvoidColumn: "avoids", AtLeast: new(0), Strength: Must}}
		f := testFormer(t, in)
		f.ctx, f.opt.Moves, f.found[0] = t.Context(), 300, [][]int32{{0, 1}, {2, 3}}
		p := f.proposal().Told(in.Table)
		p.NotUnderstood = NotUnderstood{}
		return inJSONText(p)
	}
	if nobody, one := told([][]int{nil, nil, nil, nil}), told([][]int{{1}, nil, nil, nil}); nobody != one {
		t.Errorf("of two in a team who have not answered it is told %s, and %s where one of them avoids the other", nobody, one)
	}
}

// What is mended, and said of requests in confidence, are avoidances alone: no must-rule on a sensitive question.
func TestOnlyAvoidancesAreMended(t *testing.T) {
	avoided := make([][]int, 10)
	avoided[0] = []int{1}
	in := confiding(wishing(make([][]int, 10), avoided))
	in.Table.Columns = append(in.Table.Columns, survey.Column{Name: "secret", Confidence: survey.Pooled, Values: survey.Options{Names: []string{"yes", "no"}, Of: []int{0, 1, 0, 0, 0, 1, 1, 1, 1, 0}}})
	in.Sizes, in.Rules = Sizes{Teams: 2}, []Rule{{Kind: NeverAlone, Column: "secret", Value: "yes", Strength: Must}}
	for _, tt := range []struct {
		teams [][]int
		unmet int
	}{{[][]int{{0, 1, 5, 6, 7}, {2, 3, 4, 8, 9}}, 1}, {[][]int{{0, 5, 6, 7, 8}, {1, 2, 3, 4, 9}}, 0}} {
		shown, from := in.Confided()
		d, err := Open(shown, tt.teams)
		if err != nil {
			t.Fatal(inWords(err))
		}
		if n := len(d.Score().Unmet); from != 1 || n != tt.unmet {
			t.Errorf("of %v, where the first avoids the second, %d is not met by rules from %d on, want %d from 1 on", tt.teams, n, from, tt.unmet)
		}
	}
}
