package sheet

import (
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// A cell below a weekday that names no times is told by its row and text and gives no free hours, also where somebody says that the column holds them, and where its
// hours are busy ones. It makes no other days of the rest.
func TestCellsBelowADayThatAreNoTimes(t *testing.T) {
	const cells = "A,9-12,9:00;10:00\nB,after lunch,until late\nC,9-10,10:00\nD,,\n"
	for _, header := range []string{"Mon,Busy [Tuesday]", "월,안 되는 시간 [화]"} {
		s := mustRead(t, []byte("Name,"+header+"\n"+cells))
		said, err := s.Mapped([]string{s.Header[1] + "=availability", s.Header[2] + "=availability"})
		if err != nil {
			t.Fatal(err)
		}
		table, r := said.Table(As{})
		for j, text := range map[int]string{1: "after lunch", 2: "until late"} {
			h := table.Columns[j].Values.(survey.Hours)
			if h.Day != j-1 || !slices.Equal(h.Said, []bool{true, false, true, false}) || !slices.Equal(h.Lost, []bool{false, true, false, false}) || h.Of[1] != (survey.Week{}) {
				t.Errorf("%s is read as %+v, want hours of day %d, and none of B", s.Header[j], h, j-1)
			}
			if !slices.ContainsFunc(r.NotUnderstood, func(u Unread) bool {
				return u.Row == 3 && u.Column == s.Header[j] && u.Text == text && u.Reason == "no_hours"
			}) {
				t.Errorf("not understood are %+v, want %q of row 3", r.NotUnderstood, text)
			}
		}
		in, wrong := Apply(s, Mapping{Columns: []Column{{Use: Name}, {Use: Availability, Question: "Free"}, {Use: LeaveOut}}})
		if len(wrong) != 1 || wrong[0].Row != 3 || !strings.Contains(string(wrong[0].Reason), "hours_invalid") {
			t.Errorf("a mapping that does not let cells be unread: %+v and %v", in, wrong)
		}
		in, wrong = Apply(s, Mapping{Columns: []Column{{Use: Name}, {Use: Availability}, {Use: Availability}}})
		if len(wrong) > 0 || len(in.Unread) != 2 || in.Unread[0].Row != 3 || in.Unread[0].Column != s.Header[1] {
			t.Fatalf("unread are %v, errors %v; want both cells of row 3", in.Unread, wrong)
		}
		for k := range in.Questions {
			if free := in.Members[1].Answers[k]; len(free.Slots)+len(free.Halves) > 0 {
				t.Errorf("B is free at %v of %q, want at nothing", free.Slots, in.Questions[k].Title)
			}
		}
	}
}

// Hours below a header without a day are of every day, by page and by command.
func TestHoursWithoutADayAreOfEveryDay(t *testing.T) {
	s := mustRead(t, []byte("Name,Slots\nA,9-12\nB,9-10\nC,10-11\n"))
	said, err := s.Mapped([]string{"Slots=availability"})
	if err != nil {
		t.Fatal(err)
	}
	table, _ := said.Table(As{})
	if h := table.Columns[1].Values.(survey.Hours); h.Day != survey.WholeWeek || !h.Of[1].Has(48*6+18) {
		t.Errorf("hours of day %d, Sunday at 9 among them: %t; want those of every day", h.Day, h.Of[1].Has(48*6+18))
	}
	in, _ := Apply(s, Mapping{Columns: []Column{{Use: Name}, {Use: Availability}}})
	if q := in.Questions[0]; len(q.Days) != 7 || len(in.Members[1].Answers[0].Slots) != 7 {
		t.Errorf("the page asks for days %v, B says %v; want every day", q.Days, in.Members[1].Answers[0].Slots)
	}
}
