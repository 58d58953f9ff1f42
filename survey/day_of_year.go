package survey

import (
	"regexp"
	"strconv"
	"time"
)

// Birthdays are written without a year, "12.25", "3월 5일", "0305", or with one and no marks: "990305". They look like numbers and measure nothing.

var (
	asksDay  = regexp.MustCompile(`(?i)birth ?-?(days?|date)|date of birth|\b(dob|b-?day|born)\b|생일|생년월일|태어난 ?(날|일)|기념일|geburtstag|geburtsdatum|anniversaire|naissance|cumpleaños|nacimiento|誕生日|生年月日|生日`)
	monthDay = regexp.MustCompile(`^(\d{1,2})\s*[./월-]\s*(\d{1,2})\s*[.일]?$`)
	shortDay = regexp.MustCompile(`^\d\d\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\.?$`) // behind two figures of the year
	wordDay  = regexp.MustCompile(`^(?:(` + monthPattern + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de |of )?(` + monthPattern + `)\.?)$`)
	bareDay  = regexp.MustCompile(`^(?:(?:19|20)?\d\d)?(\d\d)(\d\d)$`)
	// What is a day under any header: with both zeros, or in words.
	surelyDay = regexp.MustCompile(`^\d{2}\.\s?\d{2}\.?$|월`)
	zeroMonth = regexp.MustCompile(`^0\d`)
)

// AsksDay reports whether a header asks for a birthday or another day of the year.
func AsksDay(header string) bool { return asksDay.MatchString(header) }

// IsDay reports whether a text is a day of the year without a year, with two figures of one, or a day in figures without marks.
func IsDay(s string) bool {
	s = eastAsian.Replace(typed(s))
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return dayExists(digits(m[1]), digits(m[2])) || dayExists(digits(m[2]), digits(m[1]))
	}
	if m := shortDay.FindStringSubmatch(s); m != nil {
		return dayExists(digits(m[1]), digits(m[2]))
	}
	if m := bareDay.FindStringSubmatch(s); m != nil {
		return dayExists(digits(m[1]), digits(m[2]))
	}
	if m := wordDay.FindStringSubmatch(s); m != nil {
		day, _ := strconv.Atoi(m[2] + m[3])
		return dayExists(monthCalled(m[1]+m[4]), day)
	}
	return false
}

// AreDays reports whether cells are days whatever their header: all are written with both zeros, one of them before the month, or with the word for it.
func AreDays(cells []string) bool {
	zero := false
	for _, cell := range cells {
		cell = eastAsian.Replace(typed(cell))
		if !surelyDay.MatchString(cell) || !IsDay(cell) {
			return false
		}
		zero = zero || zeroMonth.MatchString(cell) || !monthDay.MatchString(cell) || cell[len(cell)-1] > '9'
	}
	return zero
}

// dayExists reports whether a month of some year has the day.
func dayExists(month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && time.Date(2000, time.Month(month), day, 0, 0, 0, 0, time.UTC).Month() == time.Month(month)
}
