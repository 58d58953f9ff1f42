package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// twoPages asks two required questions in confidence, the second on a page of its own.
func twoPages(s *site) {
	s.ask(
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Illness"}, Sensitive: true, Required: true},
		survey.Question{Kind: survey.NewPage, Title: survey.Text{"en": "More"}},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Faith"}, Sensitive: true, Required: true},
	)
}

// Who refuses all cookies answers to the end, from the first page on and from a later one, by the club link too; a browser that keeps cookies, and says that it is theirs, shows what they said.
func TestWithoutCookiesTheSurveyIsAnsweredToTheEnd(t *testing.T) {
	s := newSite(t)
	twoPages(s)
	m := s.member("Mina")
	link, note := "/m/"+string(m.Token), "This browser keeps no cookies"
	refuses, other := s.visitor(), s.visitor()
	refuses.client.Jar = nil

	second := refuses.get(link).want(200, "Illness").lacks(note).submit(refuses, link+"/answers", url.Values{"q1": {"asthma"}, "go": {"next"}})
	second.want(200, "Faith", note).lacks("not shown on this device")
	first := second.submit(refuses, link+"/answers", url.Values{"q3": {"none"}, "go": {"back"}}).want(200, "asthma")
	refuses.post(link+"/draft", first.fields(link+"/answers", url.Values{"q1": {"asthma, a little"}})).want(200, "asthma, a little", "Saved. Come back")
	other.get(link+"/answers").want(200, "not shown on this device").lacks("asthma", "Faith")
	refuses.get(link+"/answers").want(200, "not shown on this device").lacks("asthma")
	other.post(link+"/draft", url.Values{"own": {strings.Repeat("A", 64)}}).lacks("asthma")
	left := refuses.get(link+"/devices").want(200, "No device is Mina’s own yet").submit(refuses, link+"/devices", nil).want(200, "asthma, a little", note)
	last := left.submit(refuses, link+"/answers", url.Values{"q1": {"hay fever"}, "go": {"next"}}).want(200, "Faith", "none")
	last.submit(refuses, link+"/answers", url.Values{"q3": {"some"}}).want(200, "Thank you").lacks("hay fever")
	refuses.get(link + "/answers").want(200).lacks("hay fever")

	other.get(link+"/devices").submit(other, link+"/devices", nil).want(200, "This device is yours now")
	other.get(link+"/answers").want(200, "hay fever").lacks(note)
	last.submit(refuses, link+"/answers", url.Values{"q3": {"gone over"}}).lacks("hay fever") // the device that cookies tell ends the one that they do not
	other.get(link+"/answers?page=2").want(200, "some").lacks("gone over")

	forgets := "This browser keeps no cookies, so it cannot stay your device"
	for _, path := range []string{"/contacts", "/delete", "/data.html", "/data.json"} {
		refuses.get(link+path).want(200, forgets, `value="`+s.url+link+`"`)
	}
	refuses.get(link + "/devices").lacks(forgets) // of who comes first it is not known yet
	s.visitor().get(link+"/contacts").want(200, "This is shown on your own devices only").lacks(forgets)

	club := "/s/" + string(s.season.Token)
	refuses.get(club).want(200)
	joined := refuses.post(club, url.Values{"name": {"Bo"}, "email": {"bo@x.example"}, "once": {strings.Repeat("B", 26)}}).want(200, "Illness")
	own := strings.TrimSuffix(joined.path, "/answers")
	joined.submit(refuses, own+"/answers", url.Values{"q1": {"fine"}, "go": {"next"}}).want(200, "Faith").
		submit(refuses, own+"/answers", url.Values{"q3": {"none"}}).want(200, "Thank you")
}

// With its script, too, and where something is agreed to before.
func TestWithoutCookiesInABrowser(t *testing.T) {
	s := newSite(t)
	twoPages(s)
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID, Opens: s.now, Consent: survey.Text{"en": "I agree."}}))
	m, line := s.member("Mina"), s.wire()
	refuse := func(w http.ResponseWriter, r *http.Request, pass http.HandlerFunc) {
		r.Header.Del("Cookie")
		pass(w, r)
	}
	line.do.Store(&refuse)
	tab := webtest.New(t).Tab(t, 360, "en")
	tab.Go(line.url + "/m/" + string(m.Token))
	tab.Click("#consent")
	tab.Follow(".send button")
	tab.Fill("#q1", "asthma")
	tab.Until("it is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	tab.Follow(".send button")
	tab.Check()
	tab.Fill("#q3", "none")
	tab.Until("the second page is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	tab.Follow(".send button")
	tab.Wait("h1[data-kept]")
	s.wantKept(m, true, map[survey.QuestionID]string{1: "asthma", 3: "none"})
}
