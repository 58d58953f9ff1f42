package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// newMates is a season that asks for teammates, of whom two have one name, and the address of Ana's form.
func newMates(t *testing.T) (s *site, ana survey.Member, form string) {
	s = newSite(t)
	s.ask(
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?", "ko": "누구와?"}, Wishes: 3, Avoids: 1},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?", "ko": "왜?"}},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Since when?", "ko": "언제부터?"}, Show: &survey.Condition{Question: 2}},
	)
	for i, name := range []string{"홍길동", "김민준", "김민준", "김민", "José García", "Łukasz Nowak", "길가온", "Hong Jin-ah"} {
		s.called(name, fmt.Sprintf("member%d@example.org", i))
	}
	ana = s.called("Ana Soto", "ana@example.org")
	return s, ana, s.url + "/m/" + string(ana.Token) + "/answers"
}

const foundMates = `[...document.querySelectorAll("#mates-found:not([hidden]) li")].map(li => li.textContent).join("|")`

// Names are found as they are typed: by initial consonants, by syllables that are not finished, by any of their words, without accents.
func TestTeammatesAreFoundAsTheyAreTyped(t *testing.T) {
	tab := webtest.New(t).Tab(t, 360, "ko")
	_, _, form := newMates(t)
	tab.Go(form)
	for _, tt := range [][]string{
		{"ㅎㄱㄷ", "홍길동"}, {"ㅎㄱ", "홍길동"}, {"홍ㄱㄷ", "홍길동"}, {"호", "홍길동"}, {"홍기", "홍길동"}, {"홍길ㄷ", "홍길동"}, {"홍길도", "홍길동"}, {"길동", "홍길동"},
		{"긹", "길가온"}, {"길", "길가온", "홍길동"}, {"ㄱㅇ", "길가온"}, {"민", "김민", "김민준 (m…1@e…)", "김민준 (m…2@e…)"}, {"ㄱㅁㅈ", "김민준 (m…1@e…)", "김민준 (m…2@e…)"},
		{"GARCIA", "José García"}, {"jos gar", "José García"}, {"lukasz", "Łukasz Nowak"}, {"jina", "Hong Jin-ah"}, {"ah hong", "Hong Jin-ah"}, {"osé"}, {"강", "길가온"}, {"남"}, {"ana"},
	} {
		tab.Set("#q1", "")
		webtest.Eval[bool](tab, `(document.querySelector("#q1").focus(), true)`)
		tab.Compose(tt[0])
		if got, want := webtest.Eval[string](tab, foundMates), strings.Join(tt[1:], "|"); got != want {
			t.Errorf("%q finds %q, want %q", tt[0], got, want)
		}
		tab.Commit(tt[0])
	}
}

// While a syllable is put together nothing acts on it, and one Enter ends it and makes the choice, in whatever order a browser says so.
func TestTeammatesAreChosenWithAnInputMethod(t *testing.T) {
	b := webtest.New(t)
	s, ana, form := newMates(t)
	tab := b.Tab(t, 360, "ko")
	tab.Go(form)
	value := func(what, sel, want string) {
		t.Helper()
		tab.Until(what, fmt.Sprintf(`new Promise(done => setTimeout(() => done(document.querySelector(%q).value === %q), 50))`, sel, want))
		if webtest.Eval[string](tab, foundMates) != "" {
			t.Errorf("after %s the list is still open", what)
		}
	}
	in := func(sel string) {
		webtest.Eval[bool](tab, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, sel))
	}
	says := func(sel string) string {
		return webtest.Eval[string](tab, fmt.Sprintf(`document.querySelector("%s-says").textContent`, sel))
	}
	sent := `performance.getEntriesByType("resource").filter(e => e.name.endsWith("/draft")).length`
	hidden := func() bool {
		return webtest.Eval[bool](tab, `document.querySelector("#q3").closest(".question").hidden`)
	}

	in("#q2")
	tab.Compose("왜")
	in("#q1")
	tab.Until("what was typed to bring a question about", `!document.querySelector("#q3").closest(".question").hidden`)
	tab.Set("#q2", "")
	in("#q2")
	tab.Compose("왜")
	if !hidden() {
		t.Error("half a word brings a question about")
	}
	tab.Commit("왜")
	if hidden() {
		t.Error("a whole word does not bring a question about")
	}
	tab.Until("it is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	before := webtest.Eval[int](tab, sent)
	in("#q1")
	tab.Compose("홍기")
	time.Sleep(1200 * time.Millisecond)
	if n := webtest.Eval[int](tab, sent); n != before || says("#q1") != "" {
		t.Errorf("of half a word %d drafts were sent, and it is marked %q", n-before, says("#q1"))
	}
	tab.Key("Enter", true) // Chromium on Windows: the key, then the end of the syllable
	tab.Commit("홍기")
	value("one Enter", "#q1", "홍길동")
	in("#q1-1")
	tab.Compose("ㄱㅁㅈ")
	tab.Key("ArrowDown", true)
	tab.Commit("ㄱㅁㅈ")
	tab.Until("the arrow to do what it does, once", `document.querySelector("#q1-1").getAttribute("aria-activedescendant") === "mates-found-1"`)
	tab.Key("Enter", false)
	value("the arrow and Enter", "#q1-1", "김민준 (m…2@e…)")
	in("#q1-2")
	tab.Compose("길ㄱ")
	tab.Key("Enter", true) // on a Mac: and the key again
	tab.Commit("길ㄱ")
	tab.Key("Enter", false)
	value("Enter that is said twice", "#q1-2", "길가온")
	in("#q1-3")
	tab.Compose("김미")
	tab.Commit("김미") // Safari: the end of the syllable, then the key with its code
	tab.Key("Enter", true)
	value("Enter after the end", "#q1-3", "김민")
	in("#q1-3")
	tab.Set("#q1-3", "")
	tab.Compose("김미")
	tab.Click("#mates-found li")
	value("a press while a syllable is open", "#q1-3", "김민")
	if at := tab.URL(); at != form {
		t.Errorf("Enter led to %s", at)
	}
	tab.Until("it is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	tab.Check()
	tab.Follow(".send button")
	r, err := s.db.Response(t.Context(), ana.ID)
	s.must("read the answers", err)
	if got := r.Answers[1]; !slices.Equal(got.Wished, []string{"홍길동", "김민준 (m…2@e…)", "길가온"}) || !slices.Equal(got.Avoided, []string{"김민"}) {
		t.Errorf("sent are %+v", got)
	}
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	if id, ok := r.Meant.Of(1, survey.WishedSide, "김민준 (m…2@e…)"); !ok || !slices.ContainsFunc(members, func(m survey.Member) bool { return m.ID == id && m.Email == "member2@example.org" }) {
		t.Errorf("one of two of the name was chosen and is kept as %d (%t)", id, ok)
	}
}

// By keyboard alone, and by finger: whoever is not on the list is marked once the name is typed, and stays as typed.
func TestTeammatesByKeyboardAndFinger(t *testing.T) {
	b := webtest.New(t)
	for _, lang := range []string{"en", "ko"} {
		_, _, form := newMates(t)
		tab := b.Tab(t, 320, lang)
		tab.Go(form)
		is := func(what, sel, want string) {
			t.Helper()
			if got := webtest.Eval[string](tab, fmt.Sprintf(`document.querySelector(%q).value`, sel)); got != want {
				t.Errorf("%s: after %s the field is %q, want %q", lang, what, got, want)
			}
		}
		webtest.Eval[bool](tab, `(document.querySelector("#q1").focus(), true)`)
		tab.Key("ArrowUp", false)
		if got := webtest.Eval[string](tab, `document.querySelector("#mates-found [aria-selected=true]").textContent`); got != "홍길동" {
			t.Errorf("%s: the arrow up in an empty field opens the list at %q, want its last", lang, got)
		}
		tab.Key("Escape", false)
		tab.Commit("kim")
		tab.Key("Enter", false)
		is("a name that nobody has", "#q1", "kim")
		tab.Key("Tab", false)
		if got := tab.Text("#q1-says"); got == "" {
			t.Errorf("%s: a name that is not on the list is not marked", lang)
		}
		webtest.Eval[bool](tab, `(document.querySelector("#q1-1").focus(), true)`)
		tab.Commit("jos")
		tab.Until("the list", foundMates+` === "José García"`)
		tab.Check()
		tab.Screenshot("mates-" + lang)
		tab.Key("Escape", false)
		tab.Key("Enter", false)
		is("Escape", "#q1-1", "jos")
		tab.Key("ArrowDown", false)
		tab.Key("Enter", false)
		is("the arrow down and Enter", "#q1-1", "José García")
		webtest.Eval[bool](tab, `(document.querySelector("#q1-2").focus(), true)`)
		tab.Commit("길")
		high := webtest.Eval[float64](tab, `document.querySelector("#mates-found li").getBoundingClientRect().height`)
		if high < 44 {
			t.Errorf("%s: a name in the list is %v pixels high, want 44", lang, high)
		}
		tab.Finger("#mates-found li:last-child", "#mates-found li:last-child")
		tab.Until("the tap", `document.querySelector("#q1-2").value === "홍길동"`)
		tab.Click("#q1-3")
		if got := webtest.Eval[string](tab, foundMates); !strings.Contains(got, "김민") || strings.Contains(got, "José") || strings.Contains(got, "홍길동") {
			t.Errorf("%s: a press in an empty field lists %q, want all but who was chosen", lang, got)
		}
		webtest.Eval[bool](tab, `(document.activeElement.blur(), true)`)
		is("leaving the list", "#q1-3", "")
	}
}

// The names of a large club come once one is typed, from a page of their own, and who is chosen stands out without colours.
func TestTeammatesOfALargeClub(t *testing.T) {
	b := webtest.New(t)
	s, ana, form := newMates(t)
	s.crowd(1000)
	s.visitor().get("/m/"+string(ana.Token)+"/answers").want(200, "/mates\">Whom you can choose").lacks("<datalist", "홍길동")
	tab := b.Tab(t, 360, "ko")
	tab.ForcedColours()
	tab.Go(form)
	webtest.Eval[bool](tab, `(document.querySelector("#q1").focus(), true)`)
	tab.Compose("ㅎㄱㄷ")
	tab.Until("the names to come", foundMates+` === "홍길동"`)
	if got := webtest.Eval[string](tab, `getComputedStyle(document.querySelector("#mates-found [aria-selected=true]")).outlineStyle`); got != "solid" {
		t.Errorf("in forced colours who would be chosen has the outline %q", got)
	}
	tab.Key("Enter", true)
	tab.Commit("ㅎㄱㄷ")
	tab.Until("the choice", `document.querySelector("#q1").value === "홍길동"`)
	tab.Go(form[:len(form)-len("answers")] + "mates")
	tab.Check()
	tab.Screenshot("mates-page")
}
