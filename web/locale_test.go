package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/BurntSushi/toml"

	"dure/survey"
)

// messages returns key → form → text of a language, and fails for a key that stands twice.
func messages(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	data, err := localeFiles.ReadFile("locale/" + lang + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		t.Fatalf("locale/%s.toml: %v", lang, err)
	}
	all := map[string]map[string]string{}
	for key, v := range raw {
		all[key] = map[string]string{}
		if s, ok := v.(string); ok {
			all[key]["other"] = s
			continue
		}
		for form, text := range v.(map[string]any) {
			all[key][form] = text.(string)
		}
	}
	return all
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	en, ko := messages(t, "en"), messages(t, "ko")
	for key, forms := range en {
		if ko[key] == nil {
			t.Errorf("ko.toml lacks %q", key)
			continue
		}
		if a, b := argumentsOf(forms["other"]), argumentsOf(ko[key]["other"]); a != b {
			t.Errorf("%q uses %s in English and %s in Korean", key, a, b)
		}
	}
	for key, forms := range ko {
		if en[key] == nil {
			t.Errorf("en.toml lacks %q", key)
		}
		for form, text := range forms {
			if _, err := template.New("").Parse(text); err != nil || text == "" {
				t.Errorf("ko.toml %q, form %q: %q: %v", key, form, text, err)
			}
		}
	}
}

var argument = regexp.MustCompile(`\.([A-Z]\w*)`)

// argumentsOf lists the arguments of a message, each once, in order of the alphabet. Count is left
// out: one language may say it where the other does not.
func argumentsOf(text string) string {
	seen := map[string]bool{}
	for _, m := range argument.FindAllStringSubmatch(text, -1) {
		seen[m[1]] = m[1] != "Count"
	}
	var names []string
	for n, ok := range seen {
		if ok {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

var (
	wordsUsed   = regexp.MustCompile(`\bT\("([a-z0-9_]+)"`)
	reasonsUsed = regexp.MustCompile(`(?:Reason: |bad\(|reject\("[a-z0-9_]+", )"([a-z0-9_]+)"`)
	titlesUsed  = regexp.MustCompile(`\b(?:page|flash)\(c, "([a-z0-9_]+)"`)
)

// Every message key that the code names has words.
func TestEveryKeyHasWords(t *testing.T) {
	en := messages(t, "en")
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
func worded(messages map[string]map[string]string, key string) bool {
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

func TestTranslator(t *testing.T) {
	words, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		lang survey.Lang
		key  string
		args []any
		want string
	}{
		{survey.English, "errors_title", []any{"Count", 1}, "One thing needs mending"},
		{survey.English, "errors_title", []any{"Count", 3}, "3 things need mending"},
		{survey.Korean, "errors_title", []any{"Count", 1}, "고칠 곳이 1군데 있습니다"},
		{survey.English, "move_to", []any{"Team", "A", "Count", 1}, "to A (1 person)"},
		{survey.English, "fact_team_repeats", []any{"Count", 1}, "One pair was in a team before."},
		{survey.English, "number_range", []any{"Min", "1", "Max", ""}, "Enter a number from 1."},
		{survey.English, "no_such_key", nil, "no_such_key"},
	} {
		if got := words[tt.lang](tt.key, tt.args...); got != tt.want {
			t.Errorf("%s %q %v is %q, want %q", tt.lang, tt.key, tt.args, got, tt.want)
		}
	}
}
