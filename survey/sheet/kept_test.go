package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// What is kept of a file is what was read, and what is damaged of it is refused.
func TestKept(t *testing.T) {
	for _, text := range []string{
		gruep, "Name,A\nAna,1\n", "Report of today\n\nName,Age,Likes\nAna,3,\"a\nb\"\nBo,-,x\nCy,,x\nTotal,3,\n", "이름;나이\n가;1\n나;2\n",
	} {
		s := mustRead(t, []byte(text))
		data, err := s.Kept()
		if err != nil || !IsKept(data) || IsKept([]byte(text)) {
			t.Fatalf("keeping %.20q: %v", text, err)
		}
		back, err := Load("x", data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, back, cmpopts.IgnoreUnexported(Sheet{})); diff != "" {
			t.Errorf("what was kept of %.20q differs (-read +kept):\n%s", text, diff)
		}
		if diff := cmp.Diff(guess(s), Guess(back)); diff != "" || len(back.looks.Guessed) == 0 {
			t.Errorf("columns of %.20q are proposed anew and otherwise (-read +kept):\n%s", text, diff)
		}
		for cut := len(keptMark); cut < len(data); cut += 3 {
			if _, err := Load("x", data[:cut]); err == nil {
				t.Fatalf("%d of %d bytes are loaded without an error", cut, len(data))
			}
		}
		if file, err := Load("x.csv", []byte(text)); err != nil || len(file.Rows) != len(s.Rows) {
			t.Errorf("a file itself loads as %d rows, %v", len(file.Rows), err)
		}
	}
}

// A file of more cells than are kept is refused as such, however few bytes it has.
func TestTooManyCells(t *testing.T) {
	row := strings.Repeat(",", 1999) + "\n"
	_, err := Read("x.csv", bytes.NewReader([]byte("Name"+strings.ReplaceAll(row, ",", ",q")+strings.Repeat("x"+row, MaxCells/2000+1))))
	if err == nil || !strings.Contains(err.Error(), "too_many_cells") {
		t.Errorf("more than %d cells: %v", MaxCells, err)
	}
}

// How many cells a file has is told without reading it: for what is kept exactly, for text a little more or as many.
func TestCellsAreCountedBeforeAFileIsRead(t *testing.T) {
	text := "Name,Lab,Hours\nAda,A,3\nBo,B,4\nCy,A,5\n"
	s, err := Read("members.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.Kept()
	if err != nil {
		t.Fatal(err)
	}
	if exact, about := AboutCells(kept), AboutCells([]byte(text)); exact != 9 || about != 12 {
		t.Errorf("of 3 rows of 3 cells below a header it tells %d of what is kept, and %d of the text; want 9 and 12", exact, about)
	}
	if AboutCells([]byte(keptMark+"broken")) != 0 || AboutCells([]byte("PK123456")) != 8 {
		t.Error("of what cannot be read it tells cells, or of a spreadsheet not its bytes")
	}
}
