package team

import (
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// What rules see of a column. Members are compared in standard units (mean 0, population standard deviation 1), so that years and
// grades count alike; categories are indicators of 0 and 1. Where members are compared, no answer is the mean: of numbers, and of each
// indicator, so that it pulls to no side and those who have not answered are not alike for it. Where an answer is spread, no answer
// is a category of its own and is spread like any other, but where answers are told in confidence: there few who left one out would be told apart.

// isMeasured reports whether the answers are numbers or levels.
func isMeasured(c survey.Column) bool { _, ok := c.Measured(); return ok }

// isCategory reports whether each member is in one of several categories.
func isCategory(c survey.Column) bool {
	return c.Type() == survey.OptionColumn || c.Type() == survey.LevelColumn
}

// isAnswer reports whether members can be compared by their answers.
func isAnswer(c survey.Column) bool {
	switch c.Type() {
	case survey.PeopleColumn, survey.TextColumn, survey.ZoneColumn:
		return false
	}
	return true
}

// features encodes the rule's columns, each with a value for every member: numbers and levels standardised, ranks as the place of each
// option, all else as indicators of categories. Who has not answered has the mean of those who have.
func (c *compiler) features() ([][]float64, error) {
	var out [][]float64
	for _, name := range c.columns() {
		column, err := c.column(name)
		if err != nil {
			return nil, err
		}
		if x, ok := column.Measured(); ok {
			out = append(out, standardise(x))
			continue
		}
		if ranks, ok := column.Values.(survey.Ranks); ok {
			for _, x := range places(ranks) {
				out = append(out, standardise(x))
			}
			continue
		}
		_, x := filledIndicators(column)
		out = append(out, x...)
	}
	return out, nil
}

// places returns for each option the place that every member gave it. What a member left out comes after all places; who left out
// everything gave none.
func places(r survey.Ranks) [][]float64 {
	out := make([][]float64, len(r.Names))
	for k := range out {
		out[k] = make([]float64, r.Len())
		for i := range out[k] {
			at := slices.Index(r.Of[i], k)
			switch {
			case !r.Answered(i):
				out[k][i] = math.NaN()
			case at < 0:
				out[k][i] = float64(len(r.Of[i]) + 1)
			default:
				out[k][i] = float64(at + 1)
			}
		}
	}
	return out
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

// filledIndicators are the indicators of a column by which members are compared, and what they are of: who did not answer is in each
// category as the others are on average.
func filledIndicators(c survey.Column) (names []string, out [][]float64) {
	all, x := indicators(c)
	answered := float64(c.CountAnswered())
	for k, of := range x {
		if all[k] == "" {
			continue
		}
		sum := 0.0
		for _, v := range of {
			sum += v
		}
		for i := range of {
			if !c.Answered(i) {
				of[i] = sum / answered
			}
		}
		names, out = append(names, all[k]), append(out, of)
	}
	return names, out
}

// having returns who satisfies op and value: numbers are compared as numbers, levels by their order, text as text, and several
// values by any of them. No answer equals no answer, and satisfies nothing else.
func having(c survey.Column, op, value string) []uint8 {
	is := make([]uint8, c.Len())
	meets := categoryTest(c, op, value)
	for i := range is {
		is[i] = uint8(b2f(meets(i)))
	}
	return is
}

// categoryTest returns what tells of member i whether the column's answer satisfies op and value, with all that depends on the column
// alone worked out once. A number is compared with categories that are numbers too, so that "1" and 1.0 are the same, and a text in
// whatever spelling. "-" and the like mean no answer unless they are an answer of the column.
func categoryTest(c survey.Column, op, value string) func(i int) bool {
	if op == "!=" {
		equal := categoryTest(c, "=", value)
		return func(i int) bool { return !equal(i) && (c.Answered(i) || isBlank(c, value)) }
	}
	if levels, ok := c.Values.(survey.Levels); ok {
		if want := survey.FindSpelling(levels.Names, strings.TrimSpace(value)); want >= 0 {
			return func(i int) bool { return levels.Answered(i) && compare(float64(levels.Of[i]), op, float64(want)) }
		}
	}
	want, numeric := survey.ParseNumber(value)
	if x, ok := c.Measured(); ok && numeric {
		return func(i int) bool { return compare(x[i], op, want) }
	}
	names, of := c.Categories()
	meets, blank := make([]bool, len(names)), isBlank(c, value)
	for k, name := range names {
		got, isNumber := survey.ParseNumber(name)
		switch {
		case name == "":
			meets[k] = blank && op != "<" && op != ">"
		case numeric && isNumber:
			meets[k] = compare(got, op, want)
		default:
			meets[k] = (op == "" || op == "=") && survey.SameSpelling(name, value)
		}
	}
	return func(i int) bool { return slices.ContainsFunc(of[i], func(k int) bool { return meets[k] }) }
}

// isBlank reports whether a value means no answer.
func isBlank(c survey.Column, value string) bool {
	return survey.Missing(value) && survey.FindSpelling(OptionsOf(c), value) < 0
}

// Unheard is the key of a note that nobody gave the answer that a rule is about.
const Unheard survey.Key = "value_unheard"

// mostHeard is how many answers are named where nobody gave the one that is asked for.
const mostHeard = 8

// noteUnheard notes it where nobody gave the answer that the rule is about, with those that there are. No answer is never noted, and neither is a
// number that is to be reached or not.
func (c *compiler) noteUnheard(column survey.Column) {
	value := string(c.Value)
	if strings.ContainsAny(c.Op, "<>") || isBlank(column, value) || slices.Contains(having(column, "=", value), 1) {
		return
	}
	names, _ := column.Categories()
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	c.note(survey.Say(Unheard, "Column", column.Name, "Value", value, "Values", names[:min(len(names), mostHeard)], "More", max(0, len(names)-mostHeard)))
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
