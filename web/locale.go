package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/locale"
	"dure/web/view"
)

// languageCookie holds the language that the visitor chose; the browser's is the default.
const languageCookie = "lang"

// languageKey holds the language that this very request chose.
const languageKey = "lang"

// translators has a translator for each language of w.
func translators(w *locale.Words) map[survey.Lang]view.Translator {
	all := map[survey.Lang]view.Translator{}
	for _, lang := range w.Languages() {
		all[survey.Lang(lang)] = func(key survey.Key, args ...any) string { return w.Say(lang, string(key), arguments(w, args)) }
	}
	return all
}

// arguments makes a map of names and values in turn. A language among them is called by its own name.
func arguments(w *locale.Words, pairs []any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		v := pairs[i+1]
		if lang, ok := v.(survey.Lang); ok {
			v = w.Say(string(lang), "language_name", nil)
		}
		m[pairs[i].(string)] = v
	}
	return m
}

// lang is the language to answer in: the one that this very request chose, else the visitor's.
func (s *server) lang(c echo.Context) survey.Lang {
	if l, ok := c.Get(languageKey).(survey.Lang); ok {
		return l
	}
	return s.preferred(c.Request())
}

// preferred is the visitor's language: the cookie's, else the browser's, else English.
func (s *server) preferred(r *http.Request) survey.Lang {
	if cookie, err := r.Cookie(languageCookie); err == nil {
		if l := survey.Lang(cookie.Value); s.words[l] != nil {
			return l
		}
	}
	return survey.Lang(s.Locale.Match(r.Header.Get("Accept-Language")))
}

// languages are those that pages are worded in, as each calls itself.
func (s *server) languages() []view.Language {
	var all []view.Language
	for _, code := range s.Locale.Languages() {
		all = append(all, view.Language{Code: survey.Lang(code), Name: s.Locale.Say(code, "language_name", nil)})
	}
	return all
}

func (s *server) translator(c echo.Context) view.Translator { return s.words[s.lang(c)] }

// word returns an error that a person can correct in the visitor's words.
func (s *server) word(c echo.Context, err *survey.InvalidError) string {
	return s.translator(c).Say(err.Message())
}

func (s *server) setLanguage(c echo.Context) error {
	if l := survey.Lang(c.FormValue("lang")); s.words[l] != nil {
		s.keepLanguage(c, l)
	}
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
	return s.Locale.DateTime(string(lang), t.In(s.Zone))
}
