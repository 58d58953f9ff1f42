package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"dure/ml"
	"dure/survey"
	"dure/survey/sheet"
)

// maxCategories is how many different texts a column may have to be taken for categories.
const maxCategories = 32

// read makes numbers of the table: categories become a column each, a missing number the column's
// mean beside a column that says so. Rows without a target are left out.
func (c *tuneCmd) read() (ml.Data, error) {
	t, err := readTable(c.Data)
	if err != nil {
		return ml.Data{}, err
	}
	target, err := columnOf(t, "--target", c.Target)
	if err != nil {
		return ml.Data{}, err
	}
	group := -1
	if c.Group != "" {
		if group, err = columnOf(t, "--group", c.Group); err != nil {
			return ml.Data{}, err
		}
	}
	all := len(t.Rows)
	keep := func(i int) bool { return !survey.Missing(t.Rows[i][target]) }
	var rows [][]string
	var lines []int
	for i, row := range t.Rows {
		if keep(i) {
			rows, lines = append(rows, row), append(lines, t.Lines[i])
		}
	}
	if len(rows) < all {
		fmt.Fprintf(os.Stderr, "%s: rows without %s are left out: %d\n", c.Data, c.Target, all-len(rows))
	}
	if len(rows) == 0 {
		return ml.Data{}, usageError("%s: no row has a value of %s", c.Data, c.Target)
	}
	t.Rows, t.Lines = rows, lines
	d := ml.Data{X: make([][]float64, len(rows))}
	if err := c.targets(&d, t, target); err != nil {
		return d, err
	}
	if group >= 0 {
		_, d.Group = codes(column(t, group))
	}
	for j := range t.Header {
		if j != target && j != group {
			c.feature(&d, t, j)
		}
	}
	if len(d.X[0]) == 0 {
		return d, usageError("%s: there is no column to predict %s from", c.Data, c.Target)
	}
	return d, nil
}

func columnOf(t sheet.Sheet, flag, name string) (int, error) {
	j := slices.Index(t.Header, name)
	if j < 0 {
		return 0, usageError("%s: there is no column %q; the columns are %s", flag, name, strings.Join(t.Header, ", "))
	}
	return j, nil
}

func column(t sheet.Sheet, j int) []string {
	out := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		out[i] = strings.TrimSpace(row[j])
	}
	return out
}

// codes numbers the different texts in their order.
func codes(x []string) (names []string, code []int) {
	names = slices.Compact(slices.Sorted(slices.Values(x)))
	code = make([]int, len(x))
	for i, s := range x {
		code[i], _ = slices.BinarySearch(names, s)
	}
	return names, code
}

// targets reads the target and finds the task.
func (c *tuneCmd) targets(d *ml.Data, t sheet.Sheet, target int) error {
	text := column(t, target)
	names, code := codes(text)
	numbers := make([]float64, len(text))
	numeric, whole := true, true
	bad := 0
	for i, s := range text {
		v, ok := survey.Float(s)
		if !ok && numeric {
			numeric, bad = false, i
		}
		numbers[i] = v
		whole = whole && v == math.Trunc(v)
	}
	c.task = ml.Task(c.Task)
	if c.Task == "auto" {
		switch {
		case len(names) == 2:
			c.task = ml.Binary
		case numeric && !(whole && len(names) <= 10):
			c.task = ml.Regression
		default:
			c.task = ml.Multiclass
		}
	}
	if c.task == ml.Regression {
		if !numeric {
			return usageError("%s: row %d, column %q: %q is not a number; correct it, or choose --task multiclass", c.Data, t.Lines[bad], c.Target, text[bad])
		}
		d.Y = numbers
		return nil
	}
	if most := 1000; len(names) > most {
		return usageError("%s: column %q has %d different values, too many for classes", c.Data, c.Target, len(names))
	}
	if len(names) < 2 || c.task == ml.Binary && len(names) != 2 {
		return usageError("%s: column %q has %d different values, which does not suit --task %s", c.Data, c.Target, len(names), c.task)
	}
	d.Classes, d.K = names, len(names)
	for _, k := range code {
		d.Y = append(d.Y, float64(k))
	}
	return nil
}

// feature adds what column j says to the rows of d.
func (c *tuneCmd) feature(d *ml.Data, t sheet.Sheet, j int) {
	text := column(t, j)
	var sum, n float64
	numeric := true
	for _, s := range text {
		v, ok := survey.Float(s)
		if ok && !survey.Missing(s) {
			sum, n = sum+v, n+1
		}
		numeric = numeric && (ok || survey.Missing(s))
	}
	if numeric && n > 0 {
		addNumbers(d, text, sum/n)
		return
	}
	names, code := codes(text)
	if len(names) < 2 || len(names) > maxCategories {
		fmt.Fprintf(os.Stderr, "%s: column %q has %d different texts and is left out\n", c.Data, t.Header[j], len(names))
		return
	}
	first := 0
	if len(names) == 2 {
		first = 1 // one column tells both
	}
	for i, k := range code {
		hot := make([]float64, len(names)-first)
		if k >= first {
			hot[k-first] = 1
		}
		d.X[i] = append(d.X[i], hot...)
	}
}

func addNumbers(d *ml.Data, text []string, mean float64) {
	missing := slices.ContainsFunc(text, survey.Missing)
	for i, s := range text {
		v, _ := survey.Float(s)
		flag := 0.0
		if survey.Missing(s) {
			v, flag = mean, 1
		}
		d.X[i] = append(d.X[i], v)
		if missing {
			d.X[i] = append(d.X[i], flag)
		}
	}
}
