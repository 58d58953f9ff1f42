package web

import (
	"net/http"
	"slices"
	"strings"
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
		all[survey.Lang(lang)] = func(key survey.Key, args ...any) string {
			return w.Say(lang, string(key), arguments(w, survey.Lang(lang), args))
		}
	}
	return all
}

// arguments makes a map of names and values in turn, said in a language. A language among them is called by its own name, and
// texts are each in quotes.
func arguments(w *locale.Words, in survey.Lang, pairs []any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		v := pairs[i+1]
		switch t := v.(type) {
		case survey.Lang:
			v = w.Say(string(t), "language_name", nil)
		case survey.Text:
			v = t.In(in)
		case []survey.Text:
			var quoted []string
			for _, text := range t {
				quoted = append(quoted, "“"+text.In(in)+"”")
			}
			v = quoted
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
	return s.preferred(c.Request(), clubOf(c))
}

// preferred is the visitor's language: the cookie's, else the browser's, else the club's where the address is about one, else English.
func (s *server) preferred(r *http.Request, club survey.Club) survey.Lang {
	if l := survey.Lang(s.readCookie(r, languageCookie)); s.words[l] != nil {
		return l
	}
	lang, suits := s.Locale.Match(r.Header.Get("Accept-Language"))
	if !suits && s.words[club.Lang] != nil {
		return club.Lang
	}
	return survey.Lang(lang)
}

// languages are those that pages are worded in, as each calls itself.
func (s *server) languages() []view.Language {
	var all []view.Language
	for _, code := range s.Locale.Languages() {
		all = append(all, view.Language{Code: survey.Lang(code), Name: s.Locale.Say(code, "language_name", nil)})
	}
	return all
}

// languagesFrom are the languages with one of them first: where they stand below each other, a visitor's own is read first.
func (s *server) languagesFrom(first survey.Lang) []view.Language {
	own := func(l view.Language) bool { return l.Code == first }
	all := s.languages()
	return slices.Concat(slices.DeleteFunc(slices.Clone(all), func(l view.Language) bool { return !own(l) }), slices.DeleteFunc(all, own))
}

// langs are the codes of the languages.
func (s *server) langs() []survey.Lang {
	var all []survey.Lang
	for _, l := range s.languages() {
		all = append(all, l.Code)
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
	s.setCookie(c, languageCookie, string(l), 365*24*time.Hour)
}

// clubKey holds the club whose page a request asks for, an organizer's or a member's.
const clubKey = "club"

func clubOf(c echo.Context) survey.Club {
	club, _ := c.Get(clubKey).(survey.Club)
	return club
}

// zone is the clock on which times are typed and shown: the club's, or else the server's.
func (s *server) zone(c echo.Context) *time.Location { return s.zoneOf(clubOf(c)) }

func (s *server) zoneOf(club survey.Club) *time.Location {
	if name := club.Zone; name != "" {
		if loc, err := survey.ParseZone(name); err == nil {
			return loc
		}
	}
	return s.Zone
}

// clockName is what the zone is called, as "Asia/Seoul". The machine's own has no name, and is called by its hours from UTC.
func (s *server) clockName(zone *time.Location) string {
	if name := zone.String(); name != "Local" && name != "" {
		return name
	}
	return s.Now().In(zone).Format("UTC-07:00")
}

// zoneName tells which clock typed times are on, as "Asia/Seoul (UTC+09:00)".
func (s *server) zoneName(c echo.Context) string {
	zone := s.zone(c)
	name := s.clockName(zone)
	if strings.HasPrefix(name, "UTC") {
		return name
	}
	return name + s.Now().In(zone).Format(" (UTC-07:00)")
}

// dateTime words a time on the club's clock.
func (s *server) dateTime(c echo.Context, lang survey.Lang, t time.Time) string {
	return s.Locale.DateTime(string(lang), t.In(s.zone(c)))
}

// deadline words a time at which something opens or closes for people who may live elsewhere: with what the club's clock is called.
func (s *server) deadline(club survey.Club, lang survey.Lang, t time.Time) string {
	at := t.In(s.zoneOf(club))
	return s.words[lang]("at_in_zone", "At", s.Locale.DateTime(string(lang), at), "Zone", survey.ClockLetters(at))
}
