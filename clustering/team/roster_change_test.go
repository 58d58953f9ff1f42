package team

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dure/survey"
)

// lineupOf is a lineup of these teams.
func lineupOf(teams ...[]survey.MemberID) (l Lineup) {
	for _, members := range teams {
		l.Teams = append(l.Teams, SavedTeam{Members: members})
	}
	return l
}

// Teams are told by who is in them, not by their numbers, and whoever is with other people is named once.
func TestForWhomARosterChanges(t *testing.T) {
	type ids = []survey.MemberID
	for name, c := range map[string]struct {
		old, new Lineup
		want     RosterChange
	}{
		"nothing":                {lineupOf(ids{1, 2}, ids{3, 4}), lineupOf(ids{1, 2}, ids{3, 4}), RosterChange{}},
		"other numbers":          {lineupOf(ids{1, 2}, ids{3, 4}), lineupOf(ids{4, 3}, ids{2, 1}), RosterChange{}},
		"one moves":              {lineupOf(ids{1, 2, 3}, ids{4, 5, 6}), lineupOf(ids{1, 2}, ids{4, 5, 6, 3}), RosterChange{Moved: ids{3}, Others: ids{1, 2, 4, 5, 6}}},
		"two trade":              {lineupOf(ids{1, 2, 3}, ids{4, 5, 6}), lineupOf(ids{1, 2, 6}, ids{4, 5, 3}), RosterChange{Moved: ids{3, 6}, Others: ids{1, 2, 4, 5}}},
		"one comes and one goes": {lineupOf(ids{1, 2}), lineupOf(ids{2, 3}), RosterChange{Others: ids{2}, Joined: ids{3}, Left: ids{1}}},
		"the first teams":        {Lineup{}, lineupOf(ids{1}, ids{2}), RosterChange{Joined: ids{1, 2}}},
		"a later round": {
			Lineup{Teams: lineupOf(ids{1, 2}, ids{3, 4}).Teams, Later: [][]SavedTeam{lineupOf(ids{1, 3}, ids{2, 4}).Teams}},
			Lineup{Teams: lineupOf(ids{1, 2}, ids{3, 4}).Teams, Later: [][]SavedTeam{lineupOf(ids{1, 4}, ids{2, 3}).Teams}}, RosterChange{Others: ids{1, 2, 3, 4}},
		},
	} {
		got := c.new.ChangedFrom(c.old)
		if !slices.Equal(got.Moved, c.want.Moved) || !slices.Equal(got.Others, c.want.Others) || !slices.Equal(got.Joined, c.want.Joined) || !slices.Equal(got.Left, c.want.Left) {
			t.Errorf("%s: changed for %+v, want %+v", name, got, c.want)
		}
	}
}

// Whoever is named in none has the same teammates as before, and everybody else is named once.
func TestWhoIsNotNamedSeesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deal := func(label string) Lineup {
			teams := make([][]survey.MemberID, 3)
			for id := survey.MemberID(1); id <= 7; id++ {
				if at := rapid.IntRange(-1, 2).Draw(t, label); at >= 0 {
					teams[at] = append(teams[at], id)
				}
			}
			return lineupOf(teams...)
		}
		old, is := deal("old"), deal("new")
		c := is.ChangedFrom(old)
		named := slices.Concat(c.Moved, c.Others, c.Joined, c.Left)
		for id := survey.MemberID(1); id <= 7; id++ {
			same := old.Team(id) < 0 && is.Team(id) < 0
			if a, b := old.Team(id), is.Team(id); a >= 0 && b >= 0 {
				same = slices.Equal(old.Teams[a].Members, is.Teams[b].Members)
			}
			times := len(only(named, func(n survey.MemberID) bool { return n == id }))
			if same && times > 0 && slices.Contains(slices.Concat(c.Others, c.Joined, c.Left), id) || !same && times != 1 || times > 1 {
				t.Fatalf("member %d, with the same teammates %t, is named %d times in %+v; old %+v, new %+v", id, same, times, c, old, is)
			}
		}
	})
}

// Who is where in a large season, and what became of its teams, is found by going through them once: among 60,000 members it took minutes to look
// for each of them in all teams. What is found is what looking for each finds.
func TestTeamsOfManyMembersAreFoundAtOnce(t *testing.T) {
	const n = 60_000
	var s Season
	var before, after Lineup
	for i := range n {
		id := survey.MemberID(i + 1)
		s.Members = append(s.Members, survey.Member{ID: id})
		if i%5 == 0 && i%1000 > 0 {
			before.Teams, after.Teams = append(before.Teams, SavedTeam{}), append(after.Teams, SavedTeam{})
		}
		if i%1000 > 4 {
			last := len(before.Teams) - 1
			before.Teams[last].Members = append(before.Teams[last].Members, id)
			at := max(0, last-i%100/99) // every hundredth is in the team before theirs
			after.Teams[at].Members = append(after.Teams[at].Members, id)
		}
	}
	begun := time.Now()
	unplaced, change := s.Unplaced(after), after.ChangedFrom(before)
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("who is in no team of %d, and for whom it is another, is found in %v, want a moment", n, took)
	}
	if len(unplaced) != n/1000*5 || len(change.Moved) != n/100 || len(change.Joined)+len(change.Left) > 0 {
		t.Errorf("%d are in no team, %d moved, %d joined and %d left, want %d, %d and none", len(unplaced), len(change.Moved), len(change.Joined), len(change.Left), n/1000*5, n/100)
	}
	find := after.Finder()
	for i := 0; i < n; i += 977 {
		if id := survey.MemberID(i + 1); find(id) != after.Team(id) {
			t.Errorf("member %d is in team %d, want %d", id, find(id), after.Team(id))
		}
	}
}
