package team

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"dure/survey"
)

// By a rule on a sensitive number, level or choice members of one class are divided alike: with whomever the only extreme answer is, the same
// teams are formed, by whatever sizes, seed and members left out; and where so few take part that there is one class, as if nobody had answered.
func TestTeamsAreFormedByClassesOfWhatIsInConfidence(t *testing.T) {
	numbers := survey.Numbers{1e6, 900, 40, 30, 20, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	swapped := survey.Numbers{20, 900, 40, 30, 1e6, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	levels := func(first, last int) survey.Levels {
		return survey.Levels{Options: survey.Options{Names: []string{"A1", "A2", "B1", "B2"}, Of: []int{first, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, last}}}
	}
	choices := func(first, second int) survey.Options {
		return survey.Options{Names: []string{"yes", "no", "other"}, Of: []int{first, second, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1}}
	}
	blank := survey.Numbers{}
	for range 15 {
		blank = append(blank, math.NaN())
	}
	on := func(v survey.Values) Input {
		return Input{Table: survey.Table{N: 15, Columns: []survey.Column{{Name: "secret", Confidence: survey.Pooled, Values: v}}}}
	}
	for _, c := range []struct {
		what       string
		one, other survey.Values
		left       int // out
		rule       Rule
	}{
		{"the highest number", numbers, swapped, 0, Rule{Kind: Balance, Columns: []string{"secret"}}},
		{"the highest number", numbers, swapped, 0, Rule{Kind: Spread, Columns: []string{"secret"}}},
		{"the highest number, where five are left out", numbers, swapped, 5, Rule{Kind: Balance, Columns: []string{"secret"}}},
		{"numbers of nine", numbers, blank, 6, Rule{Kind: Balance, Columns: []string{"secret"}}},
		{"the only highest level", levels(0, 3), levels(0, 2), 0, Rule{Kind: Balance, Columns: []string{"secret"}}},
		{"the only one of an option", choices(2, 0), choices(0, 2), 0, Rule{Kind: Match, Column: "secret"}},
		{"the only ones of an option that take part", choices(0, 1), survey.Options{Names: []string{"yes", "no", "other"}, Of: make([]int, 15)}, 5, Rule{Kind: NeverAlone, Column: "secret", Value: "no", Strength: Must}},
	} {
		for seed := range uint64(5) {
			for _, sizes := range []Sizes{{Ideal: 4, Min: 4, Max: 6}, {Ideal: 5}, {Ideal: 7}} {
				formed := func(v survey.Values) string {
					in := on(v)
					rows := count(15 - c.left)
					in.Table = in.Table.Pick(rows)
					in.Sizes, in.Rules = sizes, []Rule{c.rule}
					p, err := Propose(t.Context(), in, Options{Seed: seed, Moves: 2000}, nil)
					if err != nil {
						return fmt.Sprint(err)
					}
					return fmt.Sprint(p.Divisions())
				}
				if a, b := formed(c.one), formed(c.other); a != b {
					t.Errorf("%s, %s, sizes %+v, seed %d: teams are %s, and %s where another of the class gave that answer", c.what, inJSONText(c.rule), sizes, seed, a, b)
				}
			}
		}
	}
}

// Who left a sensitive question out is not told apart by teams that all have a share of such: two of them come together as others do.
func TestWhoLeftASensitiveQuestionOutIsNotSpread(t *testing.T) {
	of := []int{-1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1}
	for seed := range uint64(20) {
		in := secretive(of)
		in.Sizes, in.Rules = Sizes{Ideal: 8}, []Rule{{Kind: Match, Column: "secret"}}
		p, err := Propose(t.Context(), in, Options{Seed: seed, Moves: 2000}, nil)
		if err != nil {
			t.Fatal(inWords(err))
		}
		for _, g := range p.Divisions() {
			if slices.Contains(g, 0) && slices.Contains(g, 1) {
				return
			}
		}
	}
	t.Error("by twenty seeds the two who did not answer are in a team each")
}
