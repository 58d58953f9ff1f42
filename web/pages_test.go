package web_test

import (
	"net/url"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"dure/survey"
	"dure/web/webtest"
)

// askDrivers opens a survey of three pages: who has a car is asked for seats, and drivers with many seats get the second page.
func (s *site) askDrivers() survey.Survey {
	s.Helper()
	both := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	return s.ask(
		survey.Question{Kind: survey.OneOf, Title: both("Car?", "차가 있나요?"), Options: []survey.Option{{Label: both("yes", "있음")}, {Label: both("no", "없음")}}},
		survey.Question{Kind: survey.Number, Title: both("Seats", "자리"), Required: true, Show: &survey.Condition{Question: 1, Options: []int{1}}},
		survey.Question{Kind: survey.NewPage, Title: both("Driving", "운전"), Help: both("For drivers.", "운전자에게만 묻습니다."), Show: &survey.Condition{Question: 2, From: new(3.0)}},
		survey.Question{Kind: survey.ShortText, Title: both("Where from?", "어디에서?"), Required: true},
		survey.Question{Kind: survey.NewPage, Title: both("The end", "끝")},
		survey.Question{Kind: survey.LongText, Title: both("Anything else?", "더 하고 싶은 말")},
	)
}

// Without JavaScript a form of pages is gone through with buttons; each page is kept, and what is not asked is neither missed nor counted.
func TestAFormOfPages(t *testing.T) {
	s := newSite(t)
	s.askDrivers()
	m, v := s.member("Mina"), s.visitor()
	own := "/m/" + string(m.Token)
	one := v.get(own).want(200, "Page 1 of 2", "Only if “Car?” is: yes", ">Next<").lacks("Where from?", "Anything else?", "Send my answers", ">Back<")
	one.submit(v, own+"/answers", url.Values{"q1": {"1"}, "go": {"next"}}).want(422, "Seats — Please answer", "Page 1 of 2")
	two := one.submit(v, own+"/answers", url.Values{"q1": {"1"}, "q2": {"4"}, "go": {"next"}}).want(200, "Page 2 of 3", "For drivers.", "Where from?").lacks("Seats")
	if want := own + "/answers?page=3"; two.path != want {
		t.Errorf("the second page is at %s, want %s", two.path, want)
	}
	two.submit(v, own+"/answers", url.Values{"q4": {"Seoul"}, "go": {"back"}}).want(200, "Page 1 of 3", `value="4"`)
	two = v.get(two.path).want(200, `value="Seoul"`)
	two = two.submit(v, own+"/answers", url.Values{"q4": {""}, "go": {"next"}}).want(422, "Where from? — Please answer")
	three := two.submit(v, own+"/answers", url.Values{"q4": {"Busan"}, "go": {"next"}}).want(200, "Page 3 of 3", "Send my answers").lacks(">Next<")
	v.post(own+"/draft", url.Values{"page": {"5"}, "q6v": {"1"}, "q6": {"wait"}}).want(200, "Page 3 of 3", "wait", "Saved.")
	three = v.get(three.path).want(200, "wait")
	three.submit(v, own+"/answers", url.Values{"q6": {"bye"}}).want(200, "Thank you, Mina", "4 of 4 questions", "Busan", "bye")

	// Who has no car any more is not asked for seats, and what was said of them is kept.
	one = v.get(own+"/answers").want(200, "Page 1 of 3")
	three = one.submit(v, own+"/answers", url.Values{"q1": {"2"}, "q2": {"4"}, "go": {"next"}}).want(200, "Page 2 of 2", "bye")
	three.submit(v, own+"/answers", url.Values{"q6": {"bye"}}).want(200, "2 of 2 questions").lacks("Busan")
	r, err := s.db.Response(t.Context(), m.ID)
	s.must("read the answers", err)
	if r.Answers[4].Text != "Busan" {
		t.Errorf("the answers %+v are kept, want the hidden one too", r.Answers)
	}
	o := s.organizer()
	o.get(s.at("/responses.csv")).want(200, "Car?", "bye").lacks("Busan", "Driving", "The end")
	o.get(s.at("/members/%d", m.ID)).want(200, "bye").lacks("Busan")
	o.get(s.at("/responses")).want(200, "Where from?").lacks("Busan")
}

// An answer on what was the last page brings another one about: the form is not sent before that one was seen.
func TestSendingTurnsToAPageThatAnAnswerBringsAbout(t *testing.T) {
	s := newSite(t)
	asked := s.askDrivers()
	s.must("take the last page away", s.db.RemoveQuestion(t.Context(), s.season.ID, 5, asked.Questions[4].Revision))
	own, v := "/m/"+string(s.member("Mina").Token), s.visitor()
	one := v.get(own).want(200, "Send my answers").lacks("Page 1")
	two := one.submit(v, own+"/answers", url.Values{"q1": {"1"}, "q2": {"4"}}).want(200, "Page 2 of 2", "Where from?", "Anything else?")
	two.submit(v, own+"/answers", url.Values{"q4": {"Seoul"}}).want(200, "Thank you")
}

// The keyboard alone goes through the pages, and what an answer brings about appears at once.
func TestAFormOfPagesByKeyboard(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.askDrivers()
	for _, lang := range []string{"en", "ko"} {
		m := s.member("Mina" + lang)
		tab := browser.Tab(t, 360, lang)
		tab.Go(s.url + "/m/" + string(m.Token))
		tab.Check()
		shown := func(field string) bool {
			return webtest.Eval[bool](tab, `!document.querySelector('[data-question="`+field+`"]').hidden`)
		}
		if shown("q2") {
			t.Errorf("in %s the seats are asked before there is a car", lang)
		}
		tab.Click("#q1")
		if !shown("q2") {
			t.Errorf("in %s the seats are not asked of who has a car", lang)
		}
		tab.Screenshot("pages-" + lang)
		tab.Fill("#q2", "5")
		tab.Press(kb.Enter)
		tab.Until("the second page", `location.search === "?page=3"`)
		tab.Check()
		tab.Fill("#q4", "Seoul")
		tab.Press(kb.Enter)
		tab.Until("the last page", `location.search === "?page=5"`)
		tab.Check()
		tab.Screenshot("pages-last-" + lang)
		tab.Fill("#q6", "bye")
		tab.Press(kb.Enter) // keeps, and sends nothing
		tab.Until("it is kept", `document.querySelector("[data-saved]").dataset.saved === "yes" && location.search === "?page=5"`)
		tab.Follow(".send button")
		tab.Check()
	}
}
