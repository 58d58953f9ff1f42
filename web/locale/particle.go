package locale

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A Korean particle has one form behind a consonant and one behind a vowel. A text writes both, as in “{{.Name}}을(를)”, and the word
// that comes there chooses. Of letters of other scripts only some tell how the word is said: behind the others both forms stay.

// particle finds one behind a word that is put in, perhaps in quotes.
var particle = regexp.MustCompile(`\{\{(\.\w+)\}\}([”’"']?)(은\(는\)|이\(가\)|을\(를\)|[와과]\([와과]\)|\(으\)로|\(이\))`)

// chosen makes the words of a file choose the particles behind them.
func chosen(file []byte) []byte {
	return particle.ReplaceAll(file, []byte("{{$1}}$2{{call .after $1 `$3`}}"))
}

// forms of each particle: behind a consonant, and behind a vowel.
var forms = map[string][2]string{"은(는)": {"은", "는"}, "이(가)": {"이", "가"}, "을(를)": {"을", "를"}, "와(과)": {"과", "와"}, "과(와)": {"과", "와"}, "(으)로": {"으로", "로"}, "(이)": {"이", ""}}

// after is the form of a particle behind a word.
func after(word any, both string) string {
	said := []rune(strings.TrimRightFunc(strings.ToLower(fmt.Sprint(word)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	if len(said) == 0 {
		return both
	}
	consonant, l, known := ending(said)
	switch {
	case !known:
		return both
	case consonant && !(l && both == "(으)로"):
		return forms[both][0]
	}
	return forms[both][1]
}

// ending reports whether a word ends with a consonant, whether that is ㄹ, and whether either can be told.
func ending(word []rune) (consonant, l, known bool) {
	const finals, rieul = 28, 8 // of a syllable, none among them
	last := word[len(word)-1]
	switch {
	case last >= '가' && last <= '힣':
		final := (last - '가') % finals
		return final != 0, final == rieul, true
	case strings.ContainsRune("013678lmn", last), last == 'g' && strings.HasSuffix(string(word), "ng"):
		return true, strings.ContainsRune("178l", last), true
	}
	return false, false, slices.Contains([]rune("2459aiouysxzfvjhqrw"), last)
}
