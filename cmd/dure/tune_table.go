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

// read makes numbers of the table. Rows without a target are set aside.
func (c *tuneCmd) read() (fit.TableData, error) {
	s, err := readTable(c.Data, os.Stderr)
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
	if none == 0 && c.Predict != "" {
		return fit.TableData{}, usageError("--predict: every row of %s has a value of %s; leave it empty in the rows that you want it predicted for", c.Data, c.Target)
	}
	if none > 0 {
		c.tellBlanks(none)
	}
	table, reading := known.Table(sheet.As{})
	c.reading = reading
	tellReading(os.Stderr, c.Data, reading)
	blank, _ := c.blank.sheet.Table(sheet.As{})
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
func (c *tuneCmd) split(s sheet.Sheet) (known sheet.Sheet) {
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

// tellBlanks says what becomes of the rows without a target, and which words were taken for none.
func (c *tuneCmd) tellBlanks(rows int) {
	does := "are left out"
	if c.Predict != "" {
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
