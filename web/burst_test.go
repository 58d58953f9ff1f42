package web_test

import (
	"fmt"
	"net/netip"
	"net/url"
	"testing"
	"time"

	"dure/survey"
	"dure/web"
)

// join sends the form behind the club link.
func (v *visitor) join(name string) reply {
	v.Helper()
	return v.post("/s/"+string(v.season.Token), url.Values{"name": {name}, "email": {name + "@example.org"}})
}

// Who joins again and again is slowed down, in this season and at this address alone, and loses nothing that was typed.
func TestJoiningKeepsAPace(t *testing.T) {
	s := siteOf(t, web.Config{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	s.fill()
	s.ask(everyKind()...)
	joined := 0
	for i := range 130 {
		r := s.from("192.0.2.1").join(fmt.Sprint("m", i))
		if r.status == 200 {
			joined++
			continue
		}
		r.want(429, "Very many join", fmt.Sprintf(`value="m%d@example.org"`, i))
	}
	if joined != 120 {
		t.Errorf("of 130 who join at once from one address %d are let in, want 120", joined)
	}
	s.from("192.0.2.2").join("other").want(200)
	s.from("192.0.2.1").join("").want(422)
	s.now = s.now.Add(time.Second)
	s.from("192.0.2.1").join("late").want(200)
}

// Organizers see that many joined at once, keep them or take them out again; whom they entered themselves is no part of it.
func TestABurstOfMembers(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	for i := range 30 {
		s.member(fmt.Sprint("Own", i))
	}
	o, page := s.organizer(), s.at("/members")
	o.get(page).want(200).lacks("joined by the club link within")
	for i := range 25 {
		s.visitor().join(fmt.Sprint("m", i)).want(200)
	}
	s.colleague(survey.Viewer).get(page).want(200).lacks("joined by the club link within")
	seen := o.get(page).want(200, "25 members joined by the club link within 1 s", "Keep them", "Take them out again")
	s.visitor().join("late").want(200)
	seen.submit(o, s.at("/members/burst"), url.Values{"do": {"undo"}}).want(200, "More have joined", "26 members joined")
	o.get(page).submit(o, s.at("/members/burst"), url.Values{"do": {"undo"}}).want(200, "26 members are marked as dropped out").lacks("joined by the club link within")
	counts, err := s.db.Counts(t.Context(), s.season.ID)
	s.must("count", err)
	if counts.Members != 30 || counts.Dropped != 26 {
		t.Errorf("after taking them out %d members are left and %d have dropped out, want 30 and 26", counts.Members, counts.Dropped)
	}
	s.now = s.now.Add(time.Hour)
	for i := range 20 {
		s.visitor().join(fmt.Sprint("n", i)).want(200)
	}
	o.get(page).submit(o, s.at("/members/burst"), url.Values{"do": {"keep"}}).want(200, "20 members stay").lacks("joined by the club link within")
	o.get(page).lacks("joined by the club link within")
}
