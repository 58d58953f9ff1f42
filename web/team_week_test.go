package web_test

import (
	"net/url"
	"strings"
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// On the board each team has its hours in common as a strip of the week, told also in words, with how many have not said when; of hours that are sensitive
// there is nothing. The strip stands up to axe-core on a phone and on a desk.
func TestHoursInCommonOnTheBoard(t *testing.T) {
	b := webtest.New(t)
	s, members := newTeams(t, 6)
	both := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	for _, q := range []survey.Question{
		{Kind: survey.Availability, Title: both("When are you free?", "언제 비나요?"), Days: []int{0, 1, 4}, From: 9, To: 20},
		{Kind: survey.Availability, Title: both("When are you at the clinic?", "언제 병원에 가나요?"), Days: []int{0, 1}, From: 9, To: 20, Sensitive: true},
	} {
		_, err := s.db.AddQuestion(t.Context(), s.season.ID, q)
		s.must("add a question", err)
	}
	asked := s.stored()
	for i, m := range members[:5] { // all are free on Monday from 9 to 11, and some on Friday
		s.say(m, survey.Answers{
			asked.Questions[2].ID: {Version: 1, Slots: append([]int{9, 10}, map[bool][]int{true: {4*24 + 18}}[i%2 == 0]...)},
			asked.Questions[3].ID: {Version: 1, Slots: []int{12}},
		})
	}
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	page := v.get(s.at("/proposals/%d", id)).want(200, "Free in common (When are you free?): Monday 09:00–11:00", "1 of 3 has not said when.").lacks("clinic")
	if n := strings.Count(page.body, `class="week-strip"`); n != 2 {
		t.Errorf("two teams have %d strips of the week", n)
	}
	for _, look := range []struct {
		width int64
		lang  string
	}{{360, "ko"}, {1440, "en"}} {
		tab := s.signedInTab(b, look.width, look.lang)
		tab.Go(s.url + s.at("/proposals/%d", id))
		tab.Check()
		tab.Screenshot("week-" + look.lang)
		if wide := webtest.Eval[float64](tab, `document.querySelector(".week-strip .free").getBoundingClientRect().width`); wide < 2 {
			t.Errorf("what is free is %v pixels wide on the strip", wide)
		}
	}
}
