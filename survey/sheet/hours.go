package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// days are the words for weekdays, Monday first, as they stand in headers and cells.
var days = [7][]string{
	{"monday", "mon", "월", "월요일"}, {"tuesday", "tue", "tues", "화", "화요일"},
	{"wednesday", "wed", "weds", "수", "수요일"}, {"thursday", "thu", "thur", "thurs", "목", "목요일"},
	{"friday", "fri", "금", "금요일"}, {"saturday", "sat", "토", "토요일"}, {"sunday", "sun", "일", "일요일"},
}

// dayOf returns the weekday, Monday 0, that s names, or -1.
func dayOf(s string) int {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), ".:()[]"))
	return slices.IndexFunc(days[:], func(names []string) bool {
		return slices.Contains(names, s) || slices.Contains(names, strings.TrimSuffix(s, "s"))
	})
}

// dayIn returns the weekday that a header names and the header without it: "Free hours [Monday]",
// "Mon", "월요일 가능한 시간".
func dayIn(header string) (day int, rest string) {
	if q, part, ok := grid(header); ok {
		if day := dayOf(part); day >= 0 {
			return day, q
		}
	}
	words := strings.Fields(header)
	for i, w := range words {
		if day := dayOf(w); day >= 0 {
			rest := slices.Delete(slices.Clone(words), i, i+1)
			return day, strings.Trim(strings.Join(rest, " "), " -:,/")
		}
	}
	return -1, header
}

var gridPattern = regexp.MustCompile(`^(.*\S)\s*\[([^\[\]]+)\]\s*$`)

// grid cuts the header of a grid, "Question [Row]", in two.
func grid(header string) (question, part string, ok bool) {
	m := gridPattern.FindStringSubmatch(header)
	if m == nil {
		return header, "", false
	}
	return m[1], strings.TrimSpace(m[2]), true
}

var freely = strings.NewReplacer("UNAVAILABLE", "AVAILABLE", "Unavailable", "Available", "unavailable", "available",
	"not be available", "be available", "not available", "available", "NOT available", "available", "not free", "free",
	"busy", "free", "Busy", "Free", "BUSY", "FREE", "불가능", "가능", "바쁜", "비는", "안 되는", "되는", "안되는", "되는", "불가", "가능")

// freeTitle words a question on busy hours as one on free hours, which is what an import makes of
// it, and takes away the mark that [survey.Question.Columns] adds.
func freeTitle(title string, busy bool) string {
	if busy {
		title = freely.Replace(title)
	}
	title = strings.TrimSpace(strings.TrimSuffix(title, "(available)"))
	if title == "" {
		return "Free hours"
	}
	return title
}

var clockPattern = regexp.MustCompile(`^(?i)(오전|오후|am|pm|a\.m\.|p\.m\.)?\s*(\d{1,2})\s*(?:[:.](\d{2})(?::\d{2})?|시)?\s*(am|pm|a\.m\.|p\.m\.|noon|midnight)?$`)

// parseClock returns the minute of the day that s names: "8AM", "noon", "14:30", "오후 3시".
func parseClock(s string) (minute int, ok bool) {
	switch s = strings.ToLower(strings.TrimSpace(s)); s {
	case "noon", "정오":
		return 12 * 60, true
	case "midnight", "자정":
		return 0, true
	}
	m := clockPattern.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[2])
	if m[3] != "" {
		minute, _ = strconv.Atoi(m[3])
	}
	half := strings.ReplaceAll(m[1]+m[4], ".", "")
	if half != "" && hour > 12 && half != "오후" || hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return 0, false
	}
	switch {
	case (half == "am" || half == "오전" || half == "midnight") && hour == 12:
		hour = 0
	case (half == "pm" || half == "오후") && hour < 12:
		hour += 12
	}
	return 60*hour + minute, true
}

var rangePattern = regexp.MustCompile(`\s*(?:-|–|—|~|\bto\b)\s*`)

// parseSpan returns the starts that s names, as minutes of the day: one, or for a range longer than
// an hour every hour of it.
func parseSpan(s string) ([]int, bool) {
	ends := rangePattern.Split(strings.TrimSpace(s), 2)
	to, ok := parseClock(ends[len(ends)-1])
	if !ok {
		return nil, false
	}
	if len(ends) == 1 {
		return []int{to % (24 * 60)}, true
	}
	from, ok := parseClock(ends[0])
	if !ok {
		return nil, false
	}
	if from >= to && to > 0 && to+12*60 > from && to <= 12*60 {
		return nil, false // "9-5" may mean anything
	}
	if to <= from {
		to += 24 * 60
	}
	var starts []int
	for m := from; m < to; m += 60 {
		starts = append(starts, m%(24*60))
	}
	return starts, true
}

// parseHours returns the starts in a cell, ascending, as minutes of the day.
func parseHours(cell string) ([]int, bool) {
	var all []int
	for _, token := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == ',' || r == '\n' }) {
		if blank(token) {
			continue
		}
		starts, ok := parseSpan(token)
		if !ok {
			return nil, false
		}
		all = append(all, starts...)
	}
	slices.Sort(all)
	return slices.Compact(all), true
}

// parseDays returns the weekdays in a cell.
func parseDays(cell string) ([]int, bool) {
	var all []int
	for _, token := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == ',' || r == '\n' }) {
		if blank(token) {
			continue
		}
		day := dayOf(token)
		if day < 0 {
			return nil, false
		}
		all = append(all, day)
	}
	return all, true
}

// holdsHours reports whether nearly all cells are hours, and not merely small numbers.
func holdsHours(cells []string) bool {
	good, clear := 0, false
	for _, c := range cells {
		if _, ok := parseHours(c); ok {
			good++
		}
		clear = clear || strings.ContainsAny(c, ";,:") || strings.ContainsAny(strings.ToLower(c), "mn시")
	}
	return clear && good*10 >= len(cells)*9
}

// hourCell joins starts as "09:00;10:00".
func hourCell(hours []int) string {
	out := make([]string, len(hours))
	for i, h := range hours {
		out[i] = fmt.Sprintf("%02d:00", h)
	}
	return strings.Join(out, ";")
}
