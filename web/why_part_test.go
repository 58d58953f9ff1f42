package web_test

import (
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// A member is told the part that they play and by what the teams were formed in general terms, never what anybody else answered, which members a rule names,
// or anything of what is asked in confidence.
func TestAMemberIsToldThePartTheyPlay(t *testing.T) {
	s := newSite(t)
	option := func(en, ko string) survey.Option { return survey.Option{Label: survey.Text{"en": en, "ko": ko}} }
	q := s.ask(
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Role", "ko": "역할"}, Options: []survey.Option{option("Design", "디자인"), option("Code", "개발")}},
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Illness"}, Sensitive: true, Options: []survey.Option{option("Gout", ""), option("Asthma", "")}},
		survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "Energy"}, Min: new(1.0), Max: new(5.0)},
	).Questions
	var m []survey.Member
	for i, name := range []string{"Ann", "Bo", "Cy", "Dee"} {
		is := s.member(name)
		s.say(is, survey.Answers{q[0].ID: {Version: 1, Choices: []int{1 + i%2}}, q[1].ID: {Version: 1, Choices: []int{1}}, q[2].ID: {Version: 1, Number: new(3.0)}})
		m = append(m, is)
	}
	rules := []team.Rule{
		{Kind: team.Count, Column: q[0].Column(), Value: "o1", AtLeast: new(1)}, {Kind: team.Count, Column: q[1].Column(), Value: "o1", AtLeast: new(1)},
		{Kind: team.Balance, Columns: []string{q[2].Column()}}, {Kind: team.Apart, Members: []team.Text{team.Text(m[0].ID.Code()), team.Text(m[3].ID.Code())}},
		{Kind: team.Count, Column: q[0].Column(), Value: "o2", Exactly: new(1)}, // of which “you are the one” would tell of the others
	}
	page := func(of survey.Member, lang string) reply {
		v := s.visitor()
		v.lang = lang
		return v.get("/m/" + string(of.Token))
	}
	// A rule for some teams only gives a part to members of those.
	for _, c := range []struct {
		rule team.Rule
		told bool
	}{
		{team.Rule{In: []team.Text{"Team 1"}}, true}, {team.Rule{In: []team.Text{"2"}}, false}, {team.Rule{TeamSize: 2}, true},
		{team.Rule{TeamSize: 3, OrMore: true}, false}, {team.Rule{In: []team.Text{"q9=o1"}}, false}, {team.Rule{TeamSize: 2, OrMore: true}, true},
	} {
		c.rule.Kind, c.rule.Column, c.rule.Value, c.rule.AtLeast = team.Count, q[0].Column(), "o1", new(1)
		s.must("publish", s.db.Publish(t.Context(), s.dividedBy(team.Request{Rules: []team.Rule{c.rule}}, m[:2], m[2:]), s.now))
		says := "Your team was to have somebody with “Design” for “Role”: you are one."
		if got := strings.Contains(page(m[0], "en").body, says); got != c.told {
			t.Errorf("under %+v the member is told the part: %v, want %v", c.rule, got, c.told)
		}
	}
	s.must("publish", s.db.Publish(t.Context(), s.dividedBy(team.Request{Rules: rules}, m[:2], m[2:]), s.now))
	page(m[0], "en").want(200, "Every team was to have somebody with “Design” for “Role”: you are one.", "formed by: At least, at most, exactly · Equal on average. Where").lacks("Gout", "Illness", "Energy", "Dee", "Apart", "“Code”")
	page(m[1], "en").want(200, "The teams were formed by").lacks("Design", "“Code”", "Gout", "Illness")
	page(m[0], "ko").want(200, "팀마다 “역할”에 “디자인”이라고 답한 사람이 필요했고", "살펴 짰습니다: 최소·최대 인원 · 평균을 고르게.")
}

// A member is told what their team takes up, whatever the team is called, and at which place they ranked it.
func TestAMemberIsToldWhatTheirTeamTakesUp(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Rank, Title: survey.Text{"en": "Trip"}, Options: []survey.Option{{Label: survey.Text{"en": "Sea", "ko": "바다"}}, {Label: survey.Text{"en": "Hill"}}}}).Questions
	ann, bo, cy := s.member("Ann"), s.member("Bo"), s.member("Cy")
	s.say(ann, survey.Answers{q[0].ID: {Version: 1, Ranked: []int{2, 1}}})
	id := s.dividedBy(team.Request{}, []survey.Member{ann, bo}, []survey.Member{cy})
	s.takeUp(id, q, "o1")
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	page := func(of survey.Member, lang string) reply {
		v := s.visitor()
		v.lang = lang
		return v.get("/m/" + string(of.Token)).want(200)
	}
	page(ann, "en").want(200, "Your team takes up “Sea”, which you ranked at place 2.")
	page(ann, "ko").want(200, "이 팀의 활동은 “바다”입니다(2순위로 고름).")
	page(bo, "en").want(200, "Your team takes up “Sea”.").lacks("place")
	page(cy, "en").lacks("takes up")
}
