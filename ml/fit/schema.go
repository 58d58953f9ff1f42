package fit

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"

	"dure/clustering/team"
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
		j := h.Table.Column(c.Name)
		switch c.Kind {
		case Number:
			if !k.measure(h.Table, j) {
				continue
			}
		case Category, Choices:
			if !k.count(h.Table, j) {
				continue
			}
		}
		s.Columns = append(s.Columns, k)
	}
	return s
}

// measure learns mean and spread of a column of numbers.
func (k *codedColumn) measure(t survey.Table, j int) bool {
	var sum, square, n float64
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, row := range t.Rows {
		v, ok := numberIn(row[j])
		if !ok {
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
	for _, row := range t.Rows {
		if v, ok := numberIn(row[j]); ok {
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

func numberIn(cell string) (float64, bool) {
	if survey.Missing(cell) {
		return 0, false
	}
	return survey.ParseNumber(cell)
}

// count learns the options of a column, the most frequent first.
func (k *codedColumn) count(t survey.Table, j int) bool {
	count := map[string]int{}
	answered := 0
	for _, row := range t.Rows {
		options := k.options(row[j])
		if len(options) == 0 {
			k.Missing = true
			continue
		}
		answered++
		for _, o := range options {
			count[o]++
		}
	}
	for o := range count {
		k.Options = append(k.Options, o)
	}
	slices.SortFunc(k.Options, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	k.Options = k.Options[:min(len(k.Options), maxOptions)]
	differ := false
	for _, o := range k.Options {
		k.Shares = append(k.Shares, float64(count[o])/float64(answered))
		differ = differ || count[o] < answered
	}
	return differ
}

func (k *codedColumn) options(cell string) []string {
	if k.Kind == Choices {
		return listed(cell)
	}
	if survey.Missing(cell) {
		return nil
	}
	return []string{strings.TrimSpace(cell)}
}

// cells are the answers of members in numbers.
type cells struct {
	n       int
	number  [][]float64 // of a column, by row: standardised, NaN where missing; nil for other kinds
	bits    [][]uint32  // of a column, by row: the options, by bit; 0 where missing
	free    []week
	known   []bool    // who gave hours
	wished  [][]int32 // rows of wished teammates, by row; nil if there is no such column
	avoided [][]int32
	missing []float64 // share of the columns without answer, by row
}

// A week is the set of its half hours, Monday 0:00 first.
type week [6]uint64

func (w week) count() int {
	n := 0
	for _, v := range w {
		n += bits.OnesCount64(v)
	}
	return n
}

// encode reads the rows of t. Season tells rows of different seasons apart, so that wishes are
// looked up among those who were there; nil means that all were.
func (s schema) encode(t survey.Table, season []string) (cells, error) {
	c := cells{n: len(t.Rows), number: make([][]float64, len(s.Columns)), bits: make([][]uint32, len(s.Columns)), missing: make([]float64, len(t.Rows))}
	asked := 0.0
	for k, col := range s.Columns {
		j := t.Column(col.Name)
		if j < 0 {
			if col.Kind == Identity {
				continue
			}
			return c, bad("column_unknown", "Column", col.Name, "Known", strings.Join(t.Header, ", "))
		}
		switch col.Kind {
		case Number:
			c.number[k] = col.numbers(t, j, c.missing)
			asked++
		case Category, Choices:
			c.bits[k] = col.bits(t, j, c.missing)
			asked++
		}
	}
	for i := range c.missing {
		c.missing[i] /= max(asked, 1)
	}
	if err := s.hours(t, &c); err != nil {
		return c, err
	}
	s.wishes(t, season, &c)
	return c, nil
}

func (k *codedColumn) numbers(t survey.Table, j int, missing []float64) []float64 {
	out := make([]float64, len(t.Rows))
	for i, row := range t.Rows {
		v, ok := numberIn(row[j])
		if !ok {
			out[i] = math.NaN()
			missing[i]++
			continue
		}
		out[i] = max(-8, min(8, (v-k.Mean)/k.SD))
	}
	return out
}

func (k *codedColumn) bits(t survey.Table, j int, missing []float64) []uint32 {
	at := map[string]int{}
	for o, name := range k.Options {
		at[name] = o
	}
	out := make([]uint32, len(t.Rows))
	for i, row := range t.Rows {
		options := k.options(row[j])
		if len(options) == 0 {
			missing[i]++
		}
		for _, o := range options {
			b, ok := at[o]
			if !ok {
				b = maxOptions // an option that is rare or new
			}
			out[i] |= 1 << b
		}
	}
	return out
}

// hours reads the columns of hours into one week for each member.
func (s schema) hours(t survey.Table, c *cells) error {
	offered := map[int]bool{}
	type day struct {
		day  int
		busy bool
		at   [][]int
	}
	var days []day
	for _, col := range s.Columns {
		if col.Kind != Hours {
			continue
		}
		d, _ := team.Weekday(col.Name)
		one := day{day: d, busy: col.Busy, at: make([][]int, len(t.Rows))}
		j := t.Column(col.Name)
		for i, row := range t.Rows {
			if survey.Missing(row[j]) {
				continue
			}
			times, err := team.Times(row[j])
			if err != nil {
				return bad("cell_not_times", "Row", i+1, "Column", col.Name, "Cell", row[j])
			}
			one.at[i] = times
			for _, h := range times {
				offered[h] = true
			}
		}
		days = append(days, one)
	}
	if len(days) == 0 {
		return nil
	}
	c.free, c.known = make([]week, len(t.Rows)), make([]bool, len(t.Rows))
	for _, d := range days {
		for i := range t.Rows {
			c.known[i] = c.known[i] || len(d.at[i]) > 0
			for h := range offered {
				if slices.Contains(d.at[i], h) != d.busy {
					at := (48*d.day + h) % 336
					c.free[i][at>>6] |= 1 << (at & 63)
				}
			}
		}
	}
	return nil
}

// wishes finds the rows of the teammates that members name.
func (s schema) wishes(t survey.Table, season []string, c *cells) {
	at := map[string]int32{}
	key := func(i int, name string) string {
		if season == nil {
			return survey.Fold(name)
		}
		return season[i] + "\x00" + survey.Fold(name)
	}
	for _, col := range s.Columns {
		if j := t.Column(col.Name); col.Kind == Identity && j >= 0 {
			for i, row := range t.Rows {
				if !survey.Missing(row[j]) {
					at[key(i, row[j])] = int32(i)
				}
			}
		}
	}
	for _, col := range s.Columns {
		if col.Kind != Wished && col.Kind != Avoided {
			continue
		}
		j := t.Column(col.Name)
		list := make([][]int32, len(t.Rows))
		for i, row := range t.Rows {
			for _, name := range listed(row[j]) {
				if m, ok := at[key(i, name)]; ok && m != int32(i) {
					list[i] = append(list[i], m)
				}
			}
		}
		if col.Kind == Wished {
			c.wished = list
			continue
		}
		c.avoided = list
	}
}
