package web_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/job"
)

// What a team takes up, by the choice of its members when it was formed, is what its name, its score and what is said of it are about,
// however its members change by hand; and where capacities hold too few, that is said before anything is formed.
func TestTeamsKeepTheirActivities(t *testing.T) {
	s, members := newTeams(t, 13)
	s.form()
	label := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	q := survey.Question{Kind: survey.Rank, Title: label("Which trip?", "어떤 여행?"), Options: []survey.Option{
		{Key: 1, Label: label("Sea", "바다")}, {Key: 2, Label: label("Hill", "산")}, {Key: 3, Label: label("Temple", "절")}}}
	q, err := s.db.AddQuestion(t.Context(), s.season.ID, q)
	s.must("add a question", err)
	id := q.ID
	hours := 3.0
	for i, m := range members[:12] { // one ranks nothing
		s.say(m, survey.Answers{1: {Version: 1, Number: &hours}, id: {Version: 1, Ranked: []int{1 + i%3, 1 + (i/3+i)%3}[:1+i%2]}})
	}
	s.keepCards(team.Rule{Kind: team.Balance, Columns: []string{"q1"}})
	v := s.organizer()
	ranked := url.Values{"strength": {"should"}, "columns": {fmt.Sprintf("q%d", id)}, fmt.Sprintf("capacity:q%d:o1", id): {"3"}}
	v.post(s.at("/teams/rules?kind=ranked"), ranked).want(200, "at most: Sea 3")
	p := s.ended(v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}}))
	check := func(when string) {
		t.Helper()
		p, err := s.db.Proposal(t.Context(), p.ID)
		s.must("read the proposal", err)
		_, season, err := job.ReadSeason(t.Context(), s.db, s.season.ID)
		s.must("read the season", err)
		draft, err := team.Open(season.Input(team.Request{Rules: s.cards().Rules()}, p.Lineup), season.Division(p.Lineup))
		s.must("open the teams", err)
		for i, g := range draft.Score().Teams {
			saved, column := p.Lineup.Teams[i], fmt.Sprintf("q%d", id)
			option := saved.Activities[column]
			words := map[string]string{"o1": "Sea", "o2": "Hill", "o3": "Temple"}[option]
			if option == "" || g.Activities[column] != option || !strings.Contains(saved.Name, words) {
				t.Errorf("%s: %q, which takes up %s, is scored by %s", when, saved.Name, option, g.Activities[column])
			}
			if f := draft.ExplainTeams()[i][len(s.cards().Cards)-1]; f.Key == "fact_team_ranks" && f.Args["Value"] != option {
				t.Errorf("%s: of %q is said %v", when, saved.Name, f.Args)
			}
		}
	}
	check("as formed")
	l := p.Lineup // everybody goes on to the next team
	l.Teams = slices.Clone(l.Teams)
	for k := range l.Teams {
		l.Teams[k].Members = p.Lineup.Teams[(k+1)%len(l.Teams)].Members
	}
	s.must("edit", s.db.Edit(t.Context(), p.ID, p.Revision, l, nil, s.now))
	check("after everybody has moved")

	ranked.Set(fmt.Sprintf("capacity:q%d:o2", id), "3")
	ranked.Set(fmt.Sprintf("capacity:q%d:o3", id), "0")
	last := s.cards().Cards[len(s.cards().Cards)-1]
	v.get(s.rulePath(last, "")).submit(v, s.rulePath(last, ""), ranked).want(200)
	v.post(s.at("/proposals"), url.Values{"ideal": {"3"}}).want(422, `<p class="error">Rule 2: the activities hold 6 in all, and there are 13 members.`)
}
