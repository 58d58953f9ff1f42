package sheet

import (
	"errors"
	"slices"
	"strings"

	"dure/survey"
)

var freely = strings.NewReplacer("UNAVAILABLE", "AVAILABLE", "Unavailable", "Available", "unavailable", "available",
	"not be available", "be available", "not available", "available", "NOT available", "available", "not free", "free",
	"busy", "free", "Busy", "Free", "BUSY", "FREE", "불가능", "가능", "바쁜", "비는", "안 되는", "되는", "안되는", "되는", "불가", "가능")

// freeTitle words a question on busy hours as one on free hours, which is what an import makes of
// it, and takes away the mark that [survey.Question.Columns] adds.
func freeTitle(title string, busy bool) string {
	if busy {
		title = freely.Replace(title)
	}
	title = strings.TrimSpace(strings.TrimSuffix(title, survey.FreeMark))
	if title == "" {
		return "Free hours"
	}
	return title
}

// marks returns the half hours of a day that spans cover, numbered from midnight; those of the next day go on from 48. In
// steps of half an hour, a time stands for half an hour instead of a whole one.
func marks(spans []survey.Span, halfSteps bool) []int {
	spans = slices.Clone(spans)
	for i, s := range spans {
		if halfSteps && s.To-s.From == 60 {
			spans[i].To -= 30
		}
	}
	return survey.HalfHours(spans)
}

// inHalfSteps reports whether a cell lists times half an hour apart, "9:00;9:30": then none of them can be a whole hour.
func inHalfSteps(spans []survey.Span) bool {
	return slices.ContainsFunc(spans, func(s survey.Span) bool {
		return s.To-s.From == 60 && slices.Contains(spans, survey.Span{From: s.From + 30, To: s.To + 30})
	})
}

// parseDays returns the weekdays in a cell.
func parseDays(cell string) ([]int, bool) {
	var all []int
	for _, token := range survey.SplitList(cell, ";,\n") {
		day, ok := survey.ParseDay(token)
		if !ok {
			return nil, false
		}
		all = append(all, day)
	}
	return all, true
}

// busy reports whether hours of the column are those that are not free. A grid of parts of the day that says neither is of free ones.
func (c column) busy() bool {
	if len(c.parts()) > 0 || c.ofPart() {
		return survey.SaysBusy(c.label)
	}
	return survey.BusyHours(c.label)
}

// hourMarks stand between the hours of a cell.
const hourMarks = ";,\n[]'\"、"

// parts are the parts of the day that cells name without their hours, as they are written, in the order in which they first come.
func (c column) parts() []string {
	var seen survey.Register
	day, _ := survey.DayIn(c.label)
	for _, cell := range c.filled.Texts {
		parts := survey.SplitList(cell, hourMarks)
		_, days := survey.OnlyDays(cell)
		if days {
			parts = []string{cell}
		}
		for _, part := range parts {
			_, only := survey.OnlyDays(part)
			if text, _, ok := survey.AssumedHours(part); ok && (!only || days && day < 0) {
				seen.Number(text)
			}
		}
	}
	return seen.Names
}

// ofPart reports whether the column is that of a part of the day, "[오전]", so that its cells are days; a grid of such that does not say it is of free ones.
func (c column) ofPart() bool {
	_, part, grid := survey.GridOf(c.label)
	_, _, is := survey.PartOfDay(part)
	return grid && is
}

// holdsWeek reports whether nearly all cells list days with their times, or times of any day below a header that asks for times.
func (c column) holdsWeek() bool {
	if day, _ := survey.DayIn(c.label); day >= 0 || saysGroup(c.label) {
		return false // whether a cell may name another day is for people to say, and a section may be called by its day
	}
	asks := survey.AsksTimes(c.header)
	listed := func(s string) bool {
		_, ok := survey.ParseDayList(s)
		return ok || asks && isSpans(s) && !isNumber(s)
	}
	named := func(s string) bool {
		_, only := survey.OnlyDays(s)
		_, ok := survey.ParseDayList(s)
		return ok && !only && !survey.NoTimes(s) && !survey.Missing(s)
	}
	return slices.ContainsFunc(c.texts[:min(looked, len(c.texts))], named) && unreadShare*(1-c.share(listed)) <= 1 || asks && c.holdsHours()
}

// looked is how many different texts of a column are looked at for one that shows what it holds.
const looked = 50

// weekOf reads a cell of days with their times, or of times that are of every day.
func weekOf(cell string) (list survey.DayList, ok bool) {
	if list, ok = survey.ParseDayList(cell); ok {
		return list, true
	}
	spans, ok := survey.ParseSpans(cell)
	for d := range list {
		list[d] = spans
	}
	return list, ok
}

// listsDays reports whether cells, where somebody says that they hold hours, have the days besides, or are of all: the header does not name one.
func (c column) listsDays() bool {
	day, _ := survey.DayIn(c.label)
	return day < 0 && !c.ofHour()
}

// ofHour reports whether the column is that of an hour in a grid, so that its cells are days.
func (c column) ofHour() bool {
	_, _, grid := survey.GridOf(c.label)
	return grid && c.share(holdsDays) > 0.5
}

// holdsHours reports whether nearly all cells are hours, and not merely small numbers; below a day "18-20" are hours.
func (c column) holdsHours() bool {
	day, _ := survey.DayIn(c.label)
	clear := func(s string) bool {
		_, number := survey.ParseMeasure(s)
		spans, _ := survey.ParseSpans(s)
		return len(spans) > 0 && (strings.ContainsAny(s, ";,:") || !number || day >= 0 && !isNumber(s))
	}
	good := func(s string) bool { _, ok := survey.ParseSpans(s); return ok }
	return slices.ContainsFunc(c.filled.Texts, clear) && unreadShare*(1-c.share(good)) <= 1
}

// mayBeZone reports whether a text is a time zone, or may be several, which is asked.
func mayBeZone(text string) bool {
	_, err := survey.ParseZone(text)
	bad, _ := errors.AsType[*survey.InvalidError](err)
	return err == nil || bad != nil && bad.Reason == survey.Key(survey.AsAmbiguousZone)
}
