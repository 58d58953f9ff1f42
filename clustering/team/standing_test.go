package team

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// Rules stand as long as everything that they name is there: questions, whom to avoid, members and pairs.
func TestStandingNeedsEverythingNamed(t *testing.T) {
	mates := survey.Question{ID: 5, Kind: survey.Teammates}
	option := survey.Question{ID: 6, Kind: survey.OneOf, Options: []survey.Option{{Key: 1, Label: survey.Text{survey.English: "Art"}}}}
	s := NewSeason(survey.Survey{Questions: []survey.Question{{ID: 1, Kind: survey.Number}, mates, option}}, []survey.Member{{ID: 1}, {ID: 2}, {ID: 3}}, nil)
	names := s.Table.Names()
	if len(names) < 4 {
		t.Fatalf("the table of the season has the columns %v, want a number, wished and avoided teammates and options", names)
	}
	wished, avoided := names[1], names[2]
	for _, c := range []struct {
		name string
		rule Rule
		want *Rule
		gone int
	}{
		{"a question there is", Rule{Kind: Balance, Columns: []string{"q1"}}, &Rule{Kind: Balance, Columns: []string{"q1"}}, 0},
		{"one of two questions is gone", Rule{Kind: Balance, Columns: []string{"q1", "q9"}}, nil, 1},
		{"whom to avoid", Rule{Kind: Wishes, Column: wished, AvoidColumn: avoided}, &Rule{Kind: Wishes, Column: wished, AvoidColumn: avoided}, 0},
		{"whom to avoid is gone", Rule{Kind: Wishes, Column: wished, AvoidColumn: "q9"}, nil, 1},
		{"one of three members has left", Rule{Kind: Apart, Members: []Text{"1", "8", "3"}}, &Rule{Kind: Apart, Members: []Text{"1", "3"}}, 0},
		{"all members but one have left", Rule{Kind: Together, Members: []Text{"1", "8"}}, nil, 0},
		{"one of two pairs is left", Rule{Kind: Affinity, Pairs: []Pair{{"1", "2", 3}, {"8", "2", 1}}}, &Rule{Kind: Affinity, Pairs: []Pair{{"1", "2", 3}}}, 0},
		{"no pair is left", Rule{Kind: Affinity, Pairs: []Pair{{"8", "2", 1}}}, nil, 0},
		{"past teams of some who have left", Rule{Kind: NewTeammates, Teams: [][]Text{{"1", "8"}}}, &Rule{Kind: NewTeammates, Teams: [][]Text{{"1", "8"}}}, 0},
	} {
		standing, gone := s.Standing([]Rule{c.rule})
		want := []Rule{}
		if c.want != nil {
			want = append(want, *c.want)
		}
		same := cmp.Comparer(func(a, b Rule) bool { return inJSON(a) == inJSON(b) })
		if diff := cmp.Diff(want, standing, same); diff != "" || gone != c.gone {
			t.Errorf("%s: %d rules are gone, want %d; standing (-want +got):\n%s", c.name, gone, c.gone, diff)
		}
		if _, err := read(s.Input(Request{Rules: standing}, Lineup{})); err != nil {
			t.Errorf("%s: teams cannot be formed by what stands: %s", c.name, inWords(err))
		}
	}
}

// A team that takes up an activity is called by the words of the option, not by its code.
func TestTeamsOfASeasonAreCalledInWords(t *testing.T) {
	q := survey.Question{ID: 4, Kind: survey.Rank, Options: []survey.Option{{Key: 1, Label: survey.Text{survey.English: "Art"}}, {Key: 2, Label: survey.Text{survey.English: "Film"}}}}
	s := NewSeason(survey.Survey{Questions: []survey.Question{q}}, []survey.Member{{ID: 1}, {ID: 2}}, nil)
	column := s.Table.Columns[0]
	options := OptionsOf(column)
	if len(options) != 2 {
		t.Fatalf("the options of %s are %v, want two", column.Name, options)
	}
	for k, want := range []string{"Art", "Film"} {
		if got := s.words(column.Name, options[k]); got != want {
			t.Errorf("the option %s of %s is called %s, want %s", options[k], column.Name, got, want)
		}
	}
	if got := s.words(column.Name, "o9"); got != "o9" {
		t.Errorf("an option there is not is called %s, want its code", got)
	}
}
