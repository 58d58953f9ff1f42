// Package locale words message keys for pages and commands. Each language is one TOML file of this folder, and its
// name the language's code: a language more is a file more.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Files are the languages that the program is built with.
//
//go:embed *.toml
var Files embed.FS

// English is the language of commands, and of a message that another language lacks.
const English = "en"

// Words has the messages of every language.
type Words struct {
	languages []string // English first
	says      map[string]*i18n.Localizer
	matcher   language.Matcher
}

// Load reads the languages of a folder, such as [Files].
func Load(from fs.FS) (*Words, error) {
	names, err := fs.Glob(from, "*.toml")
	if err != nil {
		return nil, err
	}
	return read(from, names)
}

func read(from fs.FS, names []string) (*Words, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	w := &Words{languages: []string{English}, says: map[string]*i18n.Localizer{}}
	for _, name := range names {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		if _, err := bundle.ParseMessageFileBytes(chosen(data), name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		lang := strings.TrimSuffix(name, ".toml")
		w.says[lang] = i18n.NewLocalizer(bundle, lang)
		if lang != English {
			w.languages = append(w.languages, lang)
		}
	}
	var tags []language.Tag
	for _, lang := range w.languages {
		tags = append(tags, language.Make(lang))
	}
	w.matcher = language.NewMatcher(tags)
	return w, nil
}

// Languages lists the codes of the languages, English first. The caller must not change the list.
func (w *Words) Languages() []string { return w.languages }

// Match is the language that suits an Accept-Language header best. Suits is false where none that it names does.
func (w *Words) Match(header string) (lang string, suits bool) {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		tags = nil
	}
	_, i, confidence := w.matcher.Match(tags...)
	return w.languages[i], confidence > language.No
}

// A message is an argument that is worded itself, such as a survey.Message.
type message interface {
	Words() (key string, args map[string]any)
}

// Say words a key in a language. One of the arguments called Count chooses the plural. A message that the language lacks is
// said in English, a key that no language has as it is. A list is said with commas. A text can word another key: {{call .say "prefix_" .Argument}}.
// Particles behind an argument are those that it takes.
func (w *Words) Say(lang, key string, args map[string]any) string {
	data := map[string]any{"say": func(prefix, rest string) string { return w.Say(lang, prefix+rest, nil) }, "after": after}
	for name, v := range args {
		switch v := v.(type) {
		case message:
			key, args := v.Words()
			data[name] = w.Say(lang, key, args)
		case float64:
			data[name] = number(v)
		case []string:
			data[name] = strings.Join(v, ", ")
		case map[string]any: // a message that was kept as JSON
			key, _ := v["key"].(string)
			args, _ := v["args"].(map[string]any)
			data[name] = w.Say(lang, key, args)
		default:
			data[name] = v
		}
	}
	text, err := w.says[lang].Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: data["Count"]})
	if err != nil && text == "" {
		return key
	}
	return text
}

// english leaves the other languages unread: reading them all takes a command longer than forming a small club.
var english = sync.OnceValue(func() *Words {
	w, err := read(Files, []string{English + ".toml"})
	if err != nil {
		panic("locale: " + err.Error()) // the files are part of the program
	}
	return w
})

// InEnglish words a key as commands do.
func InEnglish(key string, args map[string]any) string { return english().Say(English, key, args) }

// number is a number as people read it: with two decimals at most, three below 1, and two digits where it is next to nothing.
func number(x float64) string {
	switch size := math.Abs(x); {
	case size >= 1 || x == 0:
		return strconv.FormatFloat(math.Round(100*x)/100, 'f', -1, 64)
	case size >= 0.001:
		return strconv.FormatFloat(math.Round(1000*x)/1000, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// DateTime words a time by the language's layout, a Go layout whose English names of days and halves of the day the message
// date_names replaces.
func (w *Words) DateTime(lang string, t time.Time) string { return w.format(lang, "date_layout", t) }

// Day words the day of a time, without the year.
func (w *Words) Day(lang string, t time.Time) string { return w.format(lang, "day_layout", t) }

func (w *Words) format(lang, layout string, t time.Time) string {
	names := strings.Fields(w.Say(lang, "date_names", nil))
	return strings.NewReplacer(names...).Replace(t.Format(w.Say(lang, layout, nil)))
}
