// Any table as numbers for a network, and the task found from the values of the target. Rows without a target are read in the same way, to be
// predicted.

package fit

import (
	"math"
	"slices"
	"strings"

	"dure/ml"
	"dure/survey"
)

// maxClasses is how many different texts a target may have.
const maxClasses = 1000

// A TableTask says what is to be predicted of a table.
type TableTask struct {
	Target string
	Group  string  // rows with the same value here stay in one fold; may be ""
	Task   ml.Task // "" finds it by the values of the target
}

// A TableData is a table in numbers, and the rows to predict in the same numbers.
type TableData struct {
	ml.Data
	Task     ml.Task
	Encoding Encoding    // how its columns became numbers
	Blank    [][]float64 // the rows without a target
	Notes    []survey.Message
}

// Read makes numbers of t, every row of which has a target, and of the rows of blank, which have
// none: categories become a column each, a missing number the column's mean beside a column that
// says so. Its errors are *survey.InvalidError.
func (task TableTask) Read(t, blank survey.Table) (TableData, error) {
	d := TableData{Task: task.Task}
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
		as, ok := encode(c)
		if !ok {
			names, _ := sortedCodes(c)
			d.Notes = append(d.Notes, survey.Say("column_left_out", "Column", c.Name, "Count", len(names)))
			continue
		}
		d.Encoding = append(d.Encoding, as)
	}
	d.X, _ = d.Encoding.Rows(t, task.Target)
	if blank.N > 0 {
		var notes []survey.Message
		d.Blank, notes = d.Encoding.Rows(blank, task.Target)
		d.Notes = append(d.Notes, notes...)
	}
	if len(d.Encoding) == 0 {
		return d, invalid("no_features", "Column", task.Target)
	}
	from := 0
	for _, c := range d.Encoding {
		to := from + c.width()
		if n, ok := leakAlike(c.Name, d.told(from, to), t.N); ok {
			d.Notes = append(d.Notes, n)
		}
		from = to
	}
	return d, nil
}

// told is the share of the target's variance that one of some columns of numbers tells, or of the variance of being in one of its classes. Of a column
// with no more values than there are classes each value counts for itself: it may be a code of them.
func (d *TableData) told(from, to int) float64 {
	most := 0.0
	for j := from; j < to; j++ {
		x := make([]float64, len(d.X))
		for i, row := range d.X {
			x[i] = row[j]
		}
		if d.K == 0 {
			most = max(most, squaredCorrelation(x, d.Y))
			continue
		}
		columns := [][]float64{x}
		values := slices.Clone(x)
		slices.Sort(values)
		if values = slices.Compact(values); len(values) <= d.K {
			for _, v := range values {
				columns = append(columns, isValue(x, v))
			}
		}
		for class := range d.K {
			in := isValue(d.Y, float64(class))
			for _, c := range columns {
				most = max(most, squaredCorrelation(c, in))
			}
		}
	}
	return most
}

// isValue is 1 where x is v.
func isValue(x []float64, v float64) []float64 {
	out := make([]float64, len(x))
	for i, have := range x {
		out[i] = indicator(have == v)
	}
	return out
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
