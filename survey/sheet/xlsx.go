package sheet

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readXLSX fills in what the file is and returns the records of its first visible sheet that
// has any text, and more than a column of words if one has, cells as they are shown, dates as 2026-03-02.
func (s *Sheet) readXLSX(data []byte, p *pace) (recs []record, errs []RowError) {
	if errs := inspect(data); errs != nil {
		return nil, errs
	}
	s.Format = "xlsx"
	// excelize trusts the structure of the file and can panic where it is damaged.
	defer func() {
		if recover() != nil {
			recs, errs = nil, whole("file_damaged")
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit:    MaxUnzipped,
		UnzipXMLSizeLimit: inMemory,
		ShortDatePattern:  "yyyy-mm-dd",
	})
	if err != nil {
		return nil, whole("file_damaged")
	}
	defer f.Close()
	pages := slices.DeleteFunc(f.GetSheetList(), func(page string) bool {
		visible, err := f.GetSheetVisible(page)
		return err != nil || !visible
	})
	for _, page := range pages {
		found, errs := pageRecords(f, page, p)
		if errs != nil {
			return nil, errs
		}
		if len(found) == 0 || recs != nil && longestRow(found) < 2 {
			continue
		}
		recs, s.Page = found, page
		if longestRow(found) > 1 || whoHeads.MatchString(title(found[0].cells[0])) {
			break // else it is a page of words, unless there is no other
		}
	}
	if recs == nil {
		return nil, whole("file_empty")
	}
	if others := slices.DeleteFunc(pages, func(page string) bool { return page == s.Page || !hasText(f, page) }); len(others) > 0 {
		s.note("pages_left_out", "Page", s.Page, "Others", strings.Join(others, ", "))
	}
	return recs, nil
}

// inMemory is how large a part of a file may be that is unpacked in memory, and not into a temporary file; textsKept how many texts are looked up again.
const (
	inMemory  = 16 << 20
	textsKept = 1 << 16
)

// hasText reports whether any cell of the sheet has text.
func hasText(f *excelize.File, page string) bool {
	rows, err := f.Rows(page)
	if err != nil {
		return false
	}
	defer rows.Close()
	for rows.Next() {
		if cells, err := rows.Columns(); err == nil && filled(cells) {
			return true
		}
	}
	return false
}

// inspect says why a ZIP file is not one of XLSX, or too large a one, before anything is unpacked.
func inspect(data []byte) []RowError {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return whole("file_damaged")
	}
	var size uint64
	book, open, office := false, false, false
	for _, part := range z.File {
		if size += part.UncompressedSize64; size > MaxUnzipped {
			return whole("file_bomb", "Max", MaxUnzipped>>20)
		}
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		book = book || strings.HasPrefix(name, "xl/workbook.")
		open = open || name == "content.xml"
		office = office || strings.HasPrefix(name, "word/") || strings.HasPrefix(name, "ppt/")
	}
	switch {
	case book:
		return nil
	case open:
		return whole("file_ods")
	case office:
		return whole("file_office")
	}
	return whole("file_zip")
}

// pageRecords returns the rows of a sheet that have text, merged cells filled in.
func pageRecords(f *excelize.File, page string, p *pace) ([]record, []RowError) {
	merged := hasMerged(f)
	rows, err := f.Rows(page)
	if err != nil {
		return nil, whole("file_damaged")
	}
	defer rows.Close()
	var recs []record
	texts := map[string]string{} // most texts come again, and are kept once
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, whole("file_damaged")
		}
		for len(cells) > 0 && blank(cells[len(cells)-1]) {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > MaxColumns {
			return nil, whole("too_many_columns", "Max", MaxColumns, "Columns", len(cells))
		}
		if len(cells) == 0 {
			continue
		}
		for j := range cells {
			if cells[j] = lines(cells[j]); len(cells[j]) > MaxCell {
				return nil, []RowError{rowError(line, "", "cell_too_long", "Max", MaxCell)}
			}
			once, ok := texts[cells[j]]
			if !ok && len(texts) < textsKept {
				once = strings.Clone(cells[j])
				texts[once] = once
				ok = true
			}
			if ok {
				cells[j] = once
			}
		}
		if errs := p.takes(len(cells)); errs != nil {
			return nil, errs
		}
		if recs = append(recs, record{line, cells}); len(recs) > MaxRows+headerRows {
			return nil, whole("too_many_rows", "Max", MaxRows)
		}
	}
	if rows.Error() != nil || merged && unmerge(f, page, recs) != nil {
		return nil, whole("file_damaged")
	}
	return recs, nil
}

// unmerge writes the text of merged cells into each cell that they cover, as far as the table goes.
func unmerge(f *excelize.File, page string, recs []record) error {
	merged, err := f.GetMergeCells(page)
	if err != nil || len(recs) == 0 {
		return err
	}
	width := longestRow(recs)
	for _, m := range merged[:min(len(merged), maxMerged)] {
		x0, y0, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return err
		}
		x1, y1, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return err
		}
		fill(recs, m.GetCellValue(), x0-1, min(x1, width), y0, y1)
	}
	return nil
}

// hasMerged reports whether any sheet has merged cells, since finding them takes as long as
// reading all others. It is to be asked before a sheet is read.
func hasMerged(f *excelize.File) bool {
	found := false
	f.Pkg.Range(func(name, part any) bool {
		data, ok := part.([]byte)
		found = strings.HasPrefix(strings.ToLower(name.(string)), "xl/worksheets/") && (!ok || bytes.Contains(data, []byte("mergeCell ")))
		return !found
	})
	return found
}

// maxMerged is how many merged cells are filled in, lest a file of nothing else takes minutes.
const maxMerged = 5_000

// fill writes text into columns x0 to before x1 of the lines y0 to y1.
func fill(recs []record, text string, x0, x1, y0, y1 int) {
	if blank(text) {
		return
	}
	first, _ := slices.BinarySearchFunc(recs, y0, func(r record, y int) int { return r.line - y })
	for i := first; i < len(recs) && recs[i].line <= y1; i++ {
		for x := x0; x < x1; x++ {
			for len(recs[i].cells) <= x {
				recs[i].cells = append(recs[i].cells, "")
			}
			recs[i].cells[x] = text
		}
	}
}

// longestRow is how many cells the longest record has.
func longestRow(recs []record) int {
	width := 0
	for _, r := range recs {
		width = max(width, len(r.cells))
	}
	return width
}
