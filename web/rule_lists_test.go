package web_test

import (
	"net/url"
	"strings"
	"testing"

	"dure/clustering/team"
)

// In a large season the form of a card shows of members and teams what is chosen and what is searched for, and keeps what is typed while somebody searches.
func TestCardsFindMembersAndTeamsInALargeSeason(t *testing.T) {
	s, _, all := large(t, 1510)
	v, at := s.organizer(), s.at("/teams/rules?kind=apart")
	boxes := func(r reply, field string, most int) {
		t.Helper()
		if n := strings.Count(r.body, `type="checkbox" name="`+field+`"`); n == 0 || n > most {
			t.Errorf("%s lists %d of %s, want %d at most", r.path, n, field, most)
		}
	}
	first := v.get(s.at("/teams/rules/new?kind=apart")).want(200, `name="find_members"`)
	boxes(first, "members", 100)
	one, other := all[901], all[1307]
	form := url.Values{"find_members": {one.Email}, "search": {"members"}, "weight": {"7"}, "strength": {"must"}}
	found := first.submit(v, at, form).want(200, one.Name, `value="7"`)
	boxes(found, "members", 3)
	form = url.Values{"members": {one.ID.Code()}, "find_members": {other.Email}, "enter": {"yes"}, "weight": {"7"}, "strength": {"must"}}
	both := found.submit(v, at, form).want(200, one.Name, other.Name)
	boxes(both, "members", 6)
	both.submit(v, at, url.Values{"members": {one.ID.Code(), other.ID.Code()}, "find_members": {other.Email}, "enter": {"yes"}, "strength": {"must"}}).want(200)
	cards := s.cards().Cards
	last := cards[len(cards)-1].Rule
	if last.Kind != team.Apart || len(last.Members) != 2 || string(last.Members[0]) != one.ID.Code() {
		t.Errorf("the card says %+v", last)
	}
	teams := v.get(s.at("/teams/rules/new?kind=count")).want(200, `name="find_in"`)
	boxes(teams, "in", 100)
	boxes(teams.submit(v, s.at("/teams/rules?kind=count"), url.Values{"find_in": {"Team 299"}, "search": {"in"}}).want(200, "Team 299"), "in", 1)
}

// Whoever is meant by a page on thousands of members is meant by what it sends.
func TestManyMembersAreChangedAtOnce(t *testing.T) {
	s, _, all := large(t, 310)
	v, page := s.organizer(), s.at("/members/bulk")
	r := v.get(page+"?do=drop&all=yes").want(200, `name="runs"`).lacks(`name="m"`, all[305].Email)
	r.submit(v, page, nil).want(200)
	counts, err := s.db.Counts(t.Context(), s.season.ID)
	s.must("count", err)
	if counts.Dropped != 310 {
		t.Errorf("%d members are dropped, want all", counts.Dropped)
	}
}
