package web_test

import (
	"maps"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// A wish for a member who was dropped is not called kept, by the team, by the rule or where the teams are published.
func TestNoTeamIsCalledKeptInWhichAWishIsForWhoIsInNoTeam(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 1}).Questions[0].ID
	ann, bo, cyrus, dagmar, eve := s.member("Ann"), s.member("Bo"), s.member("Cyrus"), s.member("Dagmar"), s.member("Eve")
	s.say(ann, survey.Answers{q: {Version: 1, Wished: []string{"Bo"}}})
	s.say(cyrus, survey.Answers{q: {Version: 1, Wished: []string{"Eve"}}})
	s.must("drop a member", s.db.DropMember(t.Context(), eve.ID, s.now))
	id, ok := s.formed(team.Request{Seed: 1, Seconds: 1, Sizes: team.Sizes{Ideal: 2}, Rules: []team.Rule{
		{Kind: team.Wishes, Column: "q1 wished", AvoidColumn: "q1 avoided", Strength: team.Must}, {Kind: team.Together, Members: []team.Text{team.Text(cyrus.ID.Code()), team.Text(dagmar.ID.Code())}}}})
	if !ok {
		t.Fatalf("no teams were formed of %s, %s and two more", ann.Name, bo.Name)
	}
	v := s.organizer()
	page := v.get(s.at("/proposals/%d", id)).want(200, "1 / 1", `<div class="not-kept">`,
		"For 1 it cannot be, since whom they wished for is in no team.", "For 1 it cannot be, since whom they wished for is in no team: the score leaves such wishes out.")
	if said, want := page.said(1), map[string]int{"kept": 1, "—": 1}; !maps.Equal(said, want) {
		t.Errorf("the page says %v of the teams, want %v", said, want)
	}
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	v.get(s.at("/proposals/%d/publish", id)).want(200, "But for wishes for members who are in no team, every must-rule is kept")
	v.lang = "ko"
	v.get(s.at("/proposals/%d", id)).want(200, "1명은 바란 사람이 어느 팀에도 없어 이루어질 수 없습니다.")
}

// How wishes are met is told of each team in words as in figures, also where the question is marked as sensitive, as SECURITY.md says of wishes: the
// sentence that it is said nowhere stood under “kept”.
func TestWishesToldInFiguresAreToldInWords(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 1, Sensitive: true}).Questions[0].ID
	for _, name := range []string{"Ann", "Bo", "Cyrus", "Dagmar"} {
		m := s.member(name)
		if name == "Ann" {
			s.say(m, survey.Answers{q: {Version: 1, Wished: []string{"Bo"}}})
		}
	}
	id, ok := s.formed(team.Request{Seed: 1, Seconds: 1, Sizes: team.Sizes{Ideal: 2}, Rules: []team.Rule{{Kind: team.Wishes, Column: "q1 wished"}}})
	if !ok {
		t.Fatal("no teams were formed of four members")
	}
	page := s.organizer().get(s.at("/proposals/%d", id)).want(200, "1 of 1 who wished has their wishes met.").lacks("how it is met is said nowhere")
	if page.said(1)["kept"] == 0 {
		t.Errorf("the page says %v of the teams", page.said(1))
	}
}

// A team that everybody has left is neither good nor bad by any rule.
func TestAnEmptiedTeamIsNotCalledGood(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Number, Title: survey.Text{"en": "How many?"}}).Questions[0].ID
	a, b := s.member("Ann"), s.member("Bo")
	s.say(a, survey.Answers{q: {Version: 1, Number: new(3.0)}})
	id := s.dividedBy(team.Request{Rules: []team.Rule{{Kind: team.Answered}}, Sizes: team.Sizes{Teams: 2}}, []survey.Member{a}, []survey.Member{b})
	s.must("drop a member", s.db.DropMember(t.Context(), b.ID, s.now))
	if n := s.organizer().get(s.at("/proposals/%d", id)).want(200).said(1)["kept"]; n != 1 {
		t.Errorf("the board says “kept” of %d teams, want of that in which somebody is", n)
	}
}
