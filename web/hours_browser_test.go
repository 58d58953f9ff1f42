package web_test

import (
	"fmt"
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// A finger paints down and across without moving the page, what it passed and left is as before, and ten hours of a week take two gestures.
func TestHoursAreMarkedByFinger(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "When are you free?", "ko": "언제 시간이 있나요?"}, Days: []int{0, 1, 2, 3, 4, 5}, From: 9, To: 21})
	cell := func(day, hour int) string { return fmt.Sprintf(`input[name="q1"][value="%d"]`, 24*day+hour) }
	marked := `[...document.querySelectorAll("table.hours :checked")].map(box => box.value).join(" ")`
	for lang, words := range map[string]string{"en": "Every weekday as on Monday", "ko": "평일 모두 월요일처럼"} {
		tab := browser.Tab(t, 360, lang)
		tab.Go(s.url + "/m/" + string(s.member(lang).Token))
		wants := func(what, want string) {
			t.Helper()
			if got := webtest.Eval[string](tab, marked); got != want {
				t.Errorf("%s: after %s the cells %q are marked, want %q", lang, what, got, want)
			}
		}
		tab.Finger(cell(0, 18), cell(0, 19))
		wants("painting down", "18 19")
		if got := tab.Text(".copies button:not([hidden])"); got != words {
			t.Errorf("after painting Monday the button says %q, want %q", got, words)
		}
		tab.Click(".copies button:not([hidden])")
		wants("copying Monday", "18 42 66 90 114 19 43 67 91 115")
		tab.Finger(cell(1, 18), cell(3, 18))
		wants("painting across from a marked cell", "18 114 19 43 67 91 115")
		top := webtest.Eval[float64](tab, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({ block: "center" }), scrollY)`, cell(5, 12)))
		tab.Finger(cell(5, 12), cell(4, 14))
		wants("painting a block", "108 132 109 133 110 134 18 114 19 43 67 91 115")
		if now := webtest.Eval[float64](tab, `scrollY`); now != top {
			t.Errorf("painting moved the page from %v to %v", top, now)
		}
		tab.Click("table.hours tbody tr:first-child th button")
		wants("filling the first hour", "9 33 57 81 105 129 108 132 109 133 110 134 18 114 19 43 67 91 115")
		tab.Until("it is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
		tab.Check()
		tab.Screenshot("hours-" + lang)
	}
}
