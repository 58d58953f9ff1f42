package sheet

import "strings"

// delimiters are what separates cells, in the order in which ties are broken.
var delimiters = [...]byte{',', ';', '\t'}

// readCSV fills in what the file is and returns its records.
func (s *Sheet) readCSV(data []byte, pace *pace) ([]record, []RowError) {
	text, encoding, errs := decode(data)
	if errs != nil {
		return nil, errs
	}
	s.Format, s.Encoding = "csv", encoding
	if encoding == "Windows-1252" {
		s.note("encoding_old", "Encoding", encoding)
	}
	if recs := s.copied(text); recs != nil {
		s.Delimiter = ","
		return recs, nil
	}
	p := parser{text: text}
	p.delimiter = p.announced()
	if p.delimiter == 0 {
		p.delimiter = detect(text)
	}
	s.Delimiter = string(p.delimiter)
	var recs []record
	for {
		rec, ok, err := p.next()
		if err != nil {
			return nil, []RowError{*err}
		}
		if !ok {
			return recs, nil
		}
		if filled(rec.cells) {
			recs = append(recs, rec)
			if errs := pace.takes(len(rec.cells)); errs != nil {
				return nil, errs
			}
		}
		if len(recs) > MaxRows+headerRows {
			return nil, whole("too_many_rows", "Max", MaxRows)
		}
	}
}

// headerRows is how many rows of a file may be no member's.
const headerRows = 10

// detect returns the delimiter that cuts most of the first rows into as many cells as each other.
func detect(text string) byte {
	const rows = 100
	text = text[:min(len(text), 1<<20)]
	best, most := byte(','), 0.0
	even := false // the best cuts all rows alike
	for _, d := range delimiters {
		p := parser{text: text, delimiter: d}
		widths, n, cut := map[int]int{}, 0, 0
		for n < rows {
			rec, ok, err := p.next()
			if err != nil || !ok {
				break
			}
			if !filled(rec.cells) {
				continue
			}
			n++
			widths[len(rec.cells)]++
			cut += count(len(rec.cells) > 1)
		}
		width, same := 0, 0
		for w, k := range widths {
			if k > same || k == same && w > width {
				width, same = w, k
			}
		}
		if width < 2 {
			continue
		}
		if d == '\t' && !even && 10*cut >= 8*n {
			return d // which seldom stands in texts, however many tables the file has
		}
		// The share of equal rows decides, then the width: a header text may hold a comma or two.
		if score := float64(same)/float64(n) + 1e-4*float64(width); score > most {
			best, most, even = d, score, same == n
		}
	}
	return best
}

// cellsPerLine is where reading stops; up to here the cells past MaxColumns may be empty ones that
// a spreadsheet wrote to its edge.
const cellsPerLine = 20_000

// A parser cuts text into records as spreadsheets do, and more kindly than RFC 4180: LF, CRLF and a
// lone CR end a line, and a quotation mark that cannot be one stands for itself.
type parser struct {
	text      string
	delimiter byte
	pos       int
	line      int // the number of the last record
}

// announced returns the delimiter that Excel's first line "sep=;" names and passes over it, or 0.
func (p *parser) announced() byte {
	line, _, _ := strings.Cut(strings.ReplaceAll(p.text[:min(len(p.text), 16)], "\r", "\n"), "\n")
	line = strings.Trim(line, `"`)
	if len(line) != 5 || !strings.EqualFold(line[:4], "sep=") {
		return 0
	}
	d := line[4]
	p.delimiter = ','
	if _, ok, err := p.next(); !ok || err != nil {
		return 0
	}
	return d
}

// next returns the next record, also an empty one, or false at the end.
func (p *parser) next() (record, bool, *RowError) {
	if p.pos >= len(p.text) {
		return record{}, false, nil
	}
	p.line++
	rec := record{line: p.line}
	for {
		cell, ok := p.cell()
		if !ok {
			return record{}, false, new(rowError(p.line, "", "quote_open"))
		}
		if len(cell) > MaxCell {
			return record{}, false, new(rowError(p.line, "", "cell_too_long", "Max", MaxCell))
		}
		if rec.cells = append(rec.cells, cell); len(rec.cells) > cellsPerLine {
			return record{}, false, new(rowError(p.line, "", "too_many_columns", "Max", MaxColumns, "Columns", len(rec.cells)))
		}
		if p.pos < len(p.text) && p.text[p.pos] == p.delimiter {
			p.pos++
			continue
		}
		p.newline()
		return rec, true, nil
	}
}

// newline passes over one line end.
func (p *parser) newline() {
	if strings.HasPrefix(p.text[p.pos:], "\r\n") {
		p.pos++
	}
	if p.pos < len(p.text) {
		p.pos++
	}
}

// cell returns the next cell and stops at what ends it; false if its quotation mark is never closed.
func (p *parser) cell() (string, bool) {
	if p.pos < len(p.text) && p.text[p.pos] == '"' {
		return p.quoted()
	}
	return p.bare(), true
}

// bare returns the text up to the next delimiter or line end.
func (p *parser) bare() string {
	start := p.pos
	for p.pos < len(p.text) && !p.ends(p.pos) {
		p.pos++
	}
	return p.text[start:p.pos]
}

// ends reports whether a cell ends before position i.
func (p *parser) ends(i int) bool {
	return i >= len(p.text) || p.text[i] == p.delimiter || p.text[i] == '\n' || p.text[i] == '\r'
}

// quoted returns a cell that begins with a quotation mark. A mark inside that neither ends the
// cell nor is doubled stands for itself ("he said "hi" to me"), unless the next mark
// in the line opens a cell: then this one closed its own ("Ace" Kim,"b").
func (p *parser) quoted() (string, bool) {
	var b strings.Builder
	p.pos++
	for {
		i := strings.IndexByte(p.text[p.pos:], '"')
		if i < 0 {
			return "", false
		}
		b.WriteString(p.text[p.pos : p.pos+i])
		p.pos += i + 1
		switch {
		case p.ends(p.pos):
			return lines(b.String()), true
		case p.text[p.pos] == '"':
			b.WriteByte('"')
			p.pos++
		case p.closed():
			return lines(b.String()) + p.bare(), true
		default:
			b.WriteByte('"')
		}
		if b.Len() > MaxCell {
			return b.String(), true
		}
	}
}

// closed reports whether the mark before pos, though text follows it, closed its cell.
func (p *parser) closed() bool {
	for i := p.pos; i < len(p.text); i++ {
		switch p.text[i] {
		case '\n', '\r':
			return true
		case '"':
			return p.text[i-1] == p.delimiter
		}
	}
	return true
}

// lines makes the line ends inside a cell "\n".
func lines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
