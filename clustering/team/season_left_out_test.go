package team

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// halfAnswered has members 1 to 6 with a number each, but for 2 and 5, who have not answered; 6 wishes for 5 and 1.
func halfAnswered() Season {
	asked := survey.Survey{Questions: []survey.Question{{ID: 1, Kind: survey.Number}, {ID: 2, Kind: survey.Teammates, Wishes: 2}}}
	var members []survey.Member
	responses := map[survey.MemberID]survey.Response{}
	for id := survey.MemberID(1); id <= 6; id++ {
		members = append(members, survey.Member{ID: id, Name: "M" + id.Code()})
		if id != 2 && id != 5 {
			responses[id] = survey.Response{Submitted: time.Unix(1, 0), Answers: survey.Answers{1: {Number: new(float64(id))}}}
		}
	}
	responses[6].Answers[2] = survey.Answer{Wished: []string{"M5", "M1"}}
	s := NewSeason(asked, members, responses)
	s.Past = func(survey.SeasonID) ([][]int, error) { return [][]int{{0, 1, 2}, {4, 5}}, nil }
	s.Fit = func(of []survey.Member) (Scorer, error) { return sizeScorer(len(of)), nil }
	return s
}

// A sizeScorer tells for how many members it was readied.
type sizeScorer int

func (s sizeScorer) Score(Team) float64 { return float64(s) / 100 }

func idsOf(members []survey.Member) (all []survey.MemberID) {
	for _, m := range members {
		all = append(all, m.ID)
	}
	return all
}

// Whom a request leaves out is no row of what is formed, unless locked, and of what is divided unless in a team.
func TestWhoIsLeftOutByChoice(t *testing.T) {
	without, named := Request{WithoutUnanswered: true}, Request{LeaveOut: []survey.MemberID{3, 99}}
	placed := Lineup{Teams: []SavedTeam{saved(false, "A", 1, 2, 3), saved(false, "B", 4)}}
	held := Lineup{Teams: []SavedTeam{saved(true, "A", 1, 2), saved(false, "B", 3)}, Locked: []survey.MemberID{3, 5}}
	for _, c := range []struct {
		say     string
		r       Request
		l       Lineup
		forming bool
		aside   []survey.MemberID
	}{
		{"nobody", Request{}, Lineup{}, true, nil},
		{"who has not answered", without, Lineup{}, true, []survey.MemberID{2, 5}},
		{"who is named", named, Lineup{}, true, []survey.MemberID{3}},
		{"both", Request{WithoutUnanswered: true, LeaveOut: []survey.MemberID{3, 5}}, Lineup{}, true, []survey.MemberID{2, 3, 5}},
		{"who has not answered, anew", without, placed, true, []survey.MemberID{2, 5}},
		{"who has not answered, but for a locked team", without, held, true, []survey.MemberID{5}},
		{"who is named, but locked", named, held, true, nil},
		{"who has not answered and is in no team", without, placed, false, []survey.MemberID{5}},
		{"who is named, put into a team by hand", named, placed, false, nil},
	} {
		s := halfAnswered()
		of := s.Dividing(c.r, c.l)
		if c.forming {
			of = s.Forming(c.r, c.l)
		}
		if got := idsOf(of.LeftOut); !slices.Equal(got, c.aside) || len(of.Members)+len(got) != len(s.Members) || of.Table.N != len(of.Members) {
			t.Errorf("%s: left out are %v, and %d rows are %v; want %v out", c.say, got, of.Table.N, idsOf(of.Members), c.aside)
		}
	}
}

// What is said of members by row, in answers, past teams and ratings, is said of the same members when some are left out.
func TestRowsOfThoseWhoAreNotLeftOut(t *testing.T) {
	of := halfAnswered().Forming(Request{WithoutUnanswered: true}, Lineup{})
	in := of.Input(Request{}, Lineup{})
	if want := []string{"1", "3", "4", "6"}; !slices.Equal(in.IDs, want) {
		t.Fatalf("rows are members %v, want %v", in.IDs, want)
	}
	numbers, _ := in.Table.Column("q1")
	wishes, _ := in.Table.Column("q2 wished")
	if numbers.Cell(3) != "6" || !slices.Equal(wishes.Values.(survey.People).Of[3], []int{0}) {
		t.Errorf("member 6 has the number %s and wishes for rows %v; want 6 and the row of member 1", numbers.Cell(3), wishes.Values.(survey.People).Of[3])
	}
	past, err := in.Past(1)
	if diff := cmp.Diff([][]int{{0, 1}, {3}}, past); err != nil || diff != "" {
		t.Errorf("past teams of those who are left (-want +got), %v:\n%s", err, diff)
	}
	if scorer, err := in.Fit("", in.Table); err != nil || scorer != sizeScorer(4) {
		t.Errorf("ratings are readied for %v members, %v; want 4", scorer, err)
	}
	if row, ok := of.Row(6); row != 3 || !ok {
		t.Errorf("member 6 is in row %d (%t), want 3", row, ok)
	}
	if _, ok := of.Row(5); ok {
		t.Error("who is left out has a row")
	}
	if out := of.Unplaced(Lineup{}); len(out) != 4 {
		t.Errorf("without a team are %v, want the four who are not left out", idsOf(out))
	}
}
