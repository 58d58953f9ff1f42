package survey

import (
	"slices"
	"strings"
)

// SplitList returns what a cell lists: the texts between any of the separators, without space around them, each once.
func SplitList(cell, separators string) []string {
	var all []string
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}

// SplitNames returns the names that people type into a cell.
func SplitNames(cell string) []string { return SplitList(cell, ";,/\n；，、") }
