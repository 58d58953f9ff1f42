package sheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// Answers may be places, "First choice" and "2지망", or the classes of an examination, "1급" and "2급". They have an order that no alphabet has: the first place is the
// most wanted, and the first class the best, but where an examination counts its classes up, as those of Korean and Chinese as foreign languages do.

var (
	bareNumber = regexp.MustCompile(`^[\d#.)번째 ]+$`)
	classOf    = regexp.MustCompile(`^(?:제 ?)?(\d{1,2}) ?급$`)
	noClass    = []string{"없음", "무", "없다", "미취득", "해당 없음", "none", "no"}
	ordinal    = regexp.MustCompile(`^(\d{1,2}(st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth)$`)
	placeWords = regexp.MustCompile(`(?i)\b(place|choice|choose|rank|prefer|priorit|wish|prize|award|win|won)|지망|순위|희망|선호|등수|입상`)
	countsUp   = regexp.MustCompile(`(?i)topik|hsk|토픽|한국어 ?능력`)
)

// places returns the answers of the column if they are all places, the last place first, but ordinals alone, "1st" and "Second", as they count: years of study and
// floors are no places, unless the header asks for some. They are nil where they are none, or numbers alone, which may as well be those of choices.
func (c column) places() []string {
	sign := -1
	if !c.says(placeWords) && !slices.ContainsFunc(c.answers(), func(s string) bool { return !ordinal.MatchString(s) }) {
		sign = 1
	}
	return inOrder(c.answers(), func(s string) (int, bool) {
		place := survey.PlaceWritten(s)
		return sign * place, place > 0 && !bareNumber.MatchString(s)
	})
}

// classes returns the answers of the column if they are classes of an examination, of which somebody may have none.
func (c column) classes() []string {
	sign := -1
	if c.says(countsUp) {
		sign = 1
	}
	return inOrder(c.answers(), func(s string) (int, bool) {
		if slices.Contains(noClass, strings.ToLower(s)) {
			return -100, true
		}
		m := classOf.FindStringSubmatch(s)
		if m == nil {
			return 0, false
		}
		n, _ := strconv.Atoi(m[1])
		return sign * n, true
	})
}

// inOrder returns texts by what each of them stands at, nil where one stands nowhere or two at the same.
func inOrder(texts []string, at func(string) (int, bool)) []string {
	seen := map[int]bool{}
	for _, s := range texts {
		n, ok := at(s)
		if !ok || seen[n] {
			return nil
		}
		seen[n] = true
	}
	if len(texts) < 2 {
		return nil
	}
	out := slices.Clone(texts)
	slices.SortFunc(out, func(a, b string) int {
		x, _ := at(a)
		y, _ := at(b)
		return x - y
	})
	return out
}
