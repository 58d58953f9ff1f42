package locale

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/template"
	"time"

	"github.com/BurntSushi/toml"
)

// messages returns key → form → text of a language.
func messages(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	data, err := Files.ReadFile(lang + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s.toml: %v", lang, err)
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

func words(t *testing.T, from fs.FS) *Words {
	t.Helper()
	w, err := Load(from)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestLanguagesSayTheSameThings(t *testing.T) {
	en := messages(t, English)
	for _, lang := range words(t, Files).Languages()[1:] {
		other := messages(t, lang)
		for key, forms := range en {
			if other[key] == nil {
				t.Errorf("%s.toml lacks %q", lang, key)
				continue
			}
			if a, b := argumentsOf(forms["other"]), argumentsOf(other[key]["other"]); a != b {
				t.Errorf("%q uses the arguments %q in English and %q in %s", key, a, b, lang)
			}
		}
		for key, forms := range other {
			if en[key] == nil {
				t.Errorf("en.toml lacks %q of %s.toml", key, lang)
			}
			for form, text := range forms {
				if _, err := template.New("").Parse(text); err != nil || text == "" {
					t.Errorf("%s.toml %q, form %q: %q: %v", lang, key, form, text, err)
				}
			}
		}
	}
}

var argument = regexp.MustCompile(`\.([A-Z]\w*)`)

// argumentsOf lists the arguments of a message, each once, in order of the alphabet. Count is left
// out: one language may say it where the other does not.
func argumentsOf(text string) string {
	var names []string
	for _, m := range argument.FindAllStringSubmatch(text, -1) {
		if m[1] != "Count" {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

func TestSay(t *testing.T) {
	w := words(t, Files)
	for _, tt := range []struct {
		lang, key string
		args      map[string]any
		want      string
	}{
		{"en", "errors_title", map[string]any{"Count": 1}, "One thing needs mending"},
		{"en", "errors_title", map[string]any{"Count": 3}, "3 things need mending"},
		{"ko", "errors_title", map[string]any{"Count": 1}, "고칠 곳이 1군데 있습니다"},
		{"en", "move_to", map[string]any{"Team": "A", "Count": 1}, "to A (1 person)"},
		{"en", "fact_team_repeats", map[string]any{"Count": 1}, "One pair was in a team before."},
		{"en", "number_range", map[string]any{"Min": "1", "Max": ""}, "Enter a number from 1."},
		{"ko", "no_such_key", nil, "no_such_key"},
	} {
		if got := w.Say(tt.lang, tt.key, tt.args); got != tt.want {
			t.Errorf("%s %q %v is %q, want %q", tt.lang, tt.key, tt.args, got, tt.want)
		}
	}
}

func TestDateTime(t *testing.T) {
	w := words(t, Files)
	for _, tt := range []struct {
		hour     int
		lang     string
		want     string
		weekdays int
	}{
		{9, "en", "Mon, 2 Mar 2026, 09:05", 0},
		{15, "en", "Mon, 2 Mar 2026, 15:05", 0},
		{0, "ko", "2026년 3월 2일 (월) 오전 12:05", 0},
		{12, "ko", "2026년 3월 2일 (월) 오후 12:05", 0},
		{23, "ko", "2026년 3월 8일 (일) 오후 11:05", 6},
	} {
		at := time.Date(2026, 3, 2+tt.weekdays, tt.hour, 5, 0, 0, time.UTC)
		if got := w.DateTime(tt.lang, at); got != tt.want {
			t.Errorf("%s words %v as %q, want %q", tt.lang, at, got, tt.want)
		}
	}
}

// A language is a file: what it lacks is said in English.
func TestLoad(t *testing.T) {
	w := words(t, fstest.MapFS{
		"en.toml": {Data: []byte("both = \"English\"\nlate = \"Late\"")},
		"ko.toml": {Data: []byte(`both = "한국어"`)},
		"de.toml": {Data: []byte(`both = "Deutsch"`)},
	})
	if got, want := strings.Join(w.Languages(), " "), "en de ko"; got != want {
		t.Errorf("the languages of three files are %q, want %q", got, want)
	}
	if got, want := w.Say("de", "both", nil)+", "+w.Say("de", "late", nil), "Deutsch, Late"; got != want {
		t.Errorf("German says %q, want %q", got, want)
	}
	for header, want := range map[string]string{"de-AT,de;q=0.9": "de", "ko-KR": "ko", "fr": "en", "": "en", "fr, ko;q=0.5": "ko"} {
		if got, _ := w.Match(header); got != want {
			t.Errorf("Accept-Language %q gives %q, want %q", header, got, want)
		}
	}
	if _, err := Load(fstest.MapFS{"en.toml": {Data: []byte("a = b")}}); err == nil || !strings.Contains(err.Error(), "en.toml") {
		t.Errorf("a broken file gives %v, want an error that names it", err)
	}
}
