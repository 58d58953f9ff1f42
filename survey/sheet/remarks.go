package sheet

import (
	"regexp"
	"strings"

	"dure/survey"
)

// Few write anything below a header that asks for remarks, and some of them the same word for nothing. Few different cells make no choice of what they hold: a choice is
// given again and again, and seldom a sentence.

var (
	noRemark    = regexp.MustCompile(`(?i)^(no|nope|none|nothing|nil|not really|nothing (else|more|in particular)|no (comments?|remarks?|questions?|requests?|notes?)|특이 ?사항 ?없음|(특별히|딱히|따로)? ?없(음|어요?|습니다|네요)|없|무|keine|nichts|ninguno|nada|rien|aucune?|なし|特になし|ありません|无|沒有|没有)[.!~ ]*$`)
	sentenceEnd = regexp.MustCompile(`[.!?…~。！？]$|(요|니다|어|다|음|함|임|까|죠|네)$`)
)

// remarks reports whether the cells are what people say in words of their own: at least half are sentences, of which hardly one comes again.
func (c column) remarks() bool {
	said := c.filled.Without(func(s string) bool { return survey.Missing(s) || survey.NamesNobody(s) || noRemark.MatchString(s) })
	own := 0
	for k, s := range said.Texts {
		own += said.Count[k] * count(isSentence(s))
	}
	return own > 1 && 2*own >= said.N && 4*len(said.Texts) >= 3*said.N
}

// isSentence reports whether a text is one: of several words, or of two and more that end as one does.
func isSentence(s string) bool {
	words := len(strings.Fields(s))
	return words >= sentence || strings.Contains(s, "\n") || words > 1 && sentenceEnd.MatchString(s) && len([]rune(s)) > 6
}
