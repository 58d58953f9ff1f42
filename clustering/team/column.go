package team

import (
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// ColumnTypes says as what the columns that rules name have to be read, where the cells of a file need not tell.
func ColumnTypes(rules []Rule) map[string]survey.Type {
	types := map[string]survey.Type{}
	for _, r := range rules {
		switch r.Kind {
		case Hours:
			for _, name := range r.columns() {
				types[name] = survey.HourColumn
			}
			types[r.ZoneColumn] = survey.ZoneColumn
		case Wishes:
			types[r.Column], types[r.AvoidColumn] = survey.PeopleColumn, survey.PeopleColumn
		case Ranked:
			if columns := r.columns(); len(columns) == 1 {
				types[columns[0]] = survey.RankColumn
			}
		}
	}
	delete(types, "")
	return types
}

// standardise replaces missing values with the mean and scales to mean 0 and population
// standard deviation 1. A column of equal values becomes all zero.
func standardise(x []float64) []float64 {
	z := fill(x)
	sd := 0.0
	for _, v := range z {
		sd += v * v
	}
	sd = math.Sqrt(sd / float64(len(z)))
	for i := range z {
		if sd < 1e-12 {
			z[i] = 0
			continue
		}
		z[i] /= sd
	}
	return z
}

// fill centres x on its mean and puts 0 where a value is missing.
func fill(x []float64) []float64 {
	sum, n := 0.0, 0
	for _, v := range x {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	z := make([]float64, len(x))
	for i, v := range x {
		if !math.IsNaN(v) {
			z[i] = v - sum/float64(n)
		}
	}
	return z
}

// indicators returns the categories of a column in the order in which members first show them, and for each a column of
// 0 and 1. No answer is a category, called "".
func indicators(c survey.Column) (names []string, x [][]float64) {
	names, of := c.Categories()
	for range names {
		x = append(x, make([]float64, c.Len()))
	}
	for i, all := range of {
		for _, k := range all {
			x[k][i] = 1
		}
	}
	return names, x
}

// having returns who satisfies op and value: numbers are compared as numbers, text as text, and several values
// by any of them. No answer equals no answer and nothing else.
func having(c survey.Column, op, value string) []uint8 {
	is := make([]uint8, c.Len())
	meets := categoryTest(c, op, value)
	for i := range is {
		is[i] = uint8(b2f(meets(i)))
	}
	return is
}

func categoryTest(c survey.Column, op, value string) func(i int) bool {
	if op == "!=" {
		equal := categoryTest(c, "=", value)
		return func(i int) bool { return !equal(i) }
	}
	want, numeric := survey.ParseNumber(value)
	if x, ok := c.Measured(); ok && numeric {
		return func(i int) bool { return compare(x[i], op, want) }
	}
	names, of := c.Categories()
	meets := make([]bool, len(names))
	for k, name := range names {
		got, isNumber := survey.ParseNumber(name)
		switch {
		case name == "":
			meets[k] = survey.Missing(value) && op != "<" && op != ">"
		case numeric && isNumber:
			meets[k] = compare(got, op, want)
		default:
			meets[k] = (op == "" || op == "=") && name == strings.TrimSpace(value)
		}
	}
	return func(i int) bool { return slices.ContainsFunc(of[i], func(k int) bool { return meets[k] }) }
}

// compare is false where a is NaN.
func compare(a float64, op string, b float64) bool {
	switch op {
	case ">=":
		return a >= b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case "<":
		return a < b
	}
	return a == b
}
