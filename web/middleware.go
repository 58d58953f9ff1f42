package web

import (
	"fmt"
	"mime"
	"net/http"
	"path"
	"runtime/debug"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/static"
)

// policy allows only what comes from the program itself, and only what pages have; data: images are Pico's icons.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secureHeaders stand on every answer, also on those that are no pages: refused forms, errors, files.
func (s *server) secureHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		if r.URL.Path != "/signin" {
			h.Set("X-Robots-Tag", "noindex")
		}
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// compressed sends pages, styles and scripts with gzip to who takes it: a member's page is a fifth of its size then. How long an answer is
// varies at random, so that its length tells little of what stands in it beside what a stranger made it say (BREACH). What follows events is
// sent as it comes.
func compressed(h http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.ExceptContentTypes([]string{"text/event-stream", "image/png", "image/jpeg", xlsxType}), gzhttp.RandomJitter(32, 0, false))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return wrap(h), nil
}

func (s *server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer catch(&err)
		return next(c)
	}
}

// catch, deferred, makes an error of a panic.
func catch(err *error) {
	if r := recover(); r != nil && r != http.ErrAbortHandler {
		*err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
	}
}

// static answers a file, and no list of files.
func (s *server) static(c echo.Context) error {
	file, content, current := static.Open(c.Request().URL.Path)
	if content == nil {
		return survey.ErrNotFound
	}
	keep := "no-cache"
	if current {
		keep = "public, max-age=31536000, immutable"
	}
	c.Response().Header().Set("Cache-Control", keep)
	return c.Blob(http.StatusOK, mime.TypeByExtension(path.Ext(file)), content)
}
