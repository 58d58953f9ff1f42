package sheet

import (
	"cmp"
	"slices"
	"strings"

	"dure/survey"
)

// Complete returns the mapping with what its questions need besides their use and is not given:
// titles, options, separators, scale ends and weekdays, worked out from the sheet as [Guess] would.
// So a page need only send back the uses.
func (m Mapping) Complete(s Sheet) Mapping {
	out := Mapping{Columns: slices.Clone(m.Columns)}
	for j := range out.Columns {
		c := &out.Columns[j]
		if !c.Use.Asks() || j >= len(s.Header) {
			continue
		}
		complete(c, newColumn(s, j))
	}
	return out
}

func complete(c *Column, col column) {
	given := c.Question != ""
	c.Question = cmp.Or(c.Question, col.label)
	switch c.Use {
	case Scale:
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
	case OneOf:
		if len(c.Options) == 0 {
			c.Options = byCount(col.filled)
		}
	case AnyOf:
		if c.Part != "" || len(c.Options) > 0 {
			return
		}
		c.Separator = cmp.Or(c.Separator, separatorOf(col.filled), ";")
		c.Options = optionsOf(col.filled, c.Separator)
	case Availability:
		if given {
			return
		}
		day, q := survey.DayIn(col.label)
		if _, part, ok := grid(col.label); ok && day < 0 {
			q, c.Part = strings.TrimSpace(strings.TrimSuffix(col.label, "["+part+"]")), part
		}
		c.Day, c.Busy = max(0, day), survey.BusyHours(col.label)
		c.Question = freeTitle(q, c.Busy)
	}
}

// ends returns the ends of a scale for which the column's whole numbers fit.
func (c column) ends() (low, high int) {
	low, high = 1, 5
	for _, s := range c.filled {
		if v, ok := survey.ParseNumber(s); ok && v > -100 && v < 100 {
			low, high = min(low, int(v)), max(high, int(v))
		}
	}
	return low, high
}

// plan makes the questions of the columns.
func (a *applier) plan() {
	at := map[[2]string]int{}
	a.grids = map[int]hourGrid{}
	for j, c := range a.columns {
		if !c.Use.Asks() {
			continue
		}
		kind := c.Use.kind()
		id := [2]string{string(kind), c.Question}
		k, ok := at[id]
		if !ok || !a.joins(k, c) {
			k = len(a.questions)
			at[id] = k
			a.questions = append(a.questions, a.newQuestion(c))
			a.sources = append(a.sources, nil)
		}
		a.sources[k] = append(a.sources[k], j)
		if c.Part != "" && kind == survey.AnyOf {
			a.questions[k].Options = append(a.questions[k].Options, a.spreadOptions(j)...)
		}
	}
	for k := range a.questions {
		if a.questions[k].Kind == survey.Availability {
			a.planGrid(k)
		}
	}
}

// joins reports whether a column is a further part of question k rather than one of the same name.
func (a *applier) joins(k int, c Column) bool {
	switch a.questions[k].Kind {
	case survey.Availability, survey.Teammates:
		return true
	case survey.AnyOf:
		return c.Part != "" && a.columns[a.sources[k][0]].Part != ""
	}
	return false
}

func (a *applier) newQuestion(c Column) Question {
	q := Question{Kind: c.Use.kind(), Title: c.Question}
	switch c.Use {
	case Scale:
		q.Min, q.Max = c.Min, c.Max
		if n := len(c.Levels); n > 0 {
			q.MinLabel, q.MaxLabel = c.Levels[0], c.Levels[n-1]
		}
	case OneOf, AnyOf:
		for _, o := range c.Options {
			q.Options = append(q.Options, plain(o))
		}
	}
	return q
}

// spreadOptions returns the options that a column of an any-of question stands for: its part, and texts typed under it.
func (a *applier) spreadOptions(j int) []string {
	c := newColumn(a.sheet, j)
	var all []string
	if yesOrNo(c.texts) || slices.Contains(c.texts, a.columns[j].Part) {
		all = append(all, plain(a.columns[j].Part))
	}
	for _, t := range c.texts {
		if !yesOrNo([]string{t}) && t != a.columns[j].Part {
			all = append(all, plain(t))
		}
	}
	return all
}

// planGrid finds the days and half hours that an availability question asks for: those that some member has marked.
func (a *applier) planGrid(k int) {
	var all []survey.Span
	asked := map[int]bool{}
	halfSteps := false
	for _, j := range a.sources[k] {
		c := a.columns[j]
		if c.Part == "" {
			asked[c.Day] = true
		} else if part, ok := survey.ParseSpan(c.Part); ok {
			all = append(all, part)
		}
		for i := range a.sheet.Rows {
			cell := survey.Clean(a.sheet.Rows[i][j])
			if c.Part != "" {
				days, _ := parseDays(cell)
				for _, d := range days {
					asked[d] = true
				}
				continue
			}
			spans, _ := survey.ParseSpans(cell)
			all, halfSteps = append(all, spans...), halfSteps || inHalfSteps(spans)
			if !c.Busy && slices.ContainsFunc(spans, func(s survey.Span) bool { return s.To > 24*60 }) {
				asked[(c.Day+1)%7] = true // free until after midnight
			}
		}
	}
	halves := map[int]bool{}
	for _, half := range marks(all, halfSteps) {
		halves[half%48] = true
	}
	q := &a.questions[k]
	q.Days = sorted(asked)
	q.From, q.To = 9, 18
	grid := hourGrid{sorted(halves), halfSteps}
	if n := len(grid.halves); n > 0 {
		q.From, q.To = grid.halves[0]/2, grid.halves[n-1]/2+1
	}
	a.grids[k] = grid
}

func sorted(set map[int]bool) []int {
	all := make([]int, 0, len(set))
	for v := range set {
		all = append(all, v)
	}
	slices.Sort(all)
	return all
}

// answer reads the cells of question k in row i.
func (a *applier) answer(i, k int) Answer {
	q, columns := a.questions[k], a.sources[k]
	switch {
	case q.Kind == survey.Availability:
		return Answer{Answer: survey.Answer{Slots: a.freeHours(i, k)}}
	case q.Kind == survey.Teammates:
		var both Answer
		for _, j := range columns {
			side := a.read(i, j)
			both.Wished, both.Avoided = append(both.Wished, side.Wished...), append(both.Avoided, side.Avoided...)
		}
		return both
	case q.Kind == survey.AnyOf && a.columns[columns[0]].Part != "":
		return Answer{Chosen: a.spreadChoices(i, columns)}
	}
	return a.read(i, columns[0])
}

// spreadChoices lists the choices that row i marks in the columns of a question.
func (a *applier) spreadChoices(i int, columns []int) []string {
	var all []string
	for _, j := range columns {
		cell := survey.Clean(a.sheet.Rows[i][j])
		if slices.Contains(yes, strings.ToLower(cell)) {
			cell = a.columns[j].Part
		}
		if cell != "" && !yesOrNo([]string{cell}) || cell == a.columns[j].Part {
			all = append(all, plain(cell))
		}
	}
	return all
}

// freeHours returns the free hours of row i as [survey.Answer] has them. An hour is free if every half hour that was asked
// for within it is. Where busy hours were asked for and none is marked in any day there is no answer, since nobody who
// answered can be told from somebody who did not.
func (a *applier) freeHours(i, k int) []int {
	q, grid := a.questions[k], a.grids[k]
	marked := map[[2]int]bool{} // day, half hour
	busy := false
	for _, j := range a.sources[k] {
		c := a.columns[j]
		busy = busy || c.Busy
		cell := survey.Clean(a.sheet.Rows[i][j])
		spans, ok := survey.ParseSpans(cell)
		on := []int{c.Day}
		if c.Part != "" {
			on, ok = parseDays(cell)
			part, _ := survey.ParseSpan(c.Part)
			spans = []survey.Span{part}
		}
		if !ok {
			a.wrong(i, j, "hours_invalid", "Value", cell)
		}
		for _, d := range on {
			for _, half := range marks(spans, grid.halfSteps) {
				marked[[2]int{(d + half/48) % 7, half % 48}] = true
			}
		}
	}
	if len(marked) == 0 {
		return nil
	}
	var free []int
	for _, d := range q.Days {
		taken := map[int]bool{}
		for _, half := range grid.halves {
			if marked[[2]int{d, half}] == busy {
				taken[half/2] = true
			}
		}
		for _, half := range grid.halves {
			if slot := 24*d + half/2; !taken[half/2] && !slices.Contains(free, slot) {
				free = append(free, slot)
			}
		}
	}
	return free
}

// count finds how many teammates were wished and avoided at most.
func (a *applier) count() {
	for k := range a.questions {
		q := &a.questions[k]
		if q.Kind != survey.Teammates {
			continue
		}
		for _, j := range a.sources[k] {
			if a.columns[j].Use == Avoided {
				q.Avoids = 1
			} else {
				q.Wishes = 1
			}
		}
		for _, m := range a.members {
			q.Wishes, q.Avoids = max(q.Wishes, len(m.Answers[k].Wished)), max(q.Avoids, len(m.Answers[k].Avoided))
		}
	}
}
