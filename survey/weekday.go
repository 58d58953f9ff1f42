package survey

import (
	"regexp"
	"slices"
	"strings"
)

// weekdays are the words for weekdays, Monday first, as they stand in headers and cells.
var weekdays = [7][]string{
	{"monday", "mon", "월", "월요일", "montag", "lundi", "lunes", "lunedì", "月曜", "月曜日"},
	{"tuesday", "tue", "tues", "화", "화요일", "dienstag", "mardi", "martes", "martedì", "火曜", "火曜日"},
	{"wednesday", "wed", "weds", "수", "수요일", "mittwoch", "mercredi", "miércoles", "mercoledì", "水曜", "水曜日"},
	{"thursday", "thu", "thur", "thurs", "목", "목요일", "donnerstag", "jeudi", "jueves", "giovedì", "木曜", "木曜日"},
	{"friday", "fri", "금", "금요일", "freitag", "vendredi", "viernes", "venerdì", "金曜", "金曜日"},
	{"saturday", "sat", "토", "토요일", "samstag", "samedi", "sábado", "sabato", "土曜", "土曜日"},
	{"sunday", "sun", "일", "일요일", "sonntag", "dimanche", "domingo", "domenica", "日曜", "日曜日"},
}

// ParseDay returns the weekday, Monday 0, that s names: "Mon.", "Mondays", "(월)".
func ParseDay(s string) (day int, ok bool) {
	s = strings.Trim(typed(s), ".:()[] ")
	day = slices.IndexFunc(weekdays[:], func(names []string) bool {
		return slices.Contains(names, s) || slices.Contains(names, strings.TrimSuffix(s, "s"))
	})
	return day, day >= 0
}

var (
	inBrackets = regexp.MustCompile(`^(.*?)\s*[\[(（]([^\[\]()（）]+)[\])）]\s*$`)
	dayWord    = regexp.MustCompile(`[^\s_\-.,:\[\]()（）]+`)
)

// DayIn returns the weekday, Monday 0, that a header names and the header without it: "Free hours [Monday]", "Mon_free",
// "월요일 가능한 시간". Brackets at its end come first. Without a weekday it is -1 and the header as it is.
func DayIn(header string) (day int, rest string) {
	if m := inBrackets.FindStringSubmatch(header); m != nil {
		if day := strings.Index("月火水木金土日", m[2]); day >= 0 && len(m[2]) == len("月") { // bare they are also the month and the day
			return day / len("月"), m[1]
		}
		if day, _ := DayIn(m[2]); day >= 0 {
			return day, m[1]
		}
	}
	for _, at := range dayWord.FindAllStringIndex(header, -1) {
		if day, ok := ParseDay(header[at[0]:at[1]]); ok {
			const around = " -_:,/.()[]（）"
			before, behind := strings.TrimRight(header[:at[0]], around), strings.TrimLeft(header[at[1]:], around)
			return day, strings.Trim(before+" "+behind, around)
		}
	}
	return -1, header
}
