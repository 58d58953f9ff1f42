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
	car["sensitive"], car["revision"] = []string{"1"}, []string{"0"}
	o.post(s.at("/survey/questions/1"), car).want(422, "Another question is only asked by the answer to this one", `id="sensitive"`)
	seats := url.Values(asked.Questions[1].Form())
	seats["sensitive"], seats["revision"] = []string{"1"}, []string{"0"}
	o.post(s.at("/survey/questions/2"), seats).want(422, "Another question is only asked") // the page of drivers
}

// What another question is asked by cannot be taken away: the page says which question that is, and keeps what was typed.
func TestTheBuilderKeepsConditions(t *testing.T) {
	s := newSite(t)
	asked := s.askDrivers()
	o := s.organizer()
	car := s.at("/survey/questions/1")
	typed := rowsForm("2", "none at all", "0", "two")
	o.get(car).submit(o, car, typed).want(422, "“Seats” is asked only of some, by whether they chose “yes”: change that first.", `value="none at all"`)
	o.get(car+"/delete").submit(o, car+"/delete", nil).want(422, "“Seats” is asked only of some, by the answer to “Car?”: change that first.")
	page := s.at("/survey/questions/3/delete")
	o.get(page).submit(o, page, nil).want(422, "“Where from?” is asked only of those for whom there is the page “Driving”")
	o.get(s.at("/survey")).submit(o, car+"/move", url.Values{"to": {"4"}}).want(422, "“Seats” is asked only of some, by the answer to “Car?”, and has to come after it")
	o.lang = "ko"
	o.get(car).submit(o, car, typed).want(422, "“자리” 질문은 “있음” 보기를 골랐는지에 따라 묻습니다.")
	if got := s.stored().Questions; !reflect.DeepEqual(got, asked.Questions) {
		t.Errorf("after edits that were refused the survey asks %+v, want %+v", got, asked.Questions)
	}
}

// Without an option ticked a condition is a mistake unless any answer is meant; one on an option that is no longer offered stays as it was.
func TestAConditionNeverTurnsIntoAnyAnswer(t *testing.T) {
	s := newSite(t)
	asked := s.askDrivers()
	o := s.organizer()
	seats := s.at("/survey/questions/2")
	typed := url.Values(asked.Questions[1].Form())
	delete(typed, "show_options_q1")
	typed.Set("revision", "0")
	o.post(seats, typed).want(422, "Tick the options that the answer is to have, or “Any answer”.", `name="show_any_q1" value="1">`)
	typed.Set("show_any_q1", "1")
	o.post(seats, typed).want(200)
	if got, want := s.stored().Questions[1].Show, (&survey.Condition{Question: 1}); !reflect.DeepEqual(got, want) {
		t.Errorf("with any answer ticked the condition is %+v, want %+v", got, want)
	}
	o.get(seats).want(200, `name="show_any_q1" value="1" checked`)

	typed = url.Values(asked.Questions[1].Form())
	typed.Set("revision", "1")
	o.post(seats, typed).want(200)
	merge := rowsForm("2", "no", "0", "maybe")
	merge["hidden_key"], merge["hidden_into"] = []string{"1"}, []string{"2"}
	car := s.at("/survey/questions/1")
	o.get(car).submit(o, car, merge).want(200, "Of the options that these go by, some will count as another one", "<li>“Seats”: Only if “Fruit” is: no</li>").agree(o, car, merge).want(200, "Saved.")
	o.get(seats).want(200, `name="show_options_q1" value="1" checked> yes <small>counted as “no”`).
		submit(o, seats, url.Values{"title_en": {"Seats"}, "help_en": {"With yours"}, "show": {"1"}, "show_options_q1": {"1"}}).want(200, "Saved.")
	if got, want := s.stored().Questions[1].Show, asked.Questions[1].Show; !reflect.DeepEqual(got, want) {
		t.Errorf("after its help was written the question is asked by %+v, want %+v", got, want)
	}
}
