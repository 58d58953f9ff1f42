package web_test

import (
	"net/url"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// What organizers tell a team to begin with its members see, and nobody else; one who overtook another is shown.
func TestBriefsOfTeams(t *testing.T) {
	s := newSite(t)
	when := s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "When are you free?"}, Days: []int{0}, From: 7, To: 20}).Questions[0]
	ann, bo, cy := s.member("Ann"), s.member("Bo"), s.member("Cy")
	for _, m := range []survey.Member{ann, bo} {
		s.say(m, survey.Answers{when.ID: {Version: 1, Slots: []int{18}}})
	}
	id := s.dividedBy(team.Request{}, []survey.Member{ann, bo}, []survey.Member{cy})
	o, page := s.organizer(), s.at("/proposals/%d/briefs", id)
	o.post(page, url.Values{"chat": {"https://chat.example/all"}}).want(404)
	o.get(page).want(200).lacks("Chat link")
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	o.get(s.at("/proposals/%d", id)).want(200, "/briefs")
	o.get(page).want(200, "Chat link", "Members: Ann, Bo", "All who said are free:")
	typed := url.Values{"read": {team.Briefs{}.Mark()}, "chat": {"chat.example/all"}, "task1": {"Say <hello>"}, "chat2": {"javascript:alert(1)"}}
	o.post(page, typed).want(422, "Paste the whole link", "javascript:alert(1)", "Say &lt;hello&gt;")
	typed.Set("chat2", "https://chat.example/two")
	o.post(page, typed).want(200, "https://chat.example/all", "First task: Say &lt;hello&gt;")
	s.visitor().get("/m/"+string(ann.Token)).want(200, `href="https://chat.example/all"`, "noreferrer", "Say &lt;hello&gt;").lacks("/two")
	s.visitor().get("/m/"+string(cy.Token)).want(200, `href="https://chat.example/two"`).lacks("/all", "hello")
	typed.Set("task1", "Another")
	o.post(page, typed).want(409, "Say &lt;hello&gt;", "Another")
	s.visitor().get("/m/" + string(ann.Token)).want(200).lacks("Another")

	s.must("publish again", s.db.Publish(t.Context(), id, s.now))
	s.visitor().get("/m/"+string(ann.Token)).want(200, "chat.example/all")
	other := s.dividedBy(team.Request{}, []survey.Member{ann, cy}, []survey.Member{bo})
	o.get(s.at("/proposals/%d", id)).want(200, "What these teams were told")
	at := s.at("/proposals/%d/publish", other)
	asked := o.post(at, url.Values{"revision": {s.current(other)}}).want(200, "go with them", `name="sure"`)
	typed.Del("read")
	o.post(page, typed).want(200, "Another")
	asked.submit(o, at, url.Values{"sure": {"yes"}}).want(200, "Somebody changed this proposal in the meantime")
	s.visitor().get("/m/"+string(ann.Token)).want(200, "Another")
	o.get(at).submit(o, at, url.Values{"sure": {"yes"}}).want(200, "Published.")
	s.visitor().get("/m/" + string(ann.Token)).want(200).lacks("chat.example")
}
