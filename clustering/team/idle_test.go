package team

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// secretive are members who answered a sensitive question by one of two options, five and more by each.
func secretive(of []int) Input {
	return Input{Table: survey.Table{N: len(of), Columns: []survey.Column{
		{Name: "secret", Confidence: survey.Pooled, Values: survey.Options{Names: []string{"yes", "no"}, Of: of}},
	}}}
}

// secretRules are the rules that may be on it.
func secretRules(s Strength) []Rule {
	return []Rule{{Kind: NeverAlone, Column: "secret", Value: "yes", Strength: s}, {Kind: Match, Column: "secret", Strength: s}, {Kind: Spread, Columns: []string{"secret"}, Strength: s}}
}

// In teams of which one may have three members and fewer a rule on a sensitive question divides nobody by it: whatever is answered, the
// teams are the same.
func TestSmallTeamsAreNotFormedByWhatIsInConfidence(t *testing.T) {
	for _, sizes := range []Sizes{{Ideal: 2}, {Ideal: 3}, {Min: 3, Max: 5}, {List: []Range{{2, 2}, {14, 14}}}, {Teams: 6}} {
		for _, r := range append(secretRules(Must), secretRules(Should)...) {
			formed := func(of []int) [][]int {
				in := secretive(of)
				in.Sizes, in.Rules = sizes, []Rule{r, {Kind: Together, Members: []Text{"1", "2"}, Strength: Should}}
				p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 2000}, nil)
				if err != nil {
					t.Fatal(inWords(err))
				}
				if why := Idle(in); why[0] != IdleSmall || why[1] != "" {
					t.Errorf("%v with %s: the rules count but for %q", sizes, inJSONText(r), why)
				}
				return p.Divisions()
			}
			one, other := make([]int, 16), make([]int, 16)
			for i := range 16 {
				one[i], other[i] = i%2, i/8
			}
			if a, b := formed(one), formed(other); !reflect.DeepEqual(a, b) {
				t.Errorf("teams of %v by %s are %v, and %v where others gave each answer", sizes, inJSONText(r), a, b)
			}
		}
	}
}

// Of several rules that nobody is the only one of a value on one sensitive question the first alone counts: both together would leave teams of one answer.
func TestOneNeverAloneOnAQuestionInConfidence(t *testing.T) {
	of := make([]int, 16)
	for i := range of {
		of[i] = b2i(i >= 9)
	}
	formed := func(values ...Text) [][]int {
		in := secretive(of)
		in.Sizes, in.Rules = Sizes{Ideal: 4}, []Rule{}
		for _, v := range values {
			in.Rules = append(in.Rules, Rule{Kind: NeverAlone, Column: "secret", Value: v, Strength: Must})
		}
		why := make([]survey.Key, len(values))
		for i := range why[1:] {
			why[i+1] = IdleSecond
		}
		if got := Idle(in); !slices.Equal(got, why) {
			t.Errorf("of rules on %v it is said that they do not count by %q, want %q", values, got, why)
		}
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 2000}, nil)
		if err != nil {
			t.Fatal(inWords(err))
		}
		return p.Divisions()
	}
	if one, both := formed("yes"), formed("yes", "no"); !reflect.DeepEqual(one, both) {
		t.Errorf("teams in which nobody is the only one of either answer are %v, want %v as by the first rule alone", both, one)
	}
}

// By how well its rule is kept one forming tells nobody's answer: for each member there are answers, as many of each, among which the member
// gave another, and by which the same teams are as good. That is as good as any teams could be by those answers, since who gave which is all
// in which they differ.
func TestOneFormingTellsNobodysAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(10, 16).Draw(t, "n")
		yes := rapid.IntRange(5, n-5).Draw(t, "yes")
		of := make([]int, n)
		for k, i := range rapid.Permutation(count(n)).Draw(t, "who") {
			of[i] = b2i(k >= yes)
		}
		in := secretive(of)
		strength := rapid.SampledFrom([]Strength{Must, Should}).Draw(t, "strength")
		in.Rules = []Rule{rapid.SampledFrom(secretRules(strength)).Draw(t, "rule")}
		in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 4}, {Ideal: 5}, {Min: 4, Max: 8}, {Teams: 2}}).Draw(t, "sizes")
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 500}, nil)
		if err != nil {
			t.Skip(inWords(err)) // so many make no such teams
		}
		teams, kept := p.Divisions(), p.Rules[0]
		told := count(n)
		for _, counts := range answersByTeam(teams, yes) {
			other := make([]int, n)
			for k, g := range teams { // those who gave this answer come first, or last, so that all of a team of both are among them
				for at, i := range g {
					other[i] = b2i(at >= counts[k])
				}
			}
			in.Table.Columns[0].Values = survey.Options{Names: []string{"yes", "no"}, Of: other}
			again, err := Evaluate(in, teams)
			if err != nil {
				t.Fatal(inWords(err))
			}
			if again.Rules[0].Score < kept.Score-1e-9 || again.Rules[0].Met != kept.Met {
				continue
			}
			told = slices.DeleteFunc(told, func(i int) bool {
				k := slices.IndexFunc(teams, func(g []int) bool { return slices.Contains(g, i) })
				return of[i] == 0 && counts[k] < len(teams[k]) || of[i] == 1 && counts[k] > 0
			})
		}
		if len(told) > 0 && !slices.Contains(Idle(in), IdleSmall) {
			t.Fatalf("teams %v by %s tell the answers of %v, of %v", teams, inJSONText(in.Rules), told, of)
		}
	})
}

// answersByTeam lists in how many ways as many can have answered yes, by how many of each team.
func answersByTeam(teams [][]int, yes int) (all [][]int) {
	if len(teams) == 0 {
		if yes == 0 {
			return [][]int{nil}
		}
		return nil
	}
	for k := 0; k <= min(yes, len(teams[0])); k++ {
		for _, rest := range answersByTeam(teams[1:], yes-k) {
			all = append(all, append([]int{k}, rest...))
		}
	}
	return all
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
