package survey

import (
	"math"
	"strings"
	"time"
	"unicode"
)

// How long a survey takes is estimated from its words and from what its kinds of question ask one to do. Words are read at four a
// second: 238 a minute is the mean of 190 studies of silent reading (Brysbaert 2019, "How many words do we read per minute?",
// Journal of Memory and Language 109). The seconds of an answer, [kind].effort, are our guess: nothing was measured, but that more
// words and more options take longer is known (Yan and Tourangeau 2008, "Fast times and easy questions", Applied Cognitive
// Psychology 22). It is an estimate for who answers everything.

const (
	wordsPerSecond  = 4.0
	lettersPerWord  = 2.0 // of scripts of syllables and characters
	LongestEstimate = 3 * time.Minute
)

// Estimate is how long one is expected to take for all of the survey, in its longest language.
func (s Survey) Estimate() time.Duration {
	seconds := 0.0
	for _, t := range s.Texts() {
		seconds += t.reading()
	}
	for _, q := range s.Questions {
		seconds += q.kind().effort(q)
		for _, t := range q.Texts() {
			seconds += t.reading()
		}
	}
	return time.Duration(seconds * float64(time.Second))
}

// Minutes is a time in minutes, up to the next whole one: members and organizers are told the same.
func Minutes(d time.Duration) int { return int(math.Ceil(d.Minutes())) }

// reading is how many seconds the text takes to read, in the language in which it is longest.
func (t Text) reading() float64 {
	most := 0.0
	for _, words := range t {
		most = max(most, wordsIn(words))
	}
	return most / wordsPerSecond
}

// wordsIn counts what stands between spaces, and of scripts with few spaces or with long words the letters.
func wordsIn(s string) float64 {
	n := 0.0
	for field := range strings.FieldsSeq(s) {
		letters := 0
		for _, r := range field {
			if unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana) {
				letters++
			}
		}
		n += max(1, float64(letters)/lettersPerWord)
	}
	return n
}
