package web

import (
	"testing"

	"dure/survey/sheet"
)

// Whatever can be said of a file has words, although its keys are not spelt out where they are used.
func TestEveryFileProblemHasWords(t *testing.T) {
	en := messages(t)
	for key := range sheet.Wording {
		if !worded(en, string(key)) {
			t.Errorf("no language file words %q", key)
		}
	}
}
