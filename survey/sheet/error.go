package sheet

import (
	"fmt"
	"maps"
	"strings"

	"dure/survey"
)

// A RowError says what is wrong with a cell, a row or a whole file, in the manner of [survey.InvalidError].
// Its Args hold what the wording needs; Row and Column are not repeated there.
type RowError struct {
	Row    int    // as a spreadsheet counts: the header is row 1; 0 is the whole file
	Column string // the column's name; "" is the whole row
	Reason survey.Key
	Args   map[string]any
}

// Error words the problem in English.
func (e RowError) Error() string {
	var where []string
	if e.Row > 0 {
		where = append(where, fmt.Sprintf("row %d", e.Row))
	}
	if e.Column != "" {
		where = append(where, fmt.Sprintf("column %q", e.Column))
	}
	text := word(e.Reason, e.Args)
	if len(where) == 0 {
		return text
	}
	return strings.Join(where, ", ") + ": " + text
}

// Invalid returns the problem as an error of the field "file", with Row and Column among its Args.
func (e RowError) Invalid() *survey.InvalidError {
	all := args("Row", e.Row, "Column", e.Column)
	maps.Copy(all, e.Args)
	return &survey.InvalidError{Field: "file", Reason: e.Reason, Args: all}
}

// An Error is everything that keeps a file from being read: one problem of the whole file,
// or a list of rows. It unwraps to a [*survey.InvalidError] for each.
type Error struct {
	File string
	Rows []RowError // at least one
}

// listed is how many problems Error spells out.
const listed = 10

// Error words the problems in English, one on a line, and says how many more there are.
func (e *Error) Error() string {
	var b strings.Builder
	for i, r := range e.Rows {
		if i == listed {
			fmt.Fprintf(&b, "\n%s: and %d more", e.File, len(e.Rows)-listed)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.File + ": " + r.Error())
	}
	return b.String()
}

// Unwrap returns each problem as a [*survey.InvalidError].
func (e *Error) Unwrap() []error {
	all := make([]error, len(e.Rows))
	for i, r := range e.Rows {
		all[i] = r.Invalid()
	}
	return all
}

// whole returns the one problem of a file; pairs are names and values of its arguments.
func whole(reason survey.Key, pairs ...any) []RowError {
	return []RowError{rowError(0, "", reason, pairs...)}
}

func rowError(row int, column string, reason survey.Key, pairs ...any) RowError {
	return RowError{Row: row, Column: column, Reason: reason, Args: args(pairs...)}
}

func args(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2+2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// Wording is the English of every Reason of a [RowError] and every Key of a [Note], with
// arguments as in text/template. Other languages translate it key by key.
var Wording = map[survey.Key]string{
	"file_empty":       "the file is empty; export it again and check that it opens in a spreadsheet",
	"header_only":      "the file has a header but no rows below it; export it again with the answers",
	"header_missing":   "the first row is somebody's, not a header; put a row above it that names the columns",
	"file_too_large":   "the file is larger than {{.Max}} MB; leave out columns that are not needed or split it",
	"too_many_rows":    "the file has {{.Rows}} rows, more than {{.Max}}; split it",
	"too_many_columns": "the file has {{.Columns}} columns, more than {{.Max}}; leave out those that are not needed",
	"cell_too_long":    "a cell is longer than {{.Max}} bytes, or a quotation mark is missing; shorten or repair it",
	"file_image":       "this is a {{.Kind}} picture, not a table; export the table as CSV or XLSX",
	"file_pdf":         "this is a PDF document, not a table; export the table as CSV or XLSX",
	"file_zip":         "this is a ZIP archive; unpack it and give the CSV or XLSX file that is inside",
	"file_office":      "this is a document or a presentation, not a table; copy the table into a spreadsheet and save it as XLSX or CSV",
	"file_ods":         "this is an OpenDocument table; save it as XLSX or CSV",
	"file_xls":         "this is an old Excel file (.xls); save it as XLSX or CSV",
	"file_locked":      "this Excel file is protected by a password; save it without one",
	"file_html":        "this is a web page, not a table; you may need to sign in where the file comes from, then download it again",
	"file_binary":      "this is not a text file; export the table as CSV or XLSX",
	"file_encoding":    "the text is damaged here (it is neither UTF-8, UTF-16 nor CP949); export it again as UTF-8",
	"file_damaged":     "this XLSX file is damaged; open it in a spreadsheet and save it again",
	"file_bomb":        "this XLSX file is larger than {{.Max}} MB when unpacked; save only the sheet with the table",
	"quote_open":       "a quotation mark is opened and never closed; close or delete it",
	"row_too_long":     "the row has more cells ({{.Cells}}) than the header ({{.Columns}}); put quotation marks around a cell with a comma in it, or delete the surplus",
	"row_too_short":    "the row has fewer cells ({{.Cells}}) than the header ({{.Columns}}); fill in what is missing, or delete the row",

	"who_missing":    "no column says who the members are; choose one for the name, the e-mail address or the id",
	"who_empty":      "the row says neither name nor e-mail address nor id; fill one in or delete the row",
	"name_long":      "the name or id is longer than {{.Max}} characters; shorten it",
	"email_invalid":  "{{.Email}} is not an e-mail address; correct it or leave it empty",
	"number_invalid": "{{.Value}} is not a number that fits here; correct it, leave it empty or take the column for text",
	"number_range":   "{{.Value}} is not within {{.Min}} to {{.Max}}; correct it or take the column for a number",
	"choice_unknown": "{{.Choice}} is not among the options; correct it or add it to them",
	"hours_invalid":  "{{.Value}} is not a list of hours such as 9:00;10:00; correct it or take the column for text",
	"too_long":       "the text is longer than {{.Max}} characters; shorten it",
	"options_many":   "the column has more than {{.Max}} different answers; take it for text",
	"scale_points":   "a scale has 2 to {{.Max}} points; take the column for a number",
	"use_twice":      "two columns are taken for {{.Use}}; choose one and leave the other out",
	"use_unknown":    "{{.Use}} is nothing that a column can be taken for",
	"mapping_other":  "the columns were chosen for another file ({{.Columns}} columns instead of {{.Header}}); choose them anew",

	"rows_padded":    "empty cells at the end are left out; rows without them: {{.Rows}}",
	"header_double":  "two columns are called {{.Name}}; the later one is now {{.New}}",
	"header_empty":   "a column has no name; it is now {{.New}}",
	"labels_taken":   "rows of labels below the header were taken for what they are: {{.Rows}}",
	"title_skipped":  "the title above the table was left out: {{.Title}}",
	"pages_left_out": "only the sheet {{.Page}} is read; the others are left out: {{.Others}}",
	"encoding_old":   "the text looks like {{.Encoding}}; if names look wrong, save the file as UTF-8",
}

// word fills in the English wording of a reason.
func word(reason survey.Key, values map[string]any) string {
	text, ok := Wording[reason]
	if !ok {
		return strings.ReplaceAll(string(reason), "_", " ")
	}
	for k, v := range values {
		text = strings.ReplaceAll(text, "{{."+k+"}}", fmt.Sprint(v))
	}
	return text
}

// String words the note in English.
func (n Note) String() string { return word(n.Key, n.Args) }
