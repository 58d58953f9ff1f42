package survey

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Features are answers made ready for mathematics: a matrix with a row for each row of the table.
//
// Numbers are standardised to mean 0 and population standard deviation 1. A question with options
// becomes a column of 0 and 1 for each option, or of how high it is ranked, centred, and all its columns are divided by one number so that
// their variances add up to 1. So a question counts as much as any other in squared distances,
// whether it has two options or twenty; to standardise each option by itself would let a question
// with many options outweigh the rest, and a rare option most of all. Free hours become how many of them each weekday has,
// and the days too count together as one question, as the languages of a question on levels do.
type Features struct {
	X       *mat.Dense // nil if no column is left
	Columns []Feature  // of X
	Imputed []Imputed  // questions with missing answers, in the order of the table
	LeftOut []LeftOut  // columns of the table that are not in X
}

// A Feature is one column of X. A cell x stands for the answer x·Unit + Mean.
type Feature struct {
	Question string // the column of the table
	Option   string // the option that this column stands for; "" for numbers
	Day      int    // the weekday whose free hours it counts, Monday 0; -1 for all else
	Mean     float64
	Unit     float64
}

// Answers are the columns of X before they were scaled: numbers, and for each option 1 where it was chosen and else 0.
func (f Features) Answers() *mat.Dense {
	out := mat.DenseCopyOf(f.X)
	out.Apply(func(_, j int, v float64) float64 { return v*f.Columns[j].Unit + f.Columns[j].Mean }, out)
	return out
}

// Imputed says how many missing answers were filled in: numbers with the mean, one of with
// the most frequent option, any of with each option's share.
type Imputed struct {
	Question string
	Count    int
}

// LeftOut names a column that is not encoded. Reason is the column's Aside, or "constant".
type LeftOut struct {
	Question string
	Reason   string
}

// Encoding chooses what is encoded. The zero value takes every column but those that are set aside.
type Encoding struct {
	Columns []string // of the table; nil means the default. Texts named here are options
}

// Encode turns the answers of t into numbers. A column that t lacks gives an [*InvalidError] with Reason "column_unknown".
func (e Encoding) Encode(t Table) (Features, error) {
	var f Features
	var parts [][]float64 // columns of X
	for _, name := range e.Columns {
		if _, ok := t.Column(name); !ok {
			return f, &InvalidError{Field: "columns", Reason: "column_unknown", Args: map[string]any{"Column": name}}
		}
	}
	for _, c := range t.Columns {
		chosen := slices.Contains(e.Columns, c.Name)
		if e.Columns != nil && !chosen {
			continue
		}
		if c.Aside != "" && (!chosen || c.Aside == AsideBlank) {
			f.LeftOut = append(f.LeftOut, LeftOut{c.Name, c.Aside})
			continue
		}
		added := f.add(c)
		if added == nil {
			f.LeftOut = append(f.LeftOut, LeftOut{c.Name, "constant"})
		}
		parts = append(parts, added...)
	}
	if t.N > 0 && len(parts) > 0 {
		f.X = mat.NewDense(t.N, len(parts), nil)
		for c, v := range parts {
			f.X.SetCol(c, v)
		}
	}
	return f, nil
}

// add encodes a column and returns its columns of X, none if its answers do not differ.
func (f *Features) add(c Column) [][]float64 {
	missing, weight := c.Len()-c.CountAnswered(), 1/math.Sqrt(float64(max(c.Among, 1)))
	var added [][]float64
	if hours, ok := c.Values.(Hours); ok {
		added = f.addDays(c.Name, hours)
	} else if x, ok := c.Measured(); ok {
		added = f.scale([]Feature{{Question: c.Name, Day: -1}}, [][]float64{imputed(x)}, weight)
	} else {
		options, parts := indicators(c)
		features := make([]Feature, len(options))
		for k, o := range options {
			features[k] = Feature{Question: c.Name, Option: o, Day: -1}
		}
		added = f.scale(features, parts, weight)
	}
	if added != nil && missing > 0 {
		f.Imputed = append(f.Imputed, Imputed{c.Name, missing})
	}
	return added
}

// addDays encodes how many hours of each weekday are free, days of which members have different ones.
func (f *Features) addDays(name string, h Hours) [][]float64 {
	var days []int
	var counts [][]float64
	for d := range 7 {
		x := imputed(h.onDay(d))
		if _, variance := moments(x); variance > 1e-300 {
			days, counts = append(days, d), append(counts, x)
		}
	}
	var added [][]float64
	for k, d := range days {
		added = append(added, f.scale([]Feature{{Question: name, Day: d}}, counts[k:k+1], 1/math.Sqrt(float64(len(days))))...)
	}
	return added
}

// onDay is how many hours of a weekday each member has, NaN for those who gave none at all.
func (h Hours) onDay(day int) []float64 {
	x := make([]float64, len(h.Of))
	for i, w := range h.On(day).Of {
		if x[i] = float64(w.Count()) / 2; !h.Said[i] {
			x[i] = math.NaN()
		}
	}
	return x
}

// scale centres parts and divides them by one number so that their variances add up to weight². It returns nil if they
// do not vary.
func (f *Features) scale(features []Feature, parts [][]float64, weight float64) [][]float64 {
	total := 0.0
	for c, v := range parts {
		mean, variance := moments(v)
		features[c].Mean = mean
		total += variance
	}
	if !(total > 1e-300) {
		return nil
	}
	scale := math.Sqrt(total)
	for c, v := range parts {
		for i := range v {
			v[i] = (v[i] - features[c].Mean) / scale * weight
		}
		features[c].Unit = scale / weight
	}
	f.Columns = append(f.Columns, features...)
	return parts
}

// imputed returns x with the mean of the others in place of missing values.
func imputed(x []float64) []float64 {
	sum, n := 0.0, 0.0
	for _, v := range x {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	out := slices.Clone(x)
	for i, v := range out {
		if math.IsNaN(v) {
			out[i] = sum / max(n, 1)
		}
	}
	return out
}

// indicators returns the categories of values, sorted, and for each a column that is 1 where a member is in it, or for an
// option that is ranked the less the later its place. Who did not answer is in the most frequent one; where several can be
// chosen or ranked, in each as the others are on average.
func indicators(c Column) (options []string, parts [][]float64) {
	names, of := c.Categories()
	in := func(place int) float64 { return 1 }
	if ranks, ok := c.Values.(Ranks); ok {
		in = func(place int) float64 { return 1 - float64(place)/float64(len(ranks.Names)) }
	}
	sum := map[string]float64{}
	answered := 0.0
	for i, all := range of {
		if !c.Answered(i) {
			continue
		}
		answered++
		for place, k := range all {
			sum[names[k]] += in(place)
		}
	}
	options = slices.Sorted(maps.Keys(sum))
	at, mode := map[string]int{}, 0
	for k, o := range options {
		at[o] = k
		parts = append(parts, make([]float64, c.Len()))
		if sum[o] > sum[options[mode]] {
			mode = k
		}
	}
	several := c.Type() == SetColumn || c.Type() == RankColumn
	for i, all := range of {
		switch {
		case c.Answered(i):
			for place, k := range all {
				parts[at[names[k]]][i] = in(place)
			}
		case several:
			for k, o := range options {
				parts[k][i] = sum[o] / answered
			}
		case len(options) > 0:
			parts[mode][i] = 1
		}
	}
	return options, parts
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
