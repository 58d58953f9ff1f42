package sheet

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"dure/survey"
)

// WriteCSV writes a table as CSV that spreadsheets open as it is: UTF-8 with a mark, lines ended by CRLF.
// Texts that a spreadsheet would take for a formula get a ' in front; numbers and phone numbers stay as they are.
func WriteCSV(w io.Writer, t Cells) error {
	b := bufio.NewWriter(w)
	b.WriteString("\ufeff")
	writeRow(b, t.Header)
	for _, r := range t.Rows {
		writeRow(b, r)
	}
	return b.Flush()
}

// writeRow writes one row; b keeps the first error.
func writeRow(b *bufio.Writer, cells []string) {
	for j, c := range cells {
		if j > 0 {
			b.WriteByte(',')
		}
		c = harmless(clean(c))
		// An empty line would be passed over, so a row of one empty cell is quoted.
		if strings.ContainsAny(c, ",;\t\"\r\n") || strings.TrimSpace(c) != c || len(cells) == 1 && c == "" {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		b.WriteString(c)
	}
	b.WriteString("\r\n")
}

// plus matches numbers and phone numbers, which begin as formulas do: -5, +82 10-1234-5678, -1.5e-3, +1 (555) 010-2345.
var plus = regexp.MustCompile(`^[+-](\d+([.,]\d+)*([eE][+-]?\d+)?%?|[\d][\d ().\-]*\d|\(\d[\d ().\-]*\d)$`)

// harmless puts a ' before text that begins a formula in some spreadsheet, also behind spaces or
// as a full-width sign.
func harmless(s string) string {
	start := strings.TrimLeft(s, " \u00a0\u3000")
	if start == "" {
		return s
	}
	if start[0] == '\t' || start[0] == '\r' || start[0] == '\n' {
		return "'" + s
	}
	_, n := utf8.DecodeRuneInString(start)
	r, _ := utf8.DecodeRuneInString(width.Narrow.String(start[:n]))
	if !strings.ContainsRune("=+-@", r) || start == "-" || (r == '+' || r == '-') && sum(start) {
		return s
	}
	return "'" + s
}

// sum reports whether s is a number or a phone number. What a spreadsheet would reckon, such as
// +82-10, is only one if it has the length of a phone number.
func sum(s string) bool {
	if !plus.MatchString(s) {
		return false
	}
	if _, ok := survey.ParseNumber(strings.TrimSuffix(s, "%")); ok {
		return true
	}
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return s[0] == '+' && digits >= 7 && digits <= 15
}

// A Page is one sheet of a workbook.
type Page struct {
	Name string
	Cells
}

// The width of columns in a workbook, in characters.
const (
	narrowest = 6
	widest    = 60
)

// WriteXLSX writes a workbook with a sheet for each page, of which there is at least one: a bold header that stays in
// view, columns as wide as their text, numbers as numbers where a column holds nothing else, and
// all other cells as text, so that none is a formula.
func WriteXLSX(w io.Writer, pages ...Page) error {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	names := pageNames(pages)
	for i, p := range pages {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), names[0])
		} else {
			_, err = f.NewSheet(names[i])
		}
		if err == nil {
			err = writePage(f, names[i], p.Cells, bold)
		}
		if err != nil {
			return fmt.Errorf("sheet %q: %w", names[i], err)
		}
	}
	return f.Write(w)
}

func writePage(f *excelize.File, name string, t Cells, bold int) error {
	s, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	numeric := make([]bool, len(t.Header))
	for j := range t.Header {
		numeric[j] = holdsNumbers(t, j)
		if err := s.SetColWidth(j+1, j+1, columnWidth(t, j)); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(t.Header))
	for j, h := range t.Header {
		head[j] = excelize.Cell{StyleID: bold, Value: cellText(h)}
	}
	if err := s.SetRow("A1", head); err != nil {
		return err
	}
	for i, r := range t.Rows {
		cells := make([]any, len(r))
		for j, c := range r {
			cells[j] = typed(c, j < len(numeric) && numeric[j])
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := s.SetRow(at, cells); err != nil {
			return err
		}
	}
	return s.Flush()
}

// typed returns the value of a cell: nothing, a number or text.
func typed(cell string, numeric bool) any {
	if cell == "" {
		return nil
	}
	if v, ok := survey.ParseNumber(cell); numeric && ok {
		return v
	}
	return cellText(cell)
}

// cellText returns s as a workbook holds it, cut at Excel's limit.
func cellText(s string) string {
	s = clean(s)
	if r := []rune(s); len(r) > excelize.TotalCellChars {
		return string(r[:excelize.TotalCellChars])
	}
	return s
}

// clean takes away characters that no table has and that XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if isControl(r) || r == '\v' || r == '\f' || r == 0x1a || r == 0x1b || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// plainNumber matches numbers that a workbook gives back digit by digit: no id with leading zeros and no
// more digits than a double holds.
var plainNumber = regexp.MustCompile(`^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$`)

// holdsNumbers reports whether column j has numbers and nothing else.
func holdsNumbers(t Cells, j int) bool {
	any := false
	for _, r := range t.Rows {
		if j >= len(r) || r[j] == "" {
			continue
		}
		v, ok := survey.ParseNumber(r[j])
		if !ok || !plainNumber.MatchString(r[j]) || math.Abs(v) >= 1e15 || strings.TrimLeft(r[j], "-0.") == "" && r[j] != "0" {
			return false
		}
		any = true
	}
	return any
}

// columnWidth returns the width of the widest line of column j, wide characters counting twice.
func columnWidth(t Cells, j int) float64 {
	longest := min(cells(t.Header[j]), widest/2)
	for _, r := range t.Rows {
		if j < len(r) {
			longest = max(longest, cells(r[j]))
		}
	}
	return float64(min(max(longest+2, narrowest), widest))
}

func cells(s string) int {
	longest := 0
	for line := range strings.SplitSeq(s, "\n") {
		n := 0
		for _, r := range line {
			if n++; width.LookupRune(r).Kind() == width.EastAsianWide || width.LookupRune(r).Kind() == width.EastAsianFullwidth {
				n++
			}
		}
		longest = max(longest, n)
	}
	return longest
}

// pageNames makes names that Excel takes: 1 to 31 characters without : \ / ? * [ ], not quoted, each once.
func pageNames(pages []Page) []string {
	var names []string
	taken := map[string]bool{}
	for i, p := range pages {
		base := strings.Trim(strings.Map(func(r rune) rune {
			if strings.ContainsRune(`:\/?*[]`, r) || isControl(r) || r < ' ' {
				return ' '
			}
			return r
		}, p.Name), "' ")
		if base == "" {
			base = fmt.Sprintf("Sheet %d", i+1)
		}
		name := shorten(base, 31)
		for n := 2; taken[survey.Fold(name)]; n++ {
			tail := fmt.Sprintf(" (%d)", n)
			name = shorten(base, 31-len(tail)) + tail
		}
		taken[survey.Fold(name)] = true
		names = append(names, name)
	}
	return slices.Clip(names)
}

// shorten cuts s to n UTF-16 units, by which Excel counts.
func shorten(s string, n int) string {
	for i, r := range s {
		if n -= max(1, len(string(r))/4+1); n < 0 {
			return strings.TrimRight(s[:i], "' ")
		}
	}
	return s
}
