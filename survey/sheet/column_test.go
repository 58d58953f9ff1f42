package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// What stands in columns is found out of their different texts: twenty times the rows that say the same take hardly more.
func TestColumnsAreLookedAtByTheirTexts(t *testing.T) {
	took := func(rows int) float64 {
		var b strings.Builder
		b.WriteString("Role,Likes,Agree,Hours,Free [Mon],Yes\n")
		for i := range rows {
			fmt.Fprintf(&b, "%s,%s,%s,%d hours,%d:00-12:00,%s\n", []string{"Cook", "cook", "Host"}[i%3], []string{"\"Go, Chess\"", "Chess"}[i%2], []string{"Agree", "Disagree"}[i%2], i%4, i%3+8, []string{"y", "-"}[i%2])
		}
		s := mustRead(t, []byte(b.String()))
		return testing.AllocsPerRun(1, func() {
			s := s.afresh()
			m := Guess(s).Complete(s)
			for j, c := range m.Columns {
				s.Merged(j, c)
				s.Said(j, c)
			}
		})
	}
	if few, many := took(120), took(2400); many > 1.2*few {
		t.Errorf("columns of 2,400 rows take %.0f allocations, of 120 rows with the same texts %.0f", many, few)
	}
}

// A second look finds what the first has found.
func TestColumnsAreLookedAtOnce(t *testing.T) {
	s := mustRead(t, []byte(gruep))
	first := testing.AllocsPerRun(1, func() { Guess(s.afresh()) })
	Guess(s)
	if again := testing.AllocsPerRun(1, func() { Guess(s) }); again > 1 || first < 100 {
		t.Errorf("a first look takes %.0f allocations, a second %.0f; want one at most", first, again)
	}
}

// Large tells by the cells of an XLSX file too.
func TestLarge(t *testing.T) {
	var b strings.Builder
	rows := Cells{Header: []string{"Name", "Days"}}
	for i := range 300 {
		rows.Rows = append(rows.Rows, []string{fmt.Sprint("Member ", i), "3"})
	}
	if err := WriteXLSX(&b, Page{Name: "x", Cells: rows}); err != nil {
		t.Fatal(err)
	}
	for most, want := range map[int]bool{500: true, 602: false} {
		if got := Large([]byte(b.String()), most); got != want {
			t.Errorf("602 cells are more than %d: %t", most, got)
		}
	}
}

// Behind more than is ever read of an XLSX file nobody looks for cells: a bomb would have the upload wait.
func TestLargeUnpacksNoMoreThanIsRead(t *testing.T) {
	part := append(make([]byte, MaxUnzipped), bytes.Repeat([]byte("<c "), 700)...)
	for name, want := range map[string]bool{"xl/worksheets/sheet1.xml": false, "xl/worksheets/sheet2.xml": true} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		from := 0
		if want {
			from = MaxUnzipped
		}
		if _, err := w.Write(part[from:]); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		if got := Large(b.Bytes(), 500); got != want {
			t.Errorf("700 cells from byte %d on are more than 500: %t", MaxUnzipped-from, got)
		}
	}
}
