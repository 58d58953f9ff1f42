package web_test

import (
	"net/url"
	"testing"
)

// A card says how many teams can keep it, and which other must-rule it cannot be kept with, in both languages and for the sizes that are typed; of a rule
// that nobody can break it says nothing.
func TestCardsSayHowManyTeamsCanKeepThem(t *testing.T) {
	s, _ := newTeams(t, 8) // every second of whom drives
	v := s.organizer()
	s.keptCards(v)
	v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
	v.get(s.at("/teams")).want(200, "All 4 teams can keep this.", "At most 2 of 4 teams can keep this: 4 members are meant.", "No team can keep this: 4 members are meant.")
	v.post(s.at("/teams/rules?kind=count"), url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_least": {"1"}}).want(200).lacks("Cannot be kept")
	v.post(s.at("/teams/rules?kind=count"), url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_most": {"0"}, "team_size": {"2"}}).want(200)
	v.lang = "ko"
	v.get(s.at("/teams")).want(200, "4팀 모두 지킬 수 있습니다.", "4팀 중 많아야 2팀만 지킬 수 있습니다(해당하는 멤버 4명).", "지킬 수 있는 팀이 없습니다(해당하는 멤버 4명).")
}
