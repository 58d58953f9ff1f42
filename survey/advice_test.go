package survey

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// advised are the keys of advice with the ids of the questions that it is about.
func advised(all []Advice) (out []string) {
	for _, a := range all {
		out = append(out, strings.TrimSpace(fmt.Sprint(a.Key, " ", strings.Trim(fmt.Sprint(ids(a.Questions)), "[]"))))
	}
	return out
}

func en(words string) Text { return Text{"en": words} }

func TestAdviceOnASurvey(t *testing.T) {
	ask := func(id QuestionID, k Kind, change func(*Question)) Question {
		q := k.New()
		q.ID, q.Title, q.Required = id, en("q"), false
		change(&q)
		return q
	}
	as := func(*Question) {}
	tests := []struct {
		name      string
		questions []Question
		want      []string
	}{
		{"nothing", nil, nil},
		{"plain questions", []Question{ask(1, Scale, as), ask(2, LongText, as)}, nil},
		{"seven long texts", []Question{ask(1, LongText, as), ask(2, LongText, as), ask(3, LongText, as), ask(4, LongText, as),
			ask(5, LongText, as), ask(6, LongText, as), ask(7, LongText, as), ask(8, LongText, as)}, []string{"advice_long"}},
		{"a sensitive one that must be answered", []Question{ask(1, Scale, func(q *Question) { q.Sensitive, q.Required = true, true }),
			ask(2, Scale, func(q *Question) { q.Sensitive = true }), ask(3, Scale, func(q *Question) { q.Required = true })}, []string{"advice_must_confide 1"}},
		{"one without Korean", []Question{ask(1, Scale, func(q *Question) { q.Title = Text{"en": "q", "ko": "질문"} }), ask(2, Scale, as)},
			[]string{"advice_untranslated 2"}},
		{"words of an option without English", []Question{ask(1, OneOf, func(q *Question) { q.Options = []Option{{1, en("a")}, {2, Text{"ko": "나"}}} })},
			[]string{"advice_untranslated 1", "advice_untranslated 1"}}, // the title has no Korean, the option no English
		{"a condition on what is gone", []Question{ask(2, Scale, func(q *Question) { q.Show = &Condition{Question: 1} })}, []string{"advice_show_gone 2"}},
		{"a condition on what comes later", []Question{ask(2, Scale, func(q *Question) { q.Show = &Condition{Question: 3} }), ask(3, Scale, as)},
			[]string{"advice_show_gone 2"}},
	}
	for _, tt := range tests {
		if got := advised((Survey{Questions: tt.questions}).Advise()); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("of %s it is told %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The second question, a scale, depends on the first, which is either a choice of two, of which another was taken away, or a scale.
func TestConditionsThatNeverHold(t *testing.T) {
	choice := Question{ID: 1, Kind: OneOf, Title: en("q"), Options: []Option{{1, en("a")}, {2, en("b")}}, Merged: map[int]int{3: 1}}
	scale := Question{ID: 1, Kind: Scale, Title: en("q"), Min: new(1.0), Max: new(5.0)}
	must := func(q Question) Question { q.Required = true; return q }
	tests := []struct {
		name  string
		on    Question
		show  Condition
		never bool
	}{
		{"an option", choice, Condition{Options: []int{2}}, false},
		{"an option that is gone", choice, Condition{Options: []int{9}}, true},
		{"an option that is gone beside one that is not", choice, Condition{Options: []int{9, 1}}, false},
		{"an option that counts as another", choice, Condition{Options: []int{3}}, false},
		{"not an option that is gone", choice, Condition{Options: []int{9}, Not: true}, false},
		{"none of the options", choice, Condition{Options: []int{1, 2}, Not: true}, false},
		{"none of the options, one of which must be chosen", must(choice), Condition{Options: []int{1, 2}, Not: true}, true},
		{"not an option, one of which must be chosen", must(choice), Condition{Options: []int{1}, Not: true}, false},
		{"any answer", choice, Condition{}, false},
		{"no answer", choice, Condition{Not: true}, false},
		{"no answer to what must be answered", must(choice), Condition{Not: true}, true},
		{"a number of a choice", choice, Condition{From: new(1.0)}, true},
		{"a point", scale, Condition{From: new(5.0)}, false},
		{"above all points", scale, Condition{From: new(6.0)}, true},
		{"below all points", scale, Condition{To: new(0.0)}, true},
		{"outside of all points", must(scale), Condition{From: new(1.0), Not: true}, true},
		{"outside of some points", must(scale), Condition{From: new(2.0), Not: true}, false},
		{"an option of a scale", scale, Condition{Options: []int{1}}, true},
	}
	for _, tt := range tests {
		tt.show.Question = 1
		s := Survey{Questions: []Question{tt.on, {ID: 2, Kind: Scale, Title: en("r"), Min: new(1.0), Max: new(5.0), Show: &tt.show}}}
		got := reflect.DeepEqual(advised(s.Advise()), []string{"advice_show_never 2"})
		if got != tt.never || !tt.never && len(s.Advise()) > 0 {
			t.Errorf("of a question asked by %s it is told %q, want that it is asked of nobody: %v", tt.name, advised(s.Advise()), tt.never)
		}
	}
}

// What depends on a question that nobody is asked is asked of nobody either, unless it is for who did not answer; and with a page go its questions.
func TestNobodyIsAskedFurther(t *testing.T) {
	s := paged()
	s.Questions[0].Required = true
	s.Questions[1].Show = &Condition{Question: 1, Not: true}
	want := []string{"advice_show_never 2 3 4 5"}
	if got := advised(s.Advise()); !reflect.DeepEqual(got, want) {
		t.Errorf("with a first question that all answer it is told %q, want %q", got, want)
	}
	s.Questions[2].Show = &Condition{Question: 2, Not: true}
	if got := advised(s.Advise()); !reflect.DeepEqual(got, []string{"advice_show_never 2"}) {
		t.Errorf("with a page for who gave no seats it is told %q, want the seats alone", got)
	}
}

// A language of the pages in which nothing is written is named with how many texts it lacks, and the first of them; so is where around the
// questions others lack one.
func TestALanguageThatIsMissing(t *testing.T) {
	asks := Survey{Questions: []Question{{ID: 1, Kind: Scale, Title: en("q"), Help: en("h")}, {ID: 2, Kind: Scale, Title: en("r")}}}
	titled := asks
	titled.Title = en("s")
	half := titled
	half.Questions = []Question{{ID: 1, Kind: Scale, Title: Text{"en": "q", "ko": "질문"}}}
	all := []Lang{"en", "ko"}
	tests := []struct {
		name  string
		asks  Survey
		langs []Lang
		want  []Advice
	}{
		{"no language is told of", asks, nil, nil},
		{"nothing is written", Survey{}, all, nil},
		{"questions alone", asks, all, []Advice{{Say(AdviceUnspoken, "Count", 3, "Lang", Lang("ko")), false, asks.Questions[:1]}}},
		{"a title, too", titled, all, []Advice{{Say(AdviceUnspoken, "Count", 4, "Lang", Lang("ko")), true, nil}}},
		{"all but the title is there", half, all, []Advice{{Say(AdviceUntranslated, "Count", 1, "Lang", Lang("ko")), true, nil}}},
	}
	for _, tt := range tests {
		if got := tt.asks.Advise(tt.langs...); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: it is told %v, want %v", tt.name, got, tt.want)
		}
	}
}
