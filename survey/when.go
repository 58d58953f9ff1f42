package survey

import (
	"regexp"
	"strings"
	"time"
)

var (
	datePattern = regexp.MustCompile(`^(\d{1,4})\s*([-/.년])\s*(\d{1,2})\s*([-/.월])\s*(\d{1,4})(?:\s*일|\.)?`)
	// What stands between a date and its time ("T", "(월)") holds no sign, which would begin the offset of a zone.
	timeStart = regexp.MustCompile(`^[^\d+-]*?((?:오전|오후|\b[ap]\.?m\b\.?)?\s*\d)`)
)

// ParseTime reads times that survey programs write: "2018/02/07 3:48:34PM EST", "2026. 3. 2. 오후 3:48:34",
// "2026/03/02 3:48:34 오후 GMT+9", "3/2/2026 15:48", "2026-03-02T15:48:34+09:00", and dates in words, see when_words.go. Of day and month before a year, the month
// is first unless dayFirst. A date that does not exist is none. A zone that is only named is passed over: times of one
// file are compared with each other, and abbreviations of zones say too little.
func ParseTime(s string, dayFirst bool) (time.Time, bool) { return ParseTimeIn(s, dayFirst, time.UTC) }

// ParseTimeIn reads what [ParseTime] does; a time without a zone is one in loc.
func ParseTimeIn(s string, dayFirst bool, loc *time.Location) (time.Time, bool) {
	if len(s) < shortestTime || len(s) > longestTime || !strings.ContainsAny(s, "0123456789０１２３４５６７８９") {
		return time.Time{}, false
	}
	s = plainDate(typed(s))
	d := datePattern.FindStringSubmatch(s)
	if d == nil {
		return time.Time{}, false
	}
	year, month, day, ok := dateOf(d, dayFirst)
	if !ok {
		return time.Time{}, false
	}
	rest := s[len(d[0]):]
	var c clockTime
	if at := timeStart.FindStringSubmatchIndex(rest); at != nil {
		if c, rest, ok = readClock(strings.TrimSpace(rest[at[2]:])); !ok || c.bare {
			return time.Time{}, false
		}
	}
	in := loc
	if zone, found := offsetIn(rest); found {
		in = zone
	}
	return time.Date(year, month, day, 0, c.minute(), c.seconds, 0, in).In(loc), true
}

// The bytes of a time, at least and at most; "1/2/26" is short, and the long ones name the weekday and the zone.
const (
	shortestTime = 6
	longestTime  = 150
)

// dateOf takes the parts of a date in their order. ok is false of a date that does not exist.
func dateOf(d []string, dayFirst bool) (year int, month time.Month, day int, ok bool) {
	parts := [3]int{digits(d[1]), digits(d[3]), digits(d[5])}
	long := d[1]
	switch {
	case yearFirst(d):
	case dayFirst, d[2] == ".": // dots are of countries where the day comes first
		parts, long = [3]int{parts[2], parts[1], parts[0]}, d[5]
	default:
		parts, long = [3]int{parts[2], parts[0], parts[1]}, d[5]
	}
	year, month, day = parts[0], time.Month(parts[1]), parts[2]
	if len(long) < 3 {
		year += 2000
	}
	at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	alike := d[2] == d[4] || d[2] == "년" && d[4] == "월"
	return year, month, day, alike && len(long) != 3 && year > 0 && at.Month() == month && at.Day() == day
}

// yearFirst reports whether the parts of a date begin with the year: it has more than two figures, or the date is written as in "26. 3. 2."
func yearFirst(d []string) bool {
	return len(d[1]) > 2 || len(d[5]) < 3 && (d[2] == "년" || strings.HasSuffix(d[0], "."))
}

// DayFirst reports whether dates with the year last begin with the day, which a number past 12 betrays.
func DayFirst(cells []string) bool {
	for _, c := range cells {
		if d := datePattern.FindStringSubmatch(plainDate(typed(c))); d != nil && !yearFirst(d) && digits(d[1]) > 12 {
			return true
		}
	}
	return false
}
