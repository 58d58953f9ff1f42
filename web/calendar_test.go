package web_test

import (
	"net/http"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"dure/clustering/team"
	"dure/survey"
)

// Whatever their clocks, members of a team get the same moments for their calendars, week after week, and nothing that opens anything.
func TestTheCalendarOfATeam(t *testing.T) {
	s := newSite(t)
	when := s.ask(zoned()).Questions[0]
	seoul, berlin, silent, alone := s.member("Ann"), s.member("Bo"), s.member("Cy"), s.member("Di")
	s.say(seoul, survey.Answers{when.ID: {Version: 1, Slots: []int{16, 17}, Zone: "Asia/Seoul"}})
	s.say(berlin, survey.Answers{when.ID: {Version: 1, Slots: []int{8, 9}, Zone: "Europe/Berlin"}})
	own := "/m/" + string(seoul.Token)
	s.visitor().get(own + "/team.ics").want(404)
	id := s.dividedBy(team.Request{}, []survey.Member{seoul, berlin, silent}, []survey.Member{alone})
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	s.visitor().get(own).want(200, "Add to my calendar", "/team.ics", "Not said yet: Cy", "you stay in this team").lacks("Not said yet: Ann")
	s.browser("Mozilla/5.0 (iPhone) Mobile/15E148 Instagram 335.0").get(own).want(200, "In the menu (⋯) of Instagram, choose to open this page in your browser.").lacks("type the code")
	s.visitor().get("/m/" + string(alone.Token)).want(200).lacks("/team.ics")
	s.visitor().get("/m/" + string(alone.Token) + "/team.ics").want(404)
	var first string
	for _, m := range []survey.Member{seoul, berlin, silent} {
		file := s.visitor().get("/m/"+string(m.Token)+"/team.ics").want(200).lacks(string(m.Token), "Ann", "Bo")
		if got := file.header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
			t.Errorf("the calendar is sent as %s", got)
		}
		if first == "" {
			first = file.body
		}
		if file.body != first {
			t.Errorf("%s gets another calendar than Ann:\n%s\nthan\n%s", m.Name, file.body, first)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(first))
	s.must("read the calendar", err)
	if len(cal.Events()) == 0 {
		t.Fatalf("the calendar has no event:\n%s", first)
	}
	for _, e := range cal.Events() {
		at, err := e.GetStartAt()
		s.must("read when it begins", err)
		if at.Before(s.now) || at.UTC().Weekday().String() != "Monday" {
			t.Errorf("an event begins at %s, want a Monday after %s", at, s.now)
		}
	}
	s.must("drop out", s.db.DropMember(t.Context(), seoul.ID, s.now))
	if got := s.visitor().get(own + "/team.ics").status; got != http.StatusNotFound {
		t.Errorf("who dropped out gets the calendar with %d", got)
	}
}
