package sheet

import (
	"regexp"
	"strings"
	"time"

	"dure/survey"
)

// inUTC matches a header that says on which clock its times are: "Submit Date (UTC)", "Time [GMT+9]".
var inUTC = regexp.MustCompile(`(?i)\s*[(\[]\s*((?:utc|gmt)[^)\]]{0,8})[)\]]\s*$`)

// saysWhen reports whether the header says that the column holds the time of each answer, whatever clock it names behind it.
func (c column) saysWhen() bool {
	c.header, c.label = inUTC.ReplaceAllString(c.header, ""), inUTC.ReplaceAllString(c.label, "")
	return c.called(timestamps)
}

// clock returns what reads the times of the column: on the clock that the header names, or else on loc, nil for UTC. Dates begin with the day where some can only do so.
func (c column) clock(loc *time.Location) func(cell string) (time.Time, bool) {
	if loc == nil {
		loc = time.UTC
	}
	if m := inUTC.FindStringSubmatch(c.header); m != nil {
		if zone, err := survey.ParseZone(strings.TrimSpace(m[1])); err == nil {
			loc = zone
		}
	}
	first, numbers := survey.DayFirst(c.filled.Texts), c.saysWhen()
	return func(cell string) (time.Time, bool) {
		if at, ok := survey.ParseTimeIn(cell, first, loc); ok || !numbers {
			return at, ok
		}
		return survey.ParseSerial(cell, loc)
	}
}
