package fit

import (
	"math"

	"dure/survey"
)

// An Encoding is how the columns of a table become numbers: one indicator for each category but where there are two, which one column tells, and for numbers of
// which some are missing their mean beside a flag. It is found once, on the rows that a network learns from, and kept with it, so that later rows are
// read in the same way; what it never saw tells nothing there.
type Encoding []EncodedColumn

// An EncodedColumn is how one column does.
type EncodedColumn struct {
	Name   string      `json:"name"`
	Type   survey.Type `json:"type"`             // as it was read
	Names  []string    `json:"names,omitempty"`  // of categories, sorted
	Levels []string    `json:"levels,omitempty"` // texts that stand for numbers, from Low up
	Low    int         `json:"low,omitempty"`
	Mean   float64     `json:"mean,omitempty"` // of numbers
	Gaps   bool        `json:"gaps,omitempty"` // some were missing
}

// maxCategories is how many different texts a column may have to be taken for categories.
const maxCategories = 32

// encode finds how a column becomes numbers. One of a single answer, or of too many texts, does not.
func encode(c survey.Column) (e EncodedColumn, ok bool) {
	e = EncodedColumn{Name: c.Name, Type: c.Type()}
	if x, ok := c.Measured(); ok && answered(c) {
		if levels, ok := c.Values.(survey.Levels); ok {
			e.Levels, e.Low = levels.Names, levels.Low
		}
		n := 0.0
		for _, v := range x {
			if !math.IsNaN(v) {
				e.Mean, n = e.Mean+v, n+1
			}
		}
		e.Mean, e.Gaps = e.Mean/n, n < float64(len(x))
		return e, true
	}
	e.Names, _ = sortedCodes(c)
	return e, len(e.Names) >= 2 && len(e.Names) <= maxCategories
}

// width is how many numbers the column becomes.
func (c EncodedColumn) width() int {
	switch {
	case c.Names == nil && c.Gaps:
		return 2
	case c.Names == nil || len(c.Names) == 2:
		return 1
	}
	return len(c.Names)
}

// Rows are the rows of a table in numbers, and of which columns how many cells tell nothing. A column that is not there tells nothing at all.
func (e Encoding) Rows(t survey.Table, target string) (rows [][]float64, notes []survey.Message) {
	rows = make([][]float64, t.N)
	for _, c := range e {
		column, _ := t.Column(c.Name)
		unknown := 0
		for i := range rows {
			cell, said := "", false
			if column.Values != nil {
				cell, said = column.Cell(i), column.Answered(i)
			}
			var known bool
			if rows[i], known = c.add(rows[i], cell, said); !known {
				unknown++
			}
		}
		if unknown > 0 {
			notes = append(notes, survey.Say("blank_unknown", "Column", c.Name, "Count", unknown, "Target", target))
		}
	}
	return rows, notes
}

// add adds the numbers of a cell to a row, and tells whether the column knows it.
func (c EncodedColumn) add(row []float64, cell string, said bool) ([]float64, bool) {
	if c.Names == nil {
		v, ok := c.measure(cell)
		known := ok || c.Gaps && !said
		flag := 0.0
		if !ok {
			v, flag = c.Mean, 1
		}
		if row = append(row, v); c.Gaps {
			row = append(row, flag)
		}
		return row, known
	}
	first := 0
	if len(c.Names) == 2 {
		first = 1 // one column tells both
	}
	hot := make([]float64, len(c.Names)-first)
	k := survey.FindSpelling(c.Names, cell)
	if k >= first {
		hot[k-first] = 1
	}
	if k < 0 {
		hot[0] = float64(first) / 2 // between the two
	}
	return append(row, hot...), k >= 0
}

// Inputs are what the numbers of the column are called.
func (c EncodedColumn) Inputs() (names []string) {
	switch {
	case c.Names == nil && c.Gaps:
		return []string{c.Name, c.Name + " is missing"}
	case c.Names == nil:
		return []string{c.Name}
	case len(c.Names) == 2:
		return []string{c.Name + " = " + c.Names[1]}
	}
	for _, name := range c.Names {
		names = append(names, c.Name+" = "+name)
	}
	return names
}

// measure reads a cell as the column measures it: a level is known by its text, as "4 - good" is.
func (c EncodedColumn) measure(cell string) (float64, bool) {
	if k := survey.FindSpelling(c.Levels, cell); k >= 0 {
		return float64(c.Low + k), true
	}
	return survey.ParseNumber(cell)
}

// Types are the types that the columns had, by which later files are read.
func (e Encoding) Types() map[string]survey.Type {
	types := map[string]survey.Type{}
	for _, c := range e {
		types[c.Name] = c.Type
	}
	return types
}
