// The schema of a history: by what its answers become numbers. It is learned from answers alone,
// never from ratings, and saved with the model, so that next season's answers are read in the same
// way: numbers standardised by the history's mean and spread, options as bits in the history's
// order. What the history did not have counts as missing or as one rare option.

package fit

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// A schema is how the cells of a table become numbers, as learned from a history without looking
// at its ratings.
type schema struct {
	Level   Level         `json:"level"`
	Columns []codedColumn `json:"columns"`
}

// A codedColumn is a column with what its numbers are measured by.
type codedColumn struct {
	Column
	Mean    float64   `json:"mean,omitempty"`
	SD      float64   `json:"sd,omitempty"`
	Range   float64   `json:"range,omitempty"` // of the standardised numbers
	Options []string  `json:"options,omitempty"`
	Shares  []float64 `json:"shares,omitempty"`  // of the options, among those who answered
	Missing bool      `json:"missing,omitempty"` // some rows of the history have no answer
}

// schemaOf learns the schema of a history. Columns whose answers do not differ are dropped.
func schemaOf(h History) schema {
	s := schema{Level: h.Level}
	for _, c := range h.Columns {
		k := codedColumn{Column: c}
		column, _ := h.Table.Column(c.Name)
		switch c.Kind {
		case Number:
			if !k.measure(column) {
				continue
			}
		case Category, Choices:
			if !k.count(column) {
				continue
			}
		}
		s.Columns = append(s.Columns, k)
	}
	return s
}

// measure learns mean, standard deviation and range of a column of numbers.
func (k *codedColumn) measure(c survey.Column) bool {
	x, _ := c.Measured()
	var sum, square, n float64
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if math.IsNaN(v) {
			k.Missing = true
			continue
		}
		sum, n = sum+v, n+1
		lo, hi = min(lo, v), max(hi, v)
	}
	if n == 0 || hi <= lo {
		return false
	}
	k.Mean = sum / n
	for _, v := range x {
		if !math.IsNaN(v) {
			square += (v - k.Mean) * (v - k.Mean)
		}
	}
	k.SD = math.Sqrt(square / n)
	if !(k.SD > 1e-12*(math.Abs(k.Mean)+1e-300)) || math.IsInf(k.SD, 0) {
		return false
	}
	k.Range = (hi - lo) / k.SD
	return true
}

// count learns the options of a column, the most frequent first.
func (k *codedColumn) count(c survey.Column) bool {
	names, of := k.options(c)
	count := make([]int, len(names))
	answered := 0
	for _, options := range of {
		if len(options) == 0 {
			k.Missing = true
			continue
		}
		answered++
		for _, o := range options {
			count[o]++
		}
	}
	var order []int
	for o, n := range count {
		if n > 0 {
			order = append(order, o)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(names[a], names[b])) })
	differ := false
	for _, o := range order[:min(len(order), maxOptions)] {
		k.Options = append(k.Options, names[o])
		k.Shares = append(k.Shares, float64(count[o])/float64(answered))
		differ = differ || count[o] < answered
	}
	return differ
}

// options returns the categories that answers fall into, and those of each row: one, or where the
// history has several choices in a cell, each of them; none where there is no answer.
func (k *codedColumn) options(c survey.Column) (names []string, of [][]int) {
	if k.Kind == Choices {
		names, of = c.Categories()
	} else {
		of = make([][]int, c.Len())
		for i, code := range c.Codes() {
			if of[i] = []int{code}; code == len(names) {
				names = append(names, c.Cell(i))
			}
		}
	}
	for i := range of {
		if !c.Answered(i) {
			of[i] = nil
		}
	}
	return names, of
}

// cells are the answers of members in numbers.
type cells struct {
	n       int
	number  [][]float64 // of a column, by row: standardised, NaN where missing; nil for other kinds
	bits    [][]uint32  // of a column, by row: the options, by bit; 0 where missing
	free    []survey.Week
	known   []bool    // who gave hours
	wished  [][]int32 // rows of wished teammates, by row; nil if there is no such column
	avoided [][]int32
	missing []float64 // share of the columns without answer, by row
}

// encode reads the columns that a schema needs.
func (s schema) encode(t survey.Table) (cells, error) {
	c := cells{n: t.N, number: make([][]float64, len(s.Columns)), bits: make([][]uint32, len(s.Columns)), missing: make([]float64, t.N)}
	asked := 0.0
	var free []codedColumn
	for k, col := range s.Columns {
		if col.Kind == Identity {
			continue
		}
		column, ok := t.Column(col.Name)
		if !ok {
			return c, invalid("column_unknown", "Column", col.Name, "Known", strings.Join(t.Names(), ", "))
		}
		switch col.Kind {
		case Number:
			x, err := col.numbers(column)
			if err != nil {
				return c, err
			}
			c.number[k] = x
			asked++
		case Category, Choices:
			c.bits[k] = col.bits(column)
			asked++
		case Hours:
			free = append(free, col)
			continue
		case Wished:
			c.wished = rowsNamed(column)
			continue
		case Avoided:
			c.avoided = rowsNamed(column)
			continue
		}
		for i := range c.missing {
			if !column.Answered(i) {
				c.missing[i]++
			}
		}
	}
	for i := range c.missing {
		c.missing[i] /= max(asked, 1)
	}
	return c, c.hours(t, free)
}

// numbers are the standardised answers, clipped to 8 standard deviations: one mistyped number must not
// decide a model.
func (k *codedColumn) numbers(c survey.Column) ([]float64, error) {
	x, ok := c.Measured()
	if !ok {
		return nil, badCell("cell_not_number", c, func(cell string) bool { _, ok := survey.ParseNumber(cell); return ok })
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = max(-8, min(8, (v-k.Mean)/k.SD)) // NaN stays
	}
	return out, nil
}

// bits are the options of each row; one more bit stands for all that the history has rarely or not
// at all.
func (k *codedColumn) bits(c survey.Column) []uint32 {
	names, of := k.options(c)
	bit := make([]int, len(names))
	for o, name := range names {
		if bit[o] = survey.FindSpelling(k.Options, name); bit[o] < 0 {
			bit[o] = maxOptions // an option that is rare or new
		}
	}
	out := make([]uint32, len(of))
	for i, options := range of {
		for _, o := range options {
			out[i] |= 1 << bit[o]
		}
	}
	return out
}

// badCell names the first answer of a column that is not as the model needs it.
func badCell(reason survey.Key, c survey.Column, good func(cell string) bool) error {
	for i := range c.Len() {
		if c.Answered(i) && !good(c.Cell(i)) {
			return invalid(reason, "Row", i+1, "Column", c.Name, "Cell", c.Cell(i))
		}
	}
	return invalid(reason, "Row", 0, "Column", c.Name, "Cell", "")
}

// hours puts the columns of hours together to one week for each member. Busy hours leave those free
// at which anybody has said anything.
func (c *cells) hours(t survey.Table, columns []codedColumn) error {
	if len(columns) == 0 {
		return nil
	}
	c.free, c.known = make([]survey.Week, t.N), make([]bool, t.N)
	var busy []survey.Hours
	offered := map[int]bool{} // half hours of any day
	for _, col := range columns {
		column, _ := t.Column(col.Name)
		h, ok := column.Values.(survey.Hours)
		if column.Aside == survey.AsideBlank {
			continue
		}
		if !ok {
			return badCell("cell_not_times", column, func(cell string) bool { _, ok := survey.ParseSpans(cell); return ok })
		}
		common := h.Zones.Common()
		for i, week := range h.Of {
			c.known[i] = c.known[i] || week.Count() > 0
			for half := range week.All {
				offered[(half-48*max(h.Day, 0)+survey.HalvesOfWeek)%survey.HalvesOfWeek] = true
			}
			if !col.Busy {
				c.free[i] = c.free[i].Or(week.LaterBy(common - h.Zones.Ahead(i)))
			}
		}
		if col.Busy {
			busy = append(busy, h)
		}
	}
	for _, h := range busy {
		for i, week := range h.Of {
			for at := range offered {
				if half := 48*max(h.Day, 0) + at; !week.Has(half) {
					c.free[i].Add(half)
				}
			}
		}
	}
	return nil
}

// rowsNamed are the rows of the teammates that members name.
func rowsNamed(c survey.Column) [][]int32 {
	out := make([][]int32, c.Len())
	people, _ := c.Values.(survey.People)
	for i, named := range people.Of {
		for _, m := range named {
			out[i] = append(out[i], int32(m))
		}
	}
	return out
}
