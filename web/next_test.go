package web_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// A list that is closed stays so in the next season: who joins it by the club link waits there, too.
func TestAClosedListStaysClosedInTheNextSeason(t *testing.T) {
	for _, closed := range []bool{false, true} {
		s := newSite(t)
		s.ask(everyKind()...)
		s.must("change the season", s.db.ChangeSeason(t.Context(), s.season.ID, "Spring", closed))
		s.organizer().post(s.at("/next"), url.Values{"name": {"Autumn"}, "members": {"all"}}).want(200, "Autumn is ready")
		seasons, err := s.db.Seasons(t.Context(), s.club.ID)
		s.must("read the seasons", err)
		if next := seasons[0]; next.Name != "Autumn" || next.Closed != closed {
			t.Errorf("after a season whose list is closed, %t, %s begins closed, %t", closed, next.Name, next.Closed)
		}
	}
}

// From a finished season to an open survey of the next in three clicks, with members, rules and history there.
func TestTheNextSeasonInThreeClicks(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	v := s.organizer()
	teams := s.roster(3, 3)
	gone, none := teams[1][2], s.member("Late")
	s.visitor().post("/m/"+string(teams[0][0].Token)+"/answers", everyAnswer()).want(200)
	v.post(s.at("/teams/rules?kind=apart"), url.Values{"members": {teams[0][0].ID.Code(), teams[0][1].ID.Code()}, "strength": {"must"}}).want(200)
	v.post(s.at("/teams/rules?kind=apart"), url.Values{"members": {teams[0][0].ID.Code(), gone.ID.Code()}, "strength": {"must"}}).want(200)
	s.must("drop", s.db.DropMember(t.Context(), gone.ID, s.now))

	v.get(s.at("")).want(200, "/seasons/1/next")
	v.get(s.at("/next")).want(200, "how long its answers are kept, you set anew", `value="Autumn"`, "All 6 members who take part", "Only the 5 who are in a published team", "One who dropped out stays out.")
	next := v.post(s.at("/next"), url.Values{"name": {"Autumn"}, "members": {"all"}, "answers": {"1"}}).want(200, "Autumn is ready", "/survey/open").path
	v.post(next+"/survey/open", nil).want(200, "Open")

	seasons, err := s.db.Seasons(t.Context(), s.club.ID)
	s.must("read the seasons", err)
	id := seasons[0].ID
	members, err := s.db.Members(t.Context(), id)
	s.must("read the members", err)
	var names []string
	for _, m := range members {
		names = append(names, m.Name)
	}
	want := []string{teams[0][0].Name, teams[0][1].Name, teams[0][2].Name, teams[1][0].Name, teams[1][1].Name, none.Name}
	if !slices.Equal(names, want) {
		t.Errorf("the next season begins with %v, want %v", names, want)
	}
	v.get(next+"/members").want(200, "0 of 6 answered", "Not yet")
	v.get(next).want(200).lacks("more has", "Draft")
	asked, err := s.db.Survey(t.Context(), id)
	s.must("read the survey", err)
	v.get(fmt.Sprintf("%s/survey/questions/%d", next, asked.Questions[0].ID)).want(200).lacks("Members have answered this question")
	own := s.visitor().get("/m/"+string(members[0].Token)).want(200, "This is what you answered last season", "checked")
	if strings.Contains(own.body, teams[0][1].Name) {
		t.Errorf("whom a member wished for last season stands in the form of the next")
	}
	deck, err := s.db.Deck(t.Context(), id)
	s.must("read the cards", err)
	var apart, met int
	for _, c := range deck.Cards {
		switch c.Rule.Kind {
		case team.Apart:
			apart++
			if got, want := fmt.Sprint(c.Rule.Members), fmt.Sprint([]survey.MemberID{members[0].ID, members[1].ID}); got != want {
				t.Errorf("members of the next season who are apart: %s, want %s", got, want)
			}
		case team.NewTeammates:
			met++
			if !slices.Equal(c.Rule.Seasons, []survey.SeasonID{s.season.ID}) {
				t.Errorf("the card for new teammates counts seasons %v, want %d", c.Rule.Seasons, s.season.ID)
			}
		}
	}
	if apart != 1 || met != 1 {
		t.Errorf("the next season has %d cards that keep members apart and %d for new teammates, want one each: %+v", apart, met, deck)
	}
	v.get(next+"/teams").want(200).lacks("q1 ", "q29")
	v.get(s.at("/next")).want(200, `value="Autumn 2"`)                                                                                  // Spring and Autumn are there
	v.post(s.at("/next"), url.Values{"name": {"autumn"}, "members": {"all"}}).want(422, "The club has a season called autumn already.") // sent twice
	v.post(fmt.Sprintf("/clubs/%d/seasons", s.club.ID), url.Values{"name": {" SPRING"}}).want(422, "The club has a season called SPRING already.", `value=" SPRING"`)
	v.post(next+"/settings", url.Values{"name": {"Spring"}}).want(422, "The club has a season called Spring already.")
	v.post(next+"/settings", url.Values{"name": {"AUTUMN"}}).want(200, "Saved")
	v.post(next+"/next", url.Values{"name": {""}, "members": {"all"}}).want(422, "Enter a name.")
	v.post(next+"/next", url.Values{"name": {"X"}, "members": {"some"}}).want(422, "Choose who goes on.")
}

func TestTheNextSeasonWithWhoIsInATeamOrNobody(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	v := s.organizer()
	s.roster(2, 2)
	s.member("Late")
	counted := regexp.MustCompile(`of (\d+) members have answered`)
	for carried, want := range map[string]string{"teams": "4", "none": "0", "all": "5"} {
		next := v.post(s.at("/next"), url.Values{"name": {carried}, "members": {carried}}).want(200).path
		if got := counted.FindStringSubmatch(v.get(next).want(200).body); got == nil || got[1] != want {
			t.Errorf("a season that begins with %q has members %v, want %s", carried, got, want)
		}
	}
}

// Cards that name fewer in the next season, as a member dropped out or a section is gone, are told with what they were.
func TestTheNextSeasonTellsWhichCardsNameFewer(t *testing.T) {
	for lang, says := range map[string]string{
		"en": "2 rule cards name fewer now, without who does not go on and options that are no longer offered. They were: ",
		"ko": "규칙 카드 2개는 이어 가지 않는 멤버와 이제 없는 보기를 빼고 가져왔습니다. 전에는 이랬습니다: ",
	} {
		s := newSite(t)
		group := survey.Question{Kind: survey.OneOf, Title: survey.Text{survey.English: "Group"}, Options: []survey.Option{
			{Label: survey.Text{survey.English: "East"}}, {Label: survey.Text{survey.English: "West"}}, {Label: survey.Text{survey.English: "North"}}}}
		q := s.ask(group).Questions[0]
		var members []survey.Member
		for _, name := range []string{"Ann", "Bea", "Cho"} {
			members = append(members, s.member(name))
		}
		codes := func(all ...survey.Member) (of []team.Text) {
			for _, m := range all {
				of = append(of, team.Text(m.ID.Code()))
			}
			return of
		}
		s.keepCards(team.Rule{Kind: team.Together, Members: codes(members...)}, team.Rule{Kind: team.Apart, Members: codes(members[:2]...)},
			team.Rule{Kind: team.Section, Column: "q1", Merge: [][]team.Text{{"o1", "o2"}}})
		q.Options = []survey.Option{q.Options[0], q.Options[2]}
		_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
		s.must("take an option away", err)
		s.must("drop a member", s.db.DropMember(t.Context(), members[2].ID, s.now))
		v := s.organizer()
		v.lang = lang
		v.post(s.at("/next"), url.Values{"name": {"Autumn"}, "members": {"all"}}).want(200, says, "Ann, Bea", "Cho", "“East”, “West").lacks("did not come along", "가져오지 않았습니다")
	}
}
