package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// A poll of times has a column for each time: Doodle writes its month, its day and its hours in rows of headers one above the other, Rallly all in one. Its rows
// are members, but what they answered is free hours only once the columns of a day are put together.

// slotHeads makes one header of the rows in which days stand above hours, each day once above the first of its hours.
func (s *Sheet) slotHeads(recs []record) []record {
	for k := 1; k < min(titleLines, len(recs)-1); k++ {
		times, days := recs[k].cells, recs[k-1].cells
		if !headsTimes(times) || !holdMarks(recs[k+1:]) || !blank(days[0]) && days[0] != times[0] || !blank(times[0]) && !whoHeads.MatchString(title(times[0])) {
			continue
		}
		first := k - 1
		if k > 1 && blank(recs[k-2].cells[0]) && len(texts(recs[k-2].cells)) > 0 && len(recs[k-2].cells) > 1 {
			first-- // of months
		}
		head := carried(times, nil)
		for _, above := range slices.Backward(recs[first:k]) {
			head = carried(head, above.cells)
		}
		if _, _, _, ok := slotMoment(texts(head)[len(texts(head))-1]); !ok {
			continue
		}
		if head[0] = title(times[0]); head[0] == "" {
			head[0] = "Name"
		}
		for _, r := range recs[:first] {
			s.passOver(TitleLine, r.line)
		}
		return append([]record{{recs[k].line, head}}, recs[k+1:]...)
	}
	return recs
}

// headsTimes reports whether all texts of a line but the first are times, and several are.
func headsTimes(cells []string) bool {
	n := 0
	for _, c := range cells[min(1, len(cells)):] {
		if _, ok := survey.ParseSpan(c); !ok && !blank(c) {
			return false
		}
		n += count(!blank(c))
	}
	return n > 1
}

// holdMarks reports whether below a header stand marks of who is free, or how many are, behind what each line is called.
func holdMarks(recs []record) bool {
	return !slices.ContainsFunc(recs, func(r record) bool {
		return slices.ContainsFunc(r.cells[min(1, len(r.cells)):], func(c string) bool { return !isMark(c) && !isNumber(c) })
	})
}

// carried puts before each text what stands above it, or else above one to its left; a cell without a text stays so.
func carried(cells, above []string) []string {
	out, over := slices.Clone(cells), ""
	for j := range out {
		if j < len(above) && !blank(above[j]) {
			over = title(above[j])
		}
		if j > 0 && !blank(out[j]) {
			out[j] = strings.TrimSpace(over + " " + title(out[j]))
		}
	}
	return out
}

// slotMoment reads a header with the day and the hours of a column, of which the last is open where only the first stands there.
func slotMoment(header string) (day int, span survey.Span, open, ok bool) {
	for k := range header {
		if header[k] != ' ' {
			continue
		}
		before, hours := strings.TrimSpace(header[:k]), header[k+1:]
		if span, ok = survey.ParseSpan(hours); !ok {
			continue
		}
		open = !strings.ContainsAny(hours, "-–—~〜～")
		if day, _ = survey.DayIn(before); day >= 0 {
			return day, span, open, true
		}
		if when, dated := survey.ParseTime(before, false); dated {
			return (int(when.Weekday()) + 6) % 7, span, open, true
		}
	}
	return 0, span, false, false
}

// slotColumns returns the sheet with a column for each member and a row for each time, and what that is, where its columns are times of a poll; the others of its
// columns are kept behind.
func (s Sheet) slotColumns() (grid Sheet, of timeLines, others []int, ok bool) {
	var slots []int
	anyOpen := false
	for j, header := range s.Header {
		day, span, open, is := slotMoment(header)
		if !is || j == 0 {
			others = append(others, j)
			continue
		}
		slots, of.day, of.start = append(slots, j), append(of.day, day), append(of.start, span.From)
		of.long, anyOpen = append(of.long, span.To-span.From), anyOpen || open
	}
	if of.step = min(of.least(), 60); anyOpen {
		of.long = nil
	}
	if len(slots) < 2 || len(others) == 0 {
		return s, of, nil, false
	}
	grid = s
	grid.Rows, grid.Lines, grid.Header = make([][]string, len(slots)), nil, []string{""}
	for k := range slots {
		grid.Rows[k] = []string{""}
	}
	for i, row := range s.Rows {
		if blank(row[0]) || !slices.ContainsFunc(slots, func(j int) bool { return !isMark(row[j]) }) && pollTotals.MatchString(strings.TrimSpace(row[0])) ||
			!slices.ContainsFunc(slots, func(j int) bool { return !isNumber(row[j]) }) && slices.ContainsFunc(slots, func(j int) bool { return !isMark(row[j]) }) {
			continue // how many can at each time
		}
		for k, j := range slots {
			if !isMark(row[j]) {
				return s, of, nil, false
			}
			grid.Rows[k] = append(grid.Rows[k], row[j])
		}
		of.members, grid.Header, grid.Lines = append(of.members, len(grid.Header)), append(grid.Header, row[0]), append(grid.Lines, s.Line(i))
	}
	return grid, of, others, len(of.members) > 0
}

// fromSlots makes free hours of the columns of a poll, behind which its other columns stand.
func (s Sheet) fromSlots(grid Sheet, of timeLines, others []int) Sheet {
	out := grid.fromTimes(of)
	out.Lines = grid.Lines
	head := append([]string{s.Header[others[0]]}, out.Header[1:]...)
	for _, j := range others[1:] {
		head = append(head, s.Header[j])
		for i, line := range grid.Lines {
			out.Rows[i] = append(out.Rows[i], s.Rows[slices.Index(s.Lines, line)][j])
		}
	}
	return out.renamed(head)
}

// isMark reports whether a cell says whether somebody is free.
func isMark(cell string) bool {
	return marksFree(cell) || slices.Contains(busyMarks, survey.Fold(strings.TrimSpace(cell)))
}
