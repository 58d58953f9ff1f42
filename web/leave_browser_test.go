package web_test

import (
	"fmt"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// A member lets the team know a contact, and deletes themself, on a phone: nothing is in the way of who cannot see the page, in either language.
func TestAMemberSharesAContactAndLeaves(t *testing.T) {
	browser := webtest.New(t)
	for _, lang := range []string{"ko", "en"} {
		s := newSite(t)
		s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
		ann, bo := s.member("Ann"), s.member("Bo")
		s.must("share", s.db.SaveContacts(t.Context(), bo.ID, survey.Contacts{{Kind: survey.ByPhone, At: "010-1234-5678"}, {Kind: survey.ByKakao, At: "bo-ka"}}))
		s.must("publish", s.db.Publish(t.Context(), s.dividedBy(team.Request{}, []survey.Member{ann, bo}), s.now))
		tab, at := browser.Tab(t, 360, lang), s.url+"/m/"+string(ann.Token)
		tab.Go(at + "/devices")
		tab.Follow("main form button")
		tab.Go(at + "/contacts")
		tab.Fill("#contact_phone", "call me")
		tab.Follow("main form button")
		tab.Check()
		tab.Fill("#contact_phone", "010-9876-5432")
		tab.Follow("main form button")
		tab.Check()
		if got := webtest.Eval[string](tab, `document.querySelector(".contacts a").href + document.querySelector(".contacts bdi[id]").textContent`); got != "tel:01012345678bo-ka" {
			t.Errorf("%s: the team's page leads to %q, want a call and what can be copied", lang, got)
		}
		tab.Go(at + "/data")
		tab.Check()
		tab.Go(at + "/delete")
		tab.Check()
		webtest.Eval[bool](tab, `(localStorage.setItem("dure" + "/`+fmt.Sprintf("%d-%d", ann.ID, ann.Created.UnixMilli())+`/answers", "typed"), true)`)
		tab.Click("#sure")
		tab.Follow("main form button")
		if n := webtest.Eval[int](tab, `localStorage.length`); n != 0 {
			t.Errorf("%s: the device keeps %d copies of forms after its member is erased, want none", lang, n)
		}
	}
}
