package survey

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// People say when they are free by parts of the day, and by lists of days with times in one cell. What hours a part has nobody says: those below are
// a choice, which whoever reads a file is told and may change.

// dayParts are the parts of a day, by the words for each, in minutes.
var dayParts = []struct {
	span  Span
	words *regexp.Regexp
}{
	{Span{6 * 60, 9 * 60}, regexp.MustCompile(`^(?:early mornings?|이른 ?아침|아침 ?일찍|早朝)$`)},
	{Span{9 * 60, 12 * 60}, regexp.MustCompile(`^(?:(?:in the )?mornings?|a\.?m\.?|forenoon|before noon|late mornings?|오전|아침|vormittags?|morgens?|matin(?:ée)?|(?:por la |de la )?mañanas?|午前|上午|朝)$`)},
	{Span{12 * 60, 13 * 60}, regexp.MustCompile(`^(?:noon|lunch(?: ?time| ?break)?|midday|점심|점심 ?시간|mittags?|midi|mediodía|昼|中午)$`)},
	{Span{13 * 60, 18 * 60}, regexp.MustCompile(`^(?:(?:in the )?afternoons?|p\.?m\.?|late afternoons?|오후|낮|nachmittags?|après-midi|(?:por la |de la )?tardes?|午後|下午)$`)},
	{Span{18 * 60, 22 * 60}, regexp.MustCompile(`^(?:(?:in the )?evenings?|dinner ?time|after (?:work|school|class)|저녁|저녁 ?시간|퇴근 ?후|방과 ?후|수업 ?후|abends?|soir(?:ée)?s?|夕方|晚上|夜)$`)},
	{Span{22 * 60, 24 * 60}, regexp.MustCompile(`^(?:(?:at )?nights?|late (?:nights?|evenings?)|밤|심야|늦은 ?밤|nachts?|nuits?|(?:por la |de la )?noches?|深夜)$`)},
	{Span{9 * 60, 22 * 60}, regexp.MustCompile(`^(?:all day(?: long)?|whole day|any ?time|(?:하루 ?)?종일|온종일|언제나|언제든지?|언제든 ?가능|아무 ?때나|상관 ?없음|상관 ?없어요|상관 ?없습니다|무관|(?:전부|모두|다|항상) ?가능|always|whenever|all times|any ?time is fine|ganztägig|ganztags|jederzeit|immer|cualquier hora|siempre|いつでも|ganzer tag|toute la journée|todo el día|終日|全天)$`)},
}

var partWithHours = regexp.MustCompile(`^(.*?)\s*[(（\[:：,-]\s*(\d.*?|after \d.*?|from \d.*?|before \d.*?|until \d.*?)\s*[)）\]]?$`)

// PartOfDay returns the hours of a part of a day, "Morning", "저녁", as the text itself says them, "오후(1-6시)", "Evening (after 6pm)", or else as they are
// chosen here; said tells which.
func PartOfDay(text string) (s Span, said, ok bool) {
	t := strings.Join(strings.Fields(typed(text)), " ")
	word, hours := t, ""
	if m := partWithHours.FindStringSubmatch(t); m != nil {
		word, hours = m[1], m[2]
	}
	for _, p := range dayParts {
		if p.words.MatchString(word) {
			if hours == "" {
				return p.span, false, true
			}
			s, ok = p.span.of(hours)
			return s, ok, ok
		}
	}
	return s, false, false
}

var openEnd = regexp.MustCompile(`^(after|from)?\s*(.*?)\s*(이후|부터|on|onwards?|or later|and later|\+)?$`)

// of reads the hours of a part of the day, in the half of the day that the part is in: "1-6시" of an afternoon are 13 to 18, "6시 이후" of an evening ends with it.
func (p Span) of(hours string) (Span, bool) {
	m := openEnd.FindStringSubmatch(hours)
	s, ok := ParseSpan(m[2])
	if !ok {
		return s, false
	}
	if m[1]+m[3] != "" {
		s.To = max(s.From+60, p.To)
		if s.From+halfLong < p.To && s.From < p.From && s.From <= halfLong {
			s = Span{s.From + halfLong, max(s.From+halfLong+60, p.To)}
		}
		return s, true
	}
	if p.From >= halfLong && s.To <= halfLong && !strings.ContainsAny(hours, "apm오") {
		s = Span{s.From + halfLong, s.To + halfLong}
	}
	return s, s.From < s.To
}

// dayGroups are words for several weekdays.
var dayGroups = []struct {
	days  []int
	words *regexp.Regexp
}{
	{[]int{0, 1, 2, 3, 4}, regexp.MustCompile(`^(?:weekdays?|on weekdays|평일|주중|werktags?|wochentags?|entre semana|平日|工作日)$`)},
	{[]int{5, 6}, regexp.MustCompile(`^(?:weekends?|on weekends|주말|(?:am )?wochenende|fin(?:es)? de semana|週末|周末)$`)},
	{[]int{0, 1, 2, 3, 4, 5, 6}, regexp.MustCompile(`^(?:every ?day|daily|any ?day|all days|매일|täglich|毎日|每天)$`)},
}

var (
	betweenDays = regexp.MustCompile(`^\s*(?:[/&+·,]|and\b|und\b|y\b|및|와|과)\s*`)
	throughDays = regexp.MustCompile(`^\s*(?:[-~–—〜]|to\b|through\b|bis\b|부터)\s*`)
	wordAtStart = regexp.MustCompile(`^[\pL]+\.?`)
)

// daysAtStart cuts the weekdays with which a folded text begins: "mon", "mon/wed", "mon-fri", "월수금", "평일".
func daysAtStart(s string) (days []int, rest string) {
	rest = s
	for {
		word := wordAtStart.FindString(rest)
		some := daysCalled(strings.TrimSuffix(word, "."))
		if some == nil {
			return days, rest
		}
		after := strings.TrimLeft(rest[len(word):], ".: ")
		if len(some) == 1 {
			if cut := throughDays.FindString(after); cut != "" {
				word := wordAtStart.FindString(after[len(cut):])
				if last := daysCalled(strings.TrimSuffix(word, ".")); len(last) == 1 {
					for d := (some[0] + 1) % 7; d != last[0]; d = (d + 1) % 7 {
						some = append(some, d)
					}
					some = append(some, last[0])
					after = strings.TrimLeft(after[len(cut)+len(word):], ".: ")
				}
			}
		}
		days = append(days, some...)
		rest = after
		if cut := betweenDays.FindString(rest); cut != "" && daysCalled(strings.TrimSuffix(wordAtStart.FindString(rest[len(cut):]), ".")) != nil {
			rest = rest[len(cut):]
		}
	}
}

// daysCalled are the weekdays of a folded word, nil where it is none.
func daysCalled(word string) []int {
	if word == "" {
		return nil
	}
	for _, g := range dayGroups {
		if g.words.MatchString(word) {
			return g.days
		}
	}
	if day, ok := ParseDay(word); ok {
		return []int{day}
	}
	if day := slices.IndexFunc(shortDays[:], func(names []string) bool { return slices.Contains(names, word) }); day >= 0 {
		return []int{day}
	}
	var days []int
	for _, r := range strings.TrimSuffix(word, "요일") { // "월수금"
		day := strings.IndexRune("월화수목금토일", r)
		if day < 0 {
			return nil
		}
		days = append(days, day/len("월"))
	}
	return days
}

// shortDays are further words for weekdays, Monday first, which are days only where times follow: "so" and "do" are English words, "mar" is a month.
var shortDays = [7][]string{{"mo", "lun"}, {"di", "mar"}, {"mi", "mié", "mie", "mer"}, {"do", "jue", "jeu"}, {"fr", "vie", "ven"}, {"sa", "sáb", "sab", "sam"}, {"so", "dom", "dim"}}

// allDay are the hours of a day of which nobody says any.
var allDay = Span{9 * 60, 22 * 60}

// OnlyDays returns the days of a cell that names groups of them and nothing else, "주말", "weekdays and Sat": among cells with times they are free all day. Of single days
// nobody can say that.
func OnlyDays(cell string) (days []int, ok bool) {
	for _, part := range SplitList(cell, ";,\n、") {
		some, rest := daysAtStart(strings.TrimSpace(typed(part)))
		if some == nil || rest != "" {
			return nil, false
		}
		ok = ok || len(some) > 1
		days = append(days, some...)
	}
	return days, ok
}

// A DayList are the spans that a cell lists for each weekday, Monday 0.
type DayList [7][]Span

// ParseDayList reads days with their times in one cell: "Mon 18-20; Tue 9:30-11", "월 18시-20시, 수 저녁", "weekdays after 6pm". Times without a day are of the one before them, days
// without times of the times that follow. It is false where a part is neither, and where no day is named; groups of days alone are free all day, and a cell that says that it is none of the times lists none.
func ParseDayList(cell string) (list DayList, ok bool) {
	if Missing(cell) || NoTimes(cell) {
		return list, true
	}
	if days, only := OnlyDays(cell); only {
		for _, d := range days {
			list[d] = []Span{allDay}
		}
		return list, true
	}
	var days, waiting []int
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(typed(cell), " / ", ";"), func(r rune) bool { return strings.ContainsRune(";,\n[]'\"、", r) }) {
		named, rest := daysAtStart(strings.TrimSpace(part))
		rest = strings.Trim(rest, " :()")
		switch {
		case named != nil && rest == "":
			waiting = append(waiting, named...)
			continue
		case named != nil:
			days, waiting = append(waiting, named...), nil
		case rest == "":
			continue
		}
		s, ok := ParseHours(rest)
		if !ok || len(days) == 0 || len(waiting) > 0 {
			return list, false
		}
		for _, d := range days {
			if !slices.Contains(list[d], s) {
				list[d] = append(list[d], s)
			}
		}
	}
	return list, len(days) > 0 && len(waiting) == 0
}

var (
	afterTime = regexp.MustCompile(`^(?:after|from|since|ab|nach|desde)\s+(.*)$|^(.*?)\s*(?:이후|부터|onwards?|or later)$`)
	bareHour  = regexp.MustCompile(`^[1-8](?:시|:\d\d)?$`)
)

// ParseHours reads a span, a part of the day, or a time from which on somebody is free, until the evening ends: "after 6" is 18:00.
func ParseHours(s string) (Span, bool) {
	if span, ok := ParseSpan(s); ok {
		return span, true
	}
	if span, _, ok := PartOfDay(s); ok {
		return span, true
	}
	if m := afterTime.FindStringSubmatch(plainHours(s)); m != nil {
		if span, ok := ParseSpan(m[1] + m[2]); ok && span.To == span.From+60 {
			if bareHour.MatchString(m[1] + m[2]) {
				span = Span{span.From + halfLong, span.To + halfLong}
			}
			return Span{span.From, max(span.To, allDay.To)}, true
		}
	}
	return Span{}, false
}

// AssumedHours returns what a part of a cell says of which the hours are a choice, "저녁" of "월 저녁", and these; false where it says them itself.
func AssumedHours(part string) (text string, s Span, ok bool) {
	if _, only := OnlyDays(part); only {
		return strings.TrimSpace(part), allDay, true
	}
	_, rest := daysAtStart(typed(part))
	rest = strings.Trim(rest, " :()")
	if rest == typed(part) {
		rest = strings.TrimSpace(part)
	}
	if _, clock := ParseSpan(rest); clock {
		return "", s, false
	}
	if _, said, is := PartOfDay(rest); is && said {
		return "", s, false
	}
	s, ok = ParseHours(rest)
	return rest, s, ok
}

// Clock words a span as a file has it.
func (s Span) Clock() string {
	return fmt.Sprintf("%d:%02d-%d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
}
