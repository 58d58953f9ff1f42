package web_test

import (
	"net/url"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// A form that comes back for a mistake to be corrected still says what it showed at first: what somebody changed meanwhile is shown beside it and not gone over.
func TestAFormThatComesBackGoesOverNothingNewer(t *testing.T) {
	s := newSite(t)
	s.ask(shortText("Motto"))
	mina := s.member("Mina")
	id := s.dividedBy(team.Request{}, []survey.Member{mina, s.member("Bo")})
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	own := "/m/" + string(mina.Token)
	phone := s.visitor() // in two tabs
	phone.own(mina)
	o, colleague := s.organizer(), s.organizer()
	for _, c := range []struct {
		at, post     string
		one, two     *visitor
		wrong, right url.Values // typed by the first, and by the second meanwhile
		newer        url.Values
	}{
		{own + "/contacts", own + "/contacts", phone, phone, url.Values{"contact_phone": {"none"}}, url.Values{"contact_phone": {"010 1"}}, url.Values{"contact_phone": {"010 22"}}},
		{own + "/data", own + "/data", phone, phone, url.Values{"name": {"Mina"}, "email": {"no address"}}, url.Values{"name": {"Mina"}, "email": {"mina@new.example"}}, url.Values{"name": {"Mina Kim"}}},
		{s.at("/members/%d", mina.ID), s.at("/members/%d", mina.ID), o, colleague, url.Values{"name": {"Mina"}, "email": {"no address"}}, url.Values{"name": {"Mina"}, "email": {"mina@own.example"}}, url.Values{"name": {"Mina Lee"}}},
		{s.at("/proposals/%d/briefs", id), s.at("/proposals/%d/briefs", id), o, colleague, url.Values{"chat": {"no link"}}, url.Values{"chat": {"https://chat.example/a"}}, url.Values{"task": {"Meet on Monday"}}},
		{s.at("/settings"), s.at("/settings"), o, colleague, url.Values{"name": {""}}, url.Values{"name": {"Summer"}}, url.Values{"name": {"Autumn"}}},
		{s.at("/settings"), s.at("/retention"), o, colleague, url.Values{"keep": {"soon"}}, url.Values{"keep": {"2030-01-01"}}, url.Values{"keep": {"2031-01-01"}}},
	} {
		page := c.one.get(c.at).want(200)
		c.two.get(c.at).submit(c.two, c.post, c.newer).want(200)
		page.submit(c.one, c.post, c.wrong).want(422).submit(c.one, c.post, c.right).want(409).submit(c.one, c.post, c.right).want(200)
	}
}

// Nor does leave to answer late, which is given to one on the member's page and to several on another.
func TestLeaveThatComesBackGoesOverNothingNewer(t *testing.T) {
	s := newSite(t)
	s.ask(shortText("Motto"))
	mina, o, colleague := s.member("Mina"), s.organizer(), s.organizer()
	s.now = s.now.Add(48 * time.Hour)
	own, all := s.at("/members/%d", mina.ID), s.at("/members/bulk")
	for _, at := range []struct{ get, post, end string }{{own, own + "/reopen", own + "/unopen"}, {all + "?do=reopen&all=yes", all, own + "/unopen"}} {
		page := o.get(at.get).want(200)
		colleague.post(own+"/reopen", url.Values{"until": {"2026-03-20T10:00"}}).want(200, "Mina may answer until Fri, 20 Mar")
		again := page.submit(o, at.post, url.Values{"until": {"soon"}}).want(422, "Enter a date and a time")
		again.submit(o, at.post, url.Values{"until": {"2026-03-05T09:00"}})
		o.get(own).want(200, "until Fri, 20 Mar")
		colleague.post(at.end, nil).want(200, "may no longer answer")
	}
}
