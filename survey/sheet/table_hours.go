package sheet

import (
	"errors"
	"slices"
	"strings"

	"dure/survey"
)

// hours reads cells of the hours of the weekday that the header names; nil where none has any, or one cannot be read. Where it is sure that they are hours, what
// cannot be read is listed instead. Who says that it is none of them has answered.
func (r *tableReader) hours(j int, cells []string, sure bool) survey.Values {
	h := survey.Hours{Of: make([]survey.Week, len(cells)), Said: make([]bool, len(cells)), Day: survey.AnyDay, Busy: r.about.columns[j].busy()}
	from, some := 0, !slices.ContainsFunc(cells, survey.NoTimes)
	if day, _ := survey.DayIn(r.about.columns[j].label); day >= 0 {
		h.Day, from = day, 48*day
	}
	var bad []int
	for i, cell := range cells {
		spans, ok := survey.ParseSpans(cell)
		if !ok || h.Busy && survey.NotFree(cell) {
			bad = append(bad, i)
			continue
		}
		some = some || len(spans) > 0
		h.Said[i] = len(spans) > 0 || survey.NoTimes(cell)
		for _, half := range survey.HalfHours(spans) {
			h.Of[i].Add(from + half)
		}
	}
	if !sure && (!some || len(bad) > 0) {
		return nil
	}
	if len(bad) > 0 {
		h.Lost = make([]bool, len(cells))
	}
	for _, i := range bad {
		h.Lost[i] = true
		r.unread(i, j, cells[i], survey.AsNoHours)
	}
	r.tellParts(j)
	return h
}

// week reads cells that list days with their hours, or hours of every day, and lists those that do not.
func (r *tableReader) week(j int, cells []string) survey.Values {
	h := survey.Hours{Of: make([]survey.Week, len(cells)), Said: make([]bool, len(cells)), Day: survey.WholeWeek, Busy: survey.SaysBusy(r.sheet.Header[j])}
	for i, cell := range cells {
		list, ok := weekOf(cell)
		if !ok || h.Busy && survey.NotFree(cell) {
			r.unread(i, j, cell, survey.AsNoTimes)
			continue
		}
		h.Said[i] = survey.NoTimes(cell)
		for d, spans := range list {
			h.Said[i] = h.Said[i] || len(spans) > 0
			for _, half := range survey.HalfHours(spans) {
				h.Of[i].Add(48*d + half)
			}
		}
	}
	r.tellParts(j)
	return h
}

// part reads cells that list the days of the hour, or the part of the day, that the header names.
func (r *tableReader) part(j int, cells []string) survey.Values {
	c := r.about.columns[j]
	_, part, _ := survey.GridOf(c.label)
	span, _ := survey.ParseHours(part)
	h := survey.Hours{Of: make([]survey.Week, len(cells)), Said: make([]bool, len(cells)), Day: survey.WholeWeek, Busy: c.busy()}
	for i, cell := range cells {
		days, ok := parseDays(cell)
		if !ok {
			r.unread(i, j, cell, survey.AsNoTimes)
			continue
		}
		h.Said[i] = len(days) > 0
		for _, d := range days {
			for _, half := range survey.HalfHours([]survey.Span{span}) {
				h.Of[i].Add((48*d + half) % survey.HalvesOfWeek)
			}
		}
	}
	if text, _, chosen := survey.AssumedHours(part); chosen {
		r.reading.Assumed = append(r.reading.Assumed, Assumed{r.reading.HeaderRow, c.header, text, []string{span.Clock()}, survey.AsPartOfDay})
	}
	return h
}

// tellParts lists which hours parts of the day in column j were taken for, each where it first stands.
func (r *tableReader) tellParts(j int) {
	for _, part := range r.about.columns[j].parts() {
		if slices.ContainsFunc(r.reading.Assumed, func(a Assumed) bool { return a.Reason == survey.AsPartOfDay && a.Text == part }) {
			continue // told of another day
		}
		i := slices.IndexFunc(r.sheet.Rows, func(row []string) bool { return strings.Contains(strings.ToLower(row[j]), strings.ToLower(part)) })
		_, s, _ := survey.AssumedHours(part)
		r.reading.Assumed = append(r.reading.Assumed, Assumed{Row: r.sheet.Line(max(i, 0)), Column: r.sheet.Header[j], Text: part, TakenAs: []string{s.Clock()}, Reason: survey.AsPartOfDay})
	}
}

// zones reads cells of time zones, and lists those that are none or could be several; nil where these are so many that the column may hold something else. A column
// that somebody asked for as zones may hold more of them.
func (r *tableReader) zones(j int, cells []string, asked bool) survey.Values {
	z := make(survey.Zones, len(cells))
	told := len(r.reading.NotUnderstood)
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		var err error
		if z[i], err = survey.ParseZone(cell); err == nil {
			continue
		}
		z[i] = survey.UnreadZone
		reason := survey.AsUnknownZone
		if bad, ok := errors.AsType[*survey.InvalidError](err); ok && bad.Reason == survey.Key(survey.AsAmbiguousZone) {
			reason = survey.AsAmbiguousZone
		}
		r.unread(i, j, cell, reason)
	}
	given, unread := len(withText(cells)), len(r.reading.NotUnderstood)-told
	if asked && 2*unread < given || unreadShare*unread <= given {
		return z
	}
	if !asked || unread == given { // nothing says that they are zones
		r.reading.NotUnderstood = r.reading.NotUnderstood[:told]
	}
	return nil
}
