package web_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// called adds a member of the name with an address of its own.
func (s *site) called(name, email string) survey.Member {
	s.Helper()
	m, err := s.db.AddMember(context.Background(), survey.Member{Season: s.season.ID, Name: name, Email: email}, s.now)
	s.must("add a member", err)
	return m
}

// Two members of one name are told apart wherever organizers meet them, and nobody else has an address behind the name.
func TestMembersOfOneNameAreToldApart(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()[0])
	one, two := s.called("Kim Minjun", "kim1@example.org"), s.called("kim minjun", "kim2@example.org")
	ara, bo := s.member("Ara"), s.member("Bo")
	for i, m := range []survey.Member{one, two, ara, bo} {
		s.say(m, survey.Answers{asked.Questions[0].ID: {Version: 1, Number: new(float64(2 * i))}})
	}
	apart := team.Rule{Kind: team.Apart, Members: []team.Text{team.Text(one.ID.Code()), team.Text(two.ID.Code())}, Strength: team.Must}
	s.must("keep a card", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		d.Kept = true
		d.Add(apart)
		return nil
	}))
	a := s.divided("First", []survey.Member{one, ara}, []survey.Member{two, bo})
	b := s.divided("Second", []survey.Member{one, bo}, []survey.Member{two, ara})
	lone := s.divided("Third", []survey.Member{one, ara})
	v := s.organizer()
	first, second := "Kim Minjun (kim1@example.org)", "kim minjun (kim2@example.org)"
	for what, path := range map[string]string{
		"the board":                 s.at("/proposals/%d", a),
		"a place to move to":        s.at("/proposals/%d/move?member=%d", a, one.ID),
		"a swap before it is kept":  s.at("/proposals/%d/move?member=%d&target=1-%d", a, one.ID, two.ID),
		"two proposals":             s.at("/proposals/%d/compare?with=%d", a, b),
		"why somebody is where":     s.at("/proposals/%d?why=%d", a, one.ID),
		"the paper":                 s.at("/proposals/%d/print", a),
		"a card on members":         s.at("/teams"),
		"the form of such a card":   s.at("/teams/rules/new?kind=together"),
		"who answered last":         s.at(""),
		"the members of each group": s.groupsPath(""),
	} {
		t.Run(what, func(t *testing.T) {
			page := v.get(path).want(200, first, second)
			page.lacks("Ara (", "Bo (")
		})
	}
	v.get(s.at("/proposals/%d/repair", lone)).want(200, second)
	v.get(s.at("/members/%d/remove", two.ID)).want(200, second)
	v.post(s.at("/proposals/%d/drop", a), url.Values{"member": {fmt.Sprint(two.ID)}}).want(200, second)
}

// What members see of each other is a hint, no address, and only where two of a team are called the same.
func TestTeammatesOfOneNameAreToldApartByAHint(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()[0])
	one, two := s.called("Kim Minjun", "kim1@example.org"), s.called("Kim Minjun", "kim2@example.org")
	ara, bo := s.member("Ara"), s.member("Bo")
	both := s.divided("First", []survey.Member{one, two, ara})
	s.must("publish", s.db.Publish(t.Context(), both, s.now))
	v := s.visitor()
	v.get("/m/"+string(ara.Token)).want(200, "Kim Minjun (k…1@e…)", "Kim Minjun (k…2@e…)").lacks("kim1@", "kim2@")
	s.openRound(survey.MainFeedback)
	v.get("/m/"+string(ara.Token)+"/feedback").want(200, "Kim Minjun (k…1@e…)").lacks("kim1@", "kim2@")
	v.get("/m/"+string(one.Token)).want(200, "Kim Minjun (k…2@e…)", "Ara")

	apart := s.divided("Second", []survey.Member{one, ara}, []survey.Member{two, bo})
	s.must("publish another", s.db.Publish(t.Context(), apart, s.now))
	v.get("/m/"+string(ara.Token)).want(200, "Kim Minjun").lacks("k…1")
}
