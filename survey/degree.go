package survey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Scales are made of one word and how much of it: "Not satisfied", "Somewhat satisfied", "Very satisfied"; "전혀 관심 없음", "관심 있음". No table holds them all. A text is
// taken apart in how much and of what, a word that says the opposite counts below nothing, and texts of one word are in the order of how much they say.

// degrees are how much words say, of a plain word plainDegree, in English and Korean; what is not in the middle of a scale is from 1 to 9.
var degrees = []struct {
	words  *regexp.Regexp
	degree int
}{
	{regexp.MustCompile(`^(extremely|completely|totally|absolutely|entirely|exceptionally) `), 8},
	{regexp.MustCompile(`^(very|highly|really|strongly|super) `), 7},
	{regexp.MustCompile(`^(quite|mostly|pretty|generally) `), 5},
	{regexp.MustCompile(`^(somewhat|moderately|fairly|reasonably|rather|kind of|sort of) `), 4},
	{regexp.MustCompile(`^(slightly|a little|a bit|a little bit|mildly) `), 3},
	{regexp.MustCompile(`^(완전히|전적으로|극도로|전혀|절대로?) ?`), 8},
	{regexp.MustCompile(`^(매우|아주|굉장히|무척|정말|상당히|대단히|강력히?|적극|많이) ?`), 7},
	{regexp.MustCompile(`^(꽤|제법|대체로|비교적) ?`), 5},
	{regexp.MustCompile(`^(별로|그다지) ?`), 4},
	{regexp.MustCompile(`^(조금|약간|다소) ?`), 3},
}

const plainDegree = 6

// opposites are words that say the opposite of others.
var opposites = []struct {
	words *regexp.Regexp
	of    string
}{
	{regexp.MustCompile(`^(?:not|un|dis|in|im)([a-z ]{4,})$`), "$1"},
	{regexp.MustCompile(`^(?:difficult|hard)$`), "easy"}, {regexp.MustCompile(`^weak$`), "strong"}, {regexp.MustCompile(`^slow$`), "fast"}, {regexp.MustCompile(`^low$`), "high"},
	{regexp.MustCompile(`^bad$`), "good"}, {regexp.MustCompile(`^negative$`), "positive"}, {regexp.MustCompile(`^boring$`), "interesting"}, {regexp.MustCompile(`^unhappy|sad$`), "happy"},
	{regexp.MustCompile(`^(?:안 ?|비|불|부)(\pL{2,})$`), "$1"}, {regexp.MustCompile(`^(.*)없(음|다|어요|습니다)$`), "${1}있$2"}, {regexp.MustCompile(`^(.*)(?:지 않다|지 않음|지 않아요|지 않습니다)$`), "${1}다"},
	{regexp.MustCompile(`^(?:나쁨|나쁘다)$`), "좋음"}, {regexp.MustCompile(`^(?:싫음|싫다)$`), "좋음"}, {regexp.MustCompile(`^(?:어려움|어렵다)$`), "쉬움"}, {regexp.MustCompile(`^(?:부족|미흡|부족함|미흡함)$`), "우수"},
	{regexp.MustCompile(`^느림$`), "빠름"}, {regexp.MustCompile(`^낮음$`), "높음"}, {regexp.MustCompile(`^적음$`), "많음"}, {regexp.MustCompile(`^약함$`), "강함"}, {regexp.MustCompile(`^부정적$`), "긍정적"}, {regexp.MustCompile(`^반대(?:함)?$`), "찬성"},
	{regexp.MustCompile(`^아니다$`), "그렇다"}, {regexp.MustCompile(`^불만$`), "만족"}, {regexp.MustCompile(`^못함$`), "잘함"}, {regexp.MustCompile(`^불편$`), "편함"},
}

var (
	middleWords = regexp.MustCompile(`^(neutral|neither\b.*|ok|okay|average|moderate|medium|normal|so-so|undecided|보통|보통이다|보통임|중간|중립|그저 그렇다|그저 그럼|그럭저럭)$`)
	notAtAll    = regexp.MustCompile(`^(?:not at all (.+)|not (.+) at all)$`)
	notVery     = regexp.MustCompile(`^(?:not (?:very|really|so|too|that)|hardly|barely) (.+)$`)
	koreanEnds  = regexp.MustCompile(`^(\pL{2,}?)(합니다|입니다|한다|하다|이다|하는 편이다|해요|함|임)$`)
)

// A worded degree is what a text says of a word: below 0 of its opposite, 0 in the middle, of no word.
type wordedDegree struct {
	degree int
	of     string
	said   bool // it says how much
}

// inDegrees puts texts in order that say how much they are of one word. One at least says it, and where no three are there two do.
func inDegrees(texts []string) ([]string, bool) {
	all := make([]wordedDegree, len(texts))
	said, of := 0, ""
	for i, text := range texts {
		all[i] = readDegree(text, texts)
		if d := all[i]; d.of == "" && d.degree != 0 || slices.ContainsFunc(all[:i], func(o wordedDegree) bool { return o.degree == d.degree }) || d.of != "" && of != "" && d.of != of {
			return nil, false
		}
		if all[i].of != "" {
			of = all[i].of
		}
		if all[i].said {
			said++
		}
	}
	if said == 0 && len(texts) < 3 || of == "" {
		return nil, false
	}
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return all[a].degree - all[b].degree })
	levels := make([]string, len(texts))
	for k, i := range order {
		levels[k] = texts[i]
	}
	return levels, true
}

func readDegree(text string, among []string) (d wordedDegree) {
	t := strings.ReplaceAll(typed(text), "’", "'")
	if len(t) > maxDigits {
		return d
	}
	t = strings.TrimRight(strings.Join(strings.Fields(t), " "), ".!")
	switch m := notAtAll.FindStringSubmatch(t); {
	case middleWords.MatchString(t):
		return d
	case m != nil:
		return wordedDegree{-9, stemOf(m[1] + m[2]), true}
	}
	if m := notVery.FindStringSubmatch(t); m != nil {
		return wordedDegree{-1, stemOf(m[1]), true}
	}
	t, d.degree = cutDegree(t)
	d.said = d.degree != plainDegree
	t = stemOf(t)
	for _, o := range opposites {
		if o.words.MatchString(t) {
			if of := stemOf(strings.TrimSpace(o.words.ReplaceAllString(t, o.of))); holdsWord(among, of) {
				return wordedDegree{-d.degree, of, d.said}
			}
		}
	}
	d.of = t
	return d
}

// stemOf is a word without the endings that say nothing.
func stemOf(t string) string { return koreanEnds.ReplaceAllString(strings.TrimSpace(t), "$1") }

// holdsWord reports whether one of the texts says how much it is of a word, or is the word.
func holdsWord(texts []string, word string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		t := strings.Join(strings.Fields(typed(text)), " ")
		if m := notVery.FindStringSubmatch(t); m != nil {
			t = m[1]
		}
		rest, _ := cutDegree(t)
		return stemOf(rest) == word
	})
}

// cutDegree takes away how much a text says of its word, plainDegree where it does not.
func cutDegree(t string) (rest string, degree int) {
	for _, word := range degrees {
		if rest := word.words.ReplaceAllString(t, ""); rest != t && rest != "" {
			return rest, word.degree
		}
	}
	return t, plainDegree
}

var (
	letterGrade = regexp.MustCompile(`^([A-F])([+0-]?)$`)
	starGrade   = regexp.MustCompile(`^([★⭐🌟✭⚫●]+)([☆✩○]*)$`)
)

// LetterGrades returns letters with or without a sign in the order of grades, F first; "A0" is an A. signed reports whether one has a sign: letters alone may as well
// name other things.
func LetterGrades(texts []string) (levels []string, signed, ok bool) {
	at := map[int]string{}
	for _, text := range texts {
		m := letterGrade.FindStringSubmatch(strings.ReplaceAll(plainMarks.Replace(strings.TrimSpace(text)), " ", ""))
		if m == nil {
			return nil, false, false
		}
		signed = signed || m[2] != ""
		grade := 3*int('F'-m[1][0]) + map[string]int{"-": -1, "+": 1}[m[2]]
		if at[grade] != "" {
			return nil, false, false
		}
		at[grade] = text
	}
	for grade := -1; grade <= 3*5+1; grade++ {
		if at[grade] != "" {
			levels = append(levels, at[grade])
		}
	}
	return levels, signed, len(levels) > 1
}

// inStars are the points of a scale of stars: as many as a text has in all, or five.
func inStars(texts []string) (Grading, bool) {
	at, most := map[int]string{}, 5
	for _, text := range texts {
		m := starGrade.FindStringSubmatch(strings.Map(func(r rune) rune {
			if r == '\ufe0f' || r == ' ' {
				return -1
			}
			return r
		}, text))
		if m == nil {
			return Grading{}, false
		}
		n := len([]rune(m[1]))
		if at[n] != "" {
			return Grading{}, false
		}
		at[n], most = text, max(most, n+len([]rune(m[2])))
	}
	if most > MaxPoints {
		return Grading{}, false
	}
	g := Grading{Points: true}
	for n := 1; n <= most; n++ {
		if at[n] == "" {
			at[n] = strconv.Itoa(n)
		}
		g.Levels = append(g.Levels, at[n])
	}
	return g, true
}
