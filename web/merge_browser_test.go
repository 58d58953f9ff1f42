package web_test

import (
	"net/url"
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
		// To go on elsewhere, or to come again, decides nothing.
		two.Fill("#q2", "a raft")
		s.untilKept(m, 2, "a raft") // the page says that one of the two is not saved before it saves the other
		two.Until("the page says that one of the two is not saved", `document.querySelector("[data-saved]").textContent.includes("`+says+`")`)
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem!", 2: "a raft"})
		two.Go(own)
		two.Until("what was typed comes back", `document.querySelector("#q1").value == "festina lente"`)
		two.Until("the page asks again", `document.querySelector("[data-saved]").textContent.includes("`+says+`")`)
		two.Follow(".send button")
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem!", 2: "a raft"})
		two.Follow("[name=q1counts]")
		two.Follow(".send button")
		two.Wait("#link")
		s.wantKept(m, true, map[survey.QuestionID]string{1: "festina lente", 2: "a raft"})
		if left := webtest.Eval[int](two, `localStorage.length`); left != 0 {
			t.Errorf("in %s, %d copies are left on the device once all is sent, want none", lang, left)
		}
	}
}

// What a page could not save comes back question by question: over nothing that another device answered meanwhile, and not where it was taken back.
func TestACopyHidesNothingNewer(t *testing.T) {
	s := newSite(t)
	s.ask(mottoWishAge()...)
	m := s.member("Mina")
	path := "/m/" + string(m.Token)
	own := s.url + path + "/answers"
	browser := webtest.New(t)
	one, two := browser.Tab(t, 360, "en"), s.visitor()
	answers := func(given url.Values) {
		t.Helper()
		two.post(path+"/draft", two.get(path+"/answers").fields(path+"/answers", given)).want(200)
	}
	one.Forgive("responded with a status of 409")
	one.Go(own)
	one.Set("#q2", "a canoe")
	one.Until("the wish is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	answers(url.Values{"q1": {"theirs"}, "q2": {"a boat"}})
	newer := `document.querySelector("[data-saved]").textContent.includes("from another device or tab")`
	comesBack := func(wish, age string) {
		t.Helper()
		one.Go(own)
		one.Until("what was typed comes back", `document.querySelector("#q1").value === "mine"`)
		one.Until("the page asks again", newer)
		if got := webtest.Eval[[]string](one, `["#q2", "#q3"].map((field) => document.querySelector(field).value)`); got[0] != wish || got[1] != age {
			t.Errorf("beside what was typed here the wish and the age are %q, want %q and %q of the other device", got, wish, age)
		}
	}
	one.Fill("#q1", "mine")
	one.Until("the page says that there is a newer answer", newer)
	comesBack("a boat", "")
	one.Follow(".send button")
	one.Until("both answers stand there", `document.querySelector("#q1").value === "mine" && document.querySelector("#q1-newer").textContent.includes("theirs")`)
	answers(url.Values{"q1": {"theirs"}, "q2": {"a kayak"}, "q3": {"22"}})
	comesBack("a kayak", "22")
	one.Follow(".send button")
	one.Until("both answers stand there again", `document.querySelector("#q1").value === "mine" && document.querySelector("#q1-newer").textContent.includes("theirs")`)
	one.Screen(360, 300, 1) // so low that the page has to be scrolled
	one.Follow("[name=q1counts]")
	one.Until("the page comes back at the question that was decided", `location.hash === "#q1" && scrollY > 0 && (top => top >= 0 && top < innerHeight)(document.querySelector("#q1").getBoundingClientRect().top)`)
	one.Follow(".send button")
	one.Wait("#link")
	s.wantKept(m, true, map[survey.QuestionID]string{1: "mine", 2: "a kayak"})
	if left := webtest.Eval[int](one, `localStorage.length`); left != 0 {
		t.Errorf("%d copies are left on the device once all is sent, want none", left)
	}
}

// What is typed and taken back before it was sent is not said to be saving for ever, and does not come back.
func TestWhatIsTakenBackStaysAway(t *testing.T) {
	k := keptIn(t, webtest.New(t), "en")
	for _, text := range []string{"carpe", ""} {
		webtest.Eval[bool](k.tab, `(f => { f.value = `+quoted(text)+`; f.dispatchEvent(new Event("input", { bubbles: true })); return true })(document.querySelector("#q1"))`)
	}
	k.tab.Until("it is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	k.tab.Go(k.own())
	if got := webtest.Eval[string](k.tab, `document.querySelector("#q1").value`); got != "" {
		t.Errorf("what was taken back comes back as %q", got)
	}
}
