package sheet

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestHarmless(t *testing.T) {
	for _, c := range []struct{ cell, want string }{
		{"=1+1", "'=1+1"},
		{"+1+1", "'+1+1"},
		{"-1+1", "'-1+1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", "'\t=1"},
		{"\r=1", "'\r=1"},
		{"  =1", "'  =1"},
		{"＝1+1", "'＝1+1"},
		{"-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"},
		{"+82-10", "'+82-10"},
		{"-A1", "'-A1"},
		{"- keen", "'- keen"},
		{"-5", "-5"},
		{"+5", "+5"},
		{"-5.25", "-5.25"},
		{"-5,25", "-5,25"},
		{"-1e-3", "-1e-3"},
		{"+82 10-1234-5678", "+82 10-1234-5678"},
		{"+821012345678", "+821012345678"},
		{"+1 (555) 010-2345", "+1 (555) 010-2345"},
		{"-", "-"},
		{"", ""},
		{"a=b", "a=b"},
		{"김민준", "김민준"},
	} {
		if got := harmless(c.cell); got != c.want {
			t.Errorf("%q is written as %q, want %q", c.cell, got, c.want)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	var b bytes.Buffer
	table := Cells{Header: []string{"Name", "Likes"}, Rows: [][]string{{"김 \"Ace\"", "a, b"}, {"=x", ""}, {"two\nlines", "Chess;Go"}}}
	if err := WriteCSV(&b, table); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffName,Likes\r\n\"김 \"\"Ace\"\"\",\"a, b\"\r\n'=x,\r\n\"two\nlines\",\"Chess;Go\"\r\n"
	if b.String() != want {
		t.Errorf("wrote %q, want %q", b.String(), want)
	}
	table.Rows[1][0] = "'=x"
	same(t, "read back", mustRead(t, b.Bytes()), table.Header, table.Rows...)
	if err := WriteCSV(broken{}, table); !errors.Is(err, errBroken) {
		t.Errorf("writing to a broken disk: %v, want %v", err, errBroken)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteXLSX(t *testing.T) {
	table := Cells{
		Header: []string{"Name", "GPA", "Student ID", "Phone", "Note"},
		Rows: [][]string{
			{"김민준", "3.25", "007", "+82 10-1234-5678", "=HYPERLINK(\"http://x.example\")"},
			{"Zoë", "-4", "12", "010-1234-5678", "@x\nand more"},
			{"Bo", "", "3", "", strings.Repeat("long ", 40)},
		},
	}
	var b bytes.Buffer
	pages := []Page{{"Team 1/2: [A]", table}, {"team 1 2   A", table}, {strings.Repeat("팀", 40), table}, {"", table}}
	if err := WriteXLSX(&b, pages...); err != nil {
		t.Fatal(err)
	}
	same(t, "read back", mustRead(t, b.Bytes()), table.Header, table.Rows...)
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names := f.GetSheetList()
	if want := []string{"Team 1 2   A", "team 1 2   A (2)", strings.Repeat("팀", 31), "Sheet 4"}; !slices.Equal(names, want) {
		// Folding makes runs of spaces one, so the first two count as the same.
		t.Errorf("sheets are called %q, want %q", names, want)
	}
	for cell, want := range map[string]excelize.CellType{"B2": excelize.CellTypeUnset, "C2": excelize.CellTypeInlineString, "E2": excelize.CellTypeInlineString} {
		got, err := f.GetCellType(names[0], cell)
		if err != nil || got != want {
			t.Errorf("cell %s is of type %v (%v), want %v", cell, got, err, want)
		}
		if formula, err := f.GetCellFormula(names[0], cell); formula != "" || err != nil {
			t.Errorf("cell %s holds the formula %q (%v)", cell, formula, err)
		}
	}
	if panes, err := f.GetPanes(names[0]); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes are %+v (%v), want the header frozen", panes, err)
	}
	if w, err := f.GetColWidth(names[0], "E"); err != nil || w != widest {
		t.Errorf("the column of notes is %v wide (%v), want %d", w, err, widest)
	}
	style, err := f.GetCellStyle(names[0], "A1")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(style); err != nil || s.Font == nil || !s.Font.Bold {
		t.Errorf("the header is not bold: %+v (%v)", s, err)
	}
}

// FuzzWriteCSV: what is written is read back the same, but for the marks before formulas and line ends in cells.
func FuzzWriteCSV(f *testing.F) {
	f.Add("a", "b", "1", "=2")
	f.Add("", "x;y", "\"", "\r\n")
	f.Add("sep=;", "b", "c", "d")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		want := Cells{Header: []string{"First " + a, "Second"}, Rows: [][]string{{"x" + c, d}, {"y" + b, "z"}}}
		var out bytes.Buffer
		if err := WriteCSV(&out, want); err != nil {
			t.Fatal(err)
		}
		got, errs := read(out.Bytes(), &pace{most: MaxCells})
		if errs != nil {
			t.Fatalf("reading back %q: %v", out.Bytes(), errs)
		}
		for i, r := range want.Rows {
			for j, cell := range r {
				if cell = lines(harmless(clean(cell))); got.Rows[i][j] != cell {
					t.Fatalf("cell %d, %d is read back as %q, want %q", i, j, got.Rows[i][j], cell)
				}
			}
		}
	})
}
