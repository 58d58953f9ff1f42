package survey

import (
	"regexp"
	"strings"
	"time"
)

// Words by which a header says what its hours mean, those of busy hours first because "unavailable"
// contains "available" and "불가능" "가능".
var (
	busyWords = regexp.MustCompile(`(?i)un-?available|\bunable\b|not (be )?(available|free)|n['’]t (be )?(available|free)|\bbusy\b|can ?not|can['’]t|conflict|occupied|불가능|불가|바쁜|안 ?되는|없는` +
		`|\bbelegt|beschäftigt|keine zeit|nicht (frei|verfügbar)|ocupad|occupé|\bno (disponib|libre)|indisponib|pas (disponib|libre)|不可|不能|忙し|没空`)
	freeWords = regexp.MustCompile(`(?i)available|\bsuits?\b|works? for you|(slots?|times?|hours?|days?)\b.{0,12}\bworks?\b|\bslots?\b|\bprefer|편한|선호|좋은 ?시간|availability|\bfree\b|\bcan\b|가능|비는|빈 ?시간|되는|여유|모임 ?시간|회의 ?시간` +
		`|\bfreie?n?\b|verfügbar|disponib|\blibres?\b|空いて|空き|可能|有空|空闲`)
)

// BusyHours reports whether hours under the header of a column are those in which a member has no time. In a
// row of a grid, "Question [Monday]", that does not say, they are, as gruepr's are; in any other column they are not.
func BusyHours(header string) bool {
	switch {
	case busyWords.MatchString(header):
		return true
	case freeWords.MatchString(header):
		return false
	}
	return strings.HasSuffix(strings.TrimSpace(header), "]")
}

// SaysBusy reports whether a header says that hours are those in which a member has no time.
func SaysBusy(header string) bool { return busyWords.MatchString(header) }

// An HourRange is free time in a row on one weekday, Monday 0: From and To are in minutes from midnight.
type HourRange struct{ Day, From, To int }

// Ranges joins neighbouring quarters of a day.
func (w Week) Ranges() []HourRange {
	var all []HourRange
	for at := range w.quarters {
		day, from := at/96, at%96*15
		if n := len(all); n > 0 && all[n-1].Day == day && all[n-1].To == from {
			all[n-1].To += 15
			continue
		}
		all = append(all, HourRange{day, from, from + 15})
	}
	return all
}

// Common are the hours that people have in common: those of all who said when they are free. Who has not said takes nothing from the
// others and adds nothing to them. The zero value is of nobody.
type Common struct {
	Free     Week // of all who said
	Said, Of int  // how many said when, and how many there are
}

// Add takes in one more, with the week that is free.
func (c *Common) Add(free Week, said bool) {
	c.Of++
	if !said {
		return
	}
	if c.Said++; c.Said == 1 {
		c.Free = free
		return
	}
	c.Free = c.Free.And(free)
}

// Known reports whether anything is known of what they have in common: what fewer than two have said is nothing in common.
func (c Common) Known() bool { return c.Said >= 2 }

// Hours is how many hours they have in common that lie in stretches of block half hours.
func (c Common) Hours(block int) float64 { return float64(c.Free.Blocks(block)) / 2 }

// Slots are the hours of a grid in the set, as in [Answer].
func (w Week) Slots() (slots []int) {
	for h := range HalvesOfWeek / 2 {
		if w.Has(2*h) && w.Has(2*h+1) {
			slots = append(slots, h)
		}
	}
	return slots
}

// Week is the free time of an answer to an availability question.
func (a Answer) Week() (w Week) {
	for _, s := range a.Slots {
		w.Add(2 * s)
		w.Add(2*s + 1)
	}
	for _, h := range a.Halves {
		w.Add(h)
	}
	return w
}

// at is the week of one answer on a clock.
func (h Hours) at(i int, on *time.Location) Week {
	if h.Zones == nil {
		return h.Of[i]
	}
	return h.Of[i].LaterBy(Zones{on}.Ahead(0) - h.Zones.Ahead(i))
}

// Common are the free hours that some of the answers have in common, on a clock where they are on several.
func (h Hours) Common(rows []int, on *time.Location) (c Common) {
	for _, i := range rows {
		c.Add(h.at(i, on), h.Said[i])
	}
	return c
}

// CommonHours returns the time that the answers to the question, an availability grid, have in common, and the time that most of
// them have free, with how many those are. Where the question asks for time zones, all is on the clock of one.
func (q Question) CommonHours(answers []Answer, on *time.Location) (c Common, most Week, count int) {
	var free [QuartersOfWeek]int
	hours := q.hours(answers)
	for i := range hours.Of {
		week := hours.at(i, on)
		c.Add(week, hours.Said[i])
		for at := range week.quarters {
			free[at]++
			count = max(count, free[at])
		}
	}
	for at, n := range free {
		if n == count && n > 0 {
			most.addQuarter(at)
		}
	}
	return c, most, count
}
