package web_test

import (
	"net/url"
	"testing"

	"dure/clustering/team"
)

// Teams are formed, on request, so that they keep whom they have to have with any one member missing; what was ticked is kept with the sizes, and the page of
// the teams says how many do.
func TestRobustTeams(t *testing.T) {
	s, _ := newTeams(t, 12)
	s.form()
	s.keepCards(team.Rule{Kind: team.Count, Column: "q2", Value: "o1", AtLeast: new(1), Strength: team.Must})
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "Also if any one member is missing").lacks(`name="robust" value="1" checked`)
	p := s.ended(v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}, "robust": {"1"}}))
	v.get(s.at("/teams")).want(200, `name="robust" value="1" checked`)
	page := s.at("/proposals/%d", p.ID)
	v.get(page).want(200, "3 of 3 teams keep their rules on whom a team has with any one member missing too. Forming preferred such teams.")
	v.lang = "ko"
	v.get(page).want(200, "누가 한 명 빠져도 지키는 팀은 3팀 중 3팀입니다.")
	s.keepCards(team.Rule{Kind: team.Balance, Columns: []string{"q1"}})
	v.lang = "en"
	p = s.ended(v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}}))
	v.get(s.at("/proposals/%d", p.ID)).want(200).lacks("any one member missing")
}
