package survey

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// Below a header that asks how many, numbers may be in words alone, "three to four" and "두세 시간", and "none" is zero. Anywhere else a word is no number: "one" may be a choice.

var (
	howMany = regexp.MustCompile(`(?i)\bhow (many|much|old)\b|몇 ?(시간|명|번|개|년|살|회|달|개월|주|일)|며칠|(연수|년수|횟수|개수|갯수|시간 ?수|인원 ?수)\s*([(（].*)?$|^(경력|경험) ?(기간)?\s*[(（\[]?(년|개월|연수|년수)?[)）\]]?$` +
		`|\bnumber of\b|\b(years?|months?) of\b|\bexperience,? ?\(?(in )?(years|months)\b`)
	asksAge = regexp.MustCompile(`(?i)\bhow old\b|\bage\b|나이|연령|몇 ?살`) // which nobody is without
	perTime = regexp.MustCompile(`(?i)\bhours? (a|per|each|every) \w+|(주당|매주|일주일|한 ?주|하루).*시간$`)

	countWords  = regexp.MustCompile(`\b(a couple of|a couple|couple of|a dozen|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)\b`)
	countDigits = map[string]string{"a couple of": "2", "a couple": "2", "couple of": "2", "a dozen": "12", "zero": "0", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20"}
	// Korean numbers stand before what they count, or alone.
	koreanCounts = regexp.MustCompile(`(한두|두어|두세|서너|세네|너댓|네댓|네다섯|대여섯|예닐곱|스무|열두|열한|다섯|여섯|일곱|여덟|아홉|한|두|세|네|열)( ?(?:` + unitPattern + `))`)
	koreanDigits = map[string]string{"두어": "2", "세네": "3-4", "네댓": "4-5", "네다섯": "4-5", "대여섯": "5-6", "예닐곱": "6-7", "스무": "20", "열두": "12", "열한": "11",
		"하나": "1", "둘": "2", "셋": "3", "넷": "4", "영": "0"}
)

// AsksHowMany reports whether a header asks for a number of something, and not for times.
func AsksHowMany(header string) bool {
	words := plainHeader(header)
	return howMany.MatchString(words) || perTime.MatchString(words) && !AsksTimes(words)
}

// AsksCount reports whether a header asks how many, and not how much somebody likes or agrees: nothing below it is less than none.
func AsksCount(header string) bool { return AsksHowMany(header) && !howMuch.MatchString(header) }

var howMuch = regexp.MustCompile(`(?i)\bhow[ _]much\b`)

func plainHeader(header string) string { return strings.ReplaceAll(header, "_", " ") }

// noneOfIt is what people write who have none of what is counted, besides the words of noTimes.
var noneOfIt = regexp.MustCompile(`^(?:(?:no|zero) (?:experience|hours?|years?|siblings?|time|pets?|games?)|none (?:yet|at all|so far)|아직 ?(?:없음|없어요|없습니다)|전무|(?:경험|경력|시간) ?(?:은|이|도)? ?(?:없음|없다|없어요|없습니다))$`)

// saysNone reports whether a cell says that it is none of what is counted.
func saysNone(cell string) bool {
	t := strings.TrimRight(Fold(cell), ".!~")
	return t != "x" && slices.Contains(noTimes, t) || noneOfIt.MatchString(t)
}

// parseCount reads a number below such a header.
func parseCount(cell string) (m Measure, ok bool) {
	if m, ok = ParseMeasure(cell); ok {
		return m, true
	}
	t := strings.TrimRight(Fold(cell), ".!~")
	digits := func(word string) string {
		for _, known := range []map[string]string{countDigits, koreanDigits, numberWords} {
			if n := known[word]; n != "" {
				return n
			}
		}
		return word
	}
	t = countWords.ReplaceAllStringFunc(digits(t), digits)
	t = koreanCounts.ReplaceAllStringFunc(t, func(all string) string {
		of := koreanCounts.FindStringSubmatch(all)
		return digits(of[1]) + of[2]
	})
	return ParseMeasure(t)
}

// headUnits are the units of time that a header names, of numbers that do not say theirs. "시간" alone is none: it asks as well how long, in whatever unit.
var headUnits = []struct {
	unit  string
	words *regexp.Regexp
}{
	{"h", regexp.MustCompile(`(?i)\b(hours?|hrs?|stunden|horas|heures)\b|몇 ?시간|시간 ?수|[(（\[]시간[)）\]]|時間数`)},
	{"min", regexp.MustCompile(`(?i)\b(minutes?|mins?|minuten|minutos)\b|몇 ?분|[(（\[]분[)）\]]`)},
	{"days", regexp.MustCompile(`(?i)\bdays\b|며칠|일수`)},
	{"months", regexp.MustCompile(`(?i)\bmonths\b|몇 ?(달|개월)|개월 ?수|[(（\[]개월[)）\]]`)},
	{"years", regexp.MustCompile(`(?i)\b(years|yrs|jahre|años|ans)\b|몇 ?년|연수|년수|연차|[(（\[]년[)）\]]|年数`)},
}

// headPers are the times in which a header counts.
var headPers = []struct {
	per   string
	words *regexp.Regexp
}{
	{"day", regexp.MustCompile(`(?i)\b(per|a|each|every) day\b|\bdaily\b|/ ?day\b|하루|매일|일일|1일|\bpro tag\b|al día|por día|par jour|1日|毎日`)},
	{"week", regexp.MustCompile(`(?i)\b(per|a|each|every) week\b|\bweekly\b|/ ?(week|wk)\b|주당|매주|일주일|1주일?|한 ?주|주간|\b(pro|die) woche\b|wöchentlich|(por|a la) semana|par semaine|週|每周`)},
	{"month", regexp.MustCompile(`(?i)\b(per|a|each|every) month\b|\bmonthly\b|/ ?month\b|한 ?달|매월|매달|월간|\b(pro|im) monat\b|al mes|por mes|par mois|毎月`)},
	{"year", regexp.MustCompile(`(?i)\b(per|a|each|every) year\b|\b(yearly|annually)\b|/ ?year\b|일 ?년|1년|매년|연간|\b(pro|im) jahr\b|al año|por año|par an\b|毎年`)},
}

// headCounts returns the unit that a header names and the time in which it counts, "" each where it names none or several.
func headCounts(header string) (unit, per string) {
	t := plainHeader(header)
	for _, p := range headPers {
		if !p.words.MatchString(t) {
			continue
		}
		if per != "" {
			return "", ""
		}
		per = p.per
	}
	for _, p := range headPers {
		t = p.words.ReplaceAllString(t, " ")
	}
	for _, u := range headUnits {
		if u.words.MatchString(t) {
			if unit != "" {
				return "", per
			}
			unit = u.unit
		}
	}
	return unit, per
}

// unanswered are what people and programs write who do not answer, besides what is [Missing] anywhere; among choices they may as well be one.
var unanswered = []string{"해당없음", "해당사항없음", "해당안됨", "무응답", "미응답", "모름", "모르겠음", "모르겠어요", "잘모르겠음", "잘모르겠어요", "notapplicable", "n.a.", "n.a", "n/k", "noanswer", "unknown", "dontknow", "don'tknow", "idk",
	"notsure", "prefernottosay", "prefernottoanswer", "k.a.", "keineangabe", "weißnicht", "noaplica", "nosé", "n/c", "該当なし", "無回答", "不明", "わからない"}

// SaysNoAnswer reports whether a cell among numbers says that it answers nothing.
func SaysNoAnswer(cell string) bool {
	return slices.Contains(unanswered, strings.ReplaceAll(strings.ReplaceAll(Fold(cell), "’", "'"), " ", ""))
}

// NoAnswerCodes are the negative numbers below a header by which programs write that there is no answer: any where it asks how many, else nines, eights and sevens that
// no other number below zero stands beside; of one figure only beside two points of a scale at least.
func NoAnswerCodes(header string, cells Tally) (codes []float64) {
	if !slices.ContainsFunc(cells.Texts, func(s string) bool { return strings.HasPrefix(s, "-") || strings.HasPrefix(s, "−") }) {
		return nil
	}
	counts, points, others := AsksCount(header), true, 0
	var below []float64
	for _, s := range cells.Texts {
		v, ok := ParseNumber(s)
		switch {
		case ok && v < 0:
			below = append(below, v)
		case ok:
			points, others = points && v == math.Trunc(v) && v <= 10, others+1
		}
	}
	if len(below) == len(cells.Texts) {
		return nil
	}
	for _, v := range below {
		if !counts && !slices.Contains(codesOfNone, v) && !(points && others > 1 && slices.Contains([]float64{-9, -8, -7}, v)) {
			return nil
		}
	}
	return below
}

var codesOfNone = []float64{-99, -98, -97, -88, -77, -999, -998, -997, -888, -777, -9999}
