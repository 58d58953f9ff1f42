package team

import (
	"fmt"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"dure/survey"
)

// A week is the set of its half hours, Monday 0:00 first.
type week [6]uint64

const halves = 7 * 48

func (w *week) set(h int)     { h = (h%halves + halves) % halves; w[h>>6] |= 1 << (h & 63) }
func (w week) has(h int) bool { return w[h>>6]&(1<<(h&63)) != 0 }

func (w week) and(v week) week {
	for i := range w {
		w[i] &= v[i]
	}
	return w
}

// wholeWeek is all half hours.
var wholeWeek = func() (w week) {
	for h := range halves {
		w.set(h)
	}
	return w
}()

// blocks counts the half hours of w that lie in stretches of block half hours, none used twice;
// the week goes round.
func (w week) blocks(block int) int {
	n := 0
	for _, word := range w {
		n += bits.OnesCount64(word)
	}
	if block <= 1 || n == 0 || n == halves {
		return n - n%max(block, 1)
	}
	not := week{^w[0], ^w[1], ^w[2], ^w[3], ^w[4], ^w[5]}
	// What Monday begins with goes on from Sunday.
	first := not.next(0)
	total := 0
	for from := w.next(first); from < halves; {
		to := not.next(from)
		run := to - from
		if to == halves {
			run, first = run+first, 0
		}
		total += run - run%block
		from = w.next(to)
	}
	return total + first - first%block
}

// next returns the first half hour from h on that is in w, or halves.
func (w *week) next(h int) int {
	for i := h >> 6; i < len(w); i++ {
		if rest := w[i] >> (h & 63); rest != 0 {
			return min(h+bits.TrailingZeros64(rest), halves)
		}
		h = (i + 1) << 6
	}
	return halves
}

// hours is the rule that teams have hours in common.
type hours struct {
	free      []week
	min, want float64
	block     int // in half hours

	mu    sync.Mutex
	known map[[2]int][]float64 // what chances returns, by section and least size
}

// common returns the hours that all members have, in blocks.
func (h *hours) common(members []int32) float64 {
	w := wholeWeek
	for _, i := range members {
		w = w.and(h.free[i])
	}
	return float64(w.blocks(h.block)) / 2
}

func (h *hours) of(_ int, members []int32) outcome {
	score, ok := h.score(h.common(members))
	return outcome{b2f(ok), score, ok}
}

// score gives most for the first hours: reaching min counts half, and what lies beyond up to want the rest.
func (h *hours) score(common float64) (float64, bool) {
	ok := common >= h.min
	score := 1.0
	switch {
	case common >= h.want:
	case ok:
		score = 1 - 0.5*square((h.want-common)/(h.want-h.min))
	case h.want > h.min:
		score = 0.5 * (1 - square((h.min-common)/h.min))
	default:
		score = 1 - square((h.min-common)/h.min)
	}
	return score, ok
}

var dayNames = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
var koreanDays = []string{"월", "화", "수", "목", "금", "토", "일"}

// dayOf finds the day that a column header names, Monday 0. Brackets hold it if there are any.
func dayOf(header string) (int, bool) {
	s := header
	if a, b := strings.LastIndexAny(s, "[(（"), strings.LastIndexAny(s, "])）"); a >= 0 && b > a {
		s = s[a+1 : b]
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" _-.,:[]()", r) }) {
		for d, name := range dayNames {
			if strings.HasPrefix(word, name) {
				return d, true
			}
		}
		for d, name := range koreanDays {
			if word == name || word == name+"요일" {
				return d, true
			}
		}
	}
	return 0, false
}

var clockTime = regexp.MustCompile(`(?i)^(오전|오후|am|pm)?\s*(\d{1,2})(?::(\d{2})|시(?:\s*(\d{1,2})분|\s*(반))?)?\s*(am|pm|a\.m\.|p\.m\.|h)?$`)
var timeRange = regexp.MustCompile(`\s*(?:-|–|—|~|〜|\bto\b)\s*`)

// halfHours lists the half hours of a day that a time or a range of times names: "8AM", "noon",
// "14", "14:30", "9-12", "오후 3시".
func halfHours(s string) ([]int, error) {
	parts := timeRange.Split(strings.TrimSpace(s), -1)
	from, err := halfHour(parts[0])
	if err != nil || len(parts) > 2 {
		return nil, fmt.Errorf("%q is no time", s)
	}
	to := from + 2
	if len(parts) == 2 {
		if to, err = halfHour(parts[1]); err != nil {
			return nil, fmt.Errorf("%q is no time", s)
		}
		if sameHalf := strings.ContainsAny(strings.ToLower(parts[1]), "pm오"); sameHalf && to >= 24 && from < 24 &&
			!strings.ContainsAny(strings.ToLower(parts[0]), "apm오:") && from+24 < to {
			from += 24
		}
		if to <= from {
			to += 48
		}
	}
	var out []int
	for h := from; h < to; h++ {
		out = append(out, h)
	}
	return out, nil
}

// halfHour reads the time of a day in half hours from midnight.
func halfHour(s string) (int, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	switch s {
	case "noon", "정오":
		return 24, nil
	case "midnight", "자정":
		return 0, nil
	}
	m := clockTime.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is no time", s)
	}
	h, _ := strconv.Atoi(m[2])
	minute, _ := strconv.Atoi(m[3] + m[4])
	if m[5] != "" {
		minute = 30
	}
	half := strings.ReplaceAll(m[1]+m[6], ".", "")
	if h > 24 || minute > 59 || half != "" && half != "h" && h > 12 {
		return 0, fmt.Errorf("%q is no time", s)
	}
	switch half {
	case "pm", "오후":
		h = h%12 + 12
	case "am", "오전":
		h %= 12
	}
	return 2*h + minute/30, nil
}

// timesIn reads a cell: times joined by ";" or ",", also as a list in brackets and quotes.
func timesIn(cell string) ([]int, error) {
	var out []int
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(";,[]'\"\n", r) }) {
		if part = strings.TrimSpace(part); missing(part) {
			continue
		}
		hs, err := halfHours(part)
		if err != nil {
			return nil, err
		}
		out = append(out, hs...)
	}
	return out, nil
}

var offset = regexp.MustCompile(`(?i)^(?:utc|gmt)?\s*([+-]?\d{1,2})(?::?(\d{2}))?$`)

// zoneHalves returns the offset from UTC of a zone like "Asia/Seoul", "UTC+9" or "-05:30".
func zoneHalves(zone string, when time.Time) (int, error) {
	zone = strings.TrimSpace(zone)
	if m := offset.FindStringSubmatch(strings.ReplaceAll(zone, "−", "-")); m != nil {
		h, _ := strconv.Atoi(m[1])
		minute, _ := strconv.Atoi(m[2])
		if strings.HasPrefix(m[1], "-") {
			minute = -minute
		}
		return 2*h + minute/30, nil
	}
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "" || strings.EqualFold(zone, "local") {
		return 0, fmt.Errorf("%q is no time zone", zone)
	}
	_, sec := when.In(loc).Zone()
	return sec / 1800, nil
}

// compileHours reads everybody's free hours. Where cells list busy hours, a member is free at
// the other times that anybody's cell names on any day.
func (c *compiler) hours(i int, r Rule) (measure, error) {
	m := &hours{free: make([]week, c.n), min: r.Min, want: max(r.Want, r.Min), block: max(1, int(2*min(r.Block, halves)+0.5))}
	if r.Block == 0 {
		m.block = 2
	}
	shift, err := c.zones(i, r)
	if err != nil {
		return nil, err
	}
	busy := make([]week, c.n)
	var offered []int
	anyBusy := []int{}
	for k, name := range r.columns() {
		cells, err := c.column(i, r, name)
		if err != nil {
			return nil, err
		}
		day, known := dayOf(name)
		if !known {
			day = k
		}
		free := !survey.BusyHours(name)
		if r.Free != nil {
			free = *r.Free
		}
		if !free {
			anyBusy = append(anyBusy, day)
		}
		for row, cell := range cells {
			times, err := timesIn(cell)
			if err != nil {
				return nil, c.badCell(i, r, name, row, cell, "cell_not_times")
			}
			for _, h := range times {
				if free {
					m.free[row].set(48*day + h - shift[row])
					continue
				}
				offered = append(offered, h)
				busy[row].set(48*day + h - shift[row])
			}
		}
	}
	slices.Sort(offered)
	offered = slices.Compact(offered)
	for row := range m.free {
		for _, day := range anyBusy {
			for _, h := range offered {
				if at := 48*day + h - shift[row]; !busy[row].has((at%halves + halves) % halves) {
					m.free[row].set(at)
				}
			}
		}
	}
	return m, nil
}

// zones returns each member's offset from UTC in half hours.
func (c *compiler) zones(i int, r Rule) ([]int, error) {
	shift := make([]int, c.n)
	if r.ZoneColumn == "" {
		return shift, nil
	}
	cells, err := c.column(i, r, r.ZoneColumn)
	if err != nil {
		return nil, err
	}
	when := c.in.When
	if when.IsZero() {
		when = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)
	}
	for row, cell := range cells {
		if missing(cell) {
			continue
		}
		if shift[row], err = zoneHalves(cell, when); err != nil {
			return nil, c.badCell(i, r, r.ZoneColumn, row, cell, "cell_not_zone")
		}
	}
	return shift, nil
}
