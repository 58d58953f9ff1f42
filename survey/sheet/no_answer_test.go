package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// What programs write where there is no answer is none, for pages and commands alike, and is told; a number below nought that may be an answer is one.
func TestCodesOfNoAnswer(t *testing.T) {
	for _, c := range []struct {
		header, cells string
		want          Use
		none          string // of each row, whether there is no answer
	}{
		{"Planning", "1,-99,5,4,-1,2", Scale, "-x--x-"},
		{"Planning", "1,-99,5,4,N/A,2", Scale, "-x--x-"},
		{"Balance", "-1,0,1,-1,0,1", Number, "------"},
		{"Change", "-1,3,1,-2,2,1", Number, "------"},
		{"Temperature", "-9,12,30,4,5,7", Number, "------"},
		{"Debt", "-99,-98,-97,-7,5,7", Number, "------"},
	} {
		var rows []string
		for i, cell := range strings.Split(c.cells, ",") {
			rows = append(rows, fmt.Sprintf("Name %c,%s,%s", 'A'+i, cell, at([]string{"Red", "Blue"}, i)))
		}
		s := readText(t, "Name,"+c.header+",Lab\n"+strings.Join(rows, "\n")+"\n")
		m := Guess(s)
		if m.Columns[1].Use != c.want {
			t.Errorf("%s is taken for %s, want %s", c.cells, m.Columns[1].Use, c.want)
		}
		in, wrong := Apply(s, m)
		table, _ := s.Table(As{})
		for i, want := range c.none {
			if len(wrong) > 0 || in.Members[i].Answers[0].IsZero() != (want == 'x') || table.Columns[1].Answered(i) != (want != 'x') {
				t.Errorf("%s, row %d: an import has %v and mistakes %v, a command an answer: %t; want no answer: %t", c.cells, i, in.Members[i].Answers[0], wrong, table.Columns[1].Answered(i), want == 'x')
			}
		}
		told := slices.ContainsFunc(s.Notes, func(n survey.Message) bool { return n.Key == "no_answer_codes" })
		if told != (strings.Contains(c.none, "x")) {
			t.Errorf("%s: told of codes: %t", c.cells, told)
		}
	}
}

// Who is excused from a task has no mark, and the others' stay numbers.
func TestExcusedHaveNoMark(t *testing.T) {
	s := readText(t, "Student,ID,SIS User ID,SIS Login ID,Section,Essay (1201)\n    Points Possible,,,,,10\n"+
		"\"Ruiz, Ana\",501,S1,ana,1,9\n\"Lind, Bo\",502,S2,bo,1,EX\n\"Wren, Cy\",503,S3,cy,2,7\n\"Park, Di\",504,S4,di,2,10\n")
	table, r := s.Table(As{})
	if use := Guess(s).Columns[5].Use; use != Number || r.Columns[5].Kind != string(Number) || r.Columns[5].Answered != 3 || table.Columns[5].Answered(1) {
		t.Errorf("marks with EX are imported as %s and read as %+v, want numbers with 3 answers", use, r.Columns[5])
	}
}

// What somebody typed for another choice is gathered, and that is told.
func TestGatheredTextsAreTold(t *testing.T) {
	s := readText(t, "Name,Role,Role_other\nAna,Cook,\nBo,Host,\nCy,Other,Juggler\nDi,Cook,\nEd,Other,Singer\nFi,Host,\n")
	if !slices.ContainsFunc(s.Notes, func(n survey.Message) bool { return n.Key == "texts_gathered" }) {
		t.Errorf("the notes are %v, want one of what becomes of Role_other", s.Notes)
	}
}
