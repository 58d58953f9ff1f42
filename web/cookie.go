package web

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
)

// cookieName is what a cookie of the program is called. Behind https, the browser takes it from this very host alone, and sends it encrypted alone.
func (s *server) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

// secure reports whether visitors come by https.
func (s *server) secure() bool { return s.base.Scheme == "https" }

// setCookie keeps a value on the visitor's device, where no script reads it. A time of 0 takes it away.
func (s *server) setCookie(c echo.Context, name, value string, lasts time.Duration) {
	cookie := &http.Cookie{Name: s.cookieName(name), Value: value, Path: "/", MaxAge: int(lasts.Seconds()), Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if lasts == 0 {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// readCookie is the value of a cookie, "" where there is none.
func (s *server) readCookie(r *http.Request, name string) string {
	cookie, err := r.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// flashCookie holds a message, already worded, for the next page that the visitor sees. It is no part of the session: a visitor who is not signed in
// leaves nothing behind.
const flashCookie = "flash"

// flash keeps a message for the next page that the visitor sees.
func (s *server) flash(c echo.Context, key survey.Key, args ...any) {
	s.flashText(c, s.translator(c)(key, args...))
}

// maxFlash is how many bytes of a message fit into a cookie.
const maxFlash = 2700

func (s *server) flashText(c echo.Context, text string) {
	if len(text) > maxFlash {
		text = strings.ToValidUTF8(text[:maxFlash], "") + "…"
	}
	c.Set(flashCookie, text) // for an answer that is the next page itself
	s.setCookie(c, flashCookie, base64.RawURLEncoding.EncodeToString([]byte(text)), time.Minute)
}

// takeFlash returns the message that was kept, once.
func (s *server) takeFlash(c echo.Context) string {
	kept := s.readCookie(c.Request(), flashCookie)
	if kept == "" {
		return ""
	}
	s.setCookie(c, flashCookie, "", 0)
	text, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil {
		return "" // not what the program keeps
	}
	return string(text)
}
