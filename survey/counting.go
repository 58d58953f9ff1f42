package survey

import (
	"regexp"
	"slices"
	"strings"
)

// Below a header that asks how many, numbers may be in words alone, "three to four" and "두세 시간", and "none" is zero. Anywhere else a word is no number: "one" may be a choice.

var (
	howMany = regexp.MustCompile(`(?i)\bhow (many|much|old)\b|몇 ?(시간|명|번|개|년|살|회)`)
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
	words := strings.ReplaceAll(header, "_", " ")
	return howMany.MatchString(words) || perTime.MatchString(words) && !AsksTimes(words)
}

// parseCount reads a number below such a header.
func parseCount(cell string) (m Measure, ok bool) {
	if m, ok = ParseMeasure(cell); ok {
		return m, true
	}
	t := strings.TrimRight(Fold(cell), ".!~")
	if t != "x" && slices.Contains(noTimes, t) {
		return Measure{Exact: true}, true
	}
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
