package web_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/job"
)

// cardForms are what is typed into the form of every kind of card on the questions of [everyKind], and the rule that it makes. A kind that
// stands on a fit model has its form only where there is one.
func cardForms(a, b string, past survey.SeasonID) map[team.Kind][]cardForm {
	members := []team.Text{team.Text(a), team.Text(b)}
	return map[team.Kind][]cardForm{
		team.Balance: {{url.Values{"columns": {"q1", "q11 o1"}, "weight": {"2,5"}}, team.Rule{Columns: []string{"q1", "q11 o1"}, Weight: 2.5}}},
		team.Match:   {{url.Values{"columns": {"q3"}}, team.Rule{Column: "q3"}}},
		team.Section: {{url.Values{"columns": {"q3"}, "merge:q3:o1": {""}}, team.Rule{Column: "q3"}},
			{url.Values{"columns": {"q3"}, "merge:q3:": {"2"}, "merge:q3:o1": {"2"}, "cross:q3:o2": {"on"}},
				team.Rule{Column: "q3", Merge: [][]team.Text{{"", "o1"}}, Cross: []team.Text{"o2"}}}},
		team.Similar:    {{url.Values{"columns": {"q1", "q3"}}, team.Rule{Columns: []string{"q1", "q3"}}}},
		team.Spread:     {{url.Values{"columns": {"q5"}}, team.Rule{Columns: []string{"q5"}}}},
		team.Mix:        {{url.Values{"columns": {"q1"}, "k": {"3"}, "linkage": {"ward"}}, team.Rule{Columns: []string{"q1"}, K: "3", Linkage: "ward"}}},
		team.Alike:      {{url.Values{"columns": {"q1"}}, team.Rule{Columns: []string{"q1"}}}},
		team.NeverAlone: {{url.Values{"what": {"q3=o2"}}, team.Rule{Column: "q3", Value: "o2"}}},
		team.Count: {{url.Values{"what": {"q3=o1"}, "op": {">="}, "at_least": {"0"}, "at_most": {"0"}}, team.Rule{Column: "q3", Value: "o1", Exactly: new(0)}},
			{url.Values{"what": {"q1#"}, "op": {">="}, "value": {"0"}, "at_least": {"1"}, "at_most": {"2"}, "team_size": {"5"}},
				team.Rule{Column: "q1", Op: ">=", Value: "0", AtLeast: new(1), AtMost: new(2), TeamSize: 5}},
			{url.Values{"what": {"q3=o1"}, "at_least": {"1"}, "in": {"1"}}, team.Rule{Column: "q3", Value: "o1", AtLeast: new(1), In: []team.Text{"1"}}},
			{url.Values{"what": {"q11 o2=B1"}, "op": {">="}, "at_least": {"1"}}, team.Rule{Column: "q11 o2", Op: ">=", Value: "B1", AtLeast: new(1)}}},
		team.Hours: {{url.Values{"columns": {"q6"}, "hours_min": {"1.5"}, "hours_want": {"4"}, "hours_block": {"2"}},
			team.Rule{Columns: []string{"q6"}, Min: 1.5, Want: 4, Block: 2}}},
		team.Wishes: {{url.Values{"columns": {"q7 wished"}, "avoid_column": {"q7 avoided"}, "at_least": {"0"}}, team.Rule{Column: "q7 wished", AvoidColumn: "q7 avoided", AtLeast: new(0)}}},
		team.Ranked: {{url.Values{"columns": {"q10"}, "capacity:q10:o1": {"12"}, "capacity:q10:o2": {""}}, team.Rule{Column: "q10", Capacity: map[string]int{"o1": 12}}}},
		team.Together: {{url.Values{"members": {a, b}}, team.Rule{Members: members}},
			{url.Values{"columns": {"q8"}}, team.Rule{Column: "q8"}}},
		team.Apart:        {{url.Values{"members": {a, b}}, team.Rule{Members: members}}},
		team.NewTeammates: {{url.Values{"seasons": {fmt.Sprint(past)}}, team.Rule{Seasons: []survey.SeasonID{past}}}},
		team.Affinity:     {{url.Values{"pairs": {fmt.Sprintf(`[{"a":%q,"b":%q,"score":2.5}]`, a, b)}}, team.Rule{Pairs: []team.Pair{{A: members[0], B: members[1], Score: 2.5}}}}},
		team.Answered:     {{url.Values{}, team.Rule{}}, {url.Values{"at_most": {"2"}}, team.Rule{AtMost: new(2)}}},
	}
}

type cardForm struct {
	typed url.Values
	want  team.Rule
}

// A form of a card of every kind is read as it was typed, and shows it again.
func TestEveryKindOfCard(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	a, b := s.member("Ann").ID.Code(), s.member("Bo").ID.Code()
	now := s.season
	past, err := s.db.CreateSeason(t.Context(), s.club.ID, "Autumn", s.now)
	s.must("make a past season", err)
	s.season = past
	s.roster(2)
	s.season = now
	v := s.organizer()
	forms := cardForms(a, b, past.ID)
	for kind := range forms {
		if !kind.Known() {
			t.Errorf("the kind %s has a form and is not in the list of kinds: add it", kind)
		}
	}
	for _, kind := range team.Kinds() {
		if len(forms[kind]) == 0 && !kind.Predicts() {
			t.Errorf("no form of the kind %s is tried: add one to cardForms", kind)
		}
		for _, tt := range forms[kind] {
			s.tryCard(v, kind, tt)
		}
	}
}

func (s *site) tryCard(v *visitor, kind team.Kind, tt cardForm) {
	s.Helper()
	add := s.at("/teams/rules?kind=%s", kind)
	tt.typed["strength"] = []string{"could"}
	for _, lang := range []string{"ko", "en"} {
		v.lang = lang
		v.get(s.at("/teams/rules/new?kind=%s", kind)).want(200)
	}
	v.get(s.at("/teams/rules/new?kind=%s", kind)).submit(v, add, tt.typed).want(200)
	tt.want.Kind, tt.want.Strength = kind, team.Could
	cards := s.cards().Cards
	last := cards[len(cards)-1]
	if diff := cmp.Diff(tt.want, last.Rule); diff != "" {
		s.Errorf("a card %s of %v (-want +got):\n%s", kind, tt.typed, diff)
	}
	tt.typed["strength"] = []string{"may"}
	tt.want.Strength = team.May
	edit := s.rulePath(last, "")
	v.get(edit).want(200).submit(v, edit, tt.typed).want(200)
	if card, _ := s.cards().Card(last.ID); !cmp.Equal(card.Rule, tt.want) {
		s.Errorf("the card %s is changed to %+v, want %+v", kind, card.Rule, tt.want)
	}
	old := tt.typed
	old["weight"], old["revision"] = []string{"3"}, []string{"0"}
	v.post(edit, old).want(409, "Weight: 3")
}

// Pairs and past teams are read from files, by names, ids or addresses, and what is wrong with one stands at its field.
func TestCardsFromFiles(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	a, b := s.member("Ann"), s.member("Bo")
	v := s.organizer()
	strength := url.Values{"strength": {"should"}}
	v.sendFile(s.at("/teams/rules?kind=affinity"), "pairs_file", "pairs.csv", []byte("a,b,score\nann@example.org,bo,2\n"), strength).want(200, "(one pair)")
	v.sendFile(s.at("/teams/rules?kind=new_teammates"), "past_file", "past.csv", []byte("팀,이름\n1조,ANN\n1조,Bo\n2조,Somebody\n"), strength).want(200, "(one past team)")
	// A name that stands in two seasons is two teams.
	v.sendFile(s.at("/teams/rules?kind=new_teammates"), "past_file", "past.csv", []byte("team,season,name\n1,봄,Ann\n1,가을,Bo\n"), strength).want(200, "(2 past teams)")
	// What may be several teams of one name is asked once more before it is kept.
	doubted := v.sendFile(s.at("/teams/rules?kind=new_teammates"), "past_file", "past.csv", []byte("team,class,name\n1,A,Ann\n1,B,Bo\n"), strength).
		want(422, `id="past-error"`, "“1” comes with several values of “class” (A, B)", "save this again as it is", "One past team is read")
	before := len(s.cards().Cards)
	doubted.submit(v, s.at("/teams/rules?kind=new_teammates"), strength).want(200)
	if got := s.cards().Cards; len(got) != before+1 || len(got[before].Rule.Teams) != 1 {
		t.Errorf("after the form was sent once more the last of %d cards is %+v, want one more with one past team", len(got), got[len(got)-1])
	}
	s.must("take it out again", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		last := d.Cards[len(d.Cards)-1]
		return d.Remove(last.ID, last.Revision)
	}))
	s.must("take the last card out", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		last := d.Cards[len(d.Cards)-1]
		return d.Remove(last.ID, last.Revision)
	}))
	want := []team.Rule{{Kind: team.Affinity, Strength: team.Should, Pairs: []team.Pair{{A: team.Text(a.ID.Code()), B: team.Text(b.ID.Code()), Score: 2}}},
		{Kind: team.NewTeammates, Strength: team.Should, Teams: [][]team.Text{{team.Text(a.ID.Code()), team.Text(b.ID.Code())}}}}
	rules := s.cards().Rules()
	if diff := cmp.Diff(want, rules[len(rules)-2:]); diff != "" {
		t.Errorf("rules of files (-want +got):\n%s", diff)
	}
	for file, says := range map[string]string{
		"a,b,score\nAnn,Cy,2\n":    "Cy",
		"a,b,score\nAnn,Bo,much\n": "much",
		"a,b\nAnn,Bo\n":            "a, b, score",
		"a,b,score\nAnn,Ann,1\n":   "Ann",
		"":                         "file",
	} {
		v.sendFile(s.at("/teams/rules?kind=affinity"), "pairs_file", "pairs.csv", []byte(file), strength).want(422, says, `id="pairs-error"`)
	}
	v.sendFile(s.at("/teams/rules?kind=new_teammates"), "past_file", "past.csv", []byte("name\nBo\n"), strength).want(422, `id="past-error"`)
	// Another card's file stays when the card is changed without one.
	last := s.cards().Cards[len(rules)-2]
	v.get(s.rulePath(last, "")).want(200, "One pair is read").submit(v, s.rulePath(last, ""), url.Values{"strength": {"may"}}).want(200)
	if card, _ := s.cards().Card(last.ID); len(card.Rule.Pairs) != 1 || card.Rule.Strength != team.May {
		t.Errorf("the card without a new file is %+v", card.Rule)
	}
}

// Who shared a team in a past season of the club, as the same people, is known to a card on that season; another club's season tells
// nothing.
func TestPastTeamsOfTheClub(t *testing.T) {
	s := newSite(t)
	now := s.season
	var err error
	s.season, err = s.db.CreateSeason(t.Context(), s.club.ID, "Autumn", s.now)
	s.must("make a past season", err)
	past := s.season
	were := s.roster(3, 2)
	s.season = now
	ids := []survey.MemberID{}
	for _, m := range []survey.Member{were[0][2], were[1][0], were[0][0]} {
		ids = append(ids, s.member(m.Name).ID)
	}
	_, of, err := job.ReadSeason(t.Context(), s.db, now.ID)
	s.must("read the season", err)
	teams, err := of.Past(past.ID)
	s.must("read the past teams", err)
	row := func(id survey.MemberID) int { i, _ := of.Row(id); return i }
	if want := [][]int{{row(ids[2]), row(ids[0])}, {row(ids[1])}}; !cmp.Equal(teams, want) {
		t.Errorf("past teams are %v, want %v", teams, want)
	}
	club, err := s.db.CreateClub(t.Context(), s.owner.ID, "Other", "", s.now)
	s.must("make another club", err)
	s.season, err = s.db.CreateSeason(t.Context(), club.ID, "Theirs", s.now)
	s.must("make its season", err)
	s.roster(2)
	for _, id := range []survey.SeasonID{s.season.ID, 999} {
		if teams, err := of.Past(id); err != nil || len(teams) > 0 {
			t.Errorf("season %d has teams %v, %v", id, teams, err)
		}
	}
}
