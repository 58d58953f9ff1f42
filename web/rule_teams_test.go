package web_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// A card that holds for the teams of an activity, or for one of a number, says so; it is changed in its form, keeps for whom it is when a blank is filled in in
// place, is foretold, kept and told of those teams alone, and says what is wrong once no rule gives teams that activity.
func TestCardsForSomeTeams(t *testing.T) {
	s, members := newTeams(t, 12) // every second of whom drives
	s.form()
	label := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	q, err := s.db.AddQuestion(t.Context(), s.season.ID, survey.Question{Kind: survey.Rank, Title: label("Which trip?", "어떤 여행?"), Options: []survey.Option{
		{Key: 1, Label: label("Sea", "바다")}, {Key: 2, Label: label("Hill", "산")}, {Key: 3, Label: label("Temple", "절")}}})
	s.must("add a question", err)
	hours := 3.0
	for i, m := range members {
		s.say(m, survey.Answers{1: {Version: 1, Number: &hours}, 2: {Version: 1, Choices: []int{1 + i%2}}, q.ID: {Version: 1, Ranked: []int{1 + i%3, 1 + (i+1)%3}}})
	}
	s.keepCards(team.Rule{Kind: team.Ranked, Column: q.Column()})
	v := s.organizer()
	v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	sea := q.Column() + "=o1"
	typed := url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_least": {"2"}, "in": {sea, "2"}}
	v.get(s.at("/teams/rules/new?kind=count")).want(200, ">every team<", "In which teams", "Temple", "Team 3").lacks("Team 4")
	v.post(s.at("/teams/rules?kind=count"), typed).want(200, ">Sea, Team 2<")
	card := s.cards().Cards[1]
	v.post(s.rulePath(card, ""), url.Values{"has": {"at_least"}, "at_least": {"3"}, "revision": {fmt.Sprint(card.Revision)}}).want(200)
	if card, _ = s.cards().Card(card.ID); !slices.Equal(card.Rule.In, []team.Text{team.Text(sea), "2"}) || *card.Rule.AtLeast != 3 {
		t.Errorf("a blank filled in in place leaves the card %+v", card.Rule)
	}
	typed["in"], typed["revision"] = []string{sea}, []string{fmt.Sprint(card.Revision)}
	v.post(s.rulePath(card, ""), typed).want(200, ">Sea<")
	p := s.ended(v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}}))
	page := v.get(s.at("/proposals/%d", p.ID)).want(200, "per team. Only in Sea.", "1 / 1")
	v.lang = "ko"
	v.get(page.path).want(200, "바다에만 해당합니다.")
	v.get(s.at("/teams")).want(200, ">바다</a>에만 해당합니다.")
	v.lang = "en"
	ranked := s.cards().Cards[0]
	v.post(s.rulePath(ranked, "/delete"), url.Values{"revision": {fmt.Sprint(ranked.Revision)}}).want(200, "No team is called “Sea”.")
	card, _ = s.cards().Card(card.ID)
	typed["in"], typed["revision"] = nil, []string{fmt.Sprint(card.Revision)}
	v.post(s.rulePath(card, ""), typed).want(200, ">every team<").lacks("No team is called")
}
