package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/korean"

	"dure/survey"
	"dure/web/locale"
)

// utf16Bytes returns text as UTF-16 without a mark.
func utf16Bytes(order binary.AppendByteOrder, text string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

func cp949(t *testing.T, text string) []byte {
	t.Helper()
	out, err := korean.EUCKR.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustRead(t *testing.T, data []byte) Sheet {
	t.Helper()
	s, err := Read("members.csv", bytes.NewReader(data))
	if err != nil {
		t.Fatalf("reading %.60q: %v", data, err)
	}
	return s
}

// same says how a table differs from the one wanted.
func same(t *testing.T, what string, s Sheet, header []string, rows ...[]string) {
	t.Helper()
	if !slices.Equal(s.Header, header) {
		t.Errorf("%s: header %q, want %q", what, s.Header, header)
	}
	if !slices.EqualFunc(s.Rows, rows, slices.Equal[[]string]) {
		t.Errorf("%s: rows %q, want %q", what, s.Rows, rows)
	}
}

func TestReadEncodings(t *testing.T) {
	const text = "이름,학과\n김민준,국어국문학과\nZoë,Physics\n"
	const korean = "이름,학과\n김민준,국어국문학과\n똠방각하,컴퓨터\n" // 똠 is in CP949 but not in EUC-KR
	le, be := binary.LittleEndian, binary.BigEndian
	for _, c := range []struct {
		name     string
		data     []byte
		encoding string
		second   []string
	}{
		{"UTF-8", []byte(text), "UTF-8", []string{"Zoë", "Physics"}},
		{"UTF-8 with BOM", []byte("\ufeff" + text), "UTF-8", []string{"Zoë", "Physics"}},
		{"UTF-16LE with BOM", utf16Bytes(le, "\ufeff"+text), "UTF-16LE", []string{"Zoë", "Physics"}},
		{"UTF-16BE with BOM", utf16Bytes(be, "\ufeff"+text), "UTF-16BE", []string{"Zoë", "Physics"}},
		{"UTF-16LE", utf16Bytes(le, text), "UTF-16LE", []string{"Zoë", "Physics"}},
		{"UTF-16BE", utf16Bytes(be, text), "UTF-16BE", []string{"Zoë", "Physics"}},
		{"CP949", cp949(t, korean), "CP949", []string{"똠방각하", "컴퓨터"}},
	} {
		s := mustRead(t, c.data)
		if s.Encoding != c.encoding {
			t.Errorf("%s: found %s, want %s", c.name, s.Encoding, c.encoding)
		}
		same(t, c.name, s, []string{"이름", "학과"}, []string{"김민준", "국어국문학과"}, c.second)
	}
	if s := mustRead(t, []byte("Name,Town\nM\xfcller,K\xf6ln\n")); s.Rows[0][0] != "Müller" || len(s.Notes) == 0 {
		t.Errorf("Windows-1252: read %q with notes %v, want Müller and a note on the encoding", s.Rows[0], s.Notes)
	}
}

func TestReadShapes(t *testing.T) {
	abc := []string{"a", "b", "c"}
	for _, c := range []struct {
		name, text string
		header     []string
		rows       [][]string
		lines      []int
	}{
		{"CRLF", "a,b,c\r\n1,2,3\r\n", abc, [][]string{{"1", "2", "3"}}, []int{2}},
		{"lone CR", "a,b,c\r1,2,3\r4,5,6", abc, [][]string{{"1", "2", "3"}, {"4", "5", "6"}}, []int{2, 3}},
		{"mixed ends", "a,b,c\r\n1,2,3\r4,5,6\n7,8,9", abc, [][]string{{"1", "2", "3"}, {"4", "5", "6"}, {"7", "8", "9"}}, []int{2, 3, 4}},
		{"semicolons", "a;b;c\n1,5;2;3\n", abc, [][]string{{"1,5", "2", "3"}}, []int{2}},
		{"tabs", "a\tb\tc\n1,5\t2;2\t3\n", abc, [][]string{{"1,5", "2;2", "3"}}, []int{2}},
		{"semicolons in cells", "a,b,c\n1;2;3,4;5,6\n7;8,9;1;1,0\n", abc, [][]string{{"1;2;3", "4;5", "6"}, {"7;8", "9;1;1", "0"}}, []int{2, 3}},
		{"delimiters in quotes", "\"a;x;y\",b,c\n1,2,3\n", []string{"a;x;y", "b", "c"}, [][]string{{"1", "2", "3"}}, []int{2}},
		{"Excel names its delimiter", "sep=;\na;b;c\n1;2;3\n", abc, [][]string{{"1", "2", "3"}}, []int{3}},
		{"one column", "a\n1\n2\n", []string{"a"}, [][]string{{"1"}, {"2"}}, []int{2, 3}},
		{"quoted line ends", "a,b,c\n\"1\r\n2\",\"x \"\"y\"\"\",\"z,\"\n4,5,6\n", abc, [][]string{{"1\n2", `x "y"`, "z,"}, {"4", "5", "6"}}, []int{2, 3}},
		{"bare quotes", "a,b,c\nKim \"Ace\" Lee,5\",\"\n\"\nx,y,z\n", abc, [][]string{{`Kim "Ace" Lee`, `5"`, "\n"}, {"x", "y", "z"}}, []int{2, 3}},
		{"quotes in quotes", "a,b,c\n\"he said \"hi\" to me\",2,3\n", abc, [][]string{{`he said "hi" to me`, "2", "3"}}, []int{2}},
		{"text after quotes", "a,b,c\n\"Ace\" Kim,\"2\",3\n", abc, [][]string{{"Ace Kim", "2", "3"}}, []int{2}},
		{"surplus empty cells", "a,b,c\n1,2,3,,\n", abc, [][]string{{"1", "2", "3"}}, []int{2}},
		{"empty rows", "\na,b,c\n\n1,2,3\n,,\n4,5,6\n\n", abc, [][]string{{"1", "2", "3"}, {"4", "5", "6"}}, []int{4, 6}},
		{"ends left out", "a,b,c\n1,2,3\n4\n5,6\n7\n", abc, [][]string{{"1", "2", "3"}, {"4", "", ""}, {"5", "6", ""}, {"7", "", ""}}, []int{2, 3, 4, 5}},
		{"same names", "a,a,a (2)\n1,2,3\n", []string{"a", "a (3)", "a (2)"}, [][]string{{"1", "2", "3"}}, []int{2}},
		{"no name", "a,,\" c\n\"\n1,2,3\n", []string{"a", "Column 2", "c"}, [][]string{{"1", "2", "3"}}, []int{2}},
		{"nothing in a column", "a,,c,\n1,,3,\n", []string{"a", "c"}, [][]string{{"1", "3"}}, []int{2}},
	} {
		s := mustRead(t, []byte(c.text))
		same(t, c.name, s, c.header, c.rows...)
		if !slices.Equal(s.Lines, c.lines) {
			t.Errorf("%s: rows come from lines %v, want %v", c.name, s.Lines, c.lines)
		}
	}
}

func TestReadNotes(t *testing.T) {
	s := mustRead(t, []byte("a,a,\n1,2,3\n"))
	var got []string
	for _, n := range s.Notes {
		got = append(got, locale.InEnglish(n.Words()))
	}
	want := []string{"Two columns are called a; the later one is now a (2).", "A column has no name; it is now Column 3."}
	if !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
}

func TestReadRejects(t *testing.T) {
	for _, c := range []struct {
		name, data string
		reason     survey.Key
		row        int
	}{
		{"empty", "", "file_empty", 0},
		{"only a mark", "\ufeff", "file_empty", 0},
		{"blank", " \n\n,,\n", "file_empty", 0},
		{"header only", "Name,Email\n", "header_only", 0},
		{"PNG", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "file_image", 0},
		{"PDF", "%PDF-1.7\n", "file_pdf", 0},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_xls", 0},
		{"web page", "\ufeff\n<!DOCTYPE html><html>", "file_html", 0},
		{"damaged ZIP", "PK\x03\x04 and so on", "file_damaged", 0},
		{"no header", "Ara,ara@example.org,3\nBo,bo@example.org,4\n", "header_missing", 0},
		{"a stray zero in a short file", "name,email\nA\x00B,a@x.org\n", "file_binary", 0},
		{"a stray zero", "\ufeffa,b\nx,0\x00", "file_binary", 0},
		{"machine code", "\x7fELF\x02\x01\x01\x00\x00\x03\x04\x00\x09\x00\x08", "file_binary", 0},
		{"damaged UTF-8", "이름,학과\n김민준,국\xea어\n", "file_encoding", 2},
		{"long row", "a,b\n1,2\n1,2,3\n", "row_too_long", 3},
		{"short row", "a,b,c\n1,2,3\n1,2\n4,5,\n", "row_too_short", 3},
		{"open quote", "a,b\n1,2\n3,\"4\n5,6\n", "quote_open", 3},
		{"long cell", "a,b\n1," + strings.Repeat("x", MaxCell+1), "cell_too_long", 2},
		{"many columns", strings.Repeat("a,", MaxColumns) + "a\n1\n", "too_many_columns", 0},
		{"nothing but commas", strings.Repeat(",", cellsPerLine), "too_many_columns", 1},
		{"many rows", "a,b\n" + strings.Repeat("1,2\n", MaxRows+1), "too_many_rows", 0},
		{"many bytes", strings.Repeat(" ", MaxBytes+1), "file_too_large", 0},
	} {
		_, err := Read("x.csv", strings.NewReader(c.data))
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%s: got error %v, want an *Error", c.name, err)
			continue
		}
		if got := e.Rows[0]; got.Reason != c.reason || got.Row != c.row {
			t.Errorf("%s: got %q in row %d, want %q in row %d", c.name, got.Reason, got.Row, c.reason, c.row)
		}
		words := locale.InEnglish(e.Rows[0].Message().Words())
		if words == string(c.reason) || strings.Contains(words, "<no value>") {
			t.Errorf("%s: the message is %q, want a sentence", c.name, words)
		}
		inv, ok := errors.AsType[*survey.InvalidError](err)
		if !ok || inv.Args["Row"] != c.row || !strings.HasSuffix(locale.InEnglish(inv.Message().Words()), words) {
			t.Errorf("%s: unwraps to %v, want an InvalidError in row %d with %q", c.name, inv, c.row, words)
		}
	}
}

func TestOwnFileMayBeLarger(t *testing.T) {
	data := "a,b\n1,2\n" + strings.Repeat("\n", MaxBytes)
	if _, err := Read("x.csv", strings.NewReader(data)); err == nil {
		t.Errorf("a file of %d bytes that somebody sends was read, want file_too_large", len(data))
	}
	if s, err := ReadOwn("x.csv", strings.NewReader(data)); err != nil || len(s.Rows) != 1 {
		t.Errorf("one's own file of %d bytes: %d rows, error %v; want 1 row", len(data), len(s.Rows), err)
	}
}

func TestErrorCountsRows(t *testing.T) {
	_, err := Read("x.csv", strings.NewReader("a,b\n1,2\n"+strings.Repeat("1,2,3\n", 30)))
	if s := err.Error(); !strings.HasPrefix(s, "x.csv: file: ") || !strings.HasSuffix(s, "(30 in all)") {
		t.Errorf("the error of 30 rows that are too long is %q, want the first of them and how many there are", s)
	}
}

// manyRows is a file of n members with the columns of a small survey.
func manyRows(n int) string {
	var b strings.Builder
	b.WriteString("Timestamp,Name,Email,Likes,Keen,Why\n")
	for i := range n {
		fmt.Fprintf(&b, "2026/03/02 3:48:34 PM,\"Kim, %d\",m%d@club.example,Chess;Go,%d,\"because %d, I think\"\n", i, i, 1+i%5, i)
	}
	return b.String()
}

func TestReadManyRows(t *testing.T) {
	s := mustRead(t, []byte(manyRows(20_000)))
	if len(s.Rows) != 20_000 || s.Rows[19_999][2] != "m19999@club.example" || s.Lines[19_999] != 20_001 {
		t.Errorf("read %d rows, the last %q from line %d", len(s.Rows), s.Rows[len(s.Rows)-1], s.Lines[len(s.Lines)-1])
	}
	in, errs := Apply(s, Guess(s))
	if len(in.Members) != 20_000 || len(errs) > 0 {
		t.Errorf("%d members and errors %v, want 20000 and none", len(in.Members), errs)
	}
}

func BenchmarkRead(b *testing.B) {
	data := []byte(manyRows(20_000))
	b.ReportAllocs()
	for b.Loop() {
		if _, errs := read(data, &pace{most: MaxCells}); errs != nil {
			b.Fatal(errs)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	s, errs := read([]byte(manyRows(20_000)), &pace{most: MaxCells})
	if errs != nil {
		b.Fatal(errs)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, errs := Apply(s, Guess(s)); errs != nil {
			b.Fatal(errs)
		}
	}
}

func TestReadHeaderRows(t *testing.T) {
	s := mustRead(t, []byte("StartDate,EndDate,ResponseId,Q1\nStart Date,End Date,Response ID,How keen are you?\n"+
		"\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n"+
		"2026-03-02 08:28:09,2026-03-02 08:28:48,R_1,4\n"))
	same(t, "Qualtrics", s, []string{"StartDate", "EndDate", "ResponseId", "Q1"}, []string{"2026-03-02 08:28:09", "2026-03-02 08:28:48", "R_1", "4"})
	if s.Labels[3] != "How keen are you?" || s.Lines[0] != 4 {
		t.Errorf("Qualtrics: Q1 is labelled %q from line %d, want its wording and line 4", s.Labels[3], s.Lines[0])
	}
	s = mustRead(t, []byte("StartDate,EndDate,ResponseID,Q1\nStartDate,EndDate,ResponseID,How keen?\n2026-03-02 08:28:09,2026-03-02 08:28:48,R_1,4\n"))
	if len(s.Rows) != 1 || s.Labels[3] != "How keen?" {
		t.Errorf("old Qualtrics: %d rows, Q1 labelled %q, want 1 row and How keen?", len(s.Rows), s.Labels[3])
	}
	s = mustRead(t, []byte("Respondent ID,Email Address,Your major?,What do you like?,,\n,,Response,Chess,Go,Other\n11,a@b.example,Physics,Chess,,Shogi\n"))
	same(t, "SurveyMonkey", s, []string{"Respondent ID", "Email Address", "Your major?", "What do you like? [Chess]", "What do you like? [Go]", "What do you like? [Other]"},
		[]string{"11", "a@b.example", "Physics", "Chess", "", "Shogi"})
}

// FuzzRead: whatever is fed in, Read returns a table as it promises or an [*Error].
func FuzzRead(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\";b\r1;\"2\n\"\r", "sep=\t\na\tb\n", "\x00a\x00,\x00b", "a,a,\n,,x", "PK\x03\x04", "\"", "a\n\"\"x\"", "sep=,"} {
		f.Add([]byte(s))
	}
	f.Add(book(f, func(f *excelize.File) error { return rowsOf(f, "Sheet1", 1, []any{"a", "b"}, []any{1, "x"}) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read("x", bytes.NewReader(data))
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || len(e.Rows) == 0 || e.Error() == "" {
				t.Fatalf("the error is %#v, want an *Error", err)
			}
			return
		}
		if len(s.Rows) == 0 || len(s.Lines) != len(s.Rows) || len(s.Labels) != len(s.Header) {
			t.Fatalf("%d rows, %d lines, %d labels, %d names", len(s.Rows), len(s.Lines), len(s.Labels), len(s.Header))
		}
		seen := map[string]bool{}
		for _, h := range s.Header {
			if h == "" || seen[h] {
				t.Fatalf("header %q has an empty or a double name", s.Header)
			}
			seen[h] = true
		}
		for i, r := range s.Rows {
			if len(r) != len(s.Header) {
				t.Fatalf("row %d has %d cells, the header %d", i, len(r), len(s.Header))
			}
		}
	})
}
