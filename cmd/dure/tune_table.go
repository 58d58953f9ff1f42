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
// mean beside a column that says so. Rows without a target are set aside.
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
	var rows [][]string
	var lines []int
	c.blank = blanks{sheet: t, target: target}
	c.blank.sheet.Rows = nil
	for i, row := range t.Rows {
		if survey.Missing(row[target]) {
			c.blank.sheet.Rows = append(c.blank.sheet.Rows, row)
			continue
		}
		rows, lines = append(rows, row), append(lines, t.Lines[i])
	}
	none := len(c.blank.sheet.Rows)
	if len(rows) == 0 {
		return ml.Data{}, usageError("%s: no row has a value of %s", c.Data, c.Target)
	}
	if none == 0 && c.Predict != "" {
		return ml.Data{}, usageError("--predict: every row of %s has a value of %s; leave it empty in the rows that you want it predicted for", c.Data, c.Target)
	}
	if none > 0 {
		does := "are left out"
		if c.Predict != "" {
			does = "get it predicted"
		}
		said, _ := codes(column(c.blank.sheet, target))
		if said = slices.DeleteFunc(said, func(s string) bool { return s == "" }); len(said) > 0 {
			does = fmt.Sprintf("(also those with %q) %s", said, does)
		}
		fmt.Fprintf(os.Stderr, "%s: rows without %s %s: %d\n", c.Data, c.Target, does, none)
	}
	t.Rows, t.Lines = rows, lines
	c.blank.x = make([][]float64, none)
	d := ml.Data{X: make([][]float64, len(rows))}
	if err := c.targets(&d, t, target); err != nil {
		return d, err
	}
	if group >= 0 {
		_, d.Group = codes(column(t, group))
	}
	for j := range t.Header {
		if j != target && j != group {
			number := c.feature(t, j)
			number(d.X, column(t, j))
			if unknown := number(c.blank.x, column(c.blank.sheet, j)); unknown > 0 {
				fmt.Fprintf(os.Stderr, "%s: column %q: what %d of the rows to predict have there occurs in no row with %s, and tells nothing\n", c.Data, t.Header[j], unknown, c.Target)
			}
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
		v, ok := survey.ParseNumber(s)
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

// feature returns what adds a column's texts to rows of numbers, by what the rows of t have in column j, and tells how many texts are of
// no kind that those have.
func (c *tuneCmd) feature(t sheet.Sheet, j int) func(x [][]float64, text []string) (unknown int) {
	text := column(t, j)
	var sum, n float64
	numeric := true
	for _, s := range text {
		v, ok := survey.ParseNumber(s)
		if ok && !survey.Missing(s) {
			sum, n = sum+v, n+1
		}
		numeric = numeric && (ok || survey.Missing(s))
	}
	if numeric && n > 0 {
		missing := slices.ContainsFunc(text, survey.Missing)
		return func(x [][]float64, text []string) int { return addNumbers(x, text, sum/n, missing) }
	}
	names, _ := codes(text)
	if len(names) < 2 || len(names) > maxCategories {
		fmt.Fprintf(os.Stderr, "%s: column %q has %d different texts and is left out\n", c.Data, t.Header[j], len(names))
		return func([][]float64, []string) int { return 0 }
	}
	first := 0
	if len(names) == 2 {
		first = 1 // one column tells both
	}
	return func(x [][]float64, text []string) (unknown int) {
		for i, s := range text {
			hot := make([]float64, len(names)-first)
			switch k := slices.Index(names, s); {
			case k >= first:
				hot[k-first] = 1
			case k < 0:
				unknown++
				hot[0] = float64(first) / 2 // between the two
			}
			x[i] = append(x[i], hot...)
		}
		return unknown
	}
}

// addNumbers adds a column of numbers, and one that tells which are missing where that is known to happen. What is no number counts as
// missing. It tells how many are missing or no numbers where that is not known.
func addNumbers(x [][]float64, text []string, mean float64, missing bool) (unknown int) {
	for i, s := range text {
		v, ok := survey.ParseNumber(s)
		flag := 0.0
		if !ok || survey.Missing(s) {
			v, flag = mean, 1
			if !missing || !survey.Missing(s) {
				unknown++
			}
		}
		x[i] = append(x[i], v)
		if missing {
			x[i] = append(x[i], flag)
		}
	}
	return unknown
}
