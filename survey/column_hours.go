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

// Hours are the half hours of the week that members have free, or as a file may have them, do not have.
type Hours struct {
	Of   []Week
	Said []bool // who answered: of the hours of one weekday, none may be an answer
	Day  int    // the weekday that all are of, Monday 0, or WholeWeek or AnyDay
	Busy bool   // Of are the hours that are not free
	Lost []bool // who said hours of the weekday that could not be read, so that none of it counts as free; nil for nobody

	Zones Zones // on whose clock those of each are; nil where all are on one
}

// On returns the hours of one weekday. Who answered at all has answered for the day.
func (h Hours) On(day int) Hours {
	out := h
	out.Of, out.Day = make([]Week, len(h.Of)), day
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
	h.Of, h.Said = pick(h.Of, rows), pick(h.Said, rows)
	if h.Zones != nil {
		h.Zones = pick(h.Zones, rows)
	}
	if h.Lost != nil {
		h.Lost = pick(h.Lost, rows)
	}
	return h
}

func (h Hours) join(more Values) Values {
	other := more.(Hours)
	if h.Zones != nil || other.Zones != nil {
		h.Zones = slices.Concat(h.zones(), other.zones())
	}
	if h.Lost != nil || other.Lost != nil {
		h.Lost = slices.Concat(h.lost(), other.lost())
	}
	h.Of, h.Said = slices.Concat(h.Of, other.Of), slices.Concat(h.Said, other.Said)
	return h
}

func (h Hours) blank(n int) Values {
	return Hours{Of: make([]Week, n), Said: make([]bool, n), Day: h.Day, Busy: h.Busy}
}

// lost says of each member whether hours could not be read.
func (h Hours) lost() []bool {
	if h.Lost == nil {
		return make([]bool, len(h.Of))
	}
	return h.Lost
}

// zones are as many zones as there are members.
func (h Hours) zones() Zones {
	if h.Zones == nil {
		return make(Zones, len(h.Of))
	}
	return h.Zones
}

// Zones are time zones; nil is no answer, [UnreadZone] one that could not be read.
type Zones []*time.Location

// UnreadZone stands for a zone that could not be read: hours of who has it are on a clock that nobody knows.
var UnreadZone = time.FixedZone("", 0)

func (z Zones) Type() Type             { return ZoneColumn }
func (z Zones) Len() int               { return len(z) }
func (z Zones) Answered(i int) bool    { return z[i] != nil && z[i] != UnreadZone }
func (z Zones) Pick(rows []int) Values { return Zones(pick(z, rows)) }

func (z Zones) Cell(i int) string {
	if z[i] == nil {
		return ""
	}
	return z[i].String()
}

func (z Zones) join(more Values) Values { return slices.Concat(z, more.(Zones)) }
func (z Zones) blank(n int) Values      { return make(Zones, n) }

// Ahead returns by how much the clock of member i is ahead of UTC, 0 for who gave no zone. A zone with summer time counts as in January,
// which is a choice: a survey does not say when in the year a team meets.
func (z Zones) Ahead(i int) time.Duration {
	if z == nil || z[i] == nil {
		return 0
	}
	return ahead(z[i], time.January)
}

// Common is by how much the clock is ahead of UTC, up to a quarter of an hour, on whose quarters most clocks have theirs: none, of the clocks
// that are in use. On it hours in common are counted in full of those clocks, and of others what lies in whole quarters.
func (z Zones) Common() time.Duration {
	count := map[time.Duration]int{}
	var most time.Duration
	for i, zone := range z {
		if zone == nil || zone == UnreadZone {
			continue
		}
		rest := (z.Ahead(i)%quarterHour + quarterHour) % quarterHour
		if count[rest]++; count[rest] > count[most] || count[rest] == count[most] && rest < most {
			most = rest
		}
	}
	return most
}

const quarterHour = 15 * time.Minute

// ClocksVary reports whether the clocks on which answers are and one more are not always as far apart as they count, for summer time.
func ClocksVary(answers []Answer, on *time.Location) bool {
	kinds := map[time.Duration]bool{}
	for _, zone := range append(zonesOf(answers), on) {
		if zone != nil {
			kinds[ahead(zone, time.July)-ahead(zone, time.January)] = true
		}
	}
	return len(kinds) > 1
}

// ahead is by how much a zone is ahead of UTC in a month.
func ahead(zone *time.Location, month time.Month) time.Duration {
	_, seconds := time.Date(2026, month, 15, 12, 0, 0, 0, time.UTC).In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// zonesOf are the zones of answers; nil for who gave none.
func zonesOf(answers []Answer) Zones {
	known := map[string]*time.Location{"": nil}
	all := make(Zones, len(answers))
	for i, a := range answers {
		zone, read := known[a.Zone]
		if !read {
			zone, _ = ParseZone(a.Zone) // an answer that counts has one
			known[a.Zone] = zone
		}
		all[i] = zone
	}
	return all
}
