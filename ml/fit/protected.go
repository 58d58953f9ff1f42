// Traits that a prediction must not be fed: gender, age, ethnicity, nationality. They are
// recognised by words of headers, in English and Korean, since answers may be coded; whole words
// only, so that "stage" is no age and "Manager" no man.

package fit

import (
	"slices"
	"strings"
	"unicode"
)

// protectedWords are words of headers that tell of gender, age, ethnicity or nationality.
var protectedWords = []string{"gender", "sex", "male", "female", "males", "females", "man", "men", "woman", "women", "boy", "boys", "girl", "girls",
	"pronoun", "pronouns", "age", "ages", "aged", "birth", "birthday", "birthdate", "birthyear", "dob", "yob",
	"ethnic", "ethnicity", "ethnicities", "race", "racial", "nationality", "nationalities", "national", "citizen", "citizenship"}

// protectedKorean are the same within Korean headers, which have no word boundaries to go by.
var protectedKorean = []string{"성별", "나이", "연령", "생년", "생일", "출생", "국적", "인종", "민족", "남녀", "몇 살", "몇살"}

// Protected reports whether a header names a trait that the prediction must not be fed: gender,
// age, ethnicity or nationality.
func Protected(header string) bool {
	if slices.ContainsFunc(protectedKorean, func(s string) bool { return strings.Contains(header, s) }) {
		return true
	}
	ws := words(header)
	if strings.Contains(" "+strings.Join(ws, " ")+" ", " how old ") {
		return true
	}
	return slices.ContainsFunc(ws, func(w string) bool { return slices.Contains(protectedWords, w) })
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
