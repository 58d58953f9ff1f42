package sheet

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// Whom members avoid is said by who asks for the column, else by its header. Names are told as the file has them, but where two have one.
func TestNamesInDoubt(t *testing.T) {
	s := Sheet{Cells: Cells{Header: []string{"No", "First name", "Last name", "Mates", "Not with"}, Rows: [][]string{
		{"a", "Ara", "Kim", "Bo Lindd & Cy Lee", "Cy Lee"}, {"b", "Bo", "Lind", "Cy Lee; Dan Marek", "Dan Marex"}, {"c", "Cy", "Lee", "", ""}, {"d", "Cy", "Lee", "ara kim", ""}, {"e", "Dan", "Marek", "", ""},
	}}}
	people := map[string]survey.Type{"Mates": survey.PeopleColumn, "Not with": survey.PeopleColumn}
	table, r := s.Table(As{ID: "No", Types: people, Avoided: []string{"Not with"}})
	assumed := []Assumed{
		{Row: 5, Column: "Mates", Text: "ara kim", TakenAs: []string{"a"}, Reason: survey.AsFolded},
		{Row: 2, Column: "Not with", Text: "Cy Lee", TakenAs: []string{"c", "d"}, Reason: survey.AsSeveral},
		{Row: 3, Column: "Not with", Text: "Dan Marex", TakenAs: []string{"e"}, Reason: survey.AsNear},
	}
	if diff := cmp.Diff(assumed, r.Assumed); diff != "" {
		t.Errorf("assumed (-want +got):\n%s", diff)
	}
	unread := []Unread{
		{Row: 2, Column: "Mates", Text: "Bo Lindd", Reason: survey.AsNear, Near: []string{"Bo Lind"}},
		{Row: 2, Column: "Mates", Text: "Cy Lee", Reason: survey.AsSeveral, Near: []string{"c", "d"}},
		{Row: 3, Column: "Mates", Text: "Cy Lee", Reason: survey.AsSeveral, Near: []string{"c", "d"}},
	}
	if diff := cmp.Diff(unread, r.NotUnderstood); diff != "" {
		t.Errorf("not understood (-want +got):\n%s", diff)
	}
	if got := table.Columns[4].Values.(survey.People).Of; !cmp.Equal(got, [][]int{{2, 3}, {4}, nil, nil, nil}) {
		t.Errorf("avoided are rows %v, want both called Cy Lee, and Dan", got)
	}
	_, r = s.Table(As{ID: "No", Types: people})
	if len(r.NotUnderstood) != 5 {
		t.Errorf("where both columns are asked for as wishes, %d names are not understood, want 5: %v", len(r.NotUnderstood), r.NotUnderstood)
	}
}

// Numbers of rows are what members are called only where the file calls them nothing else.
func TestRowNumbersAreNoNames(t *testing.T) {
	rows := [][]string{{"Ana Soto", "2"}, {"Bo Lind", "Ana Soto (2)"}, {"Cy Wren", ""}}
	for _, c := range []struct {
		header string
		want   [][]int
	}{
		{"Name", [][]int{nil, nil, nil}}, {"Tribe", [][]int{{1}, nil, nil}},
	} {
		s := Sheet{Cells: Cells{Header: []string{c.header, "Mates"}, Rows: rows}}
		table, _ := s.Table(As{Types: map[string]survey.Type{"Mates": survey.PeopleColumn}})
		if got := table.Columns[1].Values.(survey.People).Of; !cmp.Equal(got, c.want) {
			t.Errorf("with a column %s the wishes are rows %v, want %v", c.header, got, c.want)
		}
	}
}

// Ids that look like levels of a language are in no order.
func TestIDsAreInNoOrder(t *testing.T) {
	s := Sheet{Cells: Cells{Header: []string{"ID", "English"}, Rows: [][]string{{"A1", "B2"}, {"A2", "C1"}, {"B1", "B2"}, {"C2", "C1"}}}}
	_, r := s.Table(As{ID: "ID"})
	if id, english := r.Columns[0], r.Columns[1]; id.Kind != "id" || id.Order != nil || english.Kind != "level" || english.Order == nil {
		t.Errorf("the columns are read as %+v, want an id without an order, and a level with one", r.Columns)
	}
}

// A member called "Na" is avoided by that name in any case; where nobody is called so, it is no answer, and neither is the own name.
func TestMembersComeBeforeWordsForNoAnswer(t *testing.T) {
	for _, c := range []struct{ called, want string }{{"Na", "[[2] [0] [0] []]"}, {"Nam", "[[2] [] [] []]"}} {
		s := Sheet{Cells: Cells{Header: []string{"id", "Name", "Avoids"}, Rows: [][]string{
			{"1", c.called, "Cy Wren"}, {"2", "Bo Lind", "Na"}, {"3", "Cy Wren", "NA"}, {"4", "Di Fell", "N/A"}}}}
		s.Labels = s.Header
		table, read := s.Table(As{ID: "id", Types: map[string]survey.Type{"Avoids": survey.PeopleColumn}, Avoided: []string{"Avoids"}})
		if got := fmt.Sprint(table.Columns[2].Values.(survey.People).Of); got != c.want || len(read.NotUnderstood) > 0 {
			t.Errorf("with a member called %s the avoided are %s and not understood %v, want %s and nothing", c.called, got, read.NotUnderstood, c.want)
		}
	}
}
