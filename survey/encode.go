package survey

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Features are answers made ready for mathematics: a matrix with a row for each row of the table.
//
// Numbers are standardised to mean 0 and population standard deviation 1. A question with options
// becomes a column of 0 and 1 for each option, centred, and all its columns are divided by one number so that
// their variances add up to 1. So a question counts as much as any other in squared distances,
// whether it has two options or twenty; to standardise each option by itself would let a question
// with many options outweigh the rest, and a rare option most of all.
type Features struct {
	X       *mat.Dense // nil if no column is left
	Columns []Feature  // of X
	Imputed []Imputed  // questions with missing answers, in the order of the table
	LeftOut []LeftOut  // columns of the table that are not in X
}

// A Feature is one column of X. A cell x stands for the answer x·Scale + Mean.
type Feature struct {
	Question string // the column of the table
	Option   string // the option that this column stands for; "" for numbers
	Mean     float64
	Scale    float64
}

// Imputed says how many missing answers were filled in: numbers with the mean, one of with
// the most frequent option, any of with each option's share.
type Imputed struct {
	Question string
	Count    int
}

// LeftOut names a column that is not encoded. Reason is "id", "serial", "free_text", "blank" or "constant".
type LeftOut struct {
	Question string
	Reason   string
}

// Encoding chooses what is encoded. The zero value takes every column but those that name a row, number
// the rows, are free text, or are empty.
type Encoding struct {
	Columns []string           // of the table; nil means the default. Text columns named here are options
	Weights map[string]float64 // of questions; 1 where none is given. Weight w counts w² in squared distances
}

// Encode turns the answers of t into numbers. A column that t lacks gives an [*InvalidError] with Reason "column_unknown".
func (e Encoding) Encode(t Table) (Features, error) {
	var f Features
	var parts [][]float64 // columns of X
	for _, name := range e.Columns {
		if t.Column(name) < 0 {
			return f, &InvalidError{Field: "columns", Reason: "column_unknown", Args: map[string]any{"Column": name}}
		}
	}
	for j, name := range t.Header {
		chosen := slices.Contains(e.Columns, name)
		if e.Columns != nil && !chosen {
			continue
		}
		kind := t.ColumnKind(j)
		if reason := kind.unfit(chosen); reason != "" {
			f.LeftOut = append(f.LeftOut, LeftOut{name, reason})
			continue
		}
		w := 1.0
		if v, ok := e.Weights[name]; ok {
			w = v
		}
		added := f.add(t, j, kind, w)
		if added == nil {
			f.LeftOut = append(f.LeftOut, LeftOut{name, "constant"})
		}
		parts = append(parts, added...)
	}
	if n := len(t.Rows); n > 0 && len(parts) > 0 {
		f.X = mat.NewDense(n, len(parts), nil)
		for c, v := range parts {
			f.X.SetCol(c, v)
		}
	}
	return f, nil
}

// unfit says why a column of the kind is left out; one that was asked for is only if it is blank.
func (k ColumnKind) unfit(chosen bool) string {
	if k == Blank {
		return "blank"
	}
	if chosen {
		return ""
	}
	return map[ColumnKind]string{Named: "id", Serial: "serial", FreeText: "free_text"}[k]
}

// add encodes column j of t and returns its columns of X, none if its answers do not differ.
func (f *Features) add(t Table, j int, kind ColumnKind, weight float64) [][]float64 {
	cells := make([]string, len(t.Rows))
	missing := 0
	for i, row := range t.Rows {
		if cells[i] = strings.TrimSpace(row[j]); Missing(cells[i]) {
			cells[i] = ""
			missing++
		}
	}
	var parts [][]float64
	options := []string{""}
	if kind == Numbers || kind == Serial || kind == Named && t.Numeric(j) {
		parts = [][]float64{numbers(cells)}
	} else {
		options, parts = indicators(cells, kind == Choices)
	}
	var total float64
	means := make([]float64, len(parts))
	for c, v := range parts {
		m, variance := moments(v)
		means[c] = m
		total += variance
	}
	if !(total > 1e-300) {
		return nil
	}
	if missing > 0 {
		f.Imputed = append(f.Imputed, Imputed{t.Header[j], missing})
	}
	scale := math.Sqrt(total)
	for c, v := range parts {
		for i := range v {
			v[i] = (v[i] - means[c]) / scale * weight
		}
		f.Columns = append(f.Columns, Feature{t.Header[j], options[c], means[c], scale / weight})
	}
	return parts
}

// numbers reads cells, with the mean of the others in place of missing ones.
func numbers(cells []string) []float64 {
	out := make([]float64, len(cells))
	var sum, n float64
	for i, c := range cells {
		if c != "" {
			out[i], _ = ParseNumber(c)
			sum += out[i]
			n++
		}
	}
	for i, c := range cells {
		if c == "" {
			out[i] = sum / n
		}
	}
	return out
}

// indicators returns the options in cells, sorted, and for each a column that is 1 where it was chosen.
func indicators(cells []string, list bool) (options []string, parts [][]float64) {
	count := make(map[string]int)
	answered := 0
	for _, c := range cells {
		for _, o := range chosen(c, list) {
			count[o]++
		}
		if c != "" {
			answered++
		}
	}
	for o := range count {
		options = append(options, o)
	}
	slices.Sort(options)
	mode := options[0]
	for _, o := range options {
		if count[o] > count[mode] {
			mode = o
		}
	}
	at := make(map[string]int)
	for i, o := range options {
		at[o] = i
		parts = append(parts, make([]float64, len(cells)))
	}
	for i, c := range cells {
		for _, o := range chosen(c, list) {
			parts[at[o]][i] = 1
		}
		if c != "" {
			continue
		}
		if !list {
			parts[at[mode]][i] = 1
			continue
		}
		for o, n := range count {
			parts[at[o]][i] = float64(n) / float64(answered)
		}
	}
	return options, parts
}

// chosen returns the options that a cell names, each once.
func chosen(cell string, list bool) []string {
	if cell == "" {
		return nil
	}
	if !list {
		return []string{cell}
	}
	return SplitList(cell, ";")
}

// moments returns the mean and the population variance.
func moments(v []float64) (mean, variance float64) {
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	for _, x := range v {
		variance += (x - mean) * (x - mean)
	}
	return mean, variance / float64(len(v))
}
