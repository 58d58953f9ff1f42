package web_test

import (
	"strings"
	"testing"

	"dure/web/webtest"
)

// Options are put in order by buttons, by the keyboard, by choosing a place and by dragging, and each place is taken once.
func TestAMemberRanksOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(everyKind()[9:11]...)
	own := s.url + "/m/" + string(s.member("Mina").Token) + "/answers"
	tab := browser.Tab(t, 360, "en")
	tab.Go(own)
	tab.Check()
	tab.Screenshot("rank-en")
	item := func(key string) string { return `.ranks li:has([name="q1p` + key + `"]) ` }
	const sea, hill, temple = "1", "2", "3"
	list := func() string {
		return webtest.Eval[string](tab, `[...document.querySelectorAll(".ranks li")].map(li => li.querySelector("label").textContent.trim() + li.querySelector("select").value).join(" ")`)
	}
	after := func(what, want string) {
		t.Helper()
		if got := list(); got != want {
			t.Errorf("after %s the list is %q, want %q", what, got, want)
		}
	}
	after("nothing", "Sea Hill Temple")
	tab.Click(item(temple) + "[data-up]")
	after("the button of the last", "Temple1 Sea Hill")
	if got := webtest.Eval[string](tab, `document.activeElement.name`); got != "q1p3" {
		t.Errorf("after the move up to the first place %q has the focus, want what was moved", got)
	}
	tab.Click(item(hill) + "[data-up]")
	after("the next button", "Temple1 Hill2 Sea")
	tab.Press("\r") // the button keeps the focus
	after("the key Enter on it", "Hill1 Temple2 Sea")
	tab.Click(item(sea) + "[data-up]")
	after("a third, where two places are asked for", "Hill1 Sea2 Temple")
	tab.Set(item(temple)+"select", "1")
	after("choosing a place that is taken", "Temple1 Hill2 Sea")
	tab.Click(item(temple) + "[data-down]")
	tab.Click(item(temple) + "[data-down]")
	after("moving one down beyond the last place", "Hill1 Sea Temple")
	tab.Drag(item(temple)+".handle", item(hill)+".handle")
	dragged := list()
	if dragged != "Hill1 Temple2 Sea" && dragged != "Temple1 Hill2 Sea" { // it is dropped at the middle of the first
		t.Errorf("after dragging the last up the list is %q, want it placed", dragged)
	}
	tab.Touch(360, 740)
	tab.Finger(item(hill)+".handle", `fieldset:has(.ranks) legend`)
	if got := list(); !strings.HasPrefix(got, "Hill1 ") {
		t.Errorf("after a finger dragged it to the top the list is %q, want Hill first", got)
	}
	dragged = list()
	tab.Set(`[name="q2l2"]`, "B1")
	tab.Until("saving the draft", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	tab.Go(own)
	after("loading the page again", dragged)
	tab.Check()
	tab.Screenshot("rank-placed-en")
	tab.Follow(".send button")
	tab.Check()
	r, err := s.db.Responses(t.Context(), s.season.ID)
	s.must("read the answers", err)
	for _, given := range r {
		if got := given.Answers[1].Ranked; len(got) != 2 || got[0]+got[1] != 5 || given.Answers[2].Levels[2] != 3 {
			t.Errorf("submitted is %+v, want Hill and Temple, and B1", given.Answers)
		}
	}
	wide := s.signedInTab(browser, 1440, "ko")
	for path, shot := range map[string]string{"/responses": "totals-ko", "/survey/questions/1": "rank-builder-ko", "/survey/questions/2": "level-builder-ko", "/survey/questions/new?kind=one_of": "ordered-builder-ko", "/survey/preview": "preview-ko"} {
		wide.Go(s.url + s.at("%s", path))
		wide.Check()
		wide.Screenshot(shot)
	}
}
