package web_test

import (
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// On a phone an organizer reads every address of the members in full, and each group's name in one line.
func TestMembersAndGroupsOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	asked := s.ask(everyKind()[0], everyKind()[0])
	for i, name := range []string{"Ann", "Bo", "Cho", "Dana", "Eun", "Fay", "Gil", "Hana", "Ida"} {
		m, at := s.member(name), 1+i/3*4
		s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{
			asked.Questions[0].ID: {Number: new(float64(min(9, at)))}, asked.Questions[1].ID: {Number: new(float64(min(9, at+i%2)))}}}, s.now))
	}
	tab := s.signedInTab(browser, 360, "ko")
	tab.Go(s.url + s.at("/members"))
	tab.Check()
	if n := webtest.Eval[int](tab, `[...document.querySelectorAll("table.members td")].filter(td => td.textContent.includes("@") && td.getBoundingClientRect().right <= innerWidth).length`); n != 9 {
		t.Errorf("%d of 9 addresses are within the screen", n)
	}
	tab.Go(s.url + s.at("/groups"))
	if n := webtest.Eval[int](tab, `[...document.querySelectorAll(".heat thead th + th")].filter(th => { const r = document.createRange(); r.selectNodeContents(th); return r.getBoundingClientRect().height > 1.6 * parseFloat(getComputedStyle(th).fontSize) }).length`); n != 0 {
		t.Errorf("the names of %d groups are wrapped", n)
	}
	if n := webtest.Eval[int](tab, `document.querySelectorAll(".heat thead th + th").length`); n < 2 {
		t.Errorf("the table is of %d groups", n)
	}
}
