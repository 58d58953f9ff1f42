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
	read := col.share(isSpans)
	if c.Week = col.holdsWeek() || col.listsDays(); c.Week {
		read = col.share(func(cell string) bool { _, ok := weekOf(cell); return ok })
	}
	c.Blank = c.Blank || read >= 0.5 && read < 1
	if c.Week {
		c.Busy = survey.SaysBusy(col.label)
		c.Question = freeTitle(col.label, c.Busy)
		return
	}
	if _, part, _ := survey.GridOf(col.label); col.ofHour() && day < 0 {
		q, c.Part = strings.TrimSpace(strings.TrimSuffix(col.label, "["+part+"]")), part
	}
	c.Day, c.Busy = max(0, day), col.busy()
	c.Question = freeTitle(q, c.Busy)
}

func (hoursAsk) joins(_, _ Column) bool { return true }

// cell is not asked: an hour may be marked in any of the columns.
func (hoursAsk) cell(*applier, int, int, string, *Answer) {}

func (hoursAsk) answer(a *applier, i, k int) Answer {
	q := a.questions[k]
	grid := survey.Question{Days: q.Days, From: q.From, To: q.To, Half: q.Half}
	free, said := a.freeTime(i, k)
	zone, known := a.zone(i, k)
	if !known { // nobody knows when these hours are
		return Answer{}
	}
	given := grid.Free(free, zone)
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

// zone returns in which time zone the hours of row i are, "" where no column says; false where that cannot be read.
func (a *applier) zone(i, k int) (zone string, known bool) {
	for _, j := range a.of(k, Zone) {
		text := survey.Clean(a.sheet.Rows[i][j])
		if survey.Missing(text) {
			continue
		}
		loc, err := survey.ParseZone(text)
		if err != nil {
			a.noteMeaning(Meaning{Text: text, Zone: true})
			if said := a.meant[survey.Fold(text)]; said != "" {
				loc, err = survey.ParseZone(said)
			}
		}
		if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
			a.wrong(i, j, bad.Reason, "Zone", text)
			return "", false
		}
		return loc.String(), true
	}
	return "", true
}

// of are the columns of question k that have the use.
func (a *applier) of(k int, use Use) []int {
	return slices.DeleteFunc(slices.Clone(a.sources[k]), func(j int) bool { return a.columns[j].Use != use })
}

// plan finds the days and half hours that an availability question asks for: those that some member has marked.
func (hoursAsk) plan(a *applier, k int) {
	var all []survey.Span
	asked, columns := [7]bool{}, map[int]bool{}
	halfSteps, half := false, false
	for _, j := range a.of(k, Availability) {
		c := a.columns[j]
		columns[c.Day] = true
		a.asksHours(j)
		for i := range a.sheet.Rows {
			list, _ := a.hoursIn(i, j)
			for d, spans := range list {
				asked[d] = asked[d] || len(spans) > 0 || c.Part == "" && !c.Week && d == c.Day
				all, halfSteps = append(all, spans...), halfSteps || inHalfSteps(spans)
				half = half || slices.ContainsFunc(spans, func(s survey.Span) bool { return s.From%60 != 0 || s.To%60 != 0 })
				if c.Part == "" && !c.Busy && slices.ContainsFunc(spans, func(s survey.Span) bool { return s.To > 24*60 }) {
					asked[(d+1)%7] = true // free until after midnight
				}
			}
		}
	}
	halves := map[int]bool{}
	for _, half := range marks(all, halfSteps) {
		halves[half%48] = true
	}
	q := &a.questions[k]
	for d, is := range asked {
		if is {
			q.Days = append(q.Days, d)
		}
	}
	if !slices.ContainsFunc(a.of(k, Availability), func(j int) bool { return a.columns[j].Part != "" || a.columns[j].Week }) { // a column of an hour is of all days
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

// hoursIn returns the hours that a cell marks by weekday. Where the column is of an hour the cell lists days, where it is of a day hours, else both.
func (a *applier) hoursIn(i, j int) (list survey.DayList, ok bool) {
	c, cell := a.columns[j], a.hoursMeant(survey.Clean(a.sheet.Rows[i][j]))
	switch {
	case c.Busy && survey.NotFree(cell):
		return list, false
	case c.Week:
		return weekOf(cell)
	case c.Part == "":
		list[c.Day], ok = survey.ParseSpans(cell)
		return list, ok
	}
	part, _ := survey.ParseHours(a.hoursMeant(c.Part))
	days, ok := parseDays(cell)
	for _, d := range days {
		list[d] = []survey.Span{part}
	}
	return list, ok
}

// freeTime returns the free time of row i, and whether the row says when that is. In a grid of hours, an hour is free if every half hour that was asked
// for within it is. Where no hour is marked in any day, nor none said to be, there is no answer, since nobody who answered can be told from somebody
// who did not.
func (a *applier) freeTime(i, k int) (free survey.Week, said bool) {
	q, grid := a.questions[k], a.grids[k]
	marked, lost := map[[2]int]bool{}, map[[2]int]bool{} // day, half hour
	busy := false
	for _, j := range a.of(k, Availability) {
		c := a.columns[j]
		list, ok := a.hoursIn(i, j)
		busy, said = busy || c.Busy, said || ok && survey.NoTimes(survey.Clean(a.sheet.Rows[i][j]))
		if !ok {
			a.wrong(i, j, "hours_invalid", "Value", survey.Clean(a.sheet.Rows[i][j]))
			for at := range 7 * len(grid.halves) {
				if d := at / len(grid.halves); d == c.Day || c.Week || c.Part != "" {
					lost[[2]int{d, grid.halves[at%len(grid.halves)]}] = c.Busy
				}
			}
		}
		for d, spans := range list {
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
			if at := [2]int{d, half}; marked[at] == busy || lost[at] {
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
