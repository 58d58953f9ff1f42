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
	if len(in.Members) != 3 || len(s.LeftOut) != 1 || s.LeftOut[0] != (LeftOutRow{3, HeaderLine}) {
		t.Fatalf("members are %+v, left out %v; want three without row 3", in.Members, s.LeftOut)
	}
	if bo, cy := in.Members[1], in.Members[2]; bo.Email != "b@x.org" || cy.Name != "c@x.org" {
		t.Errorf("members are called %q <%s> and %q", bo.Name, bo.Email, cy.Name)
	}
}
