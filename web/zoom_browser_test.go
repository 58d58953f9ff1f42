package web_test

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// memberPages has every page that a member meets shown, one after the other: to join, the survey, the receipt, the team, own data, contacts, devices, the pulse
// and feedback. In tabs of the member's own it opens them.
func (s *site) memberPages(shows func(name, path string), tabs ...*webtest.Tab) {
	s.Helper()
	asked := s.ask(everyKind()...)
	bare := asked
	asked.Consent = survey.Text{"en": "The organizers may use my answers to form teams.", "ko": "운영자가 팀을 만드는 데 제 답을 써도 됩니다."}
	asked.MinAge, asked.Guardian = 14, true
	s.must("ask for consent", s.db.SaveSurvey(s.Context(), asked))
	shows("join", "/s/"+string(s.season.Token))
	s.must("ask for no consent", s.db.SaveSurvey(s.Context(), bare))
	teams := s.roster(4)
	s.must("take the teams back", s.db.Unpublish(s.Context(), s.season.ID))
	m, v := teams[0][0], s.visitor()
	own := "/m/" + string(m.Token)
	v.own(m)
	for _, tab := range tabs {
		s.ownTab(tab, v, m)
	}
	for _, mate := range teams[0] {
		s.must("answer", s.db.SaveResponse(s.Context(), survey.Response{Member: mate.ID, Answers: survey.Answers{asked.Questions[5].ID: {Slots: []int{9, 10, 33}}}}, s.now))
	}
	shows("receipt", own)
	s.must("publish", s.db.Publish(s.Context(), 1, s.now))
	s.openRound(survey.Pulse)
	r := s.openRound(survey.MainFeedback)
	r.Peers = true
	s.must("ask about teammates", s.db.SaveFeedbackRound(s.Context(), r, s.now))
	shows("survey", own+"/answers")
	shows("team", own)
	shows("data", own+"/data")
	shows("contacts", own+"/contacts")
	shows("delete", own+"/delete")
	shows("devices", own+"/devices")
	shows("pulse", own+"/pulse")
	shows("feedback", own+"/feedback")
}

// Zoomed to 200 and to 400 %, as on a window of 1280 pixels, and to 200 % on a phone of 360, no page of a member scrolls sideways, cuts words or covers
// what has the focus, with all that can be opened open.
func TestPagesZoomed(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	ko, en := browser.Tab(t, 320, "ko"), browser.Tab(t, 320, "en")
	s.memberPages(func(name, path string) {
		for lang, tab := range map[string]*webtest.Tab{"ko": ko, "en": en} {
			for _, screen := range []struct{ width, height, zoom int64 }{{1280, 1024, 2}, {1280, 1024, 4}, {360, 740, 2}} {
				tab.Screen(screen.width/screen.zoom, screen.height/screen.zoom, float64(screen.zoom))
				tab.Go(s.url + path)
				webtest.Eval[bool](tab, `(document.querySelectorAll("details").forEach(part => { part.open = true }), true)`)
				tab.Check()
				tab.Screenshot(fmt.Sprintf("zoom-%s-%s-%d-%d", name, lang, screen.width, screen.zoom))
				for _, wrong := range webtest.Eval[[]string](tab, hard) {
					t.Errorf("%s in %s on %d pixels at %d00 %%: %s", name, lang, screen.width, screen.zoom, wrong)
				}
			}
		}
	}, ko, en)
}

// hard names what is hard to read or to reach on a small window.
const hard = `[...document.querySelectorAll("body *")].filter(e => {
	const style = getComputedStyle(e)
	return style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && !e.matches("input, select, textarea, svg, .visually-hidden")
}).map(e => "is cut or scrolls sideways: " + e.outerHTML.slice(0, 80)).concat([...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")].flatMap((e, i, all) => i ? [e] : [...all.toReversed(), e]).filter(e => {
	if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({ visibilityProperty: true })) return false
	e.focus()
	const { left, top, right, bottom } = e.getClientRects()[0]
	const on = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2)
	return !on || !e.contains(on) && !on.closest("label")?.contains(e)
}).map(e => "is covered or out of sight with the focus: " + e.outerHTML.slice(0, 120)))`

// Where somebody wants less motion nothing moves: no style is animated, and nothing that a script does.
func TestNothingMovesWhereMotionIsReduced(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	tab := browser.Tab(t, 360, "en")
	moves := `[...document.querySelectorAll("*")].flatMap(e => ["", "::before", "::after"].filter(part => {
		const style = getComputedStyle(e, part)
		return style.animationName !== "none" || style.transitionDuration.split(", ").some(time => time !== "0s") || style.scrollBehavior === "smooth"
	}).map(part => e.outerHTML.slice(0, 80) + part)).slice(0, 3)`
	s.memberPages(func(name, path string) {
		tab.Go(s.url + path)
		if tab.Motion(); len(webtest.Eval[[]string](tab, moves)) == 0 {
			t.Errorf("%s: nothing moves with motion, so that it would not be found", name)
		}
		tab.Scheme("light")
		for _, moving := range webtest.Eval[[]string](tab, moves) {
			t.Errorf("%s: moves with less motion: %s", name, moving)
		}
		if name == "survey" {
			for _, done := range []string{".ranks li:last-child [data-up]", ".ranks [data-down]", "table.hours thead button", "details:not([open]) > summary"} {
				if n := webtest.Eval[int](tab, fmt.Sprintf(`(document.querySelector(%q).click(), document.getAnimations().length)`, done)); n != 0 {
					t.Errorf("after a press on %s %d parts of the page move", done, n)
				}
			}
		}
	}, tab)
}

// In forced colours whatever can be chosen looks another way once it is.
func TestChosenStandsOutInForcedColours(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	tab := browser.Tab(t, 360, "en")
	tab.ForcedColours()
	choices := `[...Map.groupBy(document.querySelectorAll("main :is([type=radio], [type=checkbox])"), box => box.name + " " + box.closest("label").className)].map(([name, [box]], i) => {
		box.closest("label").dataset.choice = i
		return name
	})`
	checked := func(i int, on bool) image.Image {
		t.Helper()
		label := fmt.Sprintf("[data-choice='%d']", i)
		webtest.Eval[bool](tab, fmt.Sprintf(`(document.querySelector("%s input").checked = %t)`, label, on))
		return tab.Picture(label)
	}
	s.memberPages(func(name, path string) {
		tab.Go(s.url + path)
		for i, field := range webtest.Eval[[]string](tab, choices) {
			if n := differs(checked(i, false), checked(i, true)); n < mostSame {
				t.Errorf("%s: in forced colours a choice of %s differs from none in %d pixels, want at least %d", name, field, n, mostSame)
			}
		}
	}, tab)
}

// mostSame is in how many pixels a choice differs clearly from none: less is what a thin edge alone makes.
const mostSame = 60

// differs counts the pixels that are clearly lighter or darker in one picture than in the other.
func differs(a, b image.Image) (n int) {
	light := func(of image.Image, x, y int) int { return int(color.GrayModel.Convert(of.At(x, y)).(color.Gray).Y) }
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if d := light(a, x, y) - light(b, x, y); d > 60 || d < -60 {
				n++
			}
		}
	}
	return n
}
