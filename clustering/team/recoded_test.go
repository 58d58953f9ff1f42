package team

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dure/survey"
)

// mergedSurvey offers options 1 to 4 of three questions, into which 5 to 8 were merged, 8 over 7, and hides 9.
func mergedSurvey() survey.Survey {
	var s survey.Survey
	for id, kind := range []survey.Kind{survey.OneOf, survey.Rank, survey.Level} {
		q := survey.Question{ID: survey.QuestionID(id + 1), Kind: kind, Merged: map[int]int{5: 1, 6: 2, 7: 3, 8: 7}}
		for key := 1; key <= 4; key++ {
			q.Options = append(q.Options, survey.Option{Key: key, Label: survey.Text{survey.English: string(rune('A' + key))}})
		}
		s.Questions = append(s.Questions, q)
	}
	s.Questions = append(s.Questions, survey.Question{ID: 4, Kind: survey.ShortText})
	return s
}

// A rule on merged options is one on those as which they count, on a card, where teams are formed and in the season that follows. One on
// a hidden option is still that on the card, and no teams are formed by it; what it says of hidden options beside others counts for nothing.
func TestRulesFollowMergedOptions(t *testing.T) {
	s := NewSeason(mergedSurvey(), []survey.Member{{ID: 1}, {ID: 2}}, nil)
	next := Renaming{Asked: s.Survey, Columns: map[string]string{}}
	for _, name := range s.Table.Names() {
		next.Columns[name] = name
	}
	sets := func(all ...[]Text) [][]Text { return all }
	for _, c := range []struct {
		name             string
		rule, card, form Rule
		left             survey.Key // how much of the card stays behind when the next season begins
	}{
		{"a value", Rule{Kind: Count, Column: "q1", Value: "o8", AtLeast: new(1)}, Rule{Kind: Count, Column: "q1", Value: "o3", AtLeast: new(1)}, Rule{Kind: Count, Column: "q1", Value: "o3", AtLeast: new(1)}, ""},
		{"a value among columns", Rule{Kind: NeverAlone, Columns: []string{"q1"}, Value: "o5"}, Rule{Kind: NeverAlone, Columns: []string{"q1"}, Value: "o1"}, Rule{Kind: NeverAlone, Columns: []string{"q1"}, Value: "o1"}, ""},
		{"a hidden value", Rule{Kind: NeverAlone, Column: "q1", Value: "o9"}, Rule{Kind: NeverAlone, Column: "q1", Value: "o9"}, Rule{}, CardGone},
		{"an answer in words that reads like a code", Rule{Kind: Apart, Column: "q4", Value: "o9"}, Rule{Kind: Apart, Column: "q4", Value: "o9"}, Rule{Kind: Apart, Column: "q4", Value: "o9"}, ""},
		{"a number", Rule{Kind: Count, Column: "q3 o6", Op: ">=", Value: "5", AtLeast: new(1)}, Rule{Kind: Count, Column: "q3 o2", Op: ">=", Value: "5", AtLeast: new(1)}, Rule{Kind: Count, Column: "q3 o2", Op: ">=", Value: "5", AtLeast: new(1)}, ""},
		{"columns of options", Rule{Kind: Balance, Columns: []string{"q3 o5", "q3 o1", "q3 o7"}}, Rule{Kind: Balance, Columns: []string{"q3 o1", "q3 o3"}}, Rule{Kind: Balance, Columns: []string{"q3 o1", "q3 o3"}}, ""},
		{"a column of a hidden option", Rule{Kind: Balance, Column: "q3 o9"}, Rule{Kind: Balance, Column: "q3 o9"}, Rule{}, CardGone},
		{"sections that count as one", Rule{Kind: Section, Column: "q1", Merge: sets([]Text{"o5", "o2"}, []Text{"o3", "o9"}, []Text{"", "o4"}, []Text{"o6", "o7"})},
			Rule{Kind: Section, Column: "q1", Merge: sets([]Text{"", "o4"}, []Text{"o3", "o9", "o1", "o2"})}, Rule{Kind: Section, Column: "q1", Merge: sets([]Text{"", "o4"}, []Text{"o3", "o1", "o2"})}, CardGoneInPart},
		{"sections that were merged", Rule{Kind: Section, Column: "q1", Merge: sets([]Text{"o1", "o5"})}, Rule{Kind: Section, Column: "q1"}, Rule{Kind: Section, Column: "q1"}, ""},
		{"who may be in any", Rule{Kind: Section, Column: "q1", Cross: []Text{"o5", "o1", "o9", ""}}, Rule{Kind: Section, Column: "q1", Cross: []Text{"o1", "o9", ""}}, Rule{Kind: Section, Column: "q1", Cross: []Text{"o1", ""}}, CardGoneInPart},
		{"capacities", Rule{Kind: Ranked, Column: "q2", Capacity: map[string]int{"o5": 8, "o1": 3, "o7": 4, "o8": 5, "o9": 6}}, Rule{Kind: Ranked, Column: "q2", Capacity: map[string]int{"o1": 11, "o3": 9, "o9": 6}}, Rule{Kind: Ranked, Column: "q2", Capacity: map[string]int{"o1": 11, "o3": 9}}, CardGoneInPart},
	} {
		if diff := cmp.Diff(c.card, s.Counted(c.rule), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the card (-want +got):\n%s", c.name, diff)
		}
		var want []Rule
		if c.left != CardGone {
			want = append(want, c.form)
		}
		formed := s.Input(Request{Rules: []Rule{c.rule}}, Lineup{}).Rules
		if diff := cmp.Diff(want, formed, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the rule by which teams are formed (-want +got):\n%s", c.name, diff)
		}
		if _, err := read(s.Input(Request{Rules: []Rule{c.rule}}, Lineup{})); err != nil {
			t.Errorf("%s: teams cannot be formed: %s", c.name, inWords(err))
		}
		deck, left := Deck{Cards: []Card{{ID: 4, Rule: c.rule}}}.Following(next)
		told := map[survey.Key]int{CardGone: len(left.Whole), CardGoneInPart: len(left.Part), "": 1 - len(left.Whole) - len(left.Part)}
		if told[c.left] != 1 || len(deck.Cards)+len(left.Whole) != 1 {
			t.Errorf("%s: %d cards come along to the next season, what stays behind is %+v; want %q", c.name, len(deck.Cards), left, c.left)
		}
		if diff := cmp.Diff(want, deck.Rules(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the card of the next season (-want +got):\n%s", c.name, diff)
		}
	}
}

// A team that takes up an activity takes up the one into which that was merged.
func TestTeamsTakeUpMergedActivities(t *testing.T) {
	s := NewSeason(mergedSurvey(), []survey.Member{{ID: 1}, {ID: 2}}, nil)
	was := Lineup{Teams: []SavedTeam{{Name: "Film", Activities: Activities{"q2": "o6"}}}}
	if got := s.Input(Request{}, was).Activities[0]["q2"]; got != "o2" {
		t.Errorf("a team that takes up option 6, which counts as 2, is formed with %s", got)
	}
	if got := s.Lineup([]Team{{Name: "Clay", Activities: Activities{"q2": "o2"}}}, was).Teams[0].Name; got != "Film" {
		t.Errorf("a team that takes up what it did before is called %s now, want Film", got)
	}
}

// A rule does nothing on a question that is asked in another way than the rule needs. Teams are formed without it: what compiles it would name a
// member and the answer that is no number, though it was told in confidence.
func TestRulesOnQuestionsAskedOtherwise(t *testing.T) {
	q := survey.Question{ID: 1, Kind: survey.OneOf, Ordered: true, Sensitive: true, Options: []survey.Option{{Key: 1, Label: survey.Text{survey.English: "Low"}}, {Key: 2, Label: survey.Text{survey.English: "High"}}}}
	for _, rule := range []Rule{{Kind: Balance, Column: "q1"}, {Kind: Count, Column: "q1", Op: ">=", Value: "o2", AtLeast: new(1)}} {
		ordered, other := q, q
		other.Ordered = false
		for want, asked := range map[survey.Key]survey.Question{"": ordered, CardGone: other} {
			s := NewSeason(survey.Survey{Questions: []survey.Question{asked}}, []survey.Member{{ID: 1}, {ID: 2}}, nil)
			if got := rule.Gone(s.Survey); got != want {
				t.Errorf("of %v in an order %v, gone is %q, want %q", rule, asked.Ordered, got, want)
			}
			if _, gone := s.Standing([]Rule{rule}); (gone == 1) != (want == CardGone) {
				t.Errorf("of %v in an order %v, %d rules are left out", rule, asked.Ordered, gone)
			}
		}
	}
}
