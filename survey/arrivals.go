package survey

import (
	"slices"
	"time"
)

// An Arrival is how many answers came in during an hour, a day or a week, and how many there were at its end.
type Arrival struct {
	From, To time.Time
	New, All int
}

// Up to which length of time answers are counted by the hour, and by the day; beyond by the week.
const (
	countedByHour = 48 * time.Hour
	countedByDay  = 60 * 24 * time.Hour
)

// Arrivals counts answers by when they came in, without a gap from the earliest of them, or from if that is earlier, to the
// latest of them, or to. Hours, days and weeks begin where they do on the zone's clock: no day is told by another zone's midnight.
func Arrivals(came []time.Time, from, to time.Time, zone *time.Location) []Arrival {
	came = slices.SortedFunc(slices.Values(came), time.Time.Compare)
	if n := len(came); n > 0 {
		if from.IsZero() || came[0].Before(from) {
			from = came[0]
		}
		if came[n-1].After(to) {
			to = came[n-1]
		}
	}
	if from.IsZero() || to.Before(from) {
		return nil
	}
	begin, next := intervals(from, to, zone)
	var all []Arrival
	counted := 0
	for !begin.After(to) {
		a := Arrival{From: begin, To: next(begin)}
		for counted < len(came) && came[counted].Before(a.To) {
			counted++
			a.New++
		}
		a.All = counted
		all = append(all, a)
		begin = a.To
	}
	return all
}

// intervals returns when the first hour, day or week begins, and what is the end of each.
func intervals(from, to time.Time, zone *time.Location) (begin time.Time, next func(time.Time) time.Time) {
	at := from.In(zone)
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone)
	switch length := to.Sub(from); {
	case length <= countedByHour:
		// Not time.Date: on the day when clocks are set back, two hours have one name.
		hour := at.Add(-time.Duration(at.Minute())*time.Minute - time.Duration(at.Second())*time.Second - time.Duration(at.Nanosecond()))
		return hour, func(t time.Time) time.Time { return t.Add(time.Hour) }
	case length <= countedByDay:
		return day, func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	}
	return day, func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
}
