package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"dure/ml"
	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
)

// A targetFile is a table with a column to predict.
type targetFile struct {
	Data   string `arg:"" name:"data.csv" help:"CSV or XLSX file with a header."`
	Target string `required:"" placeholder:"COL" help:"Column to predict."`
	Task   string `enum:"auto,regression,binary,multiclass" default:"auto" help:"What the target is: ${enum}. Default: by its values."`
	Group  string `placeholder:"COL" help:"Rows with the same value here stay in one fold."`

	blank blanks
	fileFlags
	reading sheet.Reading
}

// read makes numbers of the table. Rows without a target are set aside, to be predicted where that is asked for.
func (c *targetFile) read(predict bool) (fit.TableData, error) {
	s, err := c.fileFlags.read(c.Data, os.Stderr)
	if err != nil {
		return fit.TableData{}, err
	}
	for _, named := range []struct{ flag, column string }{{"--target", c.Target}, {"--group", c.Group}} {
		if named.column != "" && s.Column(named.column) < 0 {
			return fit.TableData{}, usageError("%s: there is no column %q; the columns are %s", named.flag, named.column, strings.Join(s.Header, ", "))
		}
	}
	known := c.split(s)
	none := len(c.blank.sheet.Rows)
	if none == 0 && predict {
		return fit.TableData{}, usageError("--predict: every row of %s has a value of %s; leave it empty in the rows that you want it predicted for", c.Data, c.Target)
	}
	if none > 0 {
		c.tellBlanks(none, predict)
	}
	table, blank := c.tables(s, known)
	if err := c.tell(os.Stderr, c.Data, c.reading); err != nil {
		return fit.TableData{}, err
	}
	task := fit.TableTask{Target: c.Target, Group: c.Group, Task: ml.Task(c.Task)}
	if c.Task == "auto" {
		task.Task = ""
	}
	d, err := task.Read(table, blank)
	if err != nil {
		return d, fitError(c.Data, inFile(err, known))
	}
	for _, note := range d.Notes {
		fmt.Fprintf(os.Stderr, "%s: %s\n", c.Data, say(note))
	}
	return d, nil
}

// split returns the rows with a target, and keeps the others as blanks.
func (c *targetFile) split(s sheet.Sheet) (known sheet.Sheet) {
	c.blank = blanks{sheet: s, target: s.Column(c.Target)}
	c.blank.sheet.Rows, c.blank.sheet.Lines = nil, nil
	known = s
	known.Rows, known.Lines = nil, nil
	for i, row := range s.Rows {
		of := &known
		if survey.Missing(row[c.blank.target]) {
			of = &c.blank.sheet
		}
		of.Rows, of.Lines = append(of.Rows, row), append(of.Lines, s.Lines[i])
	}
	return known
}

// tables reads the rows with a target and those without, and what was made of the whole file. Its columns are read once over all rows, so that
// one spelling is the same in both; but one that measures where the target is known stays so, whatever stands in the other rows.
func (c *targetFile) tables(s, known sheet.Sheet) (table, blank survey.Table) {
	table, c.reading = known.Table(sheet.As{})
	if len(c.blank.sheet.Rows) == 0 {
		return table, survey.Table{Columns: table.Columns}
	}
	var rows [2][]int // with a target, and without
	for i, row := range s.Rows {
		k := 0
		if survey.Missing(row[c.blank.target]) {
			k = 1
		}
		rows[k] = append(rows[k], i)
	}
	blank, _ = c.blank.sheet.Table(sheet.As{})
	whole, reading := s.Table(sheet.As{})
	c.reading = reading
	for j, column := range whole.Columns {
		_, measured := column.Measured()
		if _, before := table.Columns[j].Measured(); measured || !before {
			table.Columns[j].Values, blank.Columns[j].Values = column.Pick(rows[0]), column.Pick(rows[1])
		}
	}
	return table, blank
}

// tellBlanks says what becomes of the rows without a target, and which words were taken for none.
func (c *targetFile) tellBlanks(rows int, predict bool) {
	does := "are left out"
	if predict {
		does = "get it predicted"
	}
	var said []string
	for _, row := range c.blank.sheet.Rows {
		if cell := strings.TrimSpace(row[c.blank.target]); cell != "" {
			said = append(said, cell)
		}
	}
	if slices.Sort(said); len(said) > 0 {
		does = fmt.Sprintf("(also those with %q) %s", slices.Compact(said), does)
	}
	fmt.Fprintf(os.Stderr, "%s: rows without %s %s: %d\n", c.Data, c.Target, does, rows)
}
