package sheet

import (
	"slices"
	"testing"

	"dure/survey"
)

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
