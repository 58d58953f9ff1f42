package web_test

import (
	"fmt"
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// On two phones, each with cookies of its own: whom an organizer had entered comes by the club link, agrees, sees the personal link on the first page,
// sends answers and has the place; the second phone waits beside the first until that says that both are the same.
func TestEverybodyGetsInOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	for lang, says := range map[string]struct{ goOn, beside, joined string }{
		"en": {"Go on as Mina", "Is this you, on another device?", "Both are one now"},
		"ko": {"Mina 님으로 이어서 하기", "다른 기기에서 들어온 나인가요?", "하나로 합쳤어요"},
	} {
		s := newSite(t)
		asked := s.ask(everyKind()[7])
		asked.Consent = survey.Text{"en": "The organizers may use my answers to form teams.", "ko": "운영자가 팀을 만드는 데 제 답을 써도 됩니다."}
		s.must("ask for consent", s.db.SaveSurvey(t.Context(), asked))
		mina := s.called("Mina", "mina@example.org")
		come := func(name string) *webtest.Tab {
			tab := browser.Tab(t, 360, lang)
			tab.Go(s.url + "/s/" + string(s.season.Token))
			tab.Check()
			tab.Screenshot("enter-join-" + name + "-" + lang)
			tab.Fill("#name", "Mina")
			tab.Fill("#email", "mina@example.org")
			tab.Click("#consent")
			tab.Follow("main form button")
			tab.Check()
			tab.Screenshot("enter-form-" + name + "-" + lang)
			if got := webtest.Eval[string](tab, `document.getElementById("link").value`); got != tab.URL() {
				t.Errorf("the first page shows the personal link %q, want %q", got, tab.URL())
			}
			return tab
		}
		first := come("first")
		first.Fill("#q1", "carpe diem")
		first.Follow(".send button")
		first.Check()
		s.wantKept(mina, true, map[survey.QuestionID]string{1: "carpe diem"})
		first.Go(s.url + "/s/" + string(s.season.Token))
		first.Check()
		first.Screenshot("enter-goon-" + lang)
		if got := first.Text("main a[role=button]"); got != says.goOn {
			t.Errorf("on a phone that was here the club link offers %q, want %q", got, says.goOn)
		}
		first.Follow("main a[role=button]")
		first.Check()

		s.must("confirm the place", s.db.KeepTaken(t.Context(), s.season.ID, []survey.MemberID{mina.ID}, s.now))
		s.now = s.now.Add(1)
		come("second")
		s.wantKept(mina, true, map[survey.QuestionID]string{1: "carpe diem"})
		first.Go(s.url + "/m/" + string(mina.Token) + "/devices")
		first.Check()
		first.Screenshot("enter-beside-" + lang)
		if got := first.Text("#beside h2"); got != says.beside {
			t.Errorf("the first phone asks %q, want %q", got, says.beside)
		}
		first.Follow("#beside button")
		first.Check()
		if !webtest.Eval[bool](first, fmt.Sprintf("document.body.innerText.includes(%q)", says.joined)) {
			t.Errorf("after both are joined the first phone does not say %q", says.joined)
		}
		s.wantKept(mina, true, map[survey.QuestionID]string{1: "carpe diem"})
	}
}
