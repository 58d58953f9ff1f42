package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"dure/web/locale"
)

// messages has the keys of the English file.
func messages(t *testing.T) map[string]any {
	t.Helper()
	data, err := locale.Files.ReadFile("en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := toml.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	wordsUsed   = regexp.MustCompile(`\bT\("([a-z0-9_]+)"`)
	reasonsUsed = regexp.MustCompile(`(?:Reason: |bad\(|reject\("[a-z0-9_]+", )"([a-z0-9_]+)"`)
	titlesUsed  = regexp.MustCompile(`\b(?:page|flash)\(c, "([a-z0-9_]+)"`)
)

// Every message key that the code names has words.
func TestEveryKeyHasWords(t *testing.T) {
	en := messages(t)
	found := 0
	for _, dir := range []string{".", "../survey", "../clustering"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
				return err
			}
			if ext := filepath.Ext(path); ext != ".go" && ext != ".templ" {
				return nil
			}
			text, err := os.ReadFile(path)
			for _, re := range []*regexp.Regexp{wordsUsed, reasonsUsed, titlesUsed} {
				for _, m := range re.FindAllStringSubmatch(string(text), -1) {
					if found++; !worded(en, m[1]) {
						t.Errorf("%s uses %q, which no language file words", path, m[1])
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("found only %d keys in the code: the patterns no longer match it", found)
	}
}

// worded reports whether there is a message for the key, or for keys that begin with one that ends in "_".
func worded(messages map[string]any, key string) bool {
	if !strings.HasSuffix(key, "_") {
		return messages[key] != nil
	}
	for k := range messages {
		if strings.HasPrefix(k, key) {
			return true
		}
	}
	return false
}
