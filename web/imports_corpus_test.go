package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	textunicode "golang.org/x/text/encoding/unicode"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
	"dure/web/webtest"
)

// The corpus is made anew in each run, of files as clubs may have them and as nobody should: a sound table, and then what programs, mails and hands do to it. A
// file goes through upload, the page that maps its columns and the import, and through what commands do. No page fails, nothing is half imported, and a row that is
// nobody's is no member.
func TestCorpusOfFiles(t *testing.T) {
	files := webtest.Rounds(100, 300)
	s := newSite(t)
	v := s.organizer()
	imported := 0
	for seed := range files {
		c := corpus{rand.New(rand.NewPCG(uint64(seed), 21))}
		what, data := c.file()
		what = fmt.Sprintf("file %d (%.60s)", seed, what)
		if s.tryFile(v, what, data) {
			imported++
			season, err := s.db.CreateSeason(t.Context(), s.club.ID, what, s.now)
			s.must("make a season", err)
			s.season = season
		}
	}
	if imported < files/4 {
		t.Errorf("only %d of %d files were imported, so that little is tried", imported, files)
	}
}

var importAt = regexp.MustCompile(`/imports/(\d+)$`)

// tryFile sends a file into the season, which is empty, and says whether it was imported.
func (s *site) tryFile(v *visitor, what string, data []byte) bool {
	s.Helper()
	if own, err := sheet.Read(what, bytes.NewReader(data)); err == nil {
		own = own.Once("")
		own.Table(sheet.As{})
		own.Finder("")
		own.With(sheet.Choice{Turn: true}).Table(sheet.As{})
	}
	r := v.upload("/import", "table.csv", data)
	at := importAt.FindStringSubmatch(r.path)
	if r.status == 422 && at == nil {
		return false
	}
	if r.status != 200 || at == nil {
		s.Fatalf("%s: the upload ends on %s with %d", what, r.path, r.status)
	}
	path := r.path
	for range 3 {
		if r = r.submit(v, path, r.proposed()); !strings.Contains(r.body, `name="use0"`) {
			break
		}
	}
	if r.status >= 500 {
		s.Fatalf("%s: the page that maps it ends with %d", what, r.status)
	}
	var id survey.ImportID
	_, err := fmt.Sscan(at[1], &id)
	s.must("read the number of an import", err)
	im, err := s.db.Import(s.Context(), id)
	s.must("read the import", err)
	if im.State == survey.JobMapping {
		return false // the page says what is missing
	}
	err = job.Import(s.Context(), s.db, id, func() time.Time { return s.now })
	if _, bad := errors.AsType[*survey.InvalidError](err); err != nil && !bad {
		s.Fatalf("%s: the import fails: %v", what, err)
	}
	members, stored := s.db.Members(s.Context(), s.season.ID)
	s.must("read the members", stored)
	asked, stored := s.db.Survey(s.Context(), s.season.ID)
	s.must("read the survey", stored)
	if err != nil {
		if len(members)+len(asked.Questions) > 0 {
			s.Errorf("%s: of an import that failed there are %d members and %d questions", what, len(members), len(asked.Questions))
		}
		return false
	}
	for _, m := range members {
		strange := strings.ContainsFunc(m.Name+m.Email+m.Ref, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) })
		if strange || nobodies.MatchString(m.Name) {
			s.Errorf("%s: %q <%s> #%s is a member", what, m.Name, m.Email, m.Ref)
		}
	}
	return true
}

// nobodies matches what stands where names do and is none.
var nobodies = regexp.MustCompile(`(?i)^\s*(total|합계|points possible|student, test|test student|name|이름|member list|)\s*$`)

// A corpus makes files by chance.
type corpus struct{ *rand.Rand }

func (c corpus) one(of ...string) string { return of[c.IntN(len(of))] }

// file is a file, and in words what it is.
func (c corpus) file() (string, []byte) {
	if c.IntN(8) == 0 {
		return c.noTable()
	}
	rows := c.table()
	what := c.spoil(&rows)
	if c.IntN(3) == 0 {
		return what + " as XLSX", c.workbook(rows)
	}
	text := c.text(rows)
	if c.IntN(5) == 0 {
		what, text = what+" with bytes changed", c.damage(text)
	}
	return what, text
}

// table is a sound one: people with answers.
func (c corpus) table() [][]string {
	first, last := []string{"Ana", "Bo", "José", "민지", "明", "Zoë", "O'Neil", "Anne-Marie"}, []string{"Silva", "Chen", "García", "김", "王", "van Dyk", "Snow", "Núñez"}
	columns := []struct {
		header string
		cell   func(i int) string
	}{
		{c.one("Name", "이름", "Full name", "Student", "1. 이름"), func(i int) string { return first[i%8] + " " + last[(i/8+i)%8] + strings.Repeat("i", i/64) }},
		{c.one("Email", "이메일", "E-mail address"), func(i int) string { return fmt.Sprintf("m%d@club.example", i) }},
		{c.one("ID", "학번", "Response ID", "Student number"), func(i int) string { return fmt.Sprint(20260000 + 7*i) }},
		{c.one("Timestamp", "타임스탬프", "Submitted at"), func(i int) string {
			return c.one("2026-03-02 15:04:05", "2026. 3. 2. 오후 3:48:05", "02/03/2026 15:04", "46083.5", "later", "")
		}},
		{c.one("Lab", "분반", "Team", "Status"), func(i int) string { return c.one("Lab 1", "Lab 2", "active", "dropped", "1분반", "") }},
		{c.one("How keen are you?", "Hours a week", "점수"), func(i int) string { return c.one("1", "5", "3시간", "2-3", "-", "n/a", "4 - good", "") }},
		{c.one("Skills", "When are you free? [Monday]", "가능한 시간 [월]"), func(i int) string {
			return c.one("Coding, Design", "Evening", "9:00;10:00", "월 저녁", "Chess;Go;", "none", "")
		}},
		{c.one("Skills [Coding]", "Rank the projects", "Time zone"), func(i int) string { return c.one("Yes", "No", "Film, Radio", "KST", "CST", "Mars", "1", "") }},
		{c.one("Whom would you like?", "Avoid", "같은 조가 되고 싶은 사람"), func(i int) string { return c.one("Bo Chen", "Ana Silva & José García", "nobody", "J. Garcia", "") }},
	}
	n := 1 + c.IntN(30)
	keep := columns[:2+c.IntN(len(columns)-1)]
	rows := make([][]string, n+1)
	for _, col := range keep {
		rows[0] = append(rows[0], col.header)
		for i := range n {
			rows[i+1] = append(rows[i+1], col.cell(i))
		}
	}
	return rows
}

// spoil does some of what happens to tables, and says what.
func (c corpus) spoil(rows *[][]string) string {
	all := []struct {
		what string
		do   func(r [][]string) [][]string
	}{
		{"titles", func(r [][]string) [][]string {
			return slices.Concat([][]string{{"Member list"}, {"printed", "today"}}, r)
		}},
		{"a total", func(r [][]string) [][]string { return append(r, []string{c.one("Total", "합계"), "", "12"}) }},
		{"points", func(r [][]string) [][]string {
			return slices.Insert(r, 1, make([]string, len(r[0])), append([]string{"Points Possible"}, make([]string, len(r[0])-1)...))
		}},
		{"ragged rows", func(r [][]string) [][]string {
			for i := range r {
				if c.IntN(3) == 0 {
					r[i] = r[i][:1+c.IntN(len(r[i]))]
				} else if c.IntN(9) == 0 {
					r[i] = append(slices.Clone(r[i]), "more", "")
				}
			}
			return r
		}},
		{"one header for all", func(r [][]string) [][]string {
			r[0] = slices.Repeat([]string{c.one("Q", "", "Name")}, len(r[0]))
			return r
		}},
		{"controls", func(r [][]string) [][]string {
			for _, row := range r {
				row[c.IntN(len(row))] += c.one("\x00", "\x07", "\u202e", "\u2066", "\ufeff", "\u200b", "\x1b[31m", "\r", "\u0085", "\u2028")
			}
			return r
		}},
		{"formulas", func(r [][]string) [][]string {
			for _, row := range r[1:] {
				row[c.IntN(len(row))] = c.one("=1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "#REF!", "+82 10", "-5")
			}
			return r
		}},
		{"a huge cell", func(r [][]string) [][]string {
			r[len(r)-1][0] = strings.Repeat(c.one("a", "가", "=", ";"), 1000*(1+c.IntN(80)))
			return r
		}},
		{"many columns", func(r [][]string) [][]string {
			more := []int{30, 300, sheet.MaxColumns}[c.IntN(3)]
			for i := range r[:min(4, len(r))] {
				for k := range more {
					r[i] = append(r[i], []string{fmt.Sprint("Q", k), "1", "", "yes"}[min(i, 3)])
				}
			}
			return r[:min(4, len(r))]
		}},
		{"rows twice", func(r [][]string) [][]string { return append(r, r[1:]...) }},
		{"a header again", func(r [][]string) [][]string { return slices.Insert(r, 1+len(r)/2, r[0]) }},
		{"quotes and newlines", func(r [][]string) [][]string {
			for _, row := range r {
				row[c.IntN(len(row))] = c.one(`say "hi"`, "two\nlines", `"`, `a,b;c`, "'quoted'", "tab\there")
			}
			return r
		}},
		{"blank lines", func(r [][]string) [][]string {
			return slices.Insert(r, 1, []string{""}, make([]string, len(r[0])))
		}},
		{"one column", func(r [][]string) [][]string {
			for i := range r {
				r[i] = r[i][:1]
			}
			return r
		}},
		{"the header alone", func(r [][]string) [][]string { return r[:1] }},
		{"nothing", func(r [][]string) [][]string { return r }},
	}
	var what []string
	for range 1 + c.IntN(2) {
		one := all[c.IntN(len(all))]
		what = append(what, one.what)
		if len(*rows) > 1 && len((*rows)[0]) > 0 && len((*rows)[len(*rows)-1]) > 0 {
			*rows = one.do(*rows)
		}
	}
	return strings.Join(what, ", ")
}

// text is a CSV file of the rows, in some writing.
func (c corpus) text(rows [][]string) []byte {
	var b bytes.Buffer
	comma := []rune{',', ',', ',', ';', '\t', '|'}[c.IntN(6)]
	if c.IntN(8) == 0 { // as nobody should write it
		for _, row := range rows {
			b.WriteString(strings.Join(row, string(comma)) + c.one("\n", "\r\n", "\r"))
		}
	} else {
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = comma, c.IntN(2) == 0
		_ = w.WriteAll(rows) // into memory
	}
	codes := []encoding.Encoding{
		nil, nil, nil, textunicode.UTF8BOM, textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM), textunicode.UTF16(textunicode.BigEndian, textunicode.UseBOM),
		textunicode.UTF16(textunicode.LittleEndian, textunicode.IgnoreBOM), korean.EUCKR, japanese.ShiftJIS, charmap.ISO8859_1, charmap.Windows1252,
	}
	if code := codes[c.IntN(len(codes))]; code != nil {
		if out, err := encoding.ReplaceUnsupported(code.NewEncoder()).Bytes(b.Bytes()); err == nil {
			return out
		}
	}
	return b.Bytes()
}

// damage changes, drops or repeats some bytes.
func (c corpus) damage(data []byte) []byte {
	data = slices.Clone(data)
	for range 1 + c.IntN(8) {
		if len(data) < 2 {
			return data
		}
		switch i := c.IntN(len(data)); c.IntN(3) {
		case 0:
			data[i] = byte(c.IntN(256))
		case 1:
			data = data[:i]
		default:
			data = slices.Insert(data, i, '"')
		}
	}
	return data
}

// workbook is a spreadsheet of the rows, with cells merged, formulas and other sheets, or damaged.
func (c corpus) workbook(rows [][]string) []byte {
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		for j, cell := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if strings.HasPrefix(cell, "=") && len(cell) < 100 {
				_ = f.SetCellFormula("Sheet1", at, cell[1:])
				continue
			}
			_ = f.SetCellValue("Sheet1", at, cell) // what does not go in is left out
		}
	}
	switch c.IntN(5) {
	case 0:
		_ = f.MergeCell("Sheet1", "A1", c.one("B1", "A3", "C4", "Z99"))
	case 1:
		_, _ = f.NewSheet("Other")
		_ = f.SetCellValue("Other", "A1", "Notes")
		_ = f.MoveSheet("Other", "Sheet1")
	case 2:
		_ = f.SetCellValue("Sheet1", c.one("XFD1", "A1048576", "ZZ500"), "far away")
	}
	var b bytes.Buffer
	_ = f.Write(&b)
	if c.IntN(4) == 0 {
		return c.damage(b.Bytes())
	}
	return b.Bytes()
}

// noTable is a file that is no table, or one that is meant to break what reads it.
func (c corpus) noTable() (string, []byte) {
	switch c.IntN(8) {
	case 0:
		return "empty", []byte(c.one("", "\n\n", "\xef\xbb\xbf", "\xff\xfe", " ", ",,,\n,,,\n"))
	case 1:
		data := make([]byte, c.IntN(4000))
		for i := range data {
			data[i] = byte(c.IntN(256))
		}
		return "noise", data
	case 2:
		return "a page", []byte("<!doctype html><table><tr><td>Name</td></tr></table>")
	case 3:
		return "JSON", []byte(`[{"Name": "Ana", "Email": "a@x.org"}]`)
	case 4:
		return "a ZIP of something", zipped(map[string]string{"notes.txt": "Name,Email\nAna,a@x.org\n"})
	case 5:
		return "a bomb", bomb()
	case 6:
		return "an old spreadsheet", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600))
	}
	return "one long line", []byte(strings.Repeat(c.one(",", "\"", "a,", "가", "\t"), 1000*(1+c.IntN(50))))
}

// bomb is a small file that would be a large one.
var bomb = sync.OnceValue(func() []byte {
	return zipped(map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": " ", "xl/worksheets/sheet1.xml": strings.Repeat("0", sheet.MaxUnzipped+1)})
})

func zipped(files map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		if w, err := z.Create(name); err == nil {
			_, _ = w.Write([]byte(text)) // into memory
		}
	}
	_ = z.Close()
	return b.Bytes()
}
