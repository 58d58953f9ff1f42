package survey

import (
	"regexp"
	"slices"
	"strings"
)

// Days are listed without anything between them: "월화목", "MWF", "TTh". Which letters are days only a whole column can tell, in which every cell is made of
// nothing else.

// dayNames are what a day is called that is given by a letter, Monday first.
var dayNames = map[bool][]string{
	true:  {"월", "화", "수", "목", "금", "토", "일"},
	false: {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
}

// dayLetters are the letters for days, the longer ones first; of one letter R is Thursday and U Sunday, as timetables have it.
var dayLetters = []struct {
	letters string
	day     int
}{
	{"Mon", 0}, {"Tue", 1}, {"Wed", 2}, {"Thu", 3}, {"Fri", 4}, {"Sat", 5}, {"Sun", 6}, {"Mo", 0}, {"Tu", 1}, {"We", 2}, {"Th", 3}, {"TH", 3}, {"Fr", 4}, {"Sa", 5}, {"Su", 6},
	{"M", 0}, {"T", 1}, {"W", 2}, {"R", 3}, {"F", 4}, {"S", 5}, {"U", 6},
}

var (
	dayMarks = regexp.MustCompile(`[\s,;/·ㆍ・•&+|、，.]+|\band\b|및`)
	dayRange = regexp.MustCompile(`^(.+?)\s*(?:-|–|~|to|부터|에서)\s*(.+?)(?:까지)?$`)
	manyDays = []struct {
		words    *regexp.Regexp
		from, to int
	}{
		{regexp.MustCompile(`(?i)^(weekdays?|평일|주중)$`), 0, 4}, {regexp.MustCompile(`(?i)^(weekends?|주말)$`), 5, 6}, {regexp.MustCompile(`(?i)^(every ?day|daily|all days|매일|전부|모두|월~일)$`), 0, 6},
	}
	asksDays = regexp.MustCompile(`(?i)\bdays?\b|요일|\bmeet|\bschedule|\bavailab|曜日|tage?\b|\bdías?\b|\bjours?\b`)
)

// A listedDay is a day of a list, and how it is called.
type listedDay struct {
	day    int
	called string
	letter bool // by one Latin letter
}

// ListDays returns the days of a text, each once and as it is called there, letters by the name of the day; nil where anything else stands in it.
func ListDays(text string) (days []string) {
	for _, d := range listDays(text) {
		if !slices.Contains(days, d.called) {
			days = append(days, d.called)
		}
	}
	return days
}

// DayOrder compares what days are called by the days of the week.
func DayOrder(a, b string) int {
	x, _ := ParseDay(a)
	y, _ := ParseDay(b)
	return x - y
}

// AreDayLists reports whether texts below a header list days, one at least several without a name between two. Single Latin letters are days only where the header asks for days.
func AreDayLists(header string, texts []string) bool {
	several, letters := false, true
	for _, text := range texts {
		days := listDays(text)
		if days == nil {
			return false
		}
		several = several || len(days) > 1
		letters = letters && !slices.ContainsFunc(days, func(d listedDay) bool { return !d.letter })
	}
	return several && (!letters || asksDays.MatchString(header))
}

// longestDays is the most bytes of a list of days.
const longestDays = 120

func listDays(text string) (all []listedDay) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > longestDays {
		return nil
	}
	for _, word := range dayMarks.Split(text, -1) {
		if word == "" {
			continue
		}
		days := daysOf(word)
		if days == nil {
			return nil
		}
		all = append(all, days...)
	}
	return all
}

// daysOf are the days that a word lists: one by its name, a stretch, or letters.
func daysOf(word string) []listedDay {
	if day, ok := ParseDay(word); ok {
		return []listedDay{{day, word, false}}
	}
	korean := isHangul(word)
	for _, m := range manyDays {
		if m.words.MatchString(word) {
			return stretchOfDays(m.from, m.to, korean)
		}
	}
	if m := dayRange.FindStringSubmatch(word); m != nil {
		from, to := daysOf(m[1]), daysOf(m[2])
		if len(from) == 1 && len(to) == 1 && from[0].day < to[0].day {
			return stretchOfDays(from[0].day, to[0].day, korean)
		}
		return nil
	}
	return dayLettersOf(word)
}

func isHangul(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= '가' && r <= '힣' })
}

func stretchOfDays(from, to int, korean bool) (all []listedDay) {
	for day := from; day <= to; day++ {
		all = append(all, listedDay{day, dayNames[korean][day], false})
	}
	return all
}

// dayLettersOf are the days of letters that stand together.
func dayLettersOf(word string) (all []listedDay) {
	if isHangul(word) {
		for _, r := range strings.ReplaceAll(word, "요일", "") {
			day := slices.Index(dayNames[true], string(r))
			if day < 0 {
				return nil
			}
			all = append(all, listedDay{day, string(r), false})
		}
		return all
	}
	for word != "" {
		k := slices.IndexFunc(dayLetters, func(l struct {
			letters string
			day     int
		}) bool {
			return strings.HasPrefix(word, l.letters)
		})
		if k < 0 {
			return nil
		}
		l := dayLetters[k]
		all = append(all, listedDay{l.day, dayNames[false][l.day], len(l.letters) == 1})
		word = word[len(l.letters):]
	}
	return all
}
