package web_test

import (
	"net/url"
	"reflect"
	"testing"

	"dure/survey"
)

// An organizer says in the builder to whom a question is asked, and begins a page.
func TestTheBuilderAsksQuestionsByEarlierAnswers(t *testing.T) {
	for _, lang := range []string{"en", "ko"} {
		s := newSite(t)
		s.askDrivers()
		o := s.organizer()
		o.lang = lang
		first := s.at("/survey/questions/%d", 1)
		o.get(first).want(200).lacks(`name="show"`) // nothing is asked before it
		edit := s.at("/survey/questions/%d", 4)
		o.get(edit).want(200, `<option value="1">`, `name="show_options_q1"`, `name="show_from_q2"`).lacks(`<option value="3">`)
		typed := url.Values(s.stored().Questions[3].Form())
		typed.Set("revision", "0")
		typed.Set("show", "1")
		typed["show_options_q1"], typed["show_not"] = []string{"2"}, []string{"1"}
		o.post(edit, typed).want(200)
		want := &survey.Condition{Question: 1, Options: []int{2}, Not: true}
		if got := s.stored().Questions[3].Show; !reflect.DeepEqual(got, want) {
			t.Errorf("in %s the condition is stored as %+v, want %+v", lang, got, want)
		}
		o.get(edit).want(200, `<option value="1" selected>`, `name="show_options_q1" value="2" checked`, `name="show_not" value="1" checked`)
		o.get(s.at("/survey/preview")).want(200, s.stored().Questions[4].Title[survey.Lang(lang)])
		o.get(s.at("/survey/questions/new?kind=page")).want(200).lacks(`name="required"`)
		o.post(s.at("/survey/questions"), url.Values{"kind": {"page"}, "title_en": {"More"}, "title_ko": {"더"}}).want(200)
		if got := s.stored().Questions; !got[len(got)-1].IsPage() {
			t.Errorf("in %s the new page is stored as %+v", lang, got[len(got)-1])
		}
	}
}

// A question that is asked by the answer to a sensitive one would tell it.
func TestTheBuilderKeepsASensitiveAnswerFromBeingTold(t *testing.T) {
	s := newSite(t)
	asked := s.askDrivers()
	o := s.organizer()
	car := url.Values(asked.Questions[0].Form())
	car.Set("sensitive", "1")
	o.post(s.at("/survey/questions/1"), car).want(422, "Another question is only asked by the answer to this one", `id="sensitive"`)
	seats := url.Values(asked.Questions[1].Form())
	seats.Set("sensitive", "1")
	o.post(s.at("/survey/questions/2"), seats).want(422, "Another question is only asked") // the page of drivers
}
