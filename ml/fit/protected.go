// Traits that a prediction must not be fed: gender, age, ethnicity, nationality, religion. They are
// recognised by words of headers, in English and Korean, since answers may be coded; whole words
// only, so that "stage" is no age and "Manager" no man.

package fit

import (
	"slices"
	"strings"
	"unicode"
)

// protectedWords are words and phrases of headers that tell of gender, age, ethnicity, nationality, origin or
// religion.
var protectedWords = []string{"gender", "sex", "male", "female", "males", "females", "man", "men", "woman", "women", "boy", "boys", "girl", "girls",
	"pronoun", "pronouns", "age", "ages", "aged", "birth", "birthday", "birthdate", "birthyear", "dob", "yob", "born", "how old", "years old", "age group",
	"ethnic", "ethnicity", "ethnicities", "ethnically", "race", "races", "racial", "skin color", "skin colour", "hispanic", "latino", "latina", "latinx",
	"nationality", "nationalities", "national", "citizen", "citizens", "citizenship", "passport", "immigrant", "immigrants", "foreigner", "foreigners",
	"home country", "country of origin", "native country", "origin", "origins", "hometown", "home town",
	"religion", "religions", "religious", "faith", "church", "sexual", "transgender", "lgbt", "lgbtq", "disability", "disabilities", "disabled"}

// protectedStems are those of them that are written together with other words too, as samerace and agediff.
var protectedStems = []string{"gender", "ethnic", "nationalit", "relig", "citizenship", "birthd", "birthy"}

// protectedJoined are what a word made of two may begin or end with, where the other half is in joinedWith.
var (
	protectedJoined = []string{"race", "age", "sex"}
	joinedWith      = []string{"same", "imp", "diff", "difference", "own", "other", "partner", "my", "your", "mean", "group", "o", "range", "years", "code", "id", "cat"}
)

// protectedKorean are the same within Korean headers, which have no word boundaries to go by.
var protectedKorean = []string{"성별", "나이", "연령", "생년", "생일", "출생", "국적", "인종", "민족", "남녀", "몇 살", "몇살", "몇 세", "만 나이", "태어난",
	"출신", "고향", "본적", "종교", "신앙", "교회", "외국인", "내국인", "시민권", "다문화", "피부색", "성적 지향", "성정체성", "성 정체성", "장애 여부", "장애인", "장애가"}

// Protected reports whether a header names a trait that the prediction must not be fed: gender,
// age, ethnicity, nationality, origin or religion.
func Protected(header string) bool {
	return tells(header, protectedWords, protectedKorean) || slices.ContainsFunc(words(header), protectedWithin)
}

// protectedWithin reports whether a word is written together of a protected one and another.
func protectedWithin(word string) bool {
	if slices.ContainsFunc(protectedStems, func(s string) bool { return strings.Contains(word, s) }) {
		return true
	}
	return slices.ContainsFunc(protectedJoined, func(s string) bool {
		before, ended := strings.CutSuffix(word, s)
		after, begun := strings.CutPrefix(word, s)
		return ended && slices.Contains(joinedWith, before) || begun && slices.Contains(joinedWith, after)
	})
}

// words cuts a header at what is no letter and at capitals within a word, in lower case.
func words(header string) []string {
	var out []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out = append(out, strings.ToLower(string(word)))
		}
		word = nil
	}
	rs := []rune(header)
	for i, r := range rs {
		if !unicode.IsLetter(r) {
			flush()
			continue
		}
		if unicode.IsUpper(r) && i > 0 && (unicode.IsLower(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			flush()
		}
		word = append(word, r)
	}
	flush()
	return out
}
