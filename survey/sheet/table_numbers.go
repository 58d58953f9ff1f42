package sheet

import (
	"math"
	"slices"
	"strconv"

	"dure/survey"
)

// tellNotation notes of a column of numbers that may be others which they are taken for.
func (r *tableReader) tellNotation(j int, c survey.Column) {
	n := r.about.columns[j].notation
	if n == nil || n.Doubt == "" || c.Type() != survey.NumberColumn {
		return
	}
	i := slices.IndexFunc(r.sheet.Rows, func(row []string) bool { return survey.Clean(row[j]) == n.Doubt })
	r.reading.Assumed = append(r.reading.Assumed, Assumed{r.sheet.Line(max(i, 0)), c.Name, n.Doubt, []string{n.Plain(n.Doubt)}, survey.AsNotation})
}

// measures reads numbers with words about them, and lists the cells that are none.
func (r *tableReader) measures(j int, m survey.Measuring, cells []string) survey.Numbers {
	x := make(survey.Numbers, len(cells))
	r.unit = m.Unit
	told := map[string]bool{}
	for i, cell := range cells {
		v, ok := m.Value(cell)
		none := r.about.columns[j].noNumber(cell)
		if x[i] = v; !ok || none {
			x[i] = math.NaN()
		}
		switch {
		case cell == "":
		case none:
			r.unread(i, j, cell, survey.AsNoAnswer)
		case !ok:
			r.unread(i, j, cell, survey.AsNoNumber)
		case !told[cell] && m.Turned(cell):
			told[cell] = true
			r.reading.Assumed = append(r.reading.Assumed, Assumed{r.sheet.Line(i), r.sheet.Header[j], cell, []string{strconv.FormatFloat(v, 'f', -1, 64)}, survey.AsOtherTime})
		}
	}
	return x
}

// numbers reads cells of column j that are all numbers, and lists those that are written for no answer.
func (r *tableReader) numbers(j int, cells []string) (survey.Numbers, bool) {
	x, ok := numbers(cells)
	if !ok || len(r.about.columns[j].none) == 0 {
		return x, ok
	}
	for i, cell := range cells {
		if cell != "" && r.about.columns[j].noNumber(cell) {
			x[i] = math.NaN()
			r.unread(i, j, cell, survey.AsNoAnswer)
		}
	}
	return x, true
}

// numbers reads cells all of which are numbers, or none.
func numbers(cells []string) (survey.Numbers, bool) {
	x := make(survey.Numbers, len(cells))
	for i, s := range cells {
		if s == "" {
			x[i] = math.NaN()
			continue
		}
		var ok bool
		if x[i], ok = survey.ParseNumber(s); !ok {
			return nil, false
		}
	}
	return x, true
}
