package sheet

import (
	"regexp"
	"slices"

	"dure/survey"
)

// A grid asks the same of several things, each in a column of its own: a line. What may be answered is the same in all of them, though few answer all of it in
// each, so a line is read by what stands in all.

// gridHeads cut the label of a line in what the grid asks and the line, as programs write them; the last are of exports of codes: "Q06[SQ001]", "Q06[2]".
var gridHeads = append(slices.Clone(spreadHeads), regexp.MustCompile(`^(\w+)_(SQ\d+)$`))

// gridOf is what a grid asks of which the column is a line, "" where it is of none.
func (c column) gridOf() string {
	for _, head := range gridHeads {
		if m := head.FindStringSubmatch(c.label); m != nil {
			return survey.Fold(m[1])
		}
	}
	return ""
}

// answers are the texts of a line's scale: of all lines of its grid, or of the column alone.
func (c column) answers() []string {
	if c.lines != nil {
		return c.lines
	}
	return c.texts
}

// options are what may be chosen of in the column.
func (c column) options() []string {
	if c.lines != nil {
		return slices.Clone(c.lines)
	}
	return byCount(c.filled)
}

// findLines says of each column that is a line of a grid what stands in all of its lines. Columns side by side of which no header says it are lines of one, as
// Microsoft Forms writes them, where their words are points of one scale.
func findLines(columns []*column) {
	grids := map[string][]*column{}
	var stems []string
	var beside []*column
	end := func() {
		joinLines(beside, func(_, _, both []string) bool { g, ok := survey.Graded(both); return ok && g.Points })
		beside = nil
	}
	for _, c := range columns {
		stem := c.gridOf()
		if stem != "" && grids[stem] == nil {
			stems = append(stems, stem)
		}
		if stem != "" {
			grids[stem] = append(grids[stem], c)
		} else if g, ok := survey.Graded(c.texts); ok && g.Points {
			beside = append(beside, c)
			continue
		}
		end()
	}
	end()
	for _, stem := range stems {
		if len(grids[stem]) > 1 {
			joinLines(grids[stem], oneScale(grids[stem]))
		}
	}
}

// oneScale reports whether texts that stand in some lines of a grid and in a further one, and both together, are of one scale: they have an order, or half of
// the words of the one are those of the others.
func oneScale(grid []*column) func(some, line, both []string) bool {
	numbered, again := numberedLine.MatchString(grid[0].label), givenAgain(grid)
	return func(some, line, both []string) bool {
		_, graded := survey.Graded(both)
		_, points := pointsOf(both)
		_, codes := codesOf(both)
		whole := func(s string) bool { n, ok := survey.ParseWhole(s); return ok && n >= 0 && n < longest }
		same := 2*(len(some)+len(line)-len(both)) >= len(line) && len(both) <= survey.MaxPoints && !slices.ContainsFunc(both, isNumber)
		switch {
		case codes != nil && (numbered || codedLine.MatchString(grid[0].label)):
			return again || !numbered
		case !slices.ContainsFunc(both, func(s string) bool { return !whole(s) }):
			return len(both) > 1
		}
		return graded || points != nil || same && !numbered
	}
}

// joinLines gives each of the columns that fit together what stands in all of them: those with the most answers first, each with the first that it fits. What has
// more answers than a scale has points is no line, and a grid has few scales.
func joinLines(columns []*column, fit func(some, line, both []string) bool) {
	columns = slices.DeleteFunc(slices.Clone(columns), func(c *column) bool { return len(c.texts) == 0 || len(c.texts) > survey.MaxPoints })
	slices.SortStableFunc(columns, func(a, b *column) int { return len(b.texts) - len(a.texts) })
	var scales [][]string
	of := map[int][]*column{}
	for _, c := range columns {
		var both []string
		k := slices.IndexFunc(scales, func(some []string) bool {
			both = slices.Clone(some)
			for _, text := range c.texts {
				if survey.FindSpelling(both, text) < 0 {
					both = append(both, text)
				}
			}
			return fit(some, c.texts, both)
		})
		if k < 0 && len(scales) == mostScales {
			continue
		}
		if k < 0 {
			k, both = len(scales), c.texts
			scales = append(scales, nil)
		}
		scales[k], of[k] = both, append(of[k], c)
	}
	for k, lines := range of {
		for _, c := range lines {
			if len(lines) > 1 {
				c.lines = scales[k]
			}
		}
	}
}

// mostScales is how many scales the lines of one grid are looked through for.
const mostScales = 5

// givenAgain reports whether somebody gave one answer in several of the columns, as nobody does who puts answers in an order.
func givenAgain(columns []*column) bool {
	for i := range columns[0].at {
		seen := map[string]bool{}
		for _, c := range columns {
			cell := c.cell(i)
			if seen[cell] && !survey.Missing(cell) {
				return true
			}
			seen[cell] = true
		}
	}
	return false
}
