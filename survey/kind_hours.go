package survey

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Availability is the hours of a week in which one is free, on a grid of days and hours.
const Availability Kind = "availability"

type hoursKind struct{}

func (hoursKind) name() Kind { return Availability }

func (hoursKind) effort(q Question) float64 { return 4 * float64(len(q.Days)) }

func (hoursKind) begin(q *Question) { q.Days, q.From, q.To = []int{0, 1, 2, 3, 4}, 9, 22 }

func (hoursKind) read(q *Question, r *reader) {
	q.Days = slices.DeleteFunc(whole(r.form["days"]), func(d int) bool { return d < 0 || d > 6 })
	q.From, q.To = r.count("from"), r.count("to")
	q.Half, q.Zones = r.form.Ticked("half"), r.form.Ticked("zones")
}

func (hoursKind) write(q Question, f Form) {
	for _, d := range q.Days {
		f["days"] = append(f["days"], strconv.Itoa(d))
	}
	f.set("from", strconv.Itoa(q.From))
	f.set("to", strconv.Itoa(q.To))
	f.tick("half", q.Half)
	f.tick("zones", q.Zones)
}

func (hoursKind) check(q Question) error {
	if len(q.Days) == 0 {
		return &InvalidError{Field: "days", Reason: "days_missing"}
	}
	for i, d := range q.Days {
		if d < 0 || d > 6 || i > 0 && d <= q.Days[i-1] {
			return &InvalidError{Field: "days", Reason: "days_invalid"}
		}
	}
	if q.From < 0 || q.To > 24 || q.From >= q.To {
		return &InvalidError{Field: "to", Reason: "hours_range"}
	}
	return nil
}

func (hoursKind) parse(q Question, form map[string][]string) (Answer, *InvalidError) {
	outside := func(cell int) bool { return cell < 0 || cell >= 7*q.perDay() }
	a := q.of(slices.DeleteFunc(whole(form[q.Field()]), outside))
	if len(q.CellsOf(a)) == 0 && slices.Contains(form[q.Field()], NoHours) {
		return Answer{None: true}, nil
	}
	if q.Zones && !a.IsZero() {
		a.Zone = ZoneName(Shorten(typedText(form[q.ZoneField()]), maxNameRunes))
	}
	return a, nil
}

// NoHours is what the form sends, and a file says, of who is free at none of the hours.
const NoHours = "none"

// zoneField is put behind the field of a question for the member's time zone.
const zoneField = "z"

// ZoneField is the form field of the time zone in which the hours are.
func (q Question) ZoneField() string { return q.Field() + zoneField }

func (hoursKind) fits(q Question, a Answer) Message {
	if a.None {
		if len(a.Slots)+len(a.Halves) > 0 || a.Zone != "" {
			return Say("choice_unknown")
		}
		return Message{}
	}
	_, err := ParseZone(a.Zone)
	bad, unread := errors.AsType[*InvalidError](err)
	switch {
	case !q.Zones && a.Zone != "":
		return Say("zone_unasked")
	case q.Zones && a.Zone == "":
		return Say("zone_missing")
	case q.Zones && unread:
		return bad.Message()
	}
	cells := q.CellsOf(a)
	if len(cells) < len(a.Slots)+len(a.Halves) || slices.ContainsFunc(cells, func(c int) bool { return !q.asksCell(c) }) {
		return Say("choice_unknown")
	}
	return Message{}
}

// carry leaves out the hours that are no longer asked for. Of half hours, a grid of hours takes what fills an hour. Hours on one clock for
// all are not known on each member's own, nor the other way round.
func (hoursKind) carry(old, q Question, a Answer) Answer {
	switch {
	case a.None:
		return Answer{None: true}
	case old.Zones != q.Zones:
		return Answer{}
	}
	return q.Free(a.Week(), a.Zone)
}

// Steps are how many cells an hour has in an availability grid.
func (q Question) Steps() int {
	if q.Half {
		return 2
	}
	return 1
}

func (q Question) perDay() int { return 24 * q.Steps() }

// CellsOf are the cells of the grid that an answer marks, as 24·weekday + hour or, of half hours, 48·weekday + half hour.
func (q Question) CellsOf(a Answer) []int {
	if q.Half {
		return a.Halves
	}
	return a.Slots
}

func (q Question) of(cells []int) Answer {
	if q.Half {
		return Answer{Halves: cells}
	}
	return Answer{Slots: cells}
}

func (q Question) asksCell(cell int) bool {
	at := cell % q.perDay() / q.Steps()
	return slices.Contains(q.Days, cell/q.perDay()) && at >= q.From && at < q.To
}

// Free is the answer of somebody who is free in a week, as far as the grid asks for it, on the clock of a zone; "" for one clock for all.
func (q Question) Free(w Week, zone string) Answer {
	cells := w.Slots()
	if q.Half {
		cells = slices.Collect(w.All)
	}
	a := q.of(slices.DeleteFunc(cells, func(c int) bool { return !q.asksCell(c) }))
	if !a.IsZero() {
		a.Zone = zone
	}
	return a
}

// beside keeps the hours of days of which the file has no column. On another clock those are other days, and nothing is kept.
func (hoursKind) beside(q Question, a, was Answer, days []int) Answer {
	if days == nil || a.Zone != "" && was.Zone != "" && a.Zone != was.Zone {
		return a
	}
	var said Week
	for _, day := range days {
		for half := range 48 {
			said.Add(48*day + half)
		}
	}
	out := q.Free(a.Week().Or(was.Week().And(said.Not())), cmp.Or(a.Zone, was.Zone))
	out.None = out.IsZero()
	return out
}

// Beyond is what a week has that the grid does not ask for.
func (q Question) Beyond(w Week) Week { return w.And(q.Free(w, "").Week().Not()) }

// Widened is the question with a grid that asks for a week as well.
func (q Question) Widened(w Week) Question {
	q.Days = slices.Clone(q.Days)
	for _, r := range q.Beyond(w).Ranges() {
		q.Days = append(q.Days, r.Day)
		q.From, q.To = min(q.From, r.From/60), max(q.To, (r.To+59)/60)
		q.Half = q.Half || r.From%60 != 0 || r.To%60 != 0
	}
	slices.Sort(q.Days)
	q.Days = slices.Compact(q.Days)
	return q
}

func (hoursKind) columns(q Question, answers []Answer, _ *Directory) []Column {
	return []Column{{Name: q.Column(), Values: q.hours(answers)}}
}

// hours are the hours of the answers, with their zones where the question asks for them.
func (q Question) hours(answers []Answer) Hours {
	h := Hours{Of: make([]Week, len(answers)), Said: make([]bool, len(answers)), Day: WholeWeek}
	for i, a := range answers {
		h.Of[i], h.Said[i] = a.Week(), !a.IsZero()
	}
	if q.Zones {
		h.Zones = zonesOf(answers)
	}
	return h
}

// ZoneMark ends the header of the time zones of a question on free hours.
const ZoneMark = "(time zone)"

// FreeMark stands in the headers of a question on free hours, before the day.
const FreeMark = "(available)"

// header names a column for each day, "Free hours (available) [Monday]", and one for the time zone, "Free hours (time zone)".
func (hoursKind) header(q Question) []Heading {
	var all []Heading
	for _, d := range q.Days {
		all = append(all, Heading{fmt.Sprintf("%s %s [%s]", q.title(), FreeMark, Weekdays[d]), string(q.Kind), q.Field(), ""})
	}
	if q.Zones {
		all = append(all, Heading{q.title() + " " + ZoneMark, "zone", q.ZoneField(), ""})
	}
	return all
}

func (hoursKind) cells(q Question, a Answer) []string {
	cells := make([]string, len(q.Days))
	for i, d := range q.Days {
		var hours []string
		for _, c := range q.CellsOf(a) {
			if c/q.perDay() == d {
				minute := c % q.perDay() * 60 / q.Steps()
				hours = append(hours, fmt.Sprintf("%02d:%02d", minute/60, minute%60))
			}
		}
		if a.None {
			hours = []string{NoHours}
		}
		cells[i] = strings.Join(hours, "; ")
	}
	if q.Zones {
		cells = append(cells, a.Zone)
	}
	return cells
}

func (hoursKind) split(q Question, typed []Column) []Column {
	var all []Column
	h := typed[0].Values.(Hours)
	for _, d := range q.Days {
		all = append(all, Column{Values: h.On(d)})
	}
	if q.Zones {
		all = append(all, Column{Values: h.Zones})
	}
	return all
}

func (hoursKind) total(t *Total, given []Answer) {
	q := t.Question
	for _, d := range q.Days {
		for at := q.From * q.Steps(); at < q.To*q.Steps(); at++ {
			cell := q.perDay()*d + at
			t.Bars = append(t.Bars, Bar{Key: cell, Count: count(given, func(a Answer) bool { return slices.Contains(q.CellsOf(a), cell) })})
		}
	}
}
