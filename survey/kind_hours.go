package survey

import (
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
}

func (hoursKind) write(q Question, f Form) {
	for _, d := range q.Days {
		f["days"] = append(f["days"], strconv.Itoa(d))
	}
	f.set("from", strconv.Itoa(q.From))
	f.set("to", strconv.Itoa(q.To))
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
	outside := func(slot int) bool { return slot < 0 || slot >= 7*24 }
	return Answer{Slots: slices.DeleteFunc(whole(form[q.Field()]), outside)}, nil
}

func (hoursKind) fits(q Question, a Answer) Message {
	if slices.ContainsFunc(a.Slots, func(s int) bool { return !q.Asks(s) }) {
		return Say("choice_unknown")
	}
	return Message{}
}

// carry leaves out the hours that are no longer asked for.
func (hoursKind) carry(_, q Question, a Answer) Answer {
	a.Slots = slices.DeleteFunc(slices.Clone(a.Slots), func(s int) bool { return !q.Asks(s) })
	return a
}

// Asks reports whether an availability grid asks for an hour, given as in [Answer].
func (q Question) Asks(slot int) bool {
	return slices.Contains(q.Days, slot/24) && slot%24 >= q.From && slot%24 < q.To
}

func (hoursKind) columns(q Question, answers []Answer, _ *Directory) []Column {
	h := Hours{Of: make([]Week, len(answers)), Said: make([]bool, len(answers)), Day: WholeWeek}
	for i, a := range answers {
		h.Of[i], h.Said[i] = weekOf(a.Slots), len(a.Slots) > 0
	}
	return []Column{{Name: q.Column(), Values: h}}
}

// header names a column for each day: "Free hours (available) [Monday]".
func (hoursKind) header(q Question) []Heading {
	var all []Heading
	for _, d := range q.Days {
		all = append(all, Heading{fmt.Sprintf("%s (available) [%s]", q.title(), Weekdays[d]), string(q.Kind), q.Field(), ""})
	}
	return all
}

func (hoursKind) cells(q Question, a Answer) []string {
	cells := make([]string, len(q.Days))
	for i, d := range q.Days {
		var hours []string
		for _, s := range a.Slots {
			if s/24 == d {
				hours = append(hours, fmt.Sprintf("%02d:00", s%24))
			}
		}
		cells[i] = strings.Join(hours, "; ")
	}
	return cells
}

func (hoursKind) split(q Question, typed []Column) []Column {
	var days []Column
	for _, d := range q.Days {
		days = append(days, Column{Values: typed[0].Values.(Hours).On(d)})
	}
	return days
}

func (hoursKind) total(t *Total, given []Answer) {
	q := t.Question
	for _, d := range q.Days {
		for h := q.From; h < q.To; h++ {
			slot := 24*d + h
			t.Bars = append(t.Bars, Bar{Slot: slot, Count: count(given, func(a Answer) bool { return slices.Contains(a.Slots, slot) })})
		}
	}
}
