package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
)

// divided keeps a proposal with the members in teams as given, as forming would.
func (s *site) divided(name string, teams ...[]survey.Member) team.ProposalID {
	s.Helper()
	ctx := context.Background()
	id, err := s.db.CreateProposal(ctx, s.season.ID, name, json.RawMessage(`{}`), s.now)
	s.must("make a proposal", err)
	var l team.Lineup
	for t, members := range teams {
		g := team.SavedTeam{Name: fmt.Sprintf("Team %d", t+1), Members: []survey.MemberID{}}
		for _, m := range members {
			g.Members = append(g.Members, m.ID)
		}
		l.Teams = append(l.Teams, g)
	}
	s.must("finish the proposal", s.db.Finish(ctx, id, json.RawMessage(`{}`), l, s.now))
	return id
}

// say keeps submitted answers of a member.
func (s *site) say(m survey.Member, as survey.Answers) {
	s.Helper()
	err := s.db.SaveResponse(context.Background(), survey.Response{Member: m.ID, Answers: as}, s.now)
	s.must("save answers", err)
}

func rosterPath(s *site, id team.ProposalID, path string) string {
	return fmt.Sprintf("/seasons/%d/proposals/%d%s", s.season.ID, id, path)
}

// A roster with a sensitive question, a name that begins a formula and somebody who is in no team.
func newRoster(t *testing.T) (*site, team.ProposalID) {
	s := newSite(t)
	asked := s.ask(
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Hope", "ko": "바람"}},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Health"}, Sensitive: true},
	)
	ara, bo, cy, _ := s.member("Ara"), s.member("Bo"), s.member("=1+1"), s.member("Dan")
	for i, m := range []survey.Member{ara, bo} {
		s.say(m, survey.Answers{
			asked.Questions[0].ID: {Version: 1, Text: []string{"=HYPERLINK(\"x\")", "fun, \"much\"\nof it"}[i]},
			asked.Questions[1].ID: {Version: 1, Text: "secret"},
		})
	}
	return s, s.divided("First", []survey.Member{cy, bo}, []survey.Member{ara}, nil)
}

func TestRosterFiles(t *testing.T) {
	s, id := newRoster(t)
	v := s.organizer()
	want := []string{
		"team|Name|E-mail|ID|Hope",
		"Team 1|Bo|bo@example.org||fun, \"much\"\nof it",
		"Team 1|=1+1|=1+1@example.org||",
		"Team 2|Ara|ara@example.org||=HYPERLINK(\"x\")",
		"|Dan|dan@example.org||",
	}
	for _, kind := range []string{"csv", "xlsx"} {
		r := v.get(rosterPath(s, id, "/roster."+kind)).want(http.StatusOK)
		r.lacks("secret", "Health")
		read, err := sheet.Read("roster."+kind, strings.NewReader(r.body))
		if err != nil {
			t.Fatalf("read the %s back: %v", kind, err)
		}
		got := []string{strings.Join(read.Header, "|")}
		for _, row := range read.Rows {
			got = append(got, strings.Join(row, "|"))
		}
		plain := strings.NewReplacer("'=", "=").Replace(strings.Join(got, "\n"))
		if diff := cmp.Diff(strings.Join(want, "\n"), plain); diff != "" {
			t.Errorf("roster.%s (-want +got):\n%s", kind, diff)
		}
	}
	csv := v.get(rosterPath(s, id, "/roster.csv")).body
	if !strings.HasPrefix(csv, "\ufeffteam,") {
		t.Errorf("the CSV begins with %q, want a byte order mark and the column team", csv[:20])
	}
	for _, formula := range []string{",=1", ",\"=HYPERLINK"} {
		if strings.Contains(csv, formula) {
			t.Errorf("the CSV has a formula %q:\n%s", formula, csv)
		}
	}
}

func TestRosterInKorean(t *testing.T) {
	s, id := newRoster(t)
	v := s.organizer()
	v.lang = "ko"
	v.get(rosterPath(s, id, "/roster.csv")).want(http.StatusOK, "1팀,Bo", "2팀,Ara")
	v.get(rosterPath(s, id, "/print")).want(http.StatusOK, "1팀", "팀이 없는 사람 1명", "Dan")
}

func TestRosterPrint(t *testing.T) {
	s, id := newRoster(t)
	v := s.organizer()
	v.get(rosterPath(s, id, "/print")).want(http.StatusOK, "Team 1", "Team 2", "bo@example.org", "One member is in no team", "Dan").lacks("Team 3") // nobody is in it
	v.get(rosterPath(s, id, "/print?team=2")).want(http.StatusOK, "Team 2", "Ara", "All teams").lacks("Team 1", ">Bo", "Dan")
	for _, wrong := range []string{"0", "4", "-1", "x", "999999999999999999999"} {
		v.get(rosterPath(s, id, "/print?team="+wrong)).want(http.StatusNotFound)
	}
}

// Before the teams are formed there is no roster.
func TestNoRosterBeforeTeams(t *testing.T) {
	s, _ := newRoster(t)
	v := s.organizer()
	queued, err := s.db.CreateProposal(t.Context(), s.season.ID, "Queued", json.RawMessage(`{}`), s.now)
	s.must("make a proposal", err)
	for _, file := range []string{"/roster.csv", "/roster.xlsx", "/print"} {
		v.get(rosterPath(s, 999, file)).want(http.StatusNotFound)
		v.get(rosterPath(s, queued, file)).want(http.StatusUnprocessableEntity, "There are no teams")
	}
}

// A team whose last member has moved away counts no more where teams are counted, has no page of its own in print, and is named as empty where it stands.
func TestAnEmptiedTeamDoesNotCount(t *testing.T) {
	s, m := newTeams(t, 4)
	v := s.organizer()
	id := s.dividedBy(team.Request{Rules: []team.Rule{{Kind: team.Apart, Members: []team.Text{team.Text(m[0].ID.Code()), team.Text(m[3].ID.Code())}, Strength: team.Must}}}, m[:2], m[2:3], m[3:])
	at := s.at("/proposals/%d", id)
	v.get(s.at("/teams")).want(200, "3 teams")
	v.get(at).want(200, "3 / 3").lacks("Nobody is in this team")
	v.post(at+"/move", url.Values{"member": {m[2].ID.Code()}, "target": {"2"}, "revision": {s.current(id)}}).want(200, "Nobody is in this team: it does not count.", "2 / 2").lacks("3 / 3")
	v.get(s.at("/teams")).want(200, "2 teams").lacks("3 teams")
	v.get(at+"/print").want(200, "Team 1", "Team 3").lacks("Team 2")
	v.get(at+"/print?team=3").want(200, "Team 3", m[2].Name)
	v.get(at+"/roster.csv").want(200, "Team 3").lacks("Team 2")
	v.post(at+"/publish", url.Values{"revision": {s.current(id)}, "sure": {"yes"}}).want(200, "Published.")
	s.openRound(survey.Pulse)
	v.get(s.at("/feedback")).want(200, "Team 1", "Team 3").lacks("Team 2")
	v.get(at+"/briefs").want(200, "Nobody is in this team: it does not count.")
	v.lang = "ko"
	v.get(at).want(200, "이 팀에는 아무도 없어 팀으로 세지 않습니다.")
}
