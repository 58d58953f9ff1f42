package team

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// someSeason has members 10 to 16, of whom 12 has dropped out, and a question of a number.
func someSeason() Season {
	var members []survey.Member
	for id := survey.MemberID(10); id <= 16; id++ {
		members = append(members, survey.Member{ID: id})
	}
	members[2].Dropped = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	return NewSeason(survey.Survey{Questions: []survey.Question{{ID: 1, Kind: survey.Number}}}, members, nil)
}

func saved(locked bool, name string, ids ...survey.MemberID) SavedTeam {
	return SavedTeam{Name: name, Members: ids, Locked: locked}
}

// Locked teams take nobody else, locked members stay, and who has dropped out is nowhere.
func TestInputHoldsWhatIsLocked(t *testing.T) {
	s := someSeason()
	l := Lineup{Teams: []SavedTeam{saved(false, "A", 10, 11), saved(true, "B", 12, 13), saved(false, "C", 16, 14, 15)}, Locked: []survey.MemberID{14, 12}}
	balance := Rule{Kind: Balance, Columns: []string{"q1"}}
	r := Request{Rules: []Rule{balance, {Kind: Together, Members: []Text{"10", "11", "12"}}, {Kind: Apart, Members: []Text{"12", "13"}}}}
	in := s.Input(r, l)
	if want := []int{-1, -1, 1, 2, -1, -1}; !slices.Equal(in.Fixed, want) || !slices.Equal(in.Closed, []int{1}) || in.Sizes.Teams != 3 {
		t.Errorf("members are fixed in %v, teams %v closed of %d; want %v, [1] and 3", in.Fixed, in.Closed, in.Sizes.Teams, want)
	}
	if want := []string{"10", "11", "13", "14", "15", "16"}; !slices.Equal(in.IDs, want) || len(s.Left) != 1 || s.Left[0].ID != 12 {
		t.Errorf("members are %v, %v have left; want %v and 12", in.IDs, s.Left, want)
	}
	if diff := cmp.Diff([]Rule{balance, {Kind: Together, Members: []Text{"10", "11"}}}, in.Rules); diff != "" {
		t.Errorf("rules without who dropped out (-want +got):\n%s", diff)
	}
	r.Sizes.Ideal = 3
	if in := s.Input(r, Lineup{Teams: []SavedTeam{saved(false, "A", 10, 11)}}); in.Fixed != nil || in.Sizes.Teams != 0 {
		t.Errorf("of a lineup without locks %v are fixed, in %d teams; want nobody, and teams as asked for", in.Fixed, in.Sizes.Teams)
	}
	r.Sizes.List = []Range{{2, 3}, {3, 4}}
	if in := s.Input(r, l); in.Sizes.Teams != 0 {
		t.Errorf("beside a list of sizes %d teams are asked for, want none", in.Sizes.Teams)
	}
}

// A lineup is the division it was made of, with the names and locks that its teams had.
func TestLineupIsTheDivision(t *testing.T) {
	s := someSeason()
	old := Lineup{Teams: []SavedTeam{saved(true, "Owls", 10)}, Locked: []survey.MemberID{10}, Later: [][]SavedTeam{{saved(false, "Round", 11)}}}
	l := s.Lineup([]Team{{Name: "Team 1", Members: []int{0, 3}}, {Name: "Team 2", Members: []int{5, 1}}, {Name: "Team 3"}}, old)
	want := Lineup{Teams: []SavedTeam{saved(true, "Owls", 10, 14), saved(false, "Team 2", 16, 11), {Name: "Team 3", Members: []survey.MemberID{}}}, Locked: old.Locked, Later: old.Later}
	if diff := cmp.Diff(want, l); diff != "" {
		t.Errorf("the lineup (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]int{{0, 3}, {5, 1}, {}}, s.Division(l)); diff != "" {
		t.Errorf("its division (-want +got):\n%s", diff)
	}
	l.Teams[2].Members = []survey.MemberID{12} // who has dropped out has no row
	if got := s.Division(l)[2]; len(got) != 0 {
		t.Errorf("a team of one who dropped out has rows %v, want none", got)
	}
	var out []survey.MemberID
	for _, m := range s.Unplaced(l) {
		out = append(out, m.ID)
	}
	if !slices.Equal(out, []survey.MemberID{13, 15}) {
		t.Errorf("in no team are %v, want 13 and 15", out)
	}
	if row, ok := s.Row(13); row != 2 || !ok {
		t.Errorf("member 13 is in row %d (%t), want 2", row, ok)
	}
	if _, ok := s.Row(12); ok {
		t.Error("who dropped out has a row")
	}
}

func TestLineupOfRounds(t *testing.T) {
	l := Lineup{
		Teams:  []SavedTeam{saved(false, "A", 1, 2, 3), saved(true, "B", 4, 5)},
		Locked: []survey.MemberID{2, 4},
		Later:  [][]SavedTeam{{saved(false, "A", 3, 1, 4), saved(false, "B", 2, 5)}, {saved(false, "A", 1, 3), saved(false, "B", 6)}},
	}
	if n := l.Repeats(); n != 2 {
		t.Errorf("%d pairs meet again, 1 and 3 do twice", n)
	}
	if at := []int{l.Team(2), l.Team(5), l.Team(6)}; !slices.Equal(at, []int{0, 1, -1}) {
		t.Errorf("2, 5 and 6 are in teams %v of the first round, want 0, 1 and none", at)
	}
	if !l.Has(6) || l.Has(7) {
		t.Errorf("6 of a later round is there: %t, 7 is: %t", l.Has(6), l.Has(7))
	}
	fewer := l.Only(func(id survey.MemberID) bool { return id != 1 && id != 4 })
	want := Lineup{
		Teams:  []SavedTeam{saved(false, "A", 2, 3), saved(true, "B", 5)},
		Locked: []survey.MemberID{2},
		Later:  [][]SavedTeam{{saved(false, "A", 3), saved(false, "B", 2, 5)}, {saved(false, "A", 3), saved(false, "B", 6)}},
	}
	if diff := cmp.Diff(want, fewer); diff != "" {
		t.Errorf("without 1 and 4 (-want +got):\n%s", diff)
	}
	if len(l.Rounds()) != 3 || len(l.Teams[0].Members) != 3 {
		t.Errorf("the lineup itself is %+v now, it was to stay", l)
	}
}
