package sheet

import (
	"math"
	"strconv"

	"dure/survey"
)

type numberAsk struct{ single }

func (numberAsk) complete(c *Column, col column, given bool) {
	if m, ok := col.measured(); ok && !given {
		c.Unit = m.Unit
	}
}

func (numberAsk) ask(a *applier, k, j int) {
	a.questions[k].Unit = a.columns[j].Unit
	if n := newColumn(a.sheet, j).notation; n != nil && n.Doubt != "" {
		a.noteMeaning(Meaning{Text: n.Doubt, As: n.Plain(n.Doubt), Other: n.Other().Plain(n.Doubt)})
	}
}

func (numberAsk) cell(a *applier, i, j int, text string, out *Answer) {
	if survey.Missing(text) {
		return
	}
	if a.columns[j].Blank && newColumn(a.sheet, j).noNumber(text) {
		a.wrong(i, j, "cell_no_answer", "Value", text)
		return
	}
	v, ok := a.number(j, text)
	if !ok {
		a.wrong(i, j, "cell_number", "Value", text)
		return
	}
	out.Number = &v
}

// number reads a cell of column j by what most of them count.
func (a *applier) number(j int, text string) (float64, bool) {
	if n := newColumn(a.sheet, j).notation; n != nil && n.Doubt != "" && n.Other().Says(a.meant[survey.Fold(n.Doubt)], n.Doubt) {
		text = n.Other().Plain(text)
	} else if n != nil {
		text = n.Plain(text)
	}
	v, plain := survey.ParseNumber(text)
	if plain && !a.columns[j].Blank {
		return v, true
	}
	m, known := a.measuring[j]
	if !known {
		if a.measuring == nil {
			a.measuring = map[int]survey.Measuring{}
		}
		m, _ = survey.MeasuringUnder(newColumn(a.sheet, j).label, newColumn(a.sheet, j).filled)
		a.measuring[j] = m
	}
	v, ok := m.Value(text)
	if ok && m.Turned(text) {
		one := Meaning{Text: text, As: strconv.FormatFloat(v, 'f', -1, 64), Number: true}
		a.noteMeaning(one)
		if said, is := survey.ParseNumber(a.meant[one.Key()]); is {
			return said, true
		}
	}
	return v, ok
}

type scaleAsk struct{ single }

func (scaleAsk) complete(c *Column, col column, _ bool) {
	if c.Min != 0 || c.Max != 0 {
		return
	}
	if low, levels := col.levels(); levels != nil {
		c.Min, c.Max, c.Levels = low, low+len(levels)-1, levels
		return
	}
	q := col.numeric(Column{})
	if c.Min, c.Max = q.Min, q.Max; q.Use != Scale {
		c.Min, c.Max = col.ends()
	}
}

// ends returns the ends of a scale for which the column's whole numbers fit.
func (c column) ends() (low, high int) {
	low, high = 1, 5
	for _, s := range c.filled.Texts {
		if v, ok := survey.ParseNumber(s); ok && v > -100 && v < 100 {
			low, high = min(low, int(v)), max(high, int(v))
		}
	}
	return low, high
}

func (scaleAsk) of(c *Column, q survey.Question) {
	c.Min, c.Max = int(*q.Min), int(*q.Max)
	if len(c.Levels) != c.Max-c.Min+1 {
		c.Levels = nil
	}
}

func (scaleAsk) check(c Column) *RowError {
	if c.Max <= c.Min || c.Max-c.Min >= survey.MaxPoints {
		return new(rowError(0, "", "scale_points", "Max", survey.MaxPoints))
	}
	return nil
}

func (scaleAsk) ask(a *applier, k, j int) {
	c := a.columns[j]
	a.questions[k].Min, a.questions[k].Max, a.questions[k].Labels = c.Min, c.Max, c.Levels
}

func (scaleAsk) merged(c Column, col column) []survey.Merged {
	if c.Levels == nil {
		return nil
	}
	return col.merged
}

// A point may be given by its number, by its text, or by both: "4 - often".
func (scaleAsk) cell(a *applier, i, j int, text string, out *Answer) {
	c := a.columns[j]
	if k := survey.FindSpelling(c.Levels, text); k >= 0 {
		out.Number = new(float64(c.Min + k))
		return
	}
	if n, _, ok := survey.ParsePoint(text); ok {
		text = strconv.Itoa(n)
	}
	if numberAsk.cell(numberAsk{}, a, i, j, text, out); out.Number == nil {
		return
	}
	switch v := *out.Number; {
	case v != math.Trunc(v):
		a.wrong(i, j, "cell_number", "Value", text)
	case v < float64(c.Min) || v > float64(c.Max):
		a.wrong(i, j, "cell_range", "Value", text, "Min", c.Min, "Max", c.Max)
	}
}

// PointWords are the words of a point's text without the number before them, "" where there are none.
func PointWords(text string) string {
	if _, words, ok := survey.ParsePoint(text); ok {
		return words
	}
	if _, err := strconv.Atoi(text); err == nil {
		return ""
	}
	return text
}

type textAsk struct {
	most int // characters
	single
}

func (t textAsk) cell(a *applier, i, j int, text string, out *Answer) {
	if len([]rune(text)) > t.most {
		a.wrong(i, j, "too_long", "Max", t.most)
	}
	out.Text = text
}
