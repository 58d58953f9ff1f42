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
	full := v.post(s.at("/proposals"), url.Values{"ideal": {"3"}}).want(422, "4 more places at each activity", "Change this card")
	_, full.body, _ = strings.Cut(full.body, `<p class="error">Rule 2`) // past what the card says, to the way out
	full.submit(v, s.rulePath(last, ""), nil).want(200, "at most: Sea 7, Hill 7, Temple 0")
	held := s.cards().Cards[len(s.cards().Cards)-1].Rule.Capacity
	if held["o3"] != 0 {
		t.Errorf("the activity that has no place has %d", held["o3"])
	}
	s.ended(v.press(url.Values{"ideal": {"3"}}))
}

// newFullTrips is a season of six who rank two trips, each with three places and a team of three.
func newFullTrips(t *testing.T, cards ...team.Rule) (s *site, v *visitor, p team.Saved) {
	s, members := newTeams(t, 6)
	s.form()
	q := survey.Question{Kind: survey.Rank, Title: survey.Text{"en": "Which trip?", "ko": "어떤 여행?"}, Options: []survey.Option{
		{Key: 1, Label: survey.Text{"en": "Sea", "ko": "바다"}}, {Key: 2, Label: survey.Text{"en": "Hill", "ko": "산"}}}}
	q, err := s.db.AddQuestion(t.Context(), s.season.ID, q)
	s.must("add a question", err)
	for i, m := range members {
		s.say(m, survey.Answers{q.ID: {Version: 1, Ranked: []int{1 + i%2, 2 - i%2}}})
	}
	s.keepCards(append([]team.Rule{{Kind: team.Ranked, Column: fmt.Sprintf("q%d", q.ID), Capacity: map[string]int{"o1": 3, "o2": 3}}}, cards...)...)
	v = s.organizer()
	return s, v, s.ended(v.press(url.Values{"min": {"1"}, "max": {"5"}, "ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}}))
}

// A move into an activity that is full breaks its limit, which is said before it is kept, on the proposal's page, and once more before publishing; and
// repairs offer to mend it.
func TestAMoveBeyondACapacityIsSaid(t *testing.T) {
	s, v, p := newFullTrips(t)
	path := s.at("/proposals/%d", p.ID)
	v.get(path).want(200).lacks("More members than places", "must-rule is broken")
	member := p.Lineup.Teams[0].Members[0]
	step := url.Values{"member": {fmt.Sprint(member)}, "target": {"1"}, "revision": {fmt.Sprint(p.Revision)}}
	v.get(path+"/move?"+step.Encode()).want(200, "must-rules not kept: 1", "is no longer kept")
	v.post(path+"/move", step).want(200, "One must-rule is broken", "More members than places: ", " 4 / 3.")
	v.lang = "ko"
	v.get(path).want(200, "최대 인원을 넘은 활동: ", " 4 / 3.")
	v.lang = "en"
	is, err := s.db.Proposal(t.Context(), p.ID)
	s.must("read the proposal", err)
	v.post(path+"/publish", url.Values{"revision": {fmt.Sprint(is.Revision)}}).want(200, "Publish as it is", "More members than places: ")
	v.get(path+"/repair").want(200, "Take this").lacks("must-rules not kept: 1")
}

// More places are offered where they let every must-rule be kept, and the button gives them to the activity.
func TestMorePlacesAreAButton(t *testing.T) {
	s, v, p := newFullTrips(t, team.Rule{Kind: team.Together, Members: []team.Text{"1", "2", "3", "4"}})
	path, ways := s.at("/proposals/%d", p.ID), s.waysOf(p)
	k := slices.IndexFunc(ways, func(w team.Way) bool { return w.Changes[0].Kind == "places" })
	if k < 0 {
		t.Fatalf("no more places are among the ways %+v", ways)
	}
	v.get(path).want(200, "1 more place for Sea (4 instead of 3)")
	v.post(path+"/way", url.Values{"revision": {fmt.Sprint(p.Revision)}, "list": {"clash"}, "way": {fmt.Sprint(k)}}).want(200, "Done: 1 more place for Sea")
	if is := s.cards().Cards[0].Rule.Capacity["o1"]; is != 4 {
		t.Errorf("the card has %d places of Sea, want 4", is)
	}
	is := s.ended(p.ID)
	v.lang = "ko"
	v.get(path).want(200).lacks("필수 규칙 1개", "함께 지킬 수 없는")
	if len(s.waysOf(is)) > 0 {
		t.Errorf("by more places %+v are still offered", s.waysOf(is))
	}
}
