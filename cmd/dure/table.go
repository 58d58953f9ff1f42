package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
	"dure/survey/sheet"
)

// readTable reads the CSV or XLSX file at path; everything that is wrong with it is the caller's to correct. Notes about
// the file go to notes.
func readTable(path string, notes io.Writer) (sheet.Sheet, error) {
	if isDir(path) {
		return sheet.Sheet{}, usageError("%s is a folder, not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return sheet.Sheet{}, fileError(err)
	}
	defer f.Close()
	s, err := sheet.ReadOwn(path, f)
	if _, bad := errors.AsType[*sheet.Error](err); bad {
		return sheet.Sheet{}, usageError("%s", sayError(err))
	}
	if err != nil {
		return sheet.Sheet{}, usageError("%s: %w", path, err)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(notes, "%s: %s\n", path, say(n))
	}
	return s, nil
}

// fileFlags say of a file what a page would ask.
type fileFlags struct {
	Map    []string `name:"map" sep:"none" placeholder:"COLUMN=KIND" help:"What a column is, where it was taken for something else; may be given several times."`
	Table  string   `placeholder:"N|all" help:"Which of several tables side by side is read, from 1, or that they are one; by default the longest of those that say who their members are."`
	Turn   bool     `help:"The file has a line for each answer, or is a grid of times: turn it, so that each member has a row."`
	Strict bool     `help:"Where a page would ask, end with exit code 2 instead of taking what is safe."`
}

// read reads the file at path. Of tables side by side it takes the one that is asked for, or the one with members. One whose rows are not members has to be turned, and rows of who dropped out are left out.
func (f fileFlags) read(path string, notes io.Writer) (sheet.Sheet, error) {
	s, err := readTable(path, notes)
	if err != nil {
		return s, err
	}
	list := 0
	switch n := len(s.Tables()); f.Table {
	case "":
	case "all":
		list = sheet.AllLists
	default:
		if list, err = strconv.Atoi(f.Table); err != nil || list < 1 || list > n {
			return s, usageError("%s: --table %s: %s", path, f.Table, say(survey.Say("no_such_table", "Count", n)))
		}
	}
	s = s.With(sheet.Choice{KeepDropped: true, KeepDevices: true, List: list})
	if how := s.Turns(); how != "" && !f.Turn {
		return s, usageError("%s: %s", path, say(survey.Say(how, "Command", true)))
	}
	if s, err = s.With(sheet.Choice{Turn: f.Turn, KeepDropped: true, KeepDevices: true}).Mapped(f.Map); err != nil {
		return s, usageError("%s: --map: %w", path, err)
	}
	s = s.With(sheet.Choice{})
	for _, m := range s.PassedOver() {
		fmt.Fprintf(notes, "%s: %s\n", path, say(m))
	}
	if f.Strict && slices.ContainsFunc(s.LeftOut, func(l sheet.LeftOutRow) bool { return l.Reason == sheet.DroppedLine }) {
		return s, usageError("%s: %s", path, say(survey.Say("strict_dropped")))
	}
	if f.Strict && slices.ContainsFunc(s.LeftOut, func(l sheet.LeftOutRow) bool { return l.Reason == sheet.DeviceLine }) {
		return s, usageError("%s: %s", path, say(survey.Say("strict_devices")))
	}
	return s, nil
}

// once is the sheet with each member once, whom the column id tells apart, if any.
func (f fileFlags) once(s sheet.Sheet, path, id string, notes io.Writer) sheet.Sheet {
	once := s.Once(id)
	for _, m := range once.PassedOver()[len(s.PassedOver()):] {
		fmt.Fprintf(notes, "%s: %s\n", path, say(m))
	}
	return once
}

// tell tells what was made of the file; with --strict it must have been sure of everything.
func (f fileFlags) tell(w io.Writer, path string, r sheet.Reading) error {
	tellReading(w, path, r)
	if n := len(r.Assumed) + len(r.NotUnderstood); f.Strict && n > 0 {
		return usageError("%s: %s", path, say(survey.Say("strict_doubts", "Count", n)))
	}
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// fileError tells the caller to correct the name of a file that cannot be opened.
func fileError(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return usageError("%s: %v; check the name", path.Path, path.Err)
	}
	return err
}

// count words a number of things, such as "1 team" or "12 teams".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// columnNames cuts a list at its commas. A column of the header with commas in its name stays whole.
func columnNames(list string, header []string) []string {
	parts := strings.Split(list, ",")
	var out []string
	for i := 0; i < len(parts); {
		end := i + 1
		for j := len(parts); j > i+1; j-- {
			name := strings.TrimPrefix(strings.TrimSpace(strings.Join(parts[i:j], ",")), "-")
			if slices.Contains(header, name) {
				end = j
				break
			}
		}
		if name := strings.TrimSpace(strings.Join(parts[i:end], ",")); name != "" {
			out = append(out, name)
		}
		i = end
	}
	return out
}

// splitColumns tells the columns of a list that are asked for from those that a leading "-" leaves out.
func splitColumns(list string, header []string) (in, out []string, err error) {
	for _, name := range columnNames(list, header) {
		bare, minus := strings.CutPrefix(name, "-")
		switch {
		case slices.Contains(header, name):
			in = append(in, name)
		case minus && slices.Contains(header, bare):
			out = append(out, bare)
		default:
			return nil, nil, usageError("there is no column %q; the columns are %s", strings.TrimPrefix(name, "-"), strings.Join(header, ", "))
		}
	}
	return in, out, nil
}

// columnsTold is how many columns are told on standard error with what they are taken for; the report has all.
const columnsTold = 30

// tellColumns says in a line what the columns are taken for.
func tellColumns(w io.Writer, file string, r sheet.Reading) {
	var all []string
	for _, c := range r.Columns[:min(columnsTold, len(r.Columns))] {
		words := c.Name + " = " + c.Kind
		switch {
		case len(c.Order) > 0:
			words += " (" + strings.Join(c.Order, " < ") + ")"
			if c.Absent != nil {
				words += " " + say(survey.Say("reading_absent", "Points", strings.Join(c.Absent, ", ")))
			}
		case c.Of != "":
			words += " (" + say(survey.Say("reading_choice", "Question", c.Of)) + ")"
		case c.Unit != "":
			words += " (" + c.Unit + ")"
		}
		all = append(all, words)
	}
	fmt.Fprintf(w, "%s: %s\n", file, say(survey.Say("reading_columns", "Members", r.Members, "Rows", r.Rows, "Columns", strings.Join(all, "; "), "More", max(0, len(r.Columns)-columnsTold))))
}

// tellReading says which spellings were taken as one, what of a file was not understood, and what was taken for something else than is written.
func tellReading(w io.Writer, file string, r sheet.Reading) {
	tellColumns(w, file, r)
	for _, c := range r.Columns {
		var words []string
		for _, m := range sheet.MergedMessages(c.Merged) {
			words = append(words, say(m))
		}
		if words != nil {
			fmt.Fprintf(w, "%s: %s\n", file, say(survey.Say("column_merged", "Column", c.Name, "Merged", words)))
		}
	}
	tellFirst(w, file, r.NotUnderstood)
	tellFirst(w, file, r.Assumed)
}

// tellFirst tells the first of a list, and how many more there are.
func tellFirst[T interface{ Message() survey.Message }](w io.Writer, file string, all []T) {
	for _, one := range all[:min(listed, len(all))] {
		fmt.Fprintf(w, "%s: %s\n", file, say(one.Message()))
	}
	if more := len(all) - listed; more > 0 {
		fmt.Fprintf(w, "%s: %s\n", file, say(survey.Say("problems_more", "Count", more)))
	}
}

// inFile returns the error of a table with its row as the file numbers it.
func inFile(err error, s sheet.Sheet) error {
	e, ok := errors.AsType[*survey.InvalidError](err)
	if !ok || e.Args["File"] != nil {
		return err
	}
	for _, name := range []string{"Row", "First"} {
		if row, ok := e.Args[name].(int); ok && row >= 1 && row <= len(s.Rows) {
			e.Args[name] = s.Line(row - 1)
		}
	}
	return e
}
