package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"dure/survey"
	"dure/web/locale"
)

// book returns an XLSX file that build fills.
func book(t testing.TB, build func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := build(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rowsOf(f *excelize.File, page string, from int, rows ...[]any) error {
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, from+i)
		if err != nil {
			return err
		}
		if err := f.SetSheetRow(page, cell, &r); err != nil {
			return err
		}
	}
	return nil
}

func TestReadXLSX(t *testing.T) {
	s := mustRead(t, book(t, func(f *excelize.File) error {
		if _, err := f.NewSheet("Members"); err != nil {
			return err
		}
		if _, err := f.NewSheet("Other"); err != nil {
			return err
		}
		date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		return errors.Join(
			rowsOf(f, "Sheet1", 1, []any{"Read me"}, []any{"The members are on the next sheet."}),
			rowsOf(f, "Members", 3, []any{"Members of 2026"}, []any{"Name", "GPA", "Born", "Notes"},
				[]any{"김민준", 3.25, time.Date(2003, 5, 7, 0, 0, 0, 0, time.UTC)}, []any{}, []any{"Zoë", 4, nil, "a\r\nb"}),
			f.SetCellStyle("Members", "C5", "C5", date),
			rowsOf(f, "Other", 1, []any{"no"}, []any{"no"}))
	}))
	same(t, "xlsx", s, []string{"Name", "GPA", "Born", "Notes"}, []string{"김민준", "3.25", "2003-05-07", ""}, []string{"Zoë", "4", "", "a\nb"})
	if s.Page != "Members" || s.Format != "xlsx" || !slices.Equal(s.Lines, []int{5, 7}) {
		t.Errorf("read page %q as %s with lines %v, want Members, xlsx, [5 7]", s.Page, s.Format, s.Lines)
	}
	if got, want := locale.InEnglish(s.Notes[0].Words()), "Only the sheet Members is read; the others are left out: Sheet1, Other."; got != want {
		t.Errorf("the first note is %q, want %q", got, want)
	}
}

func TestReadXLSXMerged(t *testing.T) {
	s := mustRead(t, book(t, func(f *excelize.File) error {
		return errors.Join(
			rowsOf(f, "Sheet1", 1, []any{"Name", "Likes", nil}, []any{nil, "Chess", "Go"}, []any{"A", 1, 2}, []any{"B", 3, 4}, []any{nil, 5, 6}),
			f.MergeCell("Sheet1", "A1", "A2"), f.MergeCell("Sheet1", "B1", "C1"), f.MergeCell("Sheet1", "A4", "A5"))
	}))
	same(t, "merged", s, []string{"Name", "Likes [Chess]", "Likes [Go]"}, []string{"A", "1", "2"}, []string{"B", "3", "4"}, []string{"B", "5", "6"})
}

func TestReadXLSXRejects(t *testing.T) {
	archive := func(parts map[string][]byte) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, data := range parts {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write(data)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	good := book(t, func(f *excelize.File) error { return rowsOf(f, "Sheet1", 1, []any{"a"}, []any{"b"}) })
	wide := book(t, func(f *excelize.File) error {
		return errors.Join(rowsOf(f, "Sheet1", 1, []any{"a"}), f.SetCellStr("Sheet1", "XFD2", "far"))
	})
	for _, c := range []struct {
		name   string
		reason survey.Key
		data   []byte
	}{
		{"any ZIP", "file_zip", archive(map[string][]byte{"members.csv": []byte("a\n1\n")})},
		{"Word", "file_office", archive(map[string][]byte{"[Content_Types].xml": nil, "word/document.xml": nil})},
		{"OpenDocument", "file_ods", archive(map[string][]byte{"mimetype": nil, "content.xml": nil})},
		{"bomb", "file_bomb", archive(map[string][]byte{"xl/workbook.xml": make([]byte, MaxUnzipped+1)})},
		{"not a book", "file_damaged", archive(map[string][]byte{"xl/workbook.xml": []byte("<")})},
		{"cut off", "file_damaged", good[:len(good)/2]},
		{"empty", "file_empty", book(t, func(*excelize.File) error { return nil })},
		{"header only", "header_only", book(t, func(f *excelize.File) error { return rowsOf(f, "Sheet1", 1, []any{"a", "b"}) })},
		{"wide", "too_many_columns", wide},
	} {
		_, err := Read("x.xlsx", bytes.NewReader(c.data))
		if e, ok := errors.AsType[*Error](err); !ok || e.Rows[0].Reason != c.reason {
			t.Errorf("%s: got error %v, want %s", c.name, err, c.reason)
		}
	}
}
