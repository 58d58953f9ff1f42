package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"dure/survey"
	"dure/web/webtest"
)

// Questions are edited, added, duplicated, moved and deleted in the list, and all of it is taken back, without leaving the page.
func TestBuildInPlace(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.fillSeason()
	for _, look := range []struct {
		lang  string
		width int64
	}{{"ko", 360}, {"en", 1440}} {
		tab := s.signedInTab(b, look.width, look.lang)
		tab.Go(s.url + s.at("/survey"))
		webtest.Eval[bool](tab, `window.stayed = true`)
		n, name := len(s.stored().Questions), "New "+look.lang

		tab.Click("#q2 h3 a")
		tab.Wait("#q2 .panel textarea[name=title_en]")
		tab.Check()
		tab.Screenshot("builder-open-" + look.lang)
		tab.Fill("#q2 textarea[name=title_en]", "")
		tab.Fill("#q2 textarea[name=title_ko]", "")
		tab.Click("#q2 .panel form button[type=submit]")
		tab.Wait("#q2 .panel .errors")
		tab.Check()
		tab.Fill("#q2 textarea[name=title_en]", name)
		tab.Click("#q2 .panel form button[type=submit]")
		tab.Until("the question in new words", fmt.Sprintf(`document.querySelector("#q2 h3").innerText.includes(%q) && !document.querySelector(".panel")`, name))
		if !webtest.Eval[bool](tab, `document.activeElement.closest("#q2") !== null && document.querySelector("#q2 .missing") !== null`) {
			t.Errorf("%s: after saving, the focus is not on the question, or it does not say that Korean is missing", look.lang)
		}

		tab.Click("#q2 summary")
		tab.Check()
		tab.Screenshot("builder-menu-" + look.lang)
		tab.Click(`#q2 form[action$="/duplicate"] button`)
		tab.Until("the copy", fmt.Sprintf(`document.querySelectorAll("#asks > li").length === %d`, n+1))
		if got := s.stored().Questions; got[2].Title.In(survey.English) != name {
			t.Errorf("%s: below the question stands %v, want its copy", look.lang, got[2].Title)
		}

		tab.Click("#q3 summary")
		tab.Click("#q3 a[data-open=below]")
		tab.Wait(`.panel a[href*="kind=long_text"]`)
		tab.Check()
		tab.Click(`.panel a[href*="kind=long_text"]`)
		tab.Wait(".panel textarea[name=title_en]")
		tab.Fill(".panel textarea[name=title_en]", "Below "+look.lang)
		tab.Click("#q5 h3 a") // what was typed is kept before another question opens
		tab.Wait("#q5 .panel")
		below := s.stored().Questions[4]
		if below.Title.In(survey.English) != "Below "+look.lang || below.Kind != survey.LongText {
			t.Errorf("%s: below the third question stands %s %v, want the new one", look.lang, below.Kind, below.Title)
		}
		tab.Click("#q5 .panel a[role=button].secondary")
		tab.Until("no panel", `!document.querySelector(".panel")`)

		for i := range 3 {
			count := len(s.stored().Questions)
			tab.Click(".undo form[action$='/undo'] button")
			tab.Until("undo", fmt.Sprintf(`document.querySelectorAll("#asks > li").length < %d || %d === 2 && !document.querySelector("#q2 h3").innerText.includes(%q)`, count, i, name))
		}
		if got := len(s.stored().Questions); got != n {
			t.Errorf("%s: after undo the survey has %d questions, want %d", look.lang, got, n)
		}
		if !webtest.Eval[bool](tab, `window.stayed`) {
			t.Errorf("%s: the page was left", look.lang)
		}
		tab.Check()
		tab.Screenshot("builder-" + look.lang)
	}
}

// The preview follows what is typed, in the language and at the width that are chosen.
func TestBuilderPreview(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.fillSeason()
	tab := s.signedInTab(b, 1440, "en")
	tab.Go(s.url + s.at("/survey"))
	shows := func(what string) {
		t.Helper()
		tab.Until("a preview with "+what, fmt.Sprintf(`document.querySelector("iframe").contentDocument.body.innerText.includes(%q)`, what))
	}
	shows("How much experience do you have?")
	tab.Click("#q1 h3 a")
	tab.Wait("#q1 .panel textarea")
	tab.Fill("#q1 textarea[name=title_en]", "How long have you played?")
	shows("How long have you played?")
	tab.Click("[data-lang=ko]")
	shows("경험이 얼마나 있나요?")
	tab.Click("[data-wide=wide]")
	tab.Until("a wide frame", `document.querySelector("iframe").contentWindow.innerWidth === 1024`)
	tab.Screenshot("builder-wide")
	tab.Click("#add a[href*='kind=one_of']")
	tab.Wait("li.panel textarea[name=title_ko]")
	tab.Fill("li.panel textarea[name=title_ko]", "좋아하는 말")
	shows("좋아하는 말")
	if got := s.stored().Questions[0].Title.In(survey.English); got != "How long have you played?" {
		t.Errorf("when another question was begun the first one said %q", got)
	}
	tab.Check()
}

// All of it is done with keys alone.
func TestBuildByKeys(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.fillSeason()
	tab := s.signedInTab(b, 1440, "en")
	tab.Go(s.url + s.at("/survey"))
	focus := func(sel string) {
		webtest.Eval[bool](tab, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, sel))
	}
	order := func(want string) {
		t.Helper()
		tab.Until("the order "+want, fmt.Sprintf(`[...document.querySelectorAll("#asks > li")].map(li => li.id).join(" ").startsWith(%q)`, want))
	}
	key := func(k string, alt, ctrl bool) {
		t.Helper()
		webtest.Eval[bool](tab, fmt.Sprintf(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: %q, altKey: %t, ctrlKey: %t, bubbles: true, cancelable: true}))`, k, alt, ctrl))
	}
	focus("#q1 h3 a")
	key("ArrowDown", true, false)
	order("q2 q1 q3")
	tab.Until("the focus on the question", `document.activeElement.closest("li") !== null`)
	if at := webtest.Eval[string](tab, `document.activeElement.closest("li").id`); at != "q1" {
		t.Errorf("after the move the focus is on %s, want q1", at)
	}
	key("ArrowDown", true, false)
	order("q2 q3 q1")
	key("z", false, true)
	order("q2 q1 q3")
	key("y", false, true)
	order("q2 q3 q1")
	focus("#q1 h3 a")
	key("ArrowDown", true, false)
	key("ArrowDown", true, false) // before the first is done
	order("q2 q3 q4 q5 q1")
	focus("#q3 summary")
	tab.Press(kb.Enter)
	tab.Wait("#q3 .menu > div")
	tab.Press(kb.Escape)
	if !webtest.Eval[bool](tab, `!document.querySelector(".menu[open]") && document.activeElement.matches("#q3 summary")`) {
		t.Error("Escape does not close the menu, or the focus is not back on it")
	}
	focus("#q3 h3 a")
	tab.Press(kb.Enter)
	tab.Wait("#q3 .panel textarea")
	if !webtest.Eval[bool](tab, `document.activeElement.closest("#q3 .panel") !== null`) {
		t.Error("the focus is not in the form that was opened")
	}
	focus("#q3 .panel [role=button].secondary")
	tab.Press(kb.Enter)
	tab.Until("no panel", `!document.querySelector(".panel")`)
	if !webtest.Eval[bool](tab, `document.activeElement.matches("#q3 h3 a")`) {
		t.Error("after cancelling, the focus is not on the question")
	}
	key("Enter", true, false)
	tab.Wait(".panel a[href*='kind=scale']")
	if !webtest.Eval[bool](tab, `document.querySelector("#q3").nextElementSibling.matches(".panel")`) {
		t.Error("Alt and Enter do not offer a question below the one that has the focus")
	}
	tab.Click(".panel a[href*='kind=scale']")
	tab.Wait(".panel textarea[name=title_en]")
	tab.Check()
	if webtest.Eval[bool](tab, `document.querySelector("[name=help_en]").checkVisibility()`) {
		t.Error("the help text of a new question takes room before anybody wants one")
	}
	if got := s.askedTitles(); !strings.HasPrefix(got, "Do you prefer") {
		t.Errorf("the survey asks %s", got)
	}
}

// A move that hides answers is asked about in the list, which stands as it stood until that is agreed to.
func TestBuilderAsksBeforeAMoveHidesAnswers(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.drives()
	ordered := func(ids string) string {
		return fmt.Sprintf(`[...document.querySelectorAll("#asks > [data-item]")].map(li => li.id).join(" ") === %q`, ids)
	}
	for lang, says := range map[string]string{"en": "3 of 5 answers no longer count.", "ko": "답 5개 가운데 3개를 더는 세지 않습니다."} {
		tab := s.signedInTab(b, map[string]int64{"en": 1440, "ko": 360}[lang], lang)
		tab.Go(s.url + s.at("/survey"))
		drag := func() {
			t.Helper()
			tab.Drag("#q5 .kind", "#q4 .kind")
			tab.Wait(".panel [name=agreed]")
			tab.Until("the list as it stood", ordered("q1 q2 q3 q4 q5"))
		}
		drag()
		tab.Check()
		tab.Screenshot("builder-asks-" + lang)
		if got := webtest.Eval[string](tab, `document.querySelector(".panel").innerText`); !strings.Contains(got, says) {
			t.Errorf("%s: before a move hides answers the builder says %q, want %q", lang, got, says)
		}
		tab.Click(".panel a.secondary")
		tab.Until("no panel", `!document.querySelector(".panel")`)
		drag()
		tab.Click(".panel [name=agreed]")
		tab.Until("the move", ordered("q1 q2 q3 q5 q4"))
		tab.Click(".undo form[action$='/undo'] button")
		tab.Wait(".panel [name=agreed]")
		tab.Click(".panel [name=agreed]")
		tab.Until("what was before", ordered("q1 q2 q3 q4 q5"))
	}
}
