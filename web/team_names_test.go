package web_test

import (
	"net/url"
	"strings"
	"testing"

	"dure/clustering/team"
)

// Teams are named on a page of their own: as one edit that is told, undone and kept when the rest is formed anew. Members and files call them so, and a rule
// for a team by its number says the name.
func TestTeamsGetNames(t *testing.T) {
	s, m := newTeams(t, 9)
	s.form()
	v := s.organizer()
	s.keepCards(team.Rule{Kind: team.NeverAlone, Column: "q2", Value: "o1", In: []team.Text{"2"}})
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	at := s.at("/proposals/%d", id)
	v.lang = "ko"
	page := v.get(at+"/names").want(200, `value="2팀"`)
	page.submit(v, at+"/names", url.Values{"name1": {" Falcons "}}).want(200, "Falcons", "Falcons")
	v.lang = "en"
	names := func() string {
		var all []string
		for _, g := range s.ended(id).Lineup.Teams {
			all = append(all, g.Name)
		}
		return strings.Join(all, ", ")
	}
	if got, want := names(), "Falcons, Team 2, Team 3"; got != want {
		t.Fatalf("the teams are called %s, want %s", got, want)
	}
	v.get(at+"/edits").want(200, "Team 1 is called Falcons now.")
	v.get(at+"/names").want(200).submit(v, at+"/names", url.Values{"name2": {"동해 & Sons"}, "name3": {""}}).want(200)
	v.get(at).want(200, "동해 &amp; Sons (team 2)")
	v.get(at+"/roster.csv").want(200, "Falcons,", "동해 & Sons,", "Team 3,")
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	first := s.ended(id).Lineup.Teams[0].Members[0]
	for _, one := range m {
		if one.ID == first {
			phone := s.visitor()
			phone.own(one)
			phone.get("/m/"+string(one.Token)).want(200, "Falcons")
		}
	}
	s.must("unpublish", s.db.Unpublish(t.Context(), s.season.ID))
	v.post(at+"/lock", url.Values{"lock_team": {"0"}, "revision": {s.current(id)}}).want(200)
	v.post(at+"/again", nil).want(200)
	if got, want := names(), "Falcons, 동해 & Sons, Team 3"; got != want {
		t.Errorf("formed anew the teams are called %s, want %s", got, want)
	}
}

// No two teams have one name, nor one the number of another; what is typed stays on the page, and goes over nothing that somebody else named meanwhile.
func TestTeamNamesTellTeamsApart(t *testing.T) {
	s, _ := newTeams(t, 9)
	s.form()
	v, colleague := s.organizer(), s.organizer()
	at := s.at("/proposals/%d", s.ended(v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})).ID)
	page := v.get(at + "/names").want(200)
	for _, c := range []struct{ typed, says string }{
		{"TEAM 3", "Another team is called “TEAM 3”."}, {"2", "Another team is called “2”."}, {"Ａda", "Another team is called"}, {strings.Repeat("x", 101), "100"},
	} {
		page.submit(v, at+"/names", url.Values{"name1": {c.typed}, "name2": {"ada"}}).want(422, c.says, `value="`+c.typed+`"`)
	}
	colleague.get(at+"/names").submit(colleague, at+"/names", url.Values{"name1": {"Hawks"}}).want(200)
	again := page.submit(v, at+"/names", url.Values{"name1": {"Falcons"}}).want(409, "Hawks", "Falcons")
	again.submit(v, at+"/names", url.Values{"name1": {"Falcons"}}).want(200)
	v.get(at).want(200, "Falcons").lacks("Hawks")
	v.post(at+"/undo", url.Values{"revision": {"99"}})
	v.get(at).want(200, "Falcons")
}
