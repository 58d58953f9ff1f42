package survey

import "strings"

// OptionLines reads options that were typed one on each line, in Korean and in English side by
// side. Empty lines are left out. A language without any line is left to the other; if
// both have some, each must have as many.
func OptionLines(ko, en string) ([]Option, error) {
	a, b := lines(ko), lines(en)
	if len(a) > 0 && len(b) > 0 && len(a) != len(b) {
		return nil, &InvalidError{Field: "options", Reason: "options_uneven", Args: map[string]any{"Ko": len(a), "En": len(b)}}
	}
	var options []Option
	for i := range max(len(a), len(b)) {
		var label Text
		if i < len(a) {
			label.Ko = a[i]
		}
		if i < len(b) {
			label.En = b[i]
		}
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

// KeepKeys gives options that were typed anew the keys of those they stand for, and 0 to the others. An
// option is the old one with the same words in either language. Where the number of options
// stays the same, one whose words are not found is the old one at its place in new words.
func KeepKeys(old, typed []Option) []Option {
	kept := make([]Option, len(typed))
	used := map[int]bool{}
	for i, o := range typed {
		kept[i] = Option{Label: o.Label}
		for _, was := range old {
			if !used[was.Key] && sameWords(was.Label, o.Label) {
				kept[i].Key = was.Key
				used[was.Key] = true
				break
			}
		}
	}
	if len(old) != len(typed) {
		return kept
	}
	for i, was := range old {
		if kept[i].Key == 0 && !used[was.Key] {
			kept[i].Key = was.Key
		}
	}
	return kept
}

func sameWords(a, b Text) bool {
	return a.En != "" && Fold(a.En) == Fold(b.En) || a.Ko != "" && Fold(a.Ko) == Fold(b.Ko)
}
