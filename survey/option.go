package survey

import (
	"maps"
	"slices"
	"strings"
)

// An Option is one choice of a question. Key is unique in the question
// and never used again for another choice.
type Option struct {
	Key   int  `json:"key"`
	Label Text `json:"label"`
}

// Option returns the option with the key.
func (q Question) Option(key int) (Option, bool) {
	return find(q.Options, func(o Option) bool { return o.Key == key })
}

// CountsAs returns the option as which one counts that was chosen: itself, or the one that it was merged into, perhaps over
// others. Of one that is hidden there is none.
func (q Question) CountsAs(key int) (Option, bool) {
	for range len(q.Merged) + 1 { // a circle ends, too
		if o, ok := q.Option(key); ok {
			return o, true
		}
		into, merged := q.Merged[key]
		if !merged {
			break // 0 is the key of the options that are new
		}
		key = into
	}
	return Option{}, false
}

// countedAs returns the keys as which keys count, each once, in the order of the first.
func (q Question) countedAs(keys []int) []int {
	var all []int
	for _, key := range keys {
		if o, ok := q.CountsAs(key); ok && !slices.Contains(all, o.Key) {
			all = append(all, o.Key)
		}
	}
	return all
}

// OptionLines reads options that were typed one on each line, in several languages side by
// side. Empty lines are left out. A language may have no line at all; those that have some
// must have as many.
func OptionLines(typed Text) ([]Option, error) {
	var labels []Text
	var first Lang
	for _, lang := range slices.Sorted(maps.Keys(typed)) {
		all := lines(typed[lang])
		if len(all) == 0 {
			continue
		}
		if labels == nil {
			first, labels = lang, make([]Text, len(all))
		}
		if len(all) != len(labels) {
			return nil, &InvalidError{Field: "options", Reason: "options_uneven",
				Args: map[string]any{"Lang": first, "Lines": len(labels), "Other": lang, "OtherLines": len(all)}}
		}
		for i, words := range all {
			labels[i] = labels[i].With(lang, words)
		}
	}
	var options []Option
	for _, label := range labels {
		if !label.IsZero() {
			options = append(options, Option{Label: label})
		}
	}
	return options, nil
}

// lines splits typed text, without the empty lines at its end.
func lines(s string) []string {
	s = strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), " \t\n")
	if s == "" {
		return nil
	}
	all := strings.Split(s, "\n")
	for i := range all {
		all[i] = Clean(all[i])
	}
	return all
}

// linesOf puts texts on lines, in each language that some have.
func linesOf(texts []Text) Text {
	out := Text{}
	for _, t := range texts {
		for lang := range t {
			out[lang] = ""
		}
	}
	for lang := range out {
		var lines []string
		for _, t := range texts {
			lines = append(lines, t[lang])
		}
		out[lang] = strings.Join(lines, "\n")
	}
	return out
}
