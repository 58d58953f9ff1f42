package survey

import (
	"regexp"
	"strings"
)

// What headers of columns of teammates say, and what in such a header says that they are to be avoided.
var (
	mateWords = regexp.MustCompile(`(?i)wish|want|prefer|friend|teammate|희망|원하|함께|같이|\b(people|persons?|who|whom|names?|students?|members?)\b.*\b(team|group|work|with)\b`)
	shunWords = regexp.MustCompile(`(?i)avoid|not with|dislike|피하|기피|싫`)
	noWords   = regexp.MustCompile(`(?i)\bnot\b|n['’]t\b|않|제외`)
)

// AsksMates reports whether the header of a column asks for teammates, and whether for those to avoid.
func AsksMates(header string) (asks, avoided bool) {
	switch low := strings.ToLower(header); { // as a file out has them
	case strings.HasSuffix(low, " (wished)"):
		return true, false
	case strings.HasSuffix(low, " (avoided)"):
		return true, true
	}
	shuns := shunWords.MatchString(header)
	asks = shuns || mateWords.MatchString(header)
	return asks, shuns || asks && noWords.MatchString(header)
}
