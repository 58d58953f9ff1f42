package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// What stands in a column is found out of its different texts and of how often each comes, which are few where a survey has many rows, and once for a sheet:
// whoever asks again gets what was found.

// A column is what Guess looks at.
type column struct {
	header, label string
	bare          string       // the wording without a number and emphasis, "" where it has none
	own           string       // the header without the groups that a form puts before it, "" where there are none
	raw           survey.Tally // the different cells as the file has them
	at            []int32      // of each row, which of them it has
	clean         []string     // each of them, trimmed
	filled        survey.Tally // the trimmed ones with text but dashes that say there is no answer
	typed         survey.Tally // the same letter by letter
	texts         []string     // different ones in the spelling that is shown, in the order of their first use
	excused       []string     // what says that somebody need not do the work of which the marks are
	merged        []survey.Merged
	notation      *survey.Notation // of its numbers, nil where every reader takes them for the same
	none          []float64        // the numbers by which it says that there is no answer
	graded        bool             // the file says that there are points for it
	lines         []string         // what stands in all lines of the grid of which the column is one, see [findLines]
}

// cell is that of row i, trimmed.
func (c column) cell(i int) string { return c.clean[c.at[i]] }

// noNumber reports whether a cell of a column of numbers says that there is none.
func (c column) noNumber(cell string) bool {
	v, ok := survey.ParseNumber(cell)
	return ok && slices.Contains(c.none, v) || survey.SaysNoAnswer(cell)
}

// counts reports whether the header asks for a number of something, which is no point of a scale however small.
func (c column) counts() bool {
	return counted.MatchString(strings.ReplaceAll(c.label, "_", " ")) || survey.AsksCount(c.label)
}

// looks are the columns of a sheet as far as they were looked at.
type looks struct {
	first *[]string // the rows of which they are: where these begin, and how many there are
	rows  int
	of    []*column
	lines bool // the lines of grids are known
	found
}

// found is what was found out of the columns of a sheet together. It is kept with the rows.
type found struct {
	About   []Column `json:",omitempty"` // what says who members are, see [guesser.about]
	Aside   []string `json:",omitempty"`
	Naming  []bool   `json:",omitempty"`
	Guessed []Column `json:",omitempty"` // see [Guess]
}

// afresh returns the sheet with its columns to be looked at.
func (s Sheet) afresh() Sheet {
	s.looks = nil
	if len(s.Rows) > 0 {
		s.looks = &looks{first: &s.Rows[0], rows: len(s.Rows), of: make([]*column, len(s.Header))}
	}
	return s
}

// looked is what is known of the columns, nil where they are others by now.
func (s Sheet) looked() *looks {
	if l := s.looks; l != nil && l.rows == len(s.Rows) && l.first == &s.Rows[0] && len(l.of) == len(s.Header) {
		return l
	}
	return nil
}

// stands is what stands in column j: its different cells, and which of them each row has.
func (s Sheet) stands(j int) *column {
	l := s.looked()
	if l == nil {
		return standing(s.Rows, j)
	}
	if l.of[j] == nil {
		l.of[j] = standing(s.Rows, j)
	}
	return l.of[j]
}

func standing(rows [][]string, j int) *column {
	c := &column{at: make([]int32, len(rows))}
	for i, row := range rows {
		c.at[i] = int32(c.raw.Add(row[j], 1))
	}
	c.raw = c.raw.Counted()
	return c
}

func newColumn(s Sheet, j int) column {
	c := s.stands(j)
	if c.clean == nil {
		c.read(s, j)
	}
	if l := s.looked(); l != nil && !l.lines {
		l.lines = true
		all := make([]*column, len(s.Header))
		for k := range all {
			newColumn(s, k)
			all[k] = s.stands(k)
		}
		findLines(all)
	}
	return *c
}

// read finds out what the cells of column j say.
func (c *column) read(s Sheet, j int) {
	c.header, c.label = s.Header[j], s.Header[j]
	if j < len(s.Labels) {
		c.label = s.Labels[j]
	}
	if bare := survey.BareHeading(c.label); bare != c.label {
		c.bare = bare
	}
	c.graded = slices.Contains(s.Graded, c.header)
	c.clean = make([]string, len(c.raw.Texts))
	for k, cell := range c.raw.Texts {
		c.clean[k] = oneDash(survey.Clean(cell))
	}
	if c.notation = s.notation(c.header, survey.Tally{Texts: c.clean, Count: c.raw.Count}); c.notation != nil {
		for k, cell := range c.clean {
			c.clean[k] = c.plain(cell)
		}
	}
	c.excused = excusedIn(c.clean, c.graded)
	for k, cell := range c.clean {
		if slices.Contains(c.excused, cell) {
			c.clean[k] = ""
		}
	}
	keep := dashAnswers(survey.Tally{Texts: c.clean, Count: c.raw.Count}, false)
	holds := func(cell string) bool { return !survey.Missing(cell) || cell == dash && keep }
	same := true // the cells are those with text, and as they are typed
	for k, cell := range c.clean {
		same = same && holds(cell) && cell == c.raw.Texts[k]
	}
	c.filled, c.typed = c.raw, c.raw
	if !same {
		c.filled, c.typed = survey.Tally{}, survey.Tally{}
		for k, cell := range c.clean {
			if holds(cell) {
				c.filled.Add(cell, c.raw.Count[k])
				c.typed.Add(strings.TrimSpace(c.raw.Texts[k]), c.raw.Count[k])
			}
		}
		c.filled, c.typed = c.filled.Counted(), c.typed.Counted()
	}
	c.none = survey.NoAnswerCodes(c.label, c.filled)
	shown, merged := c.filled.Spellings()
	if c.texts = shown; merged != nil {
		c.texts = distinctTexts(shown)
	}
	if c.merged = merged; !slices.Equal(c.typed.Texts, c.filled.Texts) {
		_, c.merged = c.typed.Spellings()
	}
}

// Said are the different answers in column j, which is taken for c, and how many cells hold none.
func (s Sheet) Said(j int, c Column) (said survey.Tally, empty int) {
	col := s.stands(j)
	for k, raw := range col.raw.Texts {
		if cell := c.tick(survey.Clean(raw)); c.NoAnswer(cell) {
			empty += col.raw.Count[k]
		} else {
			said.Add(cell, col.raw.Count[k])
		}
	}
	return said, empty
}

// Answered says of a row whether it has an answer in column j, which is taken for c.
func (s Sheet) Answered(j int, c Column) func(row int) bool {
	col := s.stands(j)
	given := make([]bool, len(col.raw.Texts))
	for k, raw := range col.raw.Texts {
		given[k] = !c.NoAnswer(c.tick(survey.Clean(raw)))
	}
	return func(row int) bool { return given[col.at[row]] }
}
