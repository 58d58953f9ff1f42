package survey

import (
	"slices"
	"strings"
)

// AsksMates reports whether the header of a column asks for teammates, and whether for those to avoid.
func AsksMates(header string) (asks, avoided bool) {
	low := strings.ToLower(header)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(s string) bool { return strings.Contains(low, s) })
	}
	switch { // as a file out has them
	case strings.HasSuffix(low, " (wished)"):
		return true, false
	case strings.HasSuffix(low, " (avoided)"):
		return true, true
	}
	if has("avoid", "not with", "dislike", "피하", "기피", "싫") {
		return true, true
	}
	return has("wish", "want", "prefer", "friend", "teammate", "희망", "원하", "함께", "같이"), false
}
