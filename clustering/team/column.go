package team

import (
	"math"
	"slices"
	"strings"

	"dure/survey"
)

func missing(cell string) bool { return survey.Missing(cell) }

func number(cell string) (float64, bool) { return survey.ParseNumber(cell) }

// numbers reads a column of numbers, NaN where there is no answer. bad is the first row whose
// cell is neither, or -1.
func numbers(cells []string) (x []float64, bad int) {
	x = make([]float64, len(cells))
	for i, c := range cells {
		if missing(c) {
			x[i] = math.NaN()
			continue
		}
		v, ok := number(c)
		if !ok {
			return nil, i
		}
		x[i] = v
	}
	return x, -1
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

// noAnswer is the category of members who gave none.
const noAnswer = ""

// values splits a cell into its values. A column holds lists if any of its cells has a ";".
func values(cell string, list bool) []string {
	if missing(cell) {
		return []string{noAnswer}
	}
	if !list {
		return []string{strings.TrimSpace(cell)}
	}
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	if len(out) == 0 {
		out = append(out, noAnswer)
	}
	return out
}

// isList reports whether cells hold lists joined by ";".
func isList(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return strings.Contains(c, ";") })
}

// indicators returns the categories of a column in order and for each a column of 0 and 1.
func indicators(cells []string) (names []string, x [][]float64) {
	list := isList(cells)
	at := map[string]int{}
	for i, c := range cells {
		for _, v := range values(c, list) {
			j, ok := at[v]
			if !ok {
				j = len(names)
				at[v] = j
				names, x = append(names, v), append(x, make([]float64, len(cells)))
			}
			x[j][i] = 1
		}
	}
	return names, x
}

// has reports whether a cell satisfies op and value: numbers are compared as numbers, text as
// text, and a list as any of its values. No answer equals nothing.
func has(cell string, list bool, op, value string) bool {
	if op == "!=" {
		return !has(cell, list, "=", value)
	}
	if missing(cell) {
		return missing(value) && op != "<" && op != ">"
	}
	want, numeric := number(value)
	for _, v := range values(cell, list) {
		got, ok := number(v)
		if !numeric || !ok {
			if (op == "" || op == "=") && v == strings.TrimSpace(value) {
				return true
			}
			continue
		}
		if compare(got, op, want) {
			return true
		}
	}
	return false
}

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
