package survey

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// months are the words for months, January first, in the languages in which programs write times: English, German, Spanish, French and others.
// Longer words begin with shorter ones, so that only their beginnings stand here.
var months = []string{
	`jan\pL*|ene\pL*|gen(?:naio)?|jänner`, `feb\pL*|fév\pL*|fev\pL*`, `mar\pL*|mär\pL*|maerz|mrz`, `apr\pL*|abr\pL*|avr\pL*`, `may\pL*|mai\pL*|mag(?:gio)?`,
	`jun\pL*|juin|giu\pL*`, `jul\pL*|juil\pL*|lug\pL*`, `aug\pL*|ago\pL*|août|aout`, `sep\pL*|set(?:tembre|embro)?`, `oct\pL*|okt\pL*|ott\pL*|out\pL*`, `nov\pL*`, `dec\pL*|dez\pL*|dic\pL*|déc\pL*`,
}

var (
	monthPattern = strings.Join(months, "|")
	monthOf      = func() (all []*regexp.Regexp) {
		for _, m := range months {
			all = append(all, regexp.MustCompile(`^(?:`+m+`)$`))
		}
		return all
	}()
	// "Montag, 6. Februar 2023", "6 de febrero de 2023", "06-Feb-2023".
	dayAndMonth = regexp.MustCompile(`^(?:\pL+\.?,?\s+)?(?:den |der |le |el )?(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s/-]*(?:de |of )?(` + monthPattern + `)\.?,?[\s/-]*(?:de |del |of )?(\d{4}|\d{2}\b)`)
	// "Monday, February 6th, 2023", "Mon Feb 06 2023".
	monthAndDay  = regexp.MustCompile(`^(?:\pL+\.?,?\s+)?(` + monthPattern + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`)
	yearAndMonth = regexp.MustCompile(`^(\d{4})[\s/-]+(` + monthPattern + `)[\s/-]+(\d{1,2})\b`)
	timeFirst    = regexp.MustCompile(`^(\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?)[,\s]+(\S.*\d.*)$`)
	weekdayFirst = regexp.MustCompile(`^(?:\pL{2,12}\.?,?\s+)(\d{1,4}[-/.])`)
	eastAsian    = strings.NewReplacer("午前", "오전", "上午", "오전", "午後", "오후", "下午", "오후", "a. m.", "am", "p. m.", "pm", "a.m.", "am", "p.m.", "pm", "年", "년", "月", "월", "日", "일")
	eastClock    = regexp.MustCompile(`(\d{1,2})\s*[時时点시]\s*(\d{1,2})\s*[分분](?:\s*(\d{1,2})\s*[秒초])?`)
	eastHour     = regexp.MustCompile(`(\d{1,2})\s*[時时点](?:\D|$)`)
)

// plainDate returns a folded text with a date in words as programs write it in figures, and a time before a date behind it.
func plainDate(s string) string {
	s = eastAsian.Replace(s)
	s = eastHour.ReplaceAllString(eastClock.ReplaceAllStringFunc(s, func(at string) string {
		m := eastClock.FindStringSubmatch(at)
		if m[3] == "" {
			m[3] = "0"
		}
		return fmt.Sprintf("%s:%02d:%02d", m[1], digits(m[2]), digits(m[3]))
	}), "$1:00")
	if m := timeFirst.FindStringSubmatch(s); m != nil && !strings.Contains(m[2], ":") {
		s = m[2] + " " + m[1]
	}
	if m := weekdayFirst.FindStringSubmatchIndex(s); m != nil {
		s = s[m[2]:]
	}
	figures := func(m []string, year, month, day string) string {
		if len(year) == 2 {
			year = "20" + year
		}
		return fmt.Sprintf("%s-%d-%s", year, monthCalled(month), day) + s[len(m[0]):]
	}
	if m := dayAndMonth.FindStringSubmatch(s); m != nil {
		return figures(m, m[3], m[2], m[1])
	}
	if m := monthAndDay.FindStringSubmatch(s); m != nil {
		return figures(m, m[3], m[1], m[2])
	}
	if m := yearAndMonth.FindStringSubmatch(s); m != nil {
		return figures(m, m[1], m[2], m[3])
	}
	return s
}

// monthCalled is the number of a month that monthPattern has found.
func monthCalled(word string) int {
	for k, re := range monthOf {
		if re.MatchString(word) {
			return k + 1
		}
	}
	return 0
}

// Days of the years between which a number may be a time as spreadsheets count it, from the end of 1899, and seconds of those as Unix does.
const (
	firstSerial = 36526 // 1 January 2000
	lastSerial  = 73050 // 31 December 2099
	firstUnix   = 946_684_800
	lastUnix    = 4_102_444_800
)

// ParseSerial reads a time that is a number: days as spreadsheets count them, on the clock of loc, or seconds or milliseconds as Unix does. A number may as well be
// anything else, so that only a column of times is to be read so.
func ParseSerial(s string, loc *time.Location) (time.Time, bool) {
	v, ok := ParseNumber(s)
	switch {
	case !ok:
		return time.Time{}, false
	case v >= firstSerial && v <= lastSerial:
		day := time.Date(1899, 12, 30, 0, 0, 0, 0, loc).AddDate(0, 0, int(v))
		return day.Add(time.Duration((v-float64(int(v)))*24*float64(time.Hour)) + time.Second/2).Truncate(time.Second), true
	case v >= firstUnix && v <= lastUnix:
		return time.Unix(int64(v), 0).In(loc), true
	case v >= 1000*firstUnix && v <= 1000*lastUnix:
		return time.UnixMilli(int64(v)).In(loc), true
	}
	return time.Time{}, false
}
