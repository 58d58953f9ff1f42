package sheet

import (
	"fmt"
	"slices"
	"testing"

	"dure/survey"
)

// Commands count a member once as an import does, by the newest row; what the page would ask, they assume and say: different names are never merged, nor rows
// of one name that nothing but the name says to be one.
func TestEachMemberOnce(t *testing.T) {
	for _, c := range []struct {
		what, text, id string
		lines          []int
		assumed        []survey.Reason
	}{
		{"the newest by time, first", "ID,Timestamp,Days\nu1,2026-03-02 10:00,3\nu2,2026-03-02 10:00,1\nu1,2026-03-01 10:00,5\nu3,2026-03-01 10:00,5\nu4,2026-03-01 10:00,5\nu5,2026-03-01 10:00,5\n", "", []int{2, 3, 5, 6, 7}, nil},
		{"the newest by time, last", "Name,Email,Timestamp,Days\nAnn,a@x.org,2026-03-01 10:00,3\nBo,b@x.org,2026-03-02 10:00,1\nAnn,A@x.org,2026-03-02 10:00,5\n", "", []int{3, 4}, nil},
		{"no time", "Name,Email,Days\nAnn,a@x.org,3\nBo,b@x.org,1\nAnn,a@x.org,5\n", "", []int{3, 4}, []survey.Reason{"last_row"}},
		{"by the column that is said", "Code,Name,Days\nq,Ann,3\nr,Bo,1\nq,Ann,3\n", "Code", []int{3, 4}, nil},
		{"two names of one address", "Name,Email,Days\nAnn,a@x.org,3\nBo,a@x.org,1\n", "", []int{2, 3}, []survey.Reason{"same_email"}},
		{"one name turned", "Name,Days\nBob Lee,3\nBo,2\n\"Lee, Bob\",3\nLEE Bob,4\n", "", []int{2, 3, 4, 5}, []survey.Reason{"turned_name", "same_name"}},
		{"one name", "Name,Days\nAnn,3\nBo,2\nAnn,3\n", "", []int{2, 3, 4}, []survey.Reason{"same_name"}},
		{"one address and a name in two orders", "Name,Email,Timestamp,Q\n\"PARK, DI\",d@x.org,2026-03-01 10:00,1\nDi Park,d@x.org,2026-03-02 10:00,2\nBo Lee,b@x.org,2026-03-02 10:00,2\n", "", []int{3, 4}, nil},
		{"a middle initial", "Name,Email,Timestamp,Q\nAna M. Ruiz,a@x.org,2026-03-02 10:00,1\nAna Ruiz,a@x.org,2026-03-01 10:00,2\nBo Lee,b@x.org,2026-03-02 10:00,2\n", "", []int{2, 4}, nil},
		{"two scripts", "Name,Email,Q\nKim Bo,k@x.org,1\n김보,k@x.org,2\n", "", []int{2, 3}, []survey.Reason{"same_email"}},
		{"nobody's rows", "Days,Role\n1,Cook\n1,Cook\n2,Host\n", "", []int{2, 3, 4}, nil},
		{"ids that many share", "Group id,ID,Days\nx,1,1\nx,1,2\nx,2,3\nx,2,4\n", "", []int{2, 3, 4, 5}, nil},
	} {
		s := mustRead(t, []byte(c.text)).Once(c.id)
		_, r := s.Table(As{ID: c.id})
		var assumed []survey.Reason
		for _, a := range r.Assumed {
			assumed = append(assumed, a.Reason)
		}
		if !slices.Equal(s.Lines, c.lines) || !slices.Equal(assumed, c.assumed) || len(r.LeftOut)+len(s.Rows) != r.Rows-1 {
			t.Errorf("%s: rows %v are members, %s assumed, %v left out; want %v and %v", c.what, s.Lines, fmt.Sprint(r.Assumed), r.LeftOut, c.lines, c.assumed)
		}
	}
}

// A row that names the columns again is nobody, a mark of direction is no part of an address, and a header that was merged with cells below it names nobody.
func TestRowsThatAreNobodysInAnyFile(t *testing.T) {
	s := mustRead(t, []byte("Name,Email,Days\nAnn,a@x.org,1\nName,Email,Days\nBo,b@x.org\u202e,2\nName,c@x.org,3\n"))
	in := proposed(t, s)
	if len(in.Members) != 3 || len(s.LeftOut) != 1 || s.LeftOut[0] != (LeftOutRow{Row: 3, Reason: HeaderLine}) {
		t.Fatalf("members are %+v, left out %v; want three without row 3", in.Members, s.LeftOut)
	}
	if bo, cy := in.Members[1], in.Members[2]; bo.Email != "b@x.org" || cy.Name != "c@x.org" {
		t.Errorf("members are called %q <%s> and %q", bo.Name, bo.Email, cy.Name)
	}
}

// Of rows that give way the one that counts is said, and why; somebody may say that they are of two.
func TestWhichRowCounts(t *testing.T) {
	const file = "Name,Email,Timestamp,Q\nAna,a@x.org,2026-03-02 10:00,1\nBo,b@x.org,2026-03-01 10:00,2\nAna,a@x.org,2026-03-01 10:00,3\nBo,b@x.org,,4\n"
	for _, c := range []struct {
		said    Who
		members int
		want    string
	}{
		{Who{}, 2, "[[{2 true counts_newest false} {4 false  false}] [{3 false  false} {5 true counts_last false}]]"},
		{Who{NewestFirst: true}, 2, "[[{2 true counts_newest false} {4 false  false}] [{3 true counts_first false} {5 false  false}]]"},
		{Who{Apart: map[int]bool{4: true}}, 3, "[[{2 true  false} {4 true  true}] [{3 false  false} {5 true counts_last false}]]"},
	} {
		s := mustRead(t, []byte(file))
		m := Guess(s)
		m.Who = c.said
		in, wrong := Apply(s, m)
		if got := fmt.Sprint(in.Older); wrong != nil || len(in.Members) != c.members || got != c.want || in.Twins != nil {
			t.Errorf("%+v: %d members, %s, asked %v, wrong %v; want %d and %s", c.said, len(in.Members), got, in.Twins, wrong, c.members, c.want)
		}
	}
	s := mustRead(t, []byte(file)).Once("")
	if got := fmt.Sprint(s.PassedOver()); len(s.Rows) != 2 || s.LeftOut[0].By != 5 || s.LeftOut[1].By != 2 {
		t.Errorf("a command takes %d rows and says %s, want 2, and that rows 2 and 5 count", len(s.Rows), got)
	}
}

// Several answers of one member to one question are told, and the last counts alone where somebody says so.
func TestSeveralAnswersAreTold(t *testing.T) {
	const file = "Respondent,Question,Answer\nr1,Year,1\nr1,Days,Mon\nr1,Days,Tue\nr2,Year,2\nr2,Days,Wed\nr3,Year,1\nr3,Days,Wed\nr1,Days,Mon\n"
	const dated = "Respondent,Question,Answer,Time\nr1,Year,1,2026-03-01 10:00\nr1,Days,Mon,2026-03-01 10:01\nr1,Days,Tue,2026-03-02 10:02\nr2,Year,2,2026-03-01 10:03\nr2,Days,Wed,2026-03-01 10:04\nr3,Year,1,2026-03-01 10:05\nr3,Days,Wed,2026-03-01 10:06\n"
	for _, c := range []struct {
		text string
		with Choice
		days string
		why  []survey.Reason
	}{
		{file, Choice{Turn: true}, "Mon;Tue", []survey.Reason{"several_answers"}},
		{file, Choice{Turn: true, OneAnswer: true}, "Mon", []survey.Reason{"last_answer", "last_answer"}},
		{dated, Choice{Turn: true}, "Tue", []survey.Reason{"newer_answer"}},
	} {
		s := mustRead(t, []byte(c.text)).With(c.with)
		var why []survey.Reason
		for _, a := range s.Assumed {
			why = append(why, a.Reason)
		}
		if got := s.Rows[0][s.Column("Days")]; got != c.days || !slices.Equal(why, c.why) {
			t.Errorf("%+v: %q by %v, want %q by %v", c.with, got, why, c.days, c.why)
		}
	}
}
