// Any table as numbers for a network: one indicator for each category, a flag beside numbers of
// which some are missing, and the task found from the values of the target. Rows without a target
// are read in the same way, to be predicted.

package fit

import (
	"math"
	"slices"
	"strings"

	"dure/ml"
	"dure/survey"
)

// maxCategories is how many different texts a column may have to be taken for categories, and
// maxClasses how many a target.
const (
	maxCategories = 32
	maxClasses    = 1000
)

// A TableTask says what is to be predicted of a table.
type TableTask struct {
	Target string
	Group  string  // rows with the same value here stay in one fold; may be ""
	Task   ml.Task // "" finds it by the values of the target
}

// A TableData is a table in numbers, and the rows to predict in the same numbers.
type TableData struct {
	ml.Data
	Task  ml.Task
	Blank [][]float64 // the rows without a target
	Notes []survey.Message
}

// Read makes numbers of t, every row of which has a target, and of the rows of blank, which have
// none: categories become a column each, a missing number the column's mean beside a column that
// says so. Its errors are *survey.InvalidError.
func (task TableTask) Read(t, blank survey.Table) (TableData, error) {
	d := TableData{Data: ml.Data{X: make([][]float64, t.N)}, Task: task.Task, Blank: make([][]float64, blank.N)}
	target, ok := t.Column(task.Target)
	if !ok {
		return d, invalid("column_unknown", "Column", task.Target, "Known", strings.Join(t.Names(), ", "))
	}
	if t.N == 0 {
		return d, invalid("no_targets", "Column", task.Target)
	}
	if err := d.readTarget(target); err != nil {
		return d, err
	}
	if task.Group != "" {
		group, ok := t.Column(task.Group)
		if !ok {
			return d, invalid("column_unknown", "Column", task.Group, "Known", strings.Join(t.Names(), ", "))
		}
		_, d.Group = sortedCodes(group)
	}
	for _, c := range t.Columns {
		if c.Name == task.Target || c.Name == task.Group {
			continue
		}
		unread, _ := blank.Column(c.Name)
		from := len(d.X[0])
		if unknown := d.addColumn(c, unread); unknown > 0 {
			d.Notes = append(d.Notes, survey.Say("blank_unknown", "Column", c.Name, "Count", unknown, "Target", task.Target))
		}
		if n, ok := leakNote(c.Name, d.told(from), t.N); ok && len(d.X[0]) > from {
			d.Notes = append(d.Notes, n)
		}
	}
	if len(d.X[0]) == 0 {
		return d, invalid("no_features", "Column", task.Target)
	}
	return d, nil
}

// told is the share of the target's variance that one of the columns of numbers from the given one on tells, or
// of the variance of being in one of its classes.
func (d *TableData) told(from int) float64 {
	most := 0.0
	for j := from; j < len(d.X[0]); j++ {
		x := make([]float64, len(d.X))
		for i, row := range d.X {
			x[i] = row[j]
		}
		if d.K == 0 {
			most = max(most, squaredCorrelation(x, d.Y))
		}
		for class := range d.K {
			in := make([]float64, len(d.Y))
			for i, y := range d.Y {
				in[i] = indicator(y == float64(class))
			}
			most = max(most, squaredCorrelation(x, in))
		}
	}
	return most
}

// sortedCodes numbers the different answers in the order of their texts. No answer is "".
func sortedCodes(c survey.Column) (names []string, codes []int) {
	codes = make([]int, c.Len())
	for i := range codes {
		names = append(names, c.Cell(i))
	}
	texts := slices.Clone(names)
	slices.Sort(names)
	names = slices.Compact(names)
	for i, text := range texts {
		codes[i], _ = slices.BinarySearch(names, text)
	}
	return names, codes
}

// readTarget reads the target and finds the task.
func (d *TableData) readTarget(c survey.Column) error {
	names, codes := sortedCodes(c)
	x, numeric := c.Measured()
	if d.Task == "" {
		whole := !slices.ContainsFunc(x, func(v float64) bool { return v != math.Trunc(v) })
		switch {
		case len(names) == 2:
			d.Task = ml.Binary
		case numeric && !(whole && len(names) <= 10):
			d.Task = ml.Regression
		default:
			d.Task = ml.Multiclass
		}
	}
	switch {
	case d.Task == ml.Regression && !numeric:
		return badCell("target_not_number", c, func(cell string) bool { _, ok := survey.ParseNumber(cell); return ok })
	case d.Task == ml.Regression:
		d.Y = x
		return nil
	case len(names) > maxClasses:
		return invalid("classes_many", "Column", c.Name, "Count", len(names))
	case len(names) < 2 || d.Task == ml.Binary && len(names) != 2:
		return invalid("classes_unfit", "Column", c.Name, "Count", len(names), "Task", string(d.Task))
	}
	d.Classes, d.K = names, len(names)
	for _, k := range codes {
		d.Y = append(d.Y, float64(k))
	}
	return nil
}

// addColumn adds a column's answers to the rows of numbers, and tells how many of the rows to
// predict have there what no row with a target has, and which therefore tells nothing.
func (d *TableData) addColumn(c, blank survey.Column) (unknown int) {
	if x, ok := c.Measured(); ok && answered(c) {
		return d.addNumbers(c, x, blank)
	}
	names, _ := sortedCodes(c)
	if len(names) < 2 || len(names) > maxCategories {
		d.Notes = append(d.Notes, survey.Say("column_left_out", "Column", c.Name, "Count", len(names)))
		return 0
	}
	first := 0
	if len(names) == 2 {
		first = 1 // one column tells both
	}
	add := func(x [][]float64, of survey.Column) {
		for i := range x {
			hot := make([]float64, len(names)-first)
			switch k := survey.FindSpelling(names, of.Cell(i)); {
			case k >= first:
				hot[k-first] = 1
			case k < 0:
				unknown++
				hot[0] = float64(first) / 2 // between the two
			}
			x[i] = append(x[i], hot...)
		}
	}
	add(d.X, c)
	add(d.Blank, blank)
	return unknown
}

// addNumbers adds a column of numbers, and one that tells which are missing where that is known to
// happen. What is no number in the rows to predict counts as missing.
func (d *TableData) addNumbers(c survey.Column, x []float64, blank survey.Column) (unknown int) {
	sum, n := 0.0, 0.0
	for _, v := range x {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	missing := n < float64(len(x))
	add := func(rows [][]float64, i int, v float64) {
		flag := 0.0
		if math.IsNaN(v) {
			v, flag = sum/n, 1
		}
		if rows[i] = append(rows[i], v); missing {
			rows[i] = append(rows[i], flag)
		}
	}
	for i, v := range x {
		add(d.X, i, v)
	}
	for i := range d.Blank {
		v, ok := measure(c, blank.Cell(i))
		if !ok {
			v = math.NaN()
		}
		if !ok && (blank.Answered(i) || !missing) {
			unknown++
		}
		add(d.Blank, i, v)
	}
	return unknown
}

// measure reads a cell as the column measures it: a level is known by its text, as "4 - good" is.
func measure(c survey.Column, cell string) (float64, bool) {
	if levels, ok := c.Values.(survey.Levels); ok {
		if k := survey.FindSpelling(levels.Names, cell); k >= 0 {
			return float64(levels.Low + k), true
		}
	}
	return survey.ParseNumber(cell)
}
