package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// Who looks at what a member answered stands in the log, for organizers and for the member.
func TestLooksAreLogged(t *testing.T) {
	s := newSite(t)
	ann, bo := s.member("Ann"), s.member("Bo")
	v, viewer := s.organizer(), s.colleague(survey.Viewer)
	mine, others := "/m/"+string(ann.Token)+"/data", "/m/"+string(bo.Token)+"/data"
	anonymous := s.visitor()
	anonymous.get(mine).want(200, "Who looked at what you answered").lacks("Looked at the member")

	viewer.send(http.MethodHead, s.at("/members/%d", ann.ID), nil)
	anonymous.get(mine).want(200).lacks("Looked at the member")
	viewer.get(s.at("/members/%d", ann.ID)).want(200)
	anonymous.get(mine).want(200, "Looked at the member", "viewer@example.org")
	anonymous.get(others).want(200).lacks("Looked at the member", "viewer@example.org")
	v.get(s.at("/responses.csv")).want(200)
	v.get(s.at("/members/links.csv")).want(200)
	anonymous.get(others).want(200, "Took the answers of all who take part", "Took the personal links of all who take part")

	v.post(s.at("/members/%d/drop", ann.ID), nil).want(200)
	anonymous.get("/m/"+string(ann.Token)).want(200, mine)
	anonymous.get(mine).want(200, "Took the member out")
	v.get(s.at("/log")).want(200, "viewer@example.org", "Ann", "Took the member out")
	v.get(s.at("/log?what=saw_answers")).want(200, "Ann").lacks("<strong>Took")
	v.get(s.at("/log?member=%d", bo.ID)).want(200).lacks("<strong>Took the member out")
	v.get(fmt.Sprintf("/clubs/%d/log", s.club.ID)).want(200, "Accepted an invitation", s.season.Name)
	viewer.get(s.at("/log")).want(403)
	s.stranger().get(s.at("/log")).want(404)

	v.post(s.at("/members/%d/remove", ann.ID), url.Values{"where": {"season"}}).want(200)
	v.get(s.at("/log")).want(200, "Erased a member for good", "Looked at the member").lacks(">Ann<")
}

// A name that forming gave is said in the language of who reads the log, whoever formed.
func TestTheLogSaysNamesInTheReadersLanguage(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	id, err := s.db.CreateProposal(t.Context(), s.season.ID, "제안 2", []byte(`{}`), s.now)
	s.must("make a proposal", err)
	l := team.Lineup{Teams: []team.SavedTeam{{Name: "Team 1", Members: []survey.MemberID{s.member("Ann").ID}}}}
	s.must("finish it", s.db.Finish(t.Context(), id, []byte(`{}`), l, s.now))
	v := s.organizer()
	v.post(s.at("/proposals/%d/publish", id), nil).want(200)
	v.get(s.at("/log")).want(200, "Published teams: Proposal 2").lacks("제안")
	v.lang = "ko"
	v.get(s.at("/log")).want(200, "팀을 발표함: 제안 2")
}

// A long log is read in parts.
func TestLogInParts(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	ann := s.member("Ann")
	v.post(s.at("/members/%d/drop", ann.ID), nil).want(200)
	for range 100 {
		s.must("log a look", s.db.Log(t.Context(), survey.Act{Member: ann.ID, What: survey.SawAnswers}))
	}
	first := v.get(s.at("/log?member=%d", ann.ID)).want(200, "Dure, by itself", "Older").lacks("<strong>Took the member out")
	v.get(html.UnescapeString(regexp.MustCompile(`href="([^"]*before=[^"]*)"`).FindStringSubmatch(first.body)[1])).want(200, "<strong>Took the member out", "Newest").lacks(">Older<")
}
