package survey

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Measure is a number as people type it with words about it: "3시간", "주 2~3시간", "10 hours or more", "3.8/4.5", "1h 30m".
type Measure struct {
	Value float64
	Unit  string  // what it counts: "h" and the like, of the measures below, "" where that is not said
	Word  string  // the unit as it is typed
	Per   string  // in which time: "day", "week", "month", "year", "" where that is not said
	Of    float64 // out of how many, as in "3.8/4.5"; 0 where that is not said
	Power bool    // it has a letter for thousands or millions: "10k"
	Exact bool    // it is a number alone, or with its unit; not a stretch, nor more or less than so much
}

// units are what measures count, by the words for each.
var units = []struct{ unit, words string }{
	{"h", `hours?|hrs?\.?|h|시간|stunden?|std\.?|heures?|horas?|時間|小时`},
	{"min", `minutes?|mins?\.?|m|분|minuten?|minutos?|分(?:鐘|钟)?`},
	{"days", `days?|일|tage?|jours?|días?|日|天`},
	{"weeks", `weeks?|wks?\.?|주|wochen?|semaines?|semanas?|週間?|周`},
	{"months", `months?|개월|달|monate?|mois|mes(?:es)?|か月|ヶ月|个月`},
	{"years", `years?|yrs?\.?|y/?o|years? old|년|살|세|jahre?|ans?|años?|年|歳|岁`},
	{"times", `times|x|번|회|차례|mal|fois|veces|回|次`},
	{"people", `people|persons?|members?|명|인|사람|personen|人`},
	{"points", `points?|pts?|점`}, {"stars", `stars?|별점?`},
	{"semesters", `semesters?|terms?|학기`}, {"개", `개|가지|個|个`},
	{"km", `km|킬로미터`}, {"cm", `cm|센티미터`}, {"kg", `kg|킬로그램`}, {"%", `%|percent|퍼센트`},
	{"원", `원|won|krw|₩`}, {"$", `\$|usd|dollars?|달러`}, {"€", `€|eur|euros?|유로`},
	{"£", `£|gbp|pounds?|파운드`}, {"¥", `¥|jpy|yen|엔|円`}, {"chf", `chf|sfr\.?|franken`}, {"kr", `kr\.?|sek|nok|dkk`},
}

// smaller are units with how many of them another has, in either of which a number may be given.
var smaller = map[[2]string]float64{{"h", "min"}: 60, {"years", "months"}: 12, {"days", "h"}: 24, {"weeks", "days"}: 7}

const (
	aboutWords  = `about|around|approx(?:imately)?\.?|roughly|maybe|usually|ca\.?|circa|~|약|대략|한|보통|평균|만|최소한?|최대한?|적어도|at least|min(?:imum)?\.?|up to|at most|max(?:imum)?\.?|more than|over|less than|fewer than|under|between|[<>≤≥]=?|\+`
	behindWords = `\+|ish|or (?:more|less|so|fewer)|and (?:more|up)|at (?:least|most)|max(?:imum)?\.?|min(?:imum)?\.?|total|정도|쯤|이상|이하|미만|초과|가량|내외|남짓|전후|사이|최대|최소|입니다|이에요|예요|요|ungefähr|mindestens|以上|以下|程度|くらい|ぐらい`
)

var (
	perWords = []struct{ per, before, behind string }{
		{"day", `(?:per|a|each|every) day|daily|하루에?|매일|일일|pro tag`, `(?:per|a|each|every|/|pro) ?(?:day|tag)|daily|/일`},
		{"week", `(?:per|a|each|every) week|weekly|일주일에?|1주일에?|한 ?주에?|매주|주당|주에|주|pro woche|週に?|毎週`, `(?:per|a|each|every|/) ?(?:week|wk)|weekly|p/?w|/주|(?:pro|die) woche|por semana|par semaine`},
		{"month", `(?:per|a|each|every) month|monthly|한 ?달에?|매월|매달|월`, `(?:per|a|each|every|/) ?month|monthly|/월`},
		{"year", `(?:per|a|each|every) year|yearly|annually|일년에?|매년|연`, `(?:per|a|each|every|/) ?year|yearly|annually|/년`},
	}
	unitPattern = func() string {
		var all []string
		for _, u := range units {
			all = append(all, u.words)
		}
		return strings.Join(all, "|")
	}()
	currencies     = `[$€₩£¥]|usd|eur|krw|gbp|jpy|chf`
	numberText     = `\d+(?:[.,]\d+)?`
	measurePattern = regexp.MustCompile(`^(?:(?:` + aboutWords + `)\s*)*(` + currencies + `)?\s*(` + numberText + `)\+?\s*(` + unitPattern + `)?` +
		`(?:\s*(?:-|~|to|bis|에서|부터|and|or)\s*([$€₩])?(` + numberText + `))?\s*(` + unitPattern + `)?(\s*반)?\s*(?:(?:` + behindWords + `)\s*)*$`)
	// Two units of one number: "1h 30m", "1시간 30분", "2 years and 6 months".
	twoUnits = regexp.MustCompile(`^(` + numberText + `)\s*(` + unitPattern + `)\s*(?:and\s*)?(` + numberText + `)\s*(` + unitPattern + `)\s*(?:(?:` + behindWords + `)\s*)*$`)
	outOf    = regexp.MustCompile(`^(` + numberText + `)\s*(?:/|out of|of|von)\s*(` + numberText + `)(?:\s*(?:points?|점))?$`)
	unitOf   = func() (all []*regexp.Regexp) {
		for _, u := range units {
			all = append(all, regexp.MustCompile(`^(?:`+u.words+`)$`))
		}
		return all
	}()
	perBehind = func() (all []*regexp.Regexp) {
		for _, p := range perWords {
			all = append(all, regexp.MustCompile(`^(.*\d.*?)\s*(?:`+p.behind+`)(|\W.*)$`))
		}
		return all
	}()
	perBefore = func() (all []*regexp.Regexp) {
		for _, p := range perWords {
			all = append(all, regexp.MustCompile(`^(?:`+p.before+`)\s*(\D{0,4}\d)`))
		}
		return all
	}()
	wordedHalf = strings.NewReplacer("half an hour", "0.5 hours", "half a day", "0.5 days", "half a year", "0.5 years", "an hour and a half", "1.5 hours", "a year and a half", "1.5 years",
		"one and a half", "1.5", "an hour", "1 hour", "반 시간", "0.5시간", "반시간", "0.5시간", "반년", "0.5년", "once", "1 times", "twice", "2 times", "thrice", "3 times")
	signedHalf   = regexp.MustCompile(`(\d*)\s?([½¼¾])`)
	signedParts  = map[string]string{"½": ".5", "¼": ".25", "¾": ".75"}
	wordedNumber = regexp.MustCompile(`^(one|two|three|four|five|six|seven|eight|nine|ten|한두|두세|서너|너댓|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열) ?(` + unitPattern + `)`)
	numberWords  = map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
		"한두": "1-2", "두세": "2-3", "서너": "3-4", "너댓": "4-5", "한": "1", "두": "2", "세": "3", "네": "4", "다섯": "5", "여섯": "6", "일곱": "7", "여덟": "8", "아홉": "9", "열": "10"}
	plainMarks = strings.NewReplacer("−", "-", "–", "-", "—", "-", "‑", "-", "〜", "~", "～", "~")
	commas     = regexp.MustCompile(`,\d*,|,\d{3},?\d`)
	thousands  = regexp.MustCompile(`(?:^|[^\d,])\d{1,3}(?:,\d{3})+(?:$|[^\d,])`)
	mixedParts = regexp.MustCompile(`^(\d+) (\d)/(\d)( \D.*|)$`)
	andAHalf   = regexp.MustCompile(`^(\d+) (?:and a half (hours?|years?|days?)|(hours?|years?|days?) and a half)$`)
)

// ParseMeasure reads a number with the words about it. Of a stretch it is the middle, of "10 or more" the 10. What has other words is none: "Room 3".
func ParseMeasure(s string) (m Measure, ok bool) {
	if v, plain := ParseNumber(s); plain {
		return Measure{Value: v, Exact: true}, true
	}
	figures := plainPowers(s)
	m.Power = figures != s
	figures = signedHalf.ReplaceAllStringFunc(figures, func(half string) string {
		of := signedHalf.FindStringSubmatch(half)
		return cmp.Or(of[1], "0") + signedParts[of[2]]
	})
	t := wordedHalf.Replace(plainMarks.Replace(strings.Join(strings.Fields(typed(figures)), " ")))
	if len(t) > maxDigits || !strings.ContainsAny(t, "0123456789") && !wordedNumber.MatchString(t) {
		return m, false
	}
	if commas.MatchString(t) && !thousands.MatchString(t) {
		return m, false
	}
	t, m.Per = cutPer(thousandsComma.ReplaceAllString(t, "$1"))
	if of := mixedParts.FindStringSubmatch(t); of != nil {
		whole, over, under := toNumber(of[1]), toNumber(of[2]), toNumber(of[3])
		t = strconv.FormatFloat(whole+over/under, 'f', -1, 64) + of[4]
	}
	t = andAHalf.ReplaceAllString(t, "$1.5 $2$3")
	if of := wordedNumber.FindStringSubmatch(t); of != nil {
		t = numberWords[of[1]] + t[len(of[1]):]
	}
	if of := outOf.FindStringSubmatch(t); of != nil {
		m.Value, m.Of, m.Exact = toNumber(of[1]), toNumber(of[2]), true
		return m, m.Value <= m.Of
	}
	if of := twoUnits.FindStringSubmatch(t); of != nil {
		return m.ofTwo(of)
	}
	return m.ofOne(t)
}

// powerPattern is a number with a letter for thousands or millions: "10k", "1.5K", "2M", "3 million". A small "m" is minutes or metres.
var powerPattern = regexp.MustCompile(`(\d+(?:[.,]\d+)?)\s?(?:([kK])|(M|[Mm]illions?|[Mm]io\.?))(\+|\s|\)|-|–|~|$|/|원|명)`)

// plainPowers returns a text with such numbers in figures.
func plainPowers(s string) string {
	if len(s) > maxDigits || !strings.ContainsAny(s, "kKmM") {
		return s
	}
	for range 2 { // of a stretch, both
		m := powerPattern.FindStringSubmatchIndex(s)
		if m == nil {
			return s
		}
		times := 1e3
		if m[4] < 0 {
			times = 1e6
		}
		s = s[:m[2]] + strconv.FormatFloat(math.Round(toNumber(s[m[2]:m[3]])*times), 'f', -1, 64) + s[m[8]:]
	}
	return s
}

// cutPer takes away in which time something is counted.
func cutPer(t string) (rest, per string) {
	for k, re := range perBefore {
		if of := re.FindStringSubmatchIndex(t); of != nil {
			return strings.TrimSpace(t[of[2]:]), perWords[k].per
		}
	}
	for k, re := range perBehind {
		if of := re.FindStringSubmatch(t); of != nil {
			return strings.TrimSpace(of[1] + of[2]), perWords[k].per
		}
	}
	return t, ""
}

// ofTwo is a number in two units of which one is a part of the other.
func (m Measure) ofTwo(of []string) (Measure, bool) {
	whole, part := unitCalled(of[2]), unitCalled(of[4])
	parts := smaller[[2]string{whole, part}]
	m.Value, m.Unit, m.Word, m.Exact = toNumber(of[1])+toNumber(of[3])/parts, whole, of[2], true
	return m, parts > 0
}

func (m Measure) ofOne(t string) (Measure, bool) {
	of := measurePattern.FindStringSubmatch(t)
	if of == nil {
		return m, false
	}
	m.Value = toNumber(of[2])
	m.Exact = t == of[2]+of[3] || t == of[2]+" "+of[3] || t == of[1]+of[2]
	first, last := unitCalled(of[1]+of[3]), unitCalled(of[4]+of[6])
	switch {
	case of[5] != "" && toNumber(of[5]) < m.Value, first != "" && last != "" && first != last:
		return m, false
	case of[5] != "":
		m.Value = (m.Value + toNumber(of[5])) / 2
	}
	if m.Unit = first; first == "" {
		m.Unit = last
	}
	m.Word = cmp.Or(of[3], of[6], of[1])
	if of[7] != "" {
		m.Value += 0.5
	}
	return m, math.Abs(m.Value) <= largest && (of[7] == "" || m.Unit != "") // "2반" is a class
}

func unitCalled(word string) string {
	for k, re := range unitOf {
		if word != "" && re.MatchString(word) {
			return units[k].unit
		}
	}
	return ""
}

func toNumber(s string) float64 {
	v, _ := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return v
}

// A Measuring is what measures in one list count, so that numbers among them that do not say it are compared with those that do. What a header says of that
// comes before what most cells say.
type Measuring struct {
	Unit string // as most of them have it, "" where none says
	unit string
	per  string // "" where neither the header nor most of those cells that say one say the same
	of   float64
	any  bool // some is more than a number

	counts bool // the header asks how many
	ages   bool // of which nobody has none
}

// MeasuringUnder returns what most of the cells below a header count that are measures, and how many of those with text are none or count something
// else. The header may ask how many.
func MeasuringUnder(header string, cells Tally) (m Measuring, unread int) {
	m.counts, m.ages = AsksHowMany(header), asksAge.MatchString(header)
	m.unit, m.per = headCounts(header)
	return m.read(cells)
}

func (m Measuring) parse(cell string) (Measure, bool) {
	switch {
	case m.counts && !m.ages && saysNone(cell):
		return Measure{Exact: true}, true
	case m.counts:
		return parseCount(cell)
	}
	return ParseMeasure(cell)
}

func (m Measuring) read(cells Tally) (_ Measuring, unread int) {
	read := readMeasures{times: cells.Count}
	for _, cell := range cells.Texts {
		one, ok := m.parse(cell)
		read.all, read.ok = append(read.all, one), append(read.ok, ok)
	}
	if m.unit == "" || !read.relates(m.unit) {
		m.unit = read.mostly(func(m Measure) string { return m.Unit })
	}
	if m.per == "" {
		m.per = read.agreed(func(m Measure) string { return m.Per })
	}
	m.Unit = read.mostly(func(one Measure) string {
		if one.Unit != m.unit {
			return ""
		}
		return one.Word
	})
	m.of, _ = strconv.ParseFloat(read.mostly(func(m Measure) string {
		if m.Of == 0 {
			return ""
		}
		return strconv.FormatFloat(m.Of, 'f', -1, 64)
	}), 64)
	for k, cell := range cells.Texts {
		_, ok := m.Value(cell)
		_, plain := ParseNumber(cell)
		if m.any = m.any || ok && !plain; !ok && !Missing(cell) && !SaysNoAnswer(cell) {
			unread += cells.Count[k]
		}
	}
	return m, unread
}

// readMeasures are what cells measure, those that are ok, and how often each comes.
type readMeasures struct {
	all   []Measure
	ok    []bool
	times []int
}

// mostly is what most of the measures say, "" where none says anything.
func (r readMeasures) mostly(says func(Measure) string) string {
	var said Tally
	for k, one := range r.all {
		if word := says(one); word != "" && r.ok[k] {
			said.Add(word, r.times[k])
		}
	}
	if said.N == 0 {
		return ""
	}
	return said.Texts[slices.Index(said.Count, slices.Max(said.Count))]
}

// agreed is what more than half of the measures that say anything say.
func (r readMeasures) agreed(says func(Measure) string) string {
	word, n, all := r.mostly(says), 0, 0
	for k, one := range r.all {
		switch {
		case !r.ok[k] || says(one) == "":
		case says(one) == word:
			n, all = n+r.times[k], all+r.times[k]
		default:
			all += r.times[k]
		}
	}
	if 2*n <= all {
		return ""
	}
	return word
}

// relates reports whether some measure is in the unit or one that can be turned into it, or none says its unit.
func (r readMeasures) relates(unit string) bool {
	said := false
	for k, one := range r.all {
		if !r.ok[k] || one.Unit == "" {
			continue
		}
		if said = true; one.Unit == unit || smaller[[2]string{unit, one.Unit}] > 0 || smaller[[2]string{one.Unit, unit}] > 0 {
			return true
		}
	}
	return !said
}

// daysIn are how many days a time has in which something is counted, a month and a year on average.
var daysIn = map[string]float64{"day": 1, "week": 7, "month": 365.25 / 12, "year": 365.25}

// Turned reports whether a cell counts in another time than most do, "2 hours a day" below hours a week, so that its value is what it comes to in theirs.
func (m Measuring) Turned(cell string) bool {
	one, ok := m.parse(cell)
	return ok && one.Per != "" && one.Per != m.per
}

// Worded reports whether some cell is more than a number, so that the others are read by what it counts.
func (m Measuring) Worded() bool { return m.any }

// Value is the number of a cell in what most count; false for one that counts something else. Beside "2M" an "m" is no minute.
func (m Measuring) Value(cell string) (float64, bool) {
	one, ok := m.parse(cell)
	if ok && one.Per != "" && one.Per != m.per {
		if m.per == "" {
			return 0, false
		}
		one.Value = math.Round(100*one.Value*daysIn[m.per]/daysIn[one.Per]) / 100
	}
	if !ok || one.Power && m.unit == "min" || one.Of != 0 && one.Of != m.of || m.of > 0 && one.Value > m.of {
		return 0, false
	}
	if one.Unit == "" || one.Unit == m.unit {
		return one.Value, true
	}
	if parts := smaller[[2]string{m.unit, one.Unit}]; parts > 0 {
		return one.Value / parts, true
	}
	parts := smaller[[2]string{one.Unit, m.unit}]
	return one.Value * parts, parts > 0
}
