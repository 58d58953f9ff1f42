package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

func TestOldTeamsGetNamesOfTheirOwn(t *testing.T) {
	for _, c := range []struct{ header, want []string }{
		{[]string{"id", "grade"}, []string{"id", "grade"}},
		{[]string{"team", "id"}, []string{"team_before", "id"}},
		{[]string{"team", "team_before", "id", "team_before_2"}, []string{"team_before_3", "team_before", "id", "team_before_2"}},
		{[]string{"team", "team"}, []string{"team_before", "team_before_2"}},
	} {
		was := slices.Clone(c.header)
		if got := (Cells{Header: c.header}).Before("team"); !slices.Equal(got, c.want) {
			t.Errorf("%v becomes %v, want %v", was, got, c.want)
		}
		if !slices.Equal(c.header, was) {
			t.Errorf("%v was changed to %v", was, c.header)
		}
	}
}

func TestResponses(t *testing.T) {
	hours := survey.Question{ID: 1, Kind: survey.Number, Title: survey.Text{"en": "Hours"}}
	role := survey.Question{ID: 2, Kind: survey.OneOf, Title: survey.Text{"en": "Role"}, Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "Lead"}}, {Key: 4, Label: survey.Text{"ko": "기획"}}}}
	likes := survey.Question{ID: 3, Kind: survey.AnyOf, Title: survey.Text{"ko": "관심"}, Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "Film"}}, {Key: 2, Label: survey.Text{"en": "Food, drink"}}}}
	free := survey.Question{ID: 4, Kind: survey.Availability, Title: survey.Text{"en": "Free"}, Days: []int{0, 6}, From: 9, To: 12}
	mates := survey.Question{ID: 5, Kind: survey.Teammates, Title: survey.Text{"en": "With"}, Wishes: 2, Avoids: 1}
	again := survey.Question{ID: 6, Kind: survey.ShortText, Title: survey.Text{"en": "Hours"}}
	s := survey.Survey{Questions: []survey.Question{hours, role, likes, free, mates, again}}
	two := 2.5
	members := []survey.Member{{ID: 10, Name: "Mina", Email: "m@x.org"}, {ID: 11, Name: "Jun", Ref: "7"}}
	got := Responses(s, members, map[survey.MemberID]survey.Response{10: {Answers: survey.Answers{
		1: {Number: &two}, 2: {Choices: []int{4}}, 3: {Choices: []int{1, 2}}, 4: {Slots: []int{9, 11, 154}},
		5: {Wished: []string{"Jun", "Ara"}}, 6: {Text: "as long as it takes"},
	}}})
	want := Cells{
		Header: []string{"Name", "E-mail", "ID", "Hours", "Role", "관심", "Free (available) [Monday]", "Free (available) [Sunday]", "With (wished)", "With (avoided)", "Hours (2)"},
		Rows: [][]string{
			{"Mina", "m@x.org", "", "2.5", "기획", "Film; Food, drink", "09:00; 11:00", "10:00", "Jun; Ara", "", "as long as it takes"},
			{"Jun", "", "7", "", "", "", "", "", "", "", ""},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table of answers (-want +got):\n%s", diff)
	}
}

// Under hours of a day "none" says free at none of these: the day stays a day, and who says so has answered. In busy hours it says free at all.
func TestNoneOfTheHours(t *testing.T) {
	for _, word := range []string{"none", "None.", "없음", "X", "-"} {
		s := Sheet{Cells: Cells{Header: []string{"Name", "Free times [Monday]", "Free times [Tuesday]"}, Rows: [][]string{
			{"Ana", "18:00-19:00;19:00-20:00", ""}, {"Bo", word, "18:00-19:00"}, {"Cy", word, ""}, {"Di", "18:00-19:00", word}, {"Ed", "", ""}}}}
		s.Labels = s.Header
		if use := Guess(s).Columns[1].Use; use != Availability {
			t.Errorf("hours among which %q stands are taken for %s, want free hours", word, use)
		}
		table, _ := s.Table(As{})
		monday, ok := table.Columns[1].Values.(survey.Hours)
		if !ok || fmt.Sprint(monday.Said) != "[true true true true false]" || len(monday.Of[1].Slots()) != 0 {
			t.Errorf("hours among which %q stands are read as %+v, want Monday's, of which all but the last have spoken", word, table.Columns[1].Values)
		}
		busy, err := Read("busy.csv", strings.NewReader("Name,Busy [Monday],Busy [Tuesday]\nAna,18:00-19:00;19:00-20:00,\nBo,"+word+",18:00-19:00\nCy,"+word+",\nDi,18:00-19:00,\nEd,,\n"))
		if err != nil {
			t.Fatal(err)
		}
		in, wrong := Apply(busy, Guess(busy))
		if len(wrong) > 0 || len(in.Members[2].Answers[0].Slots) == 0 || len(in.Members[4].Answers[0].Slots) != 0 {
			t.Errorf("who is busy at %q is free at %v, and who said nothing at %v (%v); want at all, and nothing", word, in.Members[2].Answers, in.Members[4].Answers, wrong)
		}
	}
	s := Sheet{Cells: Cells{Header: []string{"Name", "Meet [Monday]"}, Rows: [][]string{{"Ana", "X"}, {"Bo", "X"}, {"Cy", "O"}}}}
	s.Labels = s.Header
	if use := Guess(s).Columns[1].Use; use == Availability {
		t.Error("O and X under a day are taken for hours")
	}
}
