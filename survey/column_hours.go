package survey

import (
	"slices"
	"strings"
	"time"
)

// AnyDay is the Day of hours whose header names no weekday; their half hours stand on Monday.
const AnyDay = -2

// WholeWeek is the Day of hours of all weekdays.
const WholeWeek = -1

// Hours are half hours of the week that members have free, or as a file may have them, do not have.
type Hours struct {
	Of   []Week
	Said []bool // who answered: of the hours of one weekday, none may be an answer
	Day  int    // the weekday that all are of, Monday 0, or WholeWeek or AnyDay
	Busy bool   // Of are the hours that are not free
}

// On returns the hours of one weekday. Who answered at all has answered for the day.
func (h Hours) On(day int) Hours {
	out := Hours{make([]Week, len(h.Of)), h.Said, day, h.Busy}
	for i, w := range h.Of {
		for half := range w.All {
			if half/48 == day {
				out.Of[i].Add(half)
			}
		}
	}
	return out
}

func (h Hours) Type() Type          { return HourColumn }
func (h Hours) Len() int            { return len(h.Of) }
func (h Hours) Answered(i int) bool { return h.Said[i] }
func (h Hours) Cell(i int) string   { return strings.Join(h.Of[i].slots(), "; ") }
func (h Hours) Pick(rows []int) Values {
	return Hours{pick(h.Of, rows), pick(h.Said, rows), h.Day, h.Busy}
}

func (h Hours) join(more Values) Values {
	return Hours{slices.Concat(h.Of, more.(Hours).Of), slices.Concat(h.Said, more.(Hours).Said), h.Day, h.Busy}
}

func (h Hours) blank(n int) Values { return Hours{make([]Week, n), make([]bool, n), h.Day, h.Busy} }

// Zones are time zones; nil is no answer.
type Zones []*time.Location

func (z Zones) Type() Type             { return ZoneColumn }
func (z Zones) Len() int               { return len(z) }
func (z Zones) Answered(i int) bool    { return z[i] != nil }
func (z Zones) Pick(rows []int) Values { return Zones(pick(z, rows)) }

func (z Zones) Cell(i int) string {
	if z[i] == nil {
		return ""
	}
	return z[i].String()
}

func (z Zones) join(more Values) Values { return slices.Concat(z, more.(Zones)) }
func (z Zones) blank(n int) Values      { return make(Zones, n) }
