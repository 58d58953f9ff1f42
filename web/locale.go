package web

import (
	"embed"
	"fmt"
	"net/http"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/labstack/echo/v4"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"dure/survey"
	"dure/web/view"
)

//go:embed locale/*.toml
var localeFiles embed.FS

// languageCookie holds the language that the visitor chose; the browser's is the default.
const languageCookie = "lang"

// languageKey holds the language that this very request chose.
const languageKey = "lang"

// words has a translator for each language.
type words map[survey.Lang]view.Translator

func loadWords() (words, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	all := words{}
	for _, lang := range []survey.Lang{survey.English, survey.Korean} {
		name := "locale/" + string(lang) + ".toml"
		data, err := localeFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if _, err := bundle.ParseMessageFileBytes(data, string(lang)+".toml"); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, lang := range []survey.Lang{survey.English, survey.Korean} {
		all[lang] = translator(i18n.NewLocalizer(bundle, string(lang)))
	}
	return all, nil
}

// translator returns a function that words a message key. Its arguments are names and values
// in turn; one called Count chooses the plural. A key without a message is shown as it is.
func translator(l *i18n.Localizer) view.Translator {
	return func(key string, args ...any) string {
		cfg := &i18n.LocalizeConfig{MessageID: key}
		if len(args) > 0 {
			data := make(map[string]any, len(args)/2)
			for i := 0; i+1 < len(args); i += 2 {
				data[args[i].(string)] = args[i+1]
			}
			cfg.TemplateData, cfg.PluralCount = data, data["Count"]
		}
		text, err := l.Localize(cfg)
		if err != nil && text == "" {
			return key
		}
		return text
	}
}

// lang is the language to answer in: the cookie's, else the browser's, else English.
func (s *server) lang(c echo.Context) survey.Lang {
	if l, ok := c.Get(languageKey).(survey.Lang); ok {
		return l
	}
	if cookie, err := c.Cookie(languageCookie); err == nil {
		if l := survey.Lang(cookie.Value); s.words[l] != nil {
			return l
		}
	}
	tag, _ := language.MatchStrings(language.NewMatcher([]language.Tag{language.English, language.Korean}), c.Request().Header.Get("Accept-Language"))
	if base, _ := tag.Base(); base.String() == "ko" {
		return survey.Korean
	}
	return survey.English
}

func (s *server) translator(c echo.Context) view.Translator { return s.words[s.lang(c)] }

// word returns an error that a person can correct in the visitor's words.
func (s *server) word(c echo.Context, err *survey.InvalidError) string {
	args := make([]any, 0, 2*len(err.Args))
	for k, v := range err.Args {
		args = append(args, k, v)
	}
	return s.translator(c)(err.Reason, args...)
}

func (s *server) setLanguage(c echo.Context) error {
	l := survey.Lang(c.FormValue("lang"))
	if s.words[l] == nil {
		l = survey.English
	}
	s.keepLanguage(c, l)
	return seeOther(c, localPath(c.FormValue("back"), "/"))
}

func (s *server) keepLanguage(c echo.Context, l survey.Lang) {
	c.SetCookie(&http.Cookie{Name: languageCookie, Value: string(l), Path: "/", MaxAge: 365 * 24 * 3600,
		Secure: s.base.Scheme == "https", HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// zoneName tells which clock typed times are on, as "Asia/Seoul (UTC+09:00)". The machine's own zone has no name.
func (s *server) zoneName() string {
	offset := s.Now().In(s.Zone).Format("-07:00")
	switch name := s.Zone.String(); name {
	case "UTC":
		return name
	case "Local", "":
		return "UTC" + offset
	default:
		return name + " (UTC" + offset + ")"
	}
}

// dateTime words a time for the visitor, in the zone of the program.
func (s *server) dateTime(lang survey.Lang, t time.Time) string {
	t = t.In(s.Zone)
	if lang == survey.Korean {
		half, hour := "오전", t.Hour()
		if hour >= 12 {
			half = "오후"
		}
		if hour = hour % 12; hour == 0 {
			hour = 12
		}
		return fmt.Sprintf("%d년 %d월 %d일 (%s) %s %d:%02d", t.Year(), t.Month(), t.Day(), koreanDays[t.Weekday()], half, hour, t.Minute())
	}
	return t.Format("Mon, 2 Jan 2006, 15:04")
}

var koreanDays = [7]string{"일", "월", "화", "수", "목", "금", "토"}
