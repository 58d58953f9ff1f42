package web_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// That a rule gave way to the other must-rules is said as forming found it, and is no must-rule broken: on the proposal's page, on that before
// publishing and in the list of proposals, also after an edit by hand that leaves the rules as they are.
func TestWhatGaveWayIsNotBroken(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Gender", "ko": "성별"}, Options: []survey.Option{
		{Key: 1, Label: survey.Text{"en": "man", "ko": "남"}}, {Key: 2, Label: survey.Text{"en": "woman", "ko": "여"}}}})
	members := make([]survey.Member, 8)
	for i := range members {
		members[i] = s.member(fmt.Sprintf("P%d", i))
		if i < 6 { // two men and four women: no team can have one of those without an answer, and nobody alone
			s.say(members[i], survey.Answers{asked.Questions[0].ID: {Version: 1, Choices: []int{1 + min(i/2, 1)}}})
		}
	}
	never := func(option team.Text) team.Rule {
		return team.Rule{Kind: team.NeverAlone, Column: "q1", Value: option, Strength: team.Must}
	}
	s.form()
	s.keepCards(team.Rule{Kind: team.Answered}, never("o1"), never("o2"))
	v := s.organizer()
	id := v.press(fours)
	var result team.Proposal
	s.must("read the result", json.Unmarshal(s.ended(id).Result, &result))
	if len(result.Unmet) > 0 || result.GaveWay[""] != 2 {
		t.Errorf("unmet are %v, and who has not answered gave way to %v; want two in a team", result.Unmet, result.GaveWay)
	}
	path := s.at("/proposals/%d", id)
	check := func() {
		t.Helper()
		v.get(path).want(200, "up to 2 instead of 1 per team").lacks("broken")
		for _, page := range []string{path + "/publish", path + "/repair", s.at("/teams")} {
			v.get(page).want(200).lacks("broken")
		}
	}
	check()
	from := s.teamOf(id, members[7])
	for _, to := range []int{1 - from, from} {
		v.post(path+"/move", url.Values{"member": {members[7].ID.Code()}, "target": {fmt.Sprint(to)}, "revision": {s.current(id)}}).want(200)
		if s.teamOf(id, members[7]) != to {
			t.Fatalf("the member is in team %d, moved to %d", s.teamOf(id, members[7]), to)
		}
		check()
	}
}
