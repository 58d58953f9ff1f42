// Package sheet reads the tables that clubs have, CSV and XLSX from whatever program wrote
// them, proposes what each column is, turns rows into members and answers, and writes tables.
package sheet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// Limits on what is read. A file beyond one of them gets an error that names it.
const (
	MaxBytes    = 64 << 20  // of a file that somebody sends
	MaxOwnBytes = 1 << 30   // of a file of one's own
	MaxUnzipped = 160 << 20 // of an XLSX file's parts together
	MaxRows     = 200_000
	MaxColumns  = 2_000
	MaxCells    = 5_000_000 // of a file that somebody sends, and of any XLSX file
	MaxCell     = 50_000    // bytes of one cell
)

// A Sheet is the table of a file and what was found out about the file.
//
// Header names are trimmed, NFC, never empty and never equal. Cells are as the file has them, but
// for line ends, which are "\n". Rows without any text are left out.
type Sheet struct {
	Cells
	Labels     []string          // the wording of each column; differs from Header where the file has a row for it
	Lines      []int             // for each of Rows, its number in the file as a spreadsheet counts, from 1
	HeaderLine int               // the number of the header
	Format     string            // "csv" or "xlsx"
	Encoding   string            // of CSV: "UTF-8", "UTF-16LE", "UTF-16BE", "CP949" or "Windows-1252"
	Delimiter  string            // of CSV: ",", ";" or "\t"
	Page       string            // of XLSX: the name of the sheet that was read
	Who        string            // the column that says who a row is, where it was turned; "" where that is not known
	Typed      []string          // of Qualtrics: the columns into which people typed, or that say nothing of answers; nil where the file does not tell
	Kinds      map[string]string // by column, what somebody says that it is, see [Sheet.Mapped]
	Last       int               // the number of the last line
	LeftOut    []LeftOutRow      // lines that are nobody's
	Lists      [][]string        // the columns of each of several tables side by side that are not alike; nil where it is one table
	Graded     []string          // the columns of marks of work, by the points that there are or a gradebook's number of the task
	statuses   []string          // the columns by which rows of who dropped out are left out
	Notes      []survey.Message  // what a person may want to know, though the file could be read
	Assumed    []Assumed         // of whose rows are
	blocks     []block           // of those, while the sheet is read
	looks      *looks
}

// Line returns the number of row i in the file as a spreadsheet counts; of rows that are of no file, the header is row 1.
func (s Sheet) Line(i int) int {
	if i < len(s.Lines) {
		return s.Lines[i]
	}
	return i + 2
}

// IDs returns what a column calls the members; without a column they are called by their row numbers from 1.
func (s Sheet) IDs(column string) []string {
	j := s.Column(column)
	ids := make([]string, len(s.Rows))
	for i, row := range s.Rows {
		if j < 0 {
			ids[i] = strconv.Itoa(i + 1)
			continue
		}
		ids[i] = strings.TrimSpace(row[j])
	}
	return ids
}

// Shape tells tables with other columns, or in another order, from the sheet.
func (s Sheet) Shape() string {
	sum := sha256.Sum256([]byte(strings.Join(s.Header, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func (s *Sheet) note(key survey.Key, pairs ...any) {
	s.Notes = append(s.Notes, survey.Say(key, pairs...))
}

// A record is one line of a file before its header is understood.
type record struct {
	line  int
	cells []string
}

// Read reads a CSV or XLSX file; which of them it is, is told from its content and never from name.
// A row with more cells than the header is an error unless the surplus is empty. A row with fewer
// is one too, unless the file plainly leaves out empty cells at the ends of its rows; XLSX always does.
// Every error other than r's own is an [*Error].
func Read(name string, r io.Reader) (Sheet, error) { return readUpTo(name, r, MaxBytes, nil) }

// ReadFollowed is [Read] that says now and then how many rows it has read so far, and ends with the error that it is answered by, if any.
func ReadFollowed(name string, r io.Reader, follow func(rows int) error) (Sheet, error) {
	return readUpTo(name, r, MaxBytes, follow)
}

// ReadOwn is [Read] for a file on the machine of the person who reads it, which may be as large as MaxOwnBytes.
func ReadOwn(name string, r io.Reader) (Sheet, error) { return readUpTo(name, r, MaxOwnBytes, nil) }

func readUpTo(name string, r io.Reader, most int, follow func(rows int) error) (Sheet, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err != nil {
		return Sheet{}, err
	}
	if len(data) > most {
		return Sheet{}, &Error{File: name, Rows: whole("file_too_large", "Max", most>>20)}
	}
	cells := MaxCells
	if most > MaxBytes {
		cells = math.MaxInt
	}
	p := &pace{most: cells, follow: follow}
	s, rows := read(data, p)
	if p.stopped != nil {
		return Sheet{}, p.stopped
	}
	if len(s.Header)*len(s.Rows) > cells {
		rows = whole("too_many_cells", "Max", MaxCells)
	}
	if len(rows) > 0 {
		return Sheet{}, &Error{File: name, Rows: rows}
	}
	return s, nil
}

// A pace says while a file is read whether to go on.
type pace struct {
	most    int // cells
	held    int
	rows    int
	follow  func(rows int) error // may be nil
	stopped error
}

// followed is after how many rows somebody hears of them.
const followed = 500

// takes counts one more row of so many cells, and says why there is to be no more.
func (p *pace) takes(cells int) []RowError {
	p.rows++
	if p.held += cells; p.held > p.most {
		return whole("too_many_cells", "Max", p.most)
	}
	if p.follow != nil && p.rows%followed == 0 {
		if p.stopped = p.follow(p.rows); p.stopped != nil {
			return whole("file_damaged") // which nobody hears
		}
	}
	return nil
}

func read(data []byte, p *pace) (Sheet, []RowError) {
	var s Sheet
	var recs []record
	var errs []RowError
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		recs, errs = s.readXLSX(data, p)
	} else {
		recs, errs = s.readCSV(data, p)
	}
	if len(errs) > 0 {
		return Sheet{}, errs
	}
	if errs := s.shape(recs); len(errs) > 0 {
		return Sheet{}, errs
	}
	return s, nil
}

// shape makes the table of the records: it names the columns, checks the width of each row
// and takes away further rows of headers.
func (s *Sheet) shape(recs []record) []RowError {
	all := s.slotHeads(recs)
	recs = s.titles(all)
	if len(recs) == 0 {
		return whole("file_empty")
	}
	s.Last = recs[len(recs)-1].line
	recs = s.beside(recs, all[:len(all)-len(recs)])
	recs = s.labels(s.headless(recs))
	s.HeaderLine = recs[0].line
	head, recs := recs[0].cells, recs[1:]
	if slices.ContainsFunc(head, func(c string) bool { return isEmail(strings.TrimSpace(c)) }) {
		return whole("header_missing")
	}
	recs = s.below(head, recs)
	if s.Format == "xlsx" {
		head = widen(head, longestRow(recs))
	}
	if len(head) > MaxColumns {
		return whole("too_many_columns", "Max", MaxColumns, "Columns", len(head))
	}
	if len(recs) > MaxRows {
		return whole("too_many_rows", "Max", MaxRows)
	}
	if errs := s.square(len(head), recs); len(errs) > 0 {
		return errs
	}
	if len(recs) == 0 {
		return whole("header_only")
	}
	for _, r := range recs {
		for j, cell := range r.cells {
			r.cells[j] = undirected(cell)
		}
		s.Rows = append(s.Rows, r.cells)
		s.Lines = append(s.Lines, r.line)
	}
	s.name(head)
	if s.nobodies(); len(s.Rows) == 0 {
		return whole("header_only")
	}
	s.plainNames()
	s.partIDs()
	*s = s.afresh()
	s.tellColumns()
	return nil
}

// square makes every record d cells wide, or says which cannot be.
func (s *Sheet) square(d int, recs []record) []RowError {
	var errs []RowError
	short, ended := 0, 0
	for i := range recs {
		r := &recs[i]
		for len(r.cells) > d && blank(r.cells[len(r.cells)-1]) {
			r.cells = r.cells[:len(r.cells)-1]
		}
		switch n := len(r.cells); {
		case n > d:
			errs = append(errs, rowError(r.line, "", "row_too_long", "Cells", n, "Columns", d))
		case n < d:
			short++
			if blank(r.cells[n-1]) {
				ended++
			}
		case blank(r.cells[n-1]):
			ended++
		}
	}
	leavesOut := s.Format == "xlsx" || ended == 0 && short >= 3 && short*10 >= len(recs)
	for i := range recs {
		r := &recs[i]
		if n := len(r.cells); n < d && !leavesOut {
			errs = append(errs, rowError(r.line, "", "row_too_short", "Cells", n, "Columns", d))
			continue
		}
		r.cells = widen(r.cells, d)
	}
	if short > 0 && leavesOut && s.Format != "xlsx" {
		s.note("rows_padded", "Rows", short)
	}
	slices.SortStableFunc(errs, func(a, b RowError) int { return a.Row - b.Row })
	return errs
}

// widen adds empty cells up to d.
func widen(cells []string, d int) []string {
	return append(slices.Clip(cells), make([]string, max(0, d-len(cells)))...)
}

// filled reports whether any cell has text.
func filled(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return !blank(c) })
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
