package survey

import (
	"regexp"
	"strings"
)

// Forms number their questions, "4. Status" and "Q4) Status", and some mark words of them, "What is your *first* name?". What a heading asks for is told by
// its words alone. A number that tells something itself, as in "1.5 hours" and "10:30", has no words right behind its mark.
var (
	headingNumber = regexp.MustCompile(`(?i)^(?:[\[(]?(?:(?:q|question|문항|질문|문)[ .]?)?\d{1,3}(?:[-.]\d{1,2})*[.)\]]+|(?:q|question|문항|질문|문)[ .]?\d{1,3}:)(\s+\S.*|[^\s\d.)\]].*)$`)
	emphasis      = regexp.MustCompile(`\*\*([^*\s](?:[^*]*[^*\s])?)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*`)
	underscored   = regexp.MustCompile(`(^|[\s(])_{1,2}([^_\s](?:[^_]*[^_\s])?)_{1,2}($|[\s).,:;?!])`)
)

// BareHeading returns a heading without the number of its question and without marks of emphasis.
func BareHeading(heading string) string {
	if strings.ContainsAny(heading, "*_") {
		heading = emphasis.ReplaceAllString(heading, "$1$2")
		heading = underscored.ReplaceAllString(heading, "$1$2$3")
	}
	if m := headingNumber.FindStringSubmatch(heading); m != nil {
		return strings.TrimSpace(m[1])
	}
	return heading
}
