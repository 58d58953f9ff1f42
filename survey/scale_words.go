package survey

import (
	"cmp"
	_ "embed" // scales.tsv
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed scales.tsv
var scalesFile string

// A wordScale is a line of scales.tsv.
type wordScale struct {
	points bool           // as of agreement
	levels int            // how many there are
	at     map[string]int // the level of each word, by its spelling key
}

var wordScales = sync.OnceValue(func() (all []wordScale) {
	for line := range strings.Lines(scalesFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		s := wordScale{points: fields[0] == "points", at: map[string]int{}}
		for k, level := range fields[1:] {
			for w := range strings.SplitSeq(level, "|") {
				s.at[SpellingKey(w)] = k
			}
			s.levels++
		}
		all = append(all, s)
	}
	return all
})

// A Grading is an order in which texts stand, from least to most.
type Grading struct {
	Points bool     // they are points of a scale, of which Levels are all: its number, from 1, where no text is one
	Levels []string // else they are the texts themselves
}

// Graded returns the order of different texts that are words of one scale: "Novice", "Expert"; "초급", "중급"; "Agree", "Strongly agree"; "1학년", "3학년"; or
// letters with a sign, "A+", "B"; stars; how much of one word, see degree.go; or stretches of numbers one above the other: "18-29", "30-44", "> 60". A text may say more behind its word: "Advanced (3 years)". It is false where they are of no scale, or two of them are of one level.
func Graded(texts []string) (Grading, bool) {
	if len(texts) < 2 || len(texts) > MaxOptions {
		return Grading{}, false
	}
	for _, s := range wordScales() {
		if at, ok := s.place(texts); ok {
			return s.grade(texts, at), true
		}
	}
	if levels, signed, ok := LetterGrades(texts); ok && signed {
		return Grading{Levels: levels}, true
	}
	if g, ok := inStars(texts); ok {
		return g, true
	}
	if levels, ok := inDegrees(texts); ok {
		return Grading{Levels: levels}, true
	}
	if levels, ok := inStretches(texts); ok {
		return Grading{Levels: levels}, true
	}
	return Grading{}, false
}

// place returns the level of each text.
func (s wordScale) place(texts []string) (at []int, ok bool) {
	for _, text := range texts {
		k, known := s.at[SpellingKey(text)]
		if !known {
			k, known = s.at[SpellingKey(firstWords(text))]
		}
		if !known || slices.Contains(at, k) {
			return nil, false
		}
		at = append(at, k)
	}
	return at, true
}

func (s wordScale) grade(texts []string, at []int) Grading {
	levels := make([]string, s.levels)
	for k := range levels {
		levels[k] = strconv.Itoa(k + 1)
	}
	for i, k := range at {
		levels[k] = texts[i]
	}
	if !s.points {
		var given []string
		for k := range levels {
			if slices.Contains(at, k) {
				given = append(given, levels[k])
			}
		}
		levels = given
	}
	return Grading{s.points, levels}
}

var saysMore = regexp.MustCompile(`\s*[(（\[:：].*$|\s+[-–—]\s.*$`)

// firstWords is a text without what it says behind its word in brackets, a colon or a dash.
func firstWords(text string) string { return saysMore.ReplaceAllString(text, "") }

// A stretch of numbers, of which either end may be open.
type stretch struct {
	from, to float64
	text     string
}

const endless = largest

var stretchPattern = regexp.MustCompile(`^(?:(under|below|less than|fewer than|up to|at most|at least|more than|over|above|[<>≤≥]=?)\s*)?(\d+(?:\.\d+)?)(?:\s*(?:-|~|to|에서)\s*(\d+(?:\.\d+)?))?\s*(\+|or more|or less|or fewer|or above|or over|or older|or under|and over|and above|and up|이상|이하|미만|초과)?$`)

// unitLetters are what stands about the numbers of a stretch and says what they count.
var unitLetters = regexp.MustCompile(`[$€£₩¥%]|\b(?:hours?|hrs?|h|minutes?|mins?|days?|weeks?|months?|years?|yrs?|times?|people|points?|km|kg|cm|old)\b|시간|만원|분|일|주|개월|년|세|살|번|회|명|점|원|개`)

// readStretch reads "18-29", "> 60", "$150,000+", "5시간 이상", "10 or more".
func readStretch(text string) (s stretch, ok bool) {
	t := strings.NewReplacer("−", "-", "–", "-", "—", "-", "‑", "-", "〜", "~", "～", "~").Replace(typed(plainPowers(text)))
	t = strings.Join(strings.Fields(unitLetters.ReplaceAllString(thousandsComma.ReplaceAllString(t, "$1"), " ")), " ")
	m := stretchPattern.FindStringSubmatch(t)
	if m == nil {
		return s, false
	}
	a, _ := strconv.ParseFloat(m[2], 64)
	s = stretch{a, a, text}
	if m[3] != "" {
		s.to, _ = strconv.ParseFloat(m[3], 64)
	}
	switch end := m[1] + m[4]; end {
	case "":
	case "under", "below", "less than", "fewer than", "up to", "at most", "<", "<=", "≤", "or less", "or fewer", "or under", "이하", "미만":
		s.from = -endless
	default:
		s.to = endless
	}
	return s, s.from <= s.to && (m[3] == "" || m[1]+m[4] == "")
}

var thousandsComma = regexp.MustCompile(`,(\d{3})\b`)

// inStretches puts texts in order that are stretches one above the other; two at least are more than a number.
func inStretches(texts []string) ([]string, bool) {
	var all []stretch
	long := 0
	for _, text := range texts {
		s, ok := readStretch(text)
		if !ok {
			return nil, false
		}
		if s.from < s.to {
			long++
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b stretch) int {
		if a.from != b.from {
			return cmp.Compare(a.from, b.from)
		}
		return cmp.Compare(a.to, b.to)
	})
	levels := []string{all[0].text}
	for i, s := range all[1:] {
		if before := all[i]; before.to > s.from || before == s || before.from == s.from {
			return nil, false
		}
		levels = append(levels, s.text)
	}
	return levels, long >= 2
}
