package team

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dure/survey"
)

func TestAdviceOnASurveyWithRules(t *testing.T) {
	ask := func(id survey.QuestionID, k survey.Kind, sensitive bool) survey.Question {
		q := k.New()
		q.ID, q.Sensitive = id, sensitive
		return q
	}
	s := survey.Survey{Questions: []survey.Question{
		ask(1, survey.Scale, false), ask(2, survey.Scale, true), ask(3, survey.Teammates, true), ask(4, survey.LongText, false), ask(5, survey.NewPage, false), ask(6, survey.OneOf, false),
	}}
	s.Questions[5].Options, s.Questions[5].Merged = []survey.Option{{Key: 1}, {Key: 2}}, map[int]int{8: 2}
	tests := []struct {
		name  string
		rules []Rule
		want  []string
	}{
		{"no rules", nil, []string{"advice_in_words q4", "advice_confided q2 q3"}},
		{"a rule on each", []Rule{{Kind: Balance, Column: "q2"}, {Kind: Wishes, Column: "q3 wished"}}, []string{"advice_in_words q4"}},
		{"a rule on several", []Rule{{Kind: Mix, Columns: []string{"q1", "q2"}}}, []string{"advice_in_words q4", "advice_confided q3"}},
		{"a rule on avoidances alone", []Rule{{Kind: Wishes, AvoidColumn: "q3 avoided"}}, []string{"advice_in_words q4", "advice_confided q2"}},
		{"a rule on what is gone", []Rule{{Kind: Balance, Column: "q9"}}, []string{"advice_rule_gone", "advice_in_words q4", "advice_confided q2 q3"}},
		{"two rules that say the same of what is gone", []Rule{{Kind: Match, Column: "q9"}, {Kind: Match, Column: "q9", Strength: Must}, {Kind: Balance, Column: "q9"}},
			[]string{"advice_rule_gone", "advice_rule_gone", "advice_in_words q4", "advice_confided q2 q3"}},
		{"a rule on an option that is gone", []Rule{{Kind: Section, Column: "q6", Cross: []Text{"o1", "o7"}}}, []string{"advice_rule_gone", "advice_in_words q4", "advice_confided q2 q3"}},
		{"a rule on one that was merged", []Rule{{Kind: Count, Column: "q6", Value: "o8"}}, []string{"advice_in_words q4", "advice_confided q2 q3"}},
		{"rules on nothing that is asked", []Rule{{Kind: NewTeammates}, {Kind: Apart, Members: []Text{"1", "2"}}}, []string{"advice_in_words q4", "advice_confided q2 q3"}},
	}
	for _, tt := range tests {
		var got []string
		for _, a := range Advise(s, tt.rules, plainNames{}) {
			line := []string{string(a.Key)}
			for _, q := range a.Questions {
				line = append(line, q.Column())
			}
			got = append(got, strings.Join(line, " "))
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("with %s it is told %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A kind of question is of no use for rules only where none is offered for it.
func TestEveryKindOfQuestionHasARule(t *testing.T) {
	for _, k := range survey.Kinds {
		q := k.New()
		q.ID, q.Options = 1, []survey.Option{{Key: 1, Label: survey.Text{"en": "a"}}, {Key: 2, Label: survey.Text{"en": "b"}}}
		var offered []Kind
		for _, rule := range Kinds() {
			if len(rule.Offered(survey.Table{Columns: q.Blank()}, nil, nil).Columns) > 0 {
				offered = append(offered, rule)
			}
		}
		said := strings.Contains(fmt.Sprint(Advise(survey.Survey{Questions: []survey.Question{q}}, nil, plainNames{})), string(AdviceNoRule))
		if said != (len(offered) == 0) {
			t.Errorf("of a question of the kind %s it is told that no rule can use it: %v; rules that can: %v", k, said, offered)
		}
	}
}
