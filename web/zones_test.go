package web_test

import (
	"net/url"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// zoned asks for free hours on each member's own clock.
func zoned() survey.Question {
	return survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "When are you free?", "ko": "언제 시간이 되나요?"}, Days: []int{0, 2}, From: 7, To: 20, Zones: true}
}

// A time zone is asked for, shown, written to a file and read from it; what is no zone is said and kept.
func TestHoursOnTheMembersClock(t *testing.T) {
	s := newSite(t)
	s.ask(zoned())
	o, v := s.organizer(), s.visitor()
	own := "/m/" + string(s.member("Mina").Token)
	v.get(own+"/answers").want(200, "Your time zone", `name="q1z"`, `value="UTC"`, "data-zone")
	v.post(own+"/answers", url.Values{"q1": {"9"}, "q1z": {"Atlantis"}}).want(422, "“Atlantis” is no time zone", `value="Atlantis"`, `aria-invalid="true"`, `value="9" checked`)
	v.post(own+"/answers", url.Values{"q1": {"9"}, "q1z": {""}}).want(422, "Write in which time zone the hours are")
	v.post(own+"/answers", url.Values{"q1": {"9", "57"}, "q1z": {"한국"}}).want(200, "Time zone: Asia/Seoul")
	v.get(own+"/answers").want(200, `value="Asia/Seoul"`).lacks("data-zone")
	o.get(s.at("/survey/preview")).want(200, "Your time zone")
	o.get(s.at("/survey/questions/1")).want(200, `name="zones" value="1" checked`, "compared as in January")
	o.get(s.at("/responses")).want(200, "Hours are on the clock of each member.")
	file := o.get(s.at("/responses.csv")).want(200, "When are you free? (time zone)", "Asia/Seoul").body

	other := newSite(t)
	other.work()
	again := other.organizer()
	r := again.upload("/import", "answers.csv", []byte(file)).want(200, "Time zone of the free hours")
	again.take(r.path, r.proposed())
	again.finish(r.path).want(200, "The import is done")
	if got := again.get(other.at("/responses.csv")).body; !strings.Contains(got, "09:00,09:00,Asia/Seoul") {
		t.Errorf("hours with a zone, in the file\n%s\nare written again as\n%s", file, got)
	}
}

// Members of a team are told the hours they have in common each on their own clock, and which it is.
func TestTeamHoursOnEachMembersClock(t *testing.T) {
	s := newSite(t)
	when := s.ask(zoned()).Questions[0]
	seoul, berlin, silent := s.member("Ann"), s.member("Bo"), s.member("Cy")
	s.say(seoul, survey.Answers{when.ID: {Version: 1, Slots: []int{16, 17}, Zone: "Asia/Seoul"}})
	s.say(berlin, survey.Answers{when.ID: {Version: 1, Slots: []int{8, 10}, Zone: "Europe/Berlin"}})
	id := s.dividedBy(team.Request{Rules: []team.Rule{{Kind: team.Hours, Columns: []string{when.Column()}, Min: 1}}}, []survey.Member{seoul, berlin, silent})
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	const apart = "compared as in January"
	for who, says := range map[*survey.Member][]string{
		&seoul:  {"On your own clock (Asia/Seoul)", "16:00–17:00", "1 h in common", apart},
		&berlin: {"On your own clock (Europe/Berlin)", "08:00–09:00", apart},
		&silent: {"On the clock of UTC", "07:00–08:00", apart},
	} {
		s.visitor().get("/m/"+string(who.Token)).want(200, says...)
	}
	s.organizer().get(s.at("/proposals/%d/print", id)).want(200, "On the clock of UTC", "07:00–08:00")
}

// On a phone the zone stands above the grid, and is the browser's until somebody types another.
func TestAZoneOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(zoned())
	club := s.club
	club.Zone = "Asia/Seoul"
	s.must("set the club's zone", s.db.SaveClub(t.Context(), club))
	m := s.member("Mina")
	for _, lang := range []string{"en", "ko"} {
		tab := browser.Tab(t, 360, lang)
		tab.Go(s.url + "/m/" + string(m.Token) + "/answers")
		tab.Check()
		tab.Screenshot("zones-" + lang)
		if !webtest.Eval[bool](tab, `document.querySelector('[name="q1z"]').value === Intl.DateTimeFormat().resolvedOptions().timeZone`) {
			t.Errorf("in %s the field does not have the browser's time zone", lang)
		}
	}
}
