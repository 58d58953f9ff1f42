package sheet

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// question proposes the kind of question that the cells of a column answer.
func (c column) question() Column {
	q := Column{Question: c.label}
	if c.filled.N == 0 {
		q.Use = LeaveOut
		return q
	}
	switch {
	case strings.HasSuffix(c.label, survey.RankedMark):
		q.Use, q.Separator = Rank, ";"
		asks[Rank].complete(&q, c, true)
		return q
	case c.spoken():
		q.Use = Level
		asks[Level].complete(&q, c, false)
		return q
	}
	if c.ticked() {
		q.Use, q.Options, q.Ticks = OneOf, c.yesAndNo(), true
		return q
	}
	if c.holdsDays() {
		q.Use = ShortText
		return q
	}
	if c.holdsLinks() {
		q.Use = c.text()
		return q
	}
	if c.share(isNumber) == 1 {
		switch {
		case c.countsRows():
			q.Use = LeaveOut
			return q
		case c.holdsCodes():
			q.Use = ShortText
			return q
		}
		return c.numeric(q)
	}
	if low, levels := c.levels(); levels != nil {
		q.Use, q.Min, q.Max, q.Levels = Scale, low, low+len(levels)-1, levels
		return q
	}
	if q.Options, q.Ordered = c.ordered(); q.Ordered && q.choosable() {
		q.Use = OneOf
		return q
	}
	q.Options, q.Ordered = nil, false
	if m, ok := c.measured(); ok {
		q.Use, q.Unit, q.Blank = Number, m.Unit, true
		return q
	}
	if q.Separator = c.separator(); q.Separator != "" {
		q.gather(optionsOf(c.filled, q.Separator), c)
		if q.choosable() && slices.ContainsFunc(c.filled.Texts, func(s string) bool { return len(q.choices(s)) > 1 || strings.HasSuffix(s, ";") }) {
			if q.Use = AnyOf; c.ranks(q) {
				q.Use = Rank
			}
			return q
		}
		q.Separator, q.Options, q.Others = "", nil, nil
	}
	if q.Options = c.options(); c.chooses() && q.choosable() {
		q.Use = OneOf
		return q
	}
	q.Options, q.Use = nil, c.text()
	return q
}

// chooses reports whether the cells are choices, of which there are few and which come again, and no remarks. Of dates more than half as many as cells are
// enough to be none: when a form was sent, or a birthday, is no choice, though some happen to fall together.
func (c column) chooses() bool {
	n, k := c.filled.N, len(c.texts)
	if c.remarks() || 2*k > n && !slices.ContainsFunc(c.filled.Texts, func(s string) bool { return !isDate(s) }) {
		return false
	}
	return 2*k <= n || k <= 4 && k < n || k <= 2 && yesOrNo(c.texts)
}

// allDifferent reports whether nearly all cells are: nine in ten, below five cells all.
func (c column) allDifferent() bool {
	n, k := c.filled.N, len(c.texts)
	return n > 1 && (k == n || n >= enoughRows && 10*k >= 9*n)
}

// text is the kind of text that the cells are.
func (c column) text() Use {
	if c.share(func(s string) bool { return len([]rune(s)) > 60 || strings.Contains(s, "\n") }) > 0.2 ||
		c.share(func(s string) bool { return len([]rune(s)) <= survey.MaxShort }) < 1 {
		return LongText
	}
	return ShortText
}

// holdsDays reports whether cells are birthdays or other days of the year, which measure nothing and are no choices.
func (c column) holdsDays() bool {
	if c.filled.N == 0 {
		return false
	}
	return (survey.AsksDay(c.header) || survey.AsksDay(c.label)) && c.share(isDay) >= 0.9 || survey.AreDays(c.texts)
}

func isDay(s string) bool { return survey.IsDay(s) || isDate(s) }

var rankWords = regexp.MustCompile(`(?i)\brank|\border\b|순위|순서|우선`)

// ranks reports whether lists are orders: the header asks for one, and each has all options.
func (c column) ranks(q Column) bool {
	return c.says(rankWords) && len(q.Others) == 0 && c.share(func(s string) bool { return len(q.choices(s)) == len(q.Options) }) == 1
}

// From so many answers on, digits that are all different may be taken for no measure.
const enoughRows = 5

// countsRows reports whether the numbers only number the rows.
func (c column) countsRows() bool {
	if len(c.texts) != len(c.at) || len(c.at) < enoughRows || c.counts() || c.says(measures) {
		return false
	}
	for i := range c.at {
		if v, ok := survey.ParseNumber(c.cell(i)); !ok || v != float64(i) && v != float64(i+1) {
			return false
		}
	}
	return true
}

// holdsCodes reports whether the numbers are names, such as those of telephones and postcodes: they begin with 0, or are
// whole, long and all different.
func (c column) holdsCodes() bool {
	if slices.ContainsFunc(c.filled.Texts, leadingZero.MatchString) {
		return true
	}
	return len(c.texts) == c.filled.N && c.filled.N >= enoughRows && c.share(longDigits.MatchString) == 1
}

var (
	leadingZero = regexp.MustCompile(`^0\d+$`)
	longDigits  = regexp.MustCompile(`^\+?\d{5,}$`)
)

// choosable reports whether a survey can offer the options.
func (q Column) choosable() bool {
	return len(q.Options) >= 2 && len(q.Options) <= survey.MaxOptions &&
		!slices.ContainsFunc(q.Options, func(s string) bool { return len([]rune(s)) > survey.MaxLabel })
}

// counted matches headers that ask for a number of something.
var counted = regexp.MustCompile(`(?i)\bhow (many|old)\b|\bhours( (a|per|each) \w+)?$|몇 ?(시간|명|번|개|년|살|회)|(시간|나이)$`)

// longest is the most points that numbers are taken for a scale with.
const longest = 11

// numeric tells scales from other numbers. Small whole numbers are a scale that ends at the largest
// answer, or where few have answered at 5, 7 or 10; just two neighbouring numbers are a choice.
func (c column) numeric(q Column) Column {
	low, high, integral := math.Inf(1), math.Inf(-1), true
	q.Blank = len(c.none) > 0
	texts := c.filled.Texts
	if c.lines != nil {
		texts = c.lines
	}
	for _, s := range texts {
		v, ok := survey.ParseNumber(s)
		if !ok || c.noNumber(s) {
			continue
		}
		low, high = min(low, v), max(high, v)
		integral = integral && v == math.Trunc(v)
	}
	switch {
	case c.ofWork():
		q.Use = Number
	case len(c.answers()) == 2 && integral && high-low == 1 && c.filled.N > 2:
		q.Use, q.Options = OneOf, byCount(c.filled)
	case c.counts():
		q.Use = Number
	case integral && low >= 0 && high <= longest-1 && low <= 2 && high >= 2:
		q.Use, q.Min, q.Max = Scale, min(int(low), 1), int(high)
		if c.filled.N < 20 {
			ends := []int{5, 7, 10}
			i, _ := slices.BinarySearch(ends, q.Max)
			q.Max = ends[i]
		}
	default:
		q.Use = Number
	}
	return q
}

// levels returns the first point and the texts of a scale whose cells are texts: agreement in words, codes or numbered ones.
func (c column) levels() (low int, levels []string) {
	if g, ok := survey.Graded(c.answers()); ok && g.Points {
		return 1, g.Levels
	}
	if low, levels = c.codes(); levels != nil {
		return low, levels
	}
	return pointsOf(c.answers())
}

// pointsOf returns the first point of a scale with its texts, which are numbered ("4. I have often ...", "5 - Strongly agree"); all but two may be the number alone.
func pointsOf(texts []string) (low int, levels []string) {
	at := map[int]string{}
	low, high, worded := math.MaxInt, 0, 0
	for _, t := range texts {
		n, _, ok := survey.ParsePoint(t)
		if ok {
			worded++
		} else {
			n, ok = survey.ParseWhole(t)
		}
		if !ok || n < 0 || at[n] != "" {
			return 0, nil
		}
		at[n] = t
		low, high = min(low, n), max(high, n)
	}
	if low = min(low, 1); worded < 2 || high-low >= longest || high-low+1 > 2*len(at) {
		return 0, nil
	}
	for n := low; n <= high; n++ {
		if at[n] == "" {
			at[n] = strconv.Itoa(n)
		}
		levels = append(levels, at[n])
	}
	return low, levels
}

// codes returns the first number and the codes of a line of a grid in an export of codes, "Q06[SQ001]": "A1" to "A5". Below "Q06[2]" may stand what is put in that
// place, too, so it is a line only with others.
func (c column) codes() (low int, codes []string) {
	if !codedLine.MatchString(c.label) && (c.lines == nil || !numberedLine.MatchString(c.label)) {
		return 0, nil
	}
	return codesOf(c.answers())
}

func codesOf(texts []string) (low int, codes []string) {
	if len(texts) < 2 {
		return 0, nil
	}
	low, high, before, width := math.MaxInt, 0, "", longest
	for _, t := range texts {
		m := answerCode.FindStringSubmatch(t)
		if m == nil || before != "" && m[1] != before {
			return 0, nil
		}
		n, _ := strconv.Atoi(m[2])
		low, high, before, width = min(low, n), max(high, n), m[1], min(width, len(m[2]))
	}
	if low = min(low, 1); high-low >= longest {
		return 0, nil
	}
	for n := low; n <= high; n++ {
		codes = append(codes, fmt.Sprintf("%s%0*d", before, width, n))
	}
	return low, codes
}

// ordered returns the texts of the column in their order, if they are words or stretches that have one. "A1" and "A2" alone are as well codes of answers.
func (c column) ordered() ([]string, bool) {
	if !slices.ContainsFunc(c.answers(), func(s string) bool { return !codeOfAnswer.MatchString(s) }) && !c.says(languageWords) {
		return nil, false
	}
	if c.says(bloodWords) {
		return nil, false
	}
	if levels := c.places(); levels != nil {
		return levels, true
	}
	if levels := c.classes(); levels != nil {
		return levels, true
	}
	if levels, _, ok := survey.LetterGrades(c.answers()); ok && c.says(gradeWords) {
		return levels, true
	}
	g, ok := survey.Graded(c.answers())
	return g.Levels, ok && !g.Points
}

// Letters alone are grades where the header asks for some, and letters with a sign may be types of blood.
var (
	gradeWords = regexp.MustCompile(`(?i)\b(gpa|grade|marks?\b|result)|학점|성적|등급|평점|평가|성취도`)
	bloodWords = regexp.MustCompile(`(?i)\bblood|혈액`)
)

// unreadShare is how many cells of a column of numbers with words about them may be no numbers: one in so many.
const unreadShare = 5

// measured reports whether the cells are numbers with words about them, all but a few, or below a header that asks how many, or for grades, at least half, and what these count. Hours of the day are none.
func (c column) measured() (survey.Measuring, bool) {
	first, counts := c.texts[:min(looked, len(c.texts))], survey.AsksHowMany(c.label)
	if !counts && !slices.ContainsFunc(first, func(s string) bool { _, ok := survey.ParseMeasure(s); return ok }) {
		return survey.Measuring{}, false
	}
	m, unread := survey.MeasuringUnder(c.label, c.filled)
	if counts || c.says(gradeWords) && m.Worded() {
		some := slices.ContainsFunc(first, func(s string) bool { v, _ := m.Value(s); return v > 0 })
		return m, some && len(c.texts) > 1 && 2*unread <= c.filled.N
	}
	return m, m.Worded() && len(c.texts) > 1 && unreadShare*unread <= c.filled.N && (m.Unit != "" || !survey.AsksTimes(c.header))
}

// notation returns how the numbers of a column are written, nil where its cells are none or need no other reading. A program that separates cells by semicolons
// writes a decimal comma; in files of others numbers with one may be choices.
func (s Sheet) notation(header string, cells survey.Tally) *survey.Notation {
	few := cells.Texts[:min(looked, len(cells.Texts))]
	if !slices.ContainsFunc(few, func(s string) bool {
		return strings.ContainsAny(s, ",.' \u202f\u00a0’억만천백") && strings.ContainsAny(s, digits)
	}) {
		return nil
	}
	european := s.Format == "csv" && s.Delimiter != ","
	n, ok := survey.NotationOf(cells, european)
	if !ok {
		return nil
	}
	counted := cells.Without(func(s string) bool { return !strings.ContainsAny(s, digits) }).Texts
	listed := !european && slices.ContainsFunc(counted, func(s string) bool { return !isNumber(s) }) &&
		!slices.ContainsFunc(counted, func(s string) bool { return !choiceNumbers.MatchString(s) }) && !decimals(header, counted)
	if listed {
		return nil
	}
	return &n
}

// choiceNumbers are the numbers of choices, or a number with a decimal comma.
var choiceNumbers = regexp.MustCompile(`^\d+(,\s*\d+)*$`)

const digits = "0123456789０１２３４５６７８９"

// plain returns a cell of the column with its number as programs write it.
func (c column) plain(cell string) string {
	if c.notation == nil {
		return cell
	}
	return c.notation.Plain(cell)
}

var commaNumber = regexp.MustCompile(`^-?(\d+),(\d+)$`)

// decimals reports whether the commas in cells that are all numbers are decimal ones. "1,3" may as well be two choices by their numbers, which rise; where one does
// not, or the header asks for a measure, it is none.
func decimals(header string, cells []string) bool {
	found := measures.MatchString(header)
	fractions := map[string]int{}
	for _, cell := range cells {
		m := commaNumber.FindStringSubmatch(cell)
		switch {
		case isNumber(cell):
		case m == nil:
			return false
		default:
			first, _ := strconv.Atoi(m[1])
			second, _ := strconv.Atoi(m[2])
			found = found || first == 0 || first >= second || m[2][0] == '0' || second > survey.MaxOptions
			fractions[m[2]]++
		}
	}
	return found || len(fractions) == 1 && fractions["5"] > 2
}

// isNumber reports whether a cell is a number or says that there is none. What has a comma that separates no thousands may as
// well be the numbers of two choices, as "1,3" is.
func isNumber(s string) bool {
	_, ok := survey.ParseNumber(s)
	comma := strings.IndexByte(s, ',')
	return ok && (comma < 0 || thousands(s, comma)) || survey.Missing(s)
}
