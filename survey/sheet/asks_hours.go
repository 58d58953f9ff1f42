package sheet

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"dure/survey"
)

// hoursAsk reads a grid of free hours, a column for each day, or for each hour.
type hoursAsk struct{ single }

func (hoursAsk) complete(c *Column, col column, given bool) {
	if given {
		return
	}
	day, q := survey.DayIn(col.label)
	if _, part, ok := survey.GridOf(col.label); ok && day < 0 {
		q, c.Part = strings.TrimSpace(strings.TrimSuffix(col.label, "["+part+"]")), part
	}
	c.Day, c.Busy = max(0, day), survey.BusyHours(col.label)
	c.Question = freeTitle(q, c.Busy)
}

func (hoursAsk) joins(_, _ Column) bool { return true }

// cell is not asked: an hour may be marked in any of the columns.
func (hoursAsk) cell(*applier, int, int, string, *Answer) {}

func (hoursAsk) answer(a *applier, i, k int) Answer {
	q := a.questions[k]
	grid := survey.Question{Days: q.Days, From: q.From, To: q.To, Half: q.Half}
	free, said := a.freeTime(i, k)
	given := grid.Free(free, a.zone(i, k))
	if given.IsZero() {
		given.None = said
	}
	return Answer{Answer: given}
}

// zoneAsk reads the time zone in which the hours of a grid are; it makes one question with them.
type zoneAsk struct{ hoursAsk }

func (zoneAsk) complete(c *Column, col column, given bool) {
	if !given {
		c.Question = strings.TrimSpace(strings.TrimSuffix(col.label, survey.ZoneMark))
	}
}

func (zoneAsk) joins(first, _ Column) bool { return first.Use != Zone }

// zone returns in which time zone the hours of row i are, "" where no column says.
func (a *applier) zone(i, k int) string {
	for _, j := range a.of(k, Zone) {
		text := survey.Clean(a.sheet.Rows[i][j])
		if survey.Missing(text) {
			continue
		}
		loc, err := survey.ParseZone(text)
		if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
			a.wrong(i, j, bad.Reason, "Zone", text)
			continue
		}
		return loc.String()
	}
	return ""
}

// of are the columns of question k that have the use.
func (a *applier) of(k int, use Use) []int {
	return slices.DeleteFunc(slices.Clone(a.sources[k]), func(j int) bool { return a.columns[j].Use != use })
}

// plan finds the days and half hours that an availability question asks for: those that some member has marked.
func (hoursAsk) plan(a *applier, k int) {
	var all []survey.Span
	asked, columns := map[int]bool{}, map[int]bool{}
	halfSteps, half := false, false
	for _, j := range a.of(k, Availability) {
		c := a.columns[j]
		columns[c.Day] = true
		for i := range a.sheet.Rows {
			days, spans, _ := a.hoursIn(i, j)
			for _, d := range days {
				asked[d] = true
			}
			all, halfSteps = append(all, spans...), halfSteps || inHalfSteps(spans)
			half = half || slices.ContainsFunc(spans, func(s survey.Span) bool { return s.From%60 != 0 || s.To%60 != 0 })
			if c.Part == "" && !c.Busy && slices.ContainsFunc(spans, func(s survey.Span) bool { return s.To > 24*60 }) {
				asked[(c.Day+1)%7] = true // free until after midnight
			}
		}
	}
	halves := map[int]bool{}
	for _, half := range marks(all, halfSteps) {
		halves[half%48] = true
	}
	q := &a.questions[k]
	q.Days = slices.Sorted(maps.Keys(asked))
	if !slices.ContainsFunc(a.of(k, Availability), func(j int) bool { return a.columns[j].Part != "" }) { // a column of an hour is of all days
		q.Parts = slices.Sorted(maps.Keys(columns))
	}
	q.From, q.To = 9, 18
	grid := hourGrid{slices.Sorted(maps.Keys(halves)), halfSteps}
	if n := len(grid.halves); n > 0 {
		q.From, q.To = grid.halves[0]/2, grid.halves[n-1]/2+1
	}
	q.Half, q.Zones = half, len(a.of(k, Zone)) > 0
	a.grids[k] = grid
}

// hoursIn returns the hours that a cell marks, and the days on which it does. Where the column is of an hour these are what it
// lists, else it is of a day.
func (a *applier) hoursIn(i, j int) (days []int, hours []survey.Span, ok bool) {
	c, cell := a.columns[j], survey.Clean(a.sheet.Rows[i][j])
	if c.Part == "" {
		hours, ok = survey.ParseSpans(cell)
		return []int{c.Day}, hours, ok
	}
	part, _ := survey.ParseSpan(c.Part)
	days, ok = parseDays(cell)
	return days, []survey.Span{part}, ok
}

// freeTime returns the free time of row i, and whether the row says when that is. In a grid of hours, an hour is free if every half hour that was asked
// for within it is. Where no hour is marked in any day, nor none said to be, there is no answer, since nobody who answered can be told from somebody
// who did not.
func (a *applier) freeTime(i, k int) (free survey.Week, said bool) {
	q, grid := a.questions[k], a.grids[k]
	marked := map[[2]int]bool{} // day, half hour
	busy := false
	for _, j := range a.of(k, Availability) {
		busy, said = busy || a.columns[j].Busy, said || survey.NoTimes(survey.Clean(a.sheet.Rows[i][j]))
		days, spans, ok := a.hoursIn(i, j)
		if !ok {
			a.wrong(i, j, "hours_invalid", "Value", survey.Clean(a.sheet.Rows[i][j]))
		}
		for _, d := range days {
			for _, half := range marks(spans, grid.halfSteps) {
				marked[[2]int{(d + half/48) % 7, half % 48}] = true
			}
		}
	}
	if said = said || len(marked) > 0; !said {
		return free, false
	}
	step := 2 // half hours of a cell
	if q.Half {
		step = 1
	}
	for _, d := range q.Days {
		taken := map[int]bool{}
		for _, half := range grid.halves {
			if marked[[2]int{d, half}] == busy {
				taken[half/step] = true
			}
		}
		for _, half := range grid.halves {
			if cell := half / step; !taken[cell] {
				for part := range step {
					free.Add(48*d + cell*step + part)
				}
			}
		}
	}
	return free, true
}
