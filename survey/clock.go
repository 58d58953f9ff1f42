package survey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The minutes of a day and of half a day.
const (
	dayLong  = 24 * 60
	halfLong = 12 * 60
)

// A Span is a stretch of a day in minutes from midnight, From before To. From is at most 1440, which is 24:00, and To
// passes 1440 where the span goes on after midnight.
type Span struct{ From, To int }

// HalfHours lists the half hours of a day that spans cover, numbered from midnight; those of the next day go on from 48.
func HalfHours(spans []Span) []int {
	var all []int
	for _, s := range spans {
		for h := s.From / 30; h < s.To/30; h++ {
			all = append(all, h)
		}
	}
	return all
}

var (
	ranging = regexp.MustCompile(`\s*(?:부터|에서|[-–—‐−~〜]|to|until|till|bis)+\s*`)
	// Hours as armies write them, "0900-1130".
	fourDigits = regexp.MustCompile(`^([01]\d|2[0-4])([0-5][05])\s*(?:[-–—~〜]|to)\s*([01]\d|2[0-4])([0-5][05])$`)
	eastHours  = strings.NewReplacer("午前", "오전", "上午", "오전", "午後", "오후", "下午", "오후", "時半", "시 반", "時", "시", "时", "시", "点", "시", "分", "분", "まで", "까지", "から", "부터", "以降", "이후")
	ofClock    = regexp.MustCompile(`(\d)\s*uhr\b`)
)

// plainHours returns a text as [typed] does, with the words of other languages for hours and without those that say nothing.
func plainHours(s string) string {
	return ofClock.ReplaceAllString(eastHours.Replace(typed(s)), "$1")
}

// ParseSpan reads a time or a range of times: "9-12", "2pm~4pm", "오전 9시부터 11시까지". A lone time is an hour from there.
func ParseSpan(s string) (Span, bool) {
	t := strings.TrimSpace(strings.TrimSuffix(plainHours(s), "까지"))
	if m := fourDigits.FindStringSubmatch(t); m != nil {
		span := between(clockTime{hour: digits(m[1]), minutes: digits(m[2])}, clockTime{hour: digits(m[3]), minutes: digits(m[4])})
		return span, span.To >= span.From+30 && digits(m[1]) < 24 // else years
	}
	ends := ranging.Split(t, -1)
	from, ok := wholeClock(ends[0])
	if !ok || len(ends) > 2 {
		return Span{}, false
	}
	if len(ends) == 1 {
		return Span{from.minute(), from.minute() + 60}, true
	}
	to, ok := wholeClock(ends[1])
	return between(from, to), ok
}

// noTimes are what people write who say that it is none of the times.
var noTimes = []string{"none", "no", "x", "nothing", "never", "no time", "not at all", "없음", "없다", "없어요", "없습니다", "없", "keine", "nie", "aucun", "aucune", "ninguna", "なし"}

// notFree are what people write who have no time; of the hours in which they have none it is all or nothing.
var notFree = []string{"unavailable", "not available", "not free", "can't", "cannot", "불가", "불가능", "안됨", "안 됨", "안돼요", "안 돼요", "불가능합니다"}

// NoTimes reports whether a cell of times says that it is none of them, as "none" and a dash do; a blank does not.
func NoTimes(cell string) bool {
	return IsDash(cell) || slices.Contains(noTimes, strings.TrimRight(Fold(cell), ".!~")) || NotFree(cell)
}

// NotFree reports whether a cell says that its member is not free, which below a header that asks for busy hours cannot be told from "none".
func NotFree(cell string) bool {
	return slices.Contains(notFree, strings.TrimRight(Fold(cell), ".!~"))
}

// ParseSpans reads the spans that a cell lists, also as programs write a list, "['9:00', '10:00']": none of an empty or
// missing cell, and of one that says so. It is false if any part is neither a time nor a part of the day.
func ParseSpans(cell string) ([]Span, bool) {
	if Missing(cell) || NoTimes(cell) {
		return nil, true
	}
	var all []Span
	for _, part := range SplitList(cell, ";,\n[]'\"、") {
		if Missing(part) {
			continue
		}
		s, ok := ParseHours(part)
		if !ok {
			return nil, false
		}
		all = append(all, s)
	}
	return all, true
}

// between returns the span from one time to another. An end that does not say its half of the day is the first such time
// after the start (9-5 ends at 17, 11pm-1 at 1), unless the start is of a clock of 24 hours (20:00-9:00). A start
// that does not, before an end that does, is the last such time before it (7-9pm begins at 19, 11-1pm at 11).
func between(from, to clockTime) Span {
	a, b := from.minute(), to.minute()
	switch {
	case from.eitherHalf() && to.half != "":
		a = b - after(b-a, halfLong)
		if a < 0 {
			return Span{a + dayLong, b + dayLong}
		}
		return Span{a, b}
	case to.eitherHalf() && !from.hours24():
		return Span{a, a + after(b-a, halfLong)}
	}
	return Span{a, a + after(b-a, dayLong)}
}

// after returns how many minutes d is after a time that comes round every so many: from 1 to every.
func after(d, every int) int { return ((d-1)%every+every)%every + 1 }

// A clockTime is a time as it is written.
type clockTime struct {
	hour, minutes, seconds int
	half                   string // am, pm or ""
	bare                   bool   // nothing but an hour
}

// minute returns the minute of the day.
func (c clockTime) minute() int {
	switch {
	case c.half == "am" && c.hour == 12:
		return c.minutes
	case c.half == "pm" && c.hour < 12:
		return 60*(c.hour+12) + c.minutes
	}
	return 60*c.hour + c.minutes
}

// eitherHalf reports whether the time may be one before noon or one after.
func (c clockTime) eitherHalf() bool { return c.half == "" && c.hour >= 1 && c.hour <= 12 }

// hours24 reports whether the time is one of a clock of 24 hours.
func (c clockTime) hours24() bool { return c.half == "" && (c.hour == 0 || c.hour > 12) }

var clockPattern = regexp.MustCompile(`^(오전|오후|[ap]\.?m\.?)?\s*(\d{1,2})` +
	`(?:\s*[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?|\s*시(?:\s*(\d{1,2})\s*분|\s*(반))?|h(\d{2})?)?` +
	`\s*(오전|오후|[ap]\.?m\.?|noon|midnight|h)?`)

// readClock reads the time that s, which [typed] has folded, begins with, and returns what follows it.
func readClock(s string) (c clockTime, rest string, ok bool) {
	m := clockPattern.FindStringSubmatch(s)
	if m == nil {
		return clockTime{}, s, false
	}
	c.hour, c.bare = digits(m[2]), m[0] == m[2]
	c.minutes, c.seconds = digits(m[3]+m[5]+m[7]), digits(m[4])
	if m[6] != "" {
		c.minutes = 30
	}
	switch before, behind := halfOf(m[1]), halfOf(m[8]); {
	case before != "" && m[8] != "", (m[8] == "noon" || m[8] == "midnight") && c.hour != 12:
		return clockTime{}, s, false
	default:
		c.half = before + behind
	}
	if c.half == "pm" && c.hour > 12 && m[1]+m[8] == "오후" {
		c.half = "" // 오후 15시 is said twice, not wrongly
	}
	ok = c.hour <= 24 && c.minutes < 60 && c.seconds < 60 && (c.hour < 24 || c.minutes+c.seconds == 0)
	return c, s[len(m[0]):], ok
}

// wholeClock reads a text that is a time and nothing else.
func wholeClock(s string) (clockTime, bool) {
	switch s {
	case "noon", "정오":
		return clockTime{hour: 12, half: "pm"}, true
	case "midnight", "자정":
		return clockTime{hour: 12, half: "am"}, true
	}
	c, rest, ok := readClock(s)
	return c, ok && rest == "" && (c.half == "" || c.hour <= 12)
}

func halfOf(word string) string {
	switch strings.ReplaceAll(word, ".", "") {
	case "am", "오전", "midnight":
		return "am"
	case "pm", "오후", "noon":
		return "pm"
	}
	return ""
}

// digits reads digits that a pattern has found; none are 0.
func digits(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// typed returns s as all parsers read it: in half-width characters and small letters, without space around it.
func typed(s string) string { return strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))) }
