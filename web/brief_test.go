package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

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
	typed.Set("meet2", "31 February")
	o.post(page, typed).want(422, "31 February")
	typed.Set("meet2", "2030-02-03T18:30")
	o.get(s.at("/proposals/%d/meetings.ics", id)).want(404)
	o.post(page, typed).want(200, "https://chat.example/all", "First task: Say &lt;hello&gt;", "First meeting: ", "All who said are free next: ", "/meetings.ics")
	meets(t, o.get(s.at("/proposals/%d/meetings.ics", id)).want(200).lacks("Cy").body, "Team 2: first meeting")
	meets(t, s.visitor().get("/m/"+string(cy.Token)+"/team.ics").want(200).body, "Team 2: first meeting")
	s.visitor().get("/m/"+string(ann.Token)).want(200, `href="https://chat.example/all"`, "noreferrer", "Say &lt;hello&gt;").lacks("/two")
	s.visitor().get("/m/"+string(cy.Token)).want(200, `href="https://chat.example/two"`, "First meeting", "/team.ics").lacks("/all", "hello")
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

// meets fails where the calendar has not this one entry, at the time that was typed on the clock of the club, UTC, for an hour.
func meets(t *testing.T, file, summary string) {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil || len(cal.Events()) != 1 {
		t.Fatalf("the calendar is not of one entry (%v):\n%s", err, file)
	}
	e := cal.Events()[0]
	from, err := e.GetStartAt()
	if err != nil {
		t.Fatal(err)
	}
	to, err := e.GetEndAt()
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2030, 2, 3, 18, 30, 0, 0, time.UTC); !from.Equal(want) || to.Sub(from) != time.Hour || e.GetProperty(ics.ComponentPropertySummary).Value != summary {
		t.Errorf("the entry is %q from %s to %s, want %q from %s for an hour", e.GetProperty(ics.ComponentPropertySummary).Value, from, to, summary, want)
	}
}
