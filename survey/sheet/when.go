package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	datePattern = regexp.MustCompile(`^(\d{1,4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,4})[일.]?`)
	timePattern = regexp.MustCompile(`(?i)(오전|오후)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(am|pm|오전|오후)?`)
	zonePattern = regexp.MustCompile(`(?:GMT|UTC|\d)([+-])(\d{1,2}):?(\d{2})?$`)
)

// parseTime reads the times that survey programs write: "2018/02/07 3:48:34PM EST",
// "2026. 3. 2. 오후 3:48:34", "2026/03/02 3:48:34 오후 GMT+9", "3/2/2026 15:48", "2026-03-02T15:48:34+09:00".
// Of day and month before a year, the month is first unless dayFirst. A named zone is passed over:
// times of one file are only compared with each other.
func parseTime(s string, dayFirst bool) (time.Time, bool) {
	s = strings.TrimSpace(s)
	d := datePattern.FindStringSubmatch(s)
	if d == nil {
		return time.Time{}, false
	}
	a, b, c := number(d[1]), number(d[2]), number(d[3])
	year, month, day := a, b, c
	if len(d[1]) < 3 {
		year, month, day = c, a, b
		if dayFirst {
			month, day = b, a
		}
		if year < 100 {
			year += 2000
		}
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	hour, minute, second := clockIn(s[len(d[0]):])
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if z := zonePattern.FindStringSubmatch(s[len(d[0]):]); z != nil {
		offset := time.Duration(number(z[2]))*time.Hour + time.Duration(number(z[3]))*time.Minute
		if z[1] == "-" {
			offset = -offset
		}
		at = at.Add(-offset)
	}
	return at, true
}

func clockIn(s string) (hour, minute, second int) {
	m := timePattern.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, 0
	}
	hour, minute, second = number(m[2]), number(m[3]), number(m[4])
	switch strings.ToLower(m[1] + m[5]) {
	case "pm", "오후":
		if hour < 12 {
			hour += 12
		}
	case "am", "오전":
		if hour == 12 {
			hour = 0
		}
	}
	return hour, minute, second
}

// number reads digits that a pattern has found; none are 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// dayFirst reports whether dates with the year last begin with the day, which a number past 12 betrays.
func dayFirst(cells []string) bool {
	for _, c := range cells {
		if d := datePattern.FindStringSubmatch(c); d != nil && len(d[1]) < 3 && number(d[1]) > 12 {
			return true
		}
	}
	return false
}

// holdsTimes reports whether nearly all cells are times.
func holdsTimes(cells []string) bool {
	first, good := dayFirst(cells), 0
	for _, c := range cells {
		if _, ok := parseTime(c, first); ok {
			good++
		}
	}
	return len(cells) > 0 && good*10 >= len(cells)*9
}
