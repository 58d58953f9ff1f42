package web_test

import (
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// Two tabs have one form open. What is typed quickly and sent while a draft is on its way clashes with nothing; what the other tab
// typed elsewhere stays, and what it types over a newer answer comes back beside it.
func TestTwoTabsOverwriteNothingUnseen(t *testing.T) {
	browser := webtest.New(t)
	for lang, says := range map[string]string{"en": "from another device or tab", "ko": "다른 기기나 탭에서 다르게"} {
		s := newSite(t)
		s.ask(mottoAndWish()...)
		m := s.member("Mina")
		own := s.url + "/m/" + string(m.Token) + "/answers"
		one, two := browser.Tab(t, 360, lang), browser.Tab(t, 360, lang)
		one.Go(own)
		two.Go(own)
		saved := `document.querySelector("[data-saved]").textContent.includes("09:00")`
		one.Fill("#q1", "carpe")
		one.Until("the first draft is saved", saved)
		webtest.Eval[bool](one, `(go => (window.fetch = async (...all) => {
			const answer = await go(...all); window.out = true; await new Promise(done => setTimeout(done, 1500)); return answer }, true))(window.fetch)`)
		one.Fill("#q1", "carpe diem")
		one.Until("a draft is on its way", `Boolean(window.out)`)
		one.Fill("#q1", "carpe diem!")
		one.Follow(".send button")
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem!"})

		two.Fill("#q2", "a boat")
		two.Until("the wish is saved", saved)
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem!", 2: "a boat"})
		two.Fill("#q1", "festina lente")
		two.Until("the tab says that there is a newer answer", `document.querySelector("[data-saved]").textContent.includes("`+says+`")`)
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem!", 2: "a boat"})
		two.Follow(".send button")
		two.Check()
		two.Screenshot("both-answers-" + lang)
		two.Until("both answers stand there", `document.querySelector("#q1").value == "festina lente" && document.querySelector("#q1-newer").textContent.includes("carpe diem!")`)
		two.Follow(".send button")
		two.Wait("#link")
		s.wantKept(m, true, map[survey.QuestionID]string{1: "festina lente", 2: "a boat"})
		if left := webtest.Eval[int](two, `localStorage.length`); left != 0 {
			t.Errorf("in %s, %d copies are left on the device once all is sent, want none", lang, left)
		}
	}
}
