package web_test

import (
	"net/url"
	"testing"

	"dure/clustering/team"
)

// A card says how many teams can keep it, and which other must-rule it cannot be kept with, in both languages and for the sizes that are typed; of a rule
// that nobody can break it says nothing.
func TestCardsSayHowManyTeamsCanKeepThem(t *testing.T) {
	s, _ := newTeams(t, 8) // every second of whom drives
	v := s.organizer()
	s.keptCards(v)
	v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
	v.get(s.at("/teams")).want(200, "Taken alone, all 4 teams can keep this.", "Even alone, at most 2 of 4 teams can keep this: 4 members are meant.", "Even alone, no team can keep this: 4 members are meant.")
	v.post(s.at("/teams/rules?kind=count"), url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_least": {"1"}}).want(200).lacks("Cannot be kept")
	v.post(s.at("/teams/rules?kind=count"), url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_most": {"0"}, "team_size": {"2"}}).want(200)
	v.lang = "ko"
	v.get(s.at("/teams")).want(200, "이 규칙만 보면 4팀 모두 지킬 수 있습니다.", "이 규칙만 보아도 4팀 중 많아야 2팀만 지킬 수 있습니다(해당하는 멤버 4명).", "이 규칙만 보아도 지킬 수 있는 팀이 없습니다(해당하는 멤버 4명).")
}

// Where any two must-rules can be kept and three cannot, each card says with which two; and a card that fewer teams can keep beside the must-rules than alone
// says how many.
func TestCardsSayWhichThreeClash(t *testing.T) {
	s, _ := newTeams(t, 8)
	v := s.organizer()
	v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
	drives := func(kind team.Kind, value team.Text) team.Rule {
		r := team.Rule{Kind: kind, Column: "q2", Value: value, Strength: team.Must}
		if kind == team.Count {
			r.AtLeast = new(1)
		}
		return r
	}
	pairs := []team.Rule{drives(team.Count, "o1"), drives(team.Count, "o2"), drives(team.NeverAlone, "o1")}
	for k := range pairs {
		pairs[k].In = []team.Text{"1"}
	}
	s.keepCards(pairs[:2]...)
	v.get(s.at("/teams")).want(200, "Taken alone, the team can keep this.").lacks("Cannot be kept")
	s.keepCards(pairs...)
	v.get(s.at("/teams")).want(200, "Cannot be kept together with all of these: At least 1 with “Yes” (“Driver”) per team. Only in Team 1. · At least 1 with “No” (“Driver”) per team. Only in Team 1.",
		"Cannot be kept together with all of these: At least 1 with “Yes” (“Driver”) per team. Only in Team 1. · Nobody is the only “Yes” (“Driver”) of a team. Only in Team 1.").lacks("Cannot be kept together with: ")
	s, _ = newTeams(t, 8)
	v = s.organizer()
	v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
	few, many := drives(team.Count, "o1"), drives(team.Count, "o1")
	few.AtLeast, few.AtMost, many.AtLeast, many.Strength = nil, new(1), new(2), team.Should
	s.keepCards(few, many)
	v.get(s.at("/teams")).want(200, "Taken alone, all 4 teams can keep this.", "Even alone, at most 2 of 4 teams can keep this", "Beside the other must-rules no team can.")
	v.lang = "ko"
	v.get(s.at("/teams")).want(200, "다른 필수 규칙과 함께라면 지킬 수 있는 팀이 없습니다.")
}
