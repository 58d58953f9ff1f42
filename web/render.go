package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// render writes the page only when all of it is made, so that an error never leaves half a page. That a body did not come in ends the request's
// context, and is said all the same.
func render(c echo.Context, status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(context.WithoutCancel(ctx(c)), &b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// page is what every page shows around its own content. Title is a message key.
func (s *server) page(c echo.Context, title survey.Key, args ...any) view.Page {
	p := s.pageIn(c, s.lang(c), title, args...)
	if c.Request().Method == http.MethodGet {
		p.Flash = s.takeFlash(c)
	}
	return p
}

// pageIn is [server.page] in a language, without what is said once.
func (s *server) pageIn(c echo.Context, lang survey.Lang, title survey.Key, args ...any) view.Page {
	t := s.words[lang]
	sc := scopeOf(c)
	p := view.Page{
		T: t, Lang: lang, Languages: s.languagesFrom(lang), Title: t(title, args...), Path: c.Request().URL.RequestURI(),
		Club: sc.Club, Season: sc.Season, SignedIn: sc.Organizer.ID != 0, MayEdit: sc.Role.MayEdit(), Owner: sc.Role == survey.Owner, Mails: s.Mails, Demo: s.Demo,
		Once:     rand.Text(),
		App:      view.AppOf(c.Request().UserAgent()),
		Clock:    s.clockName(s.zone(c)),
		DateTime: func(at time.Time) string { return s.dateTime(c, lang, at) },
		Deadline: func(at time.Time) string { return s.deadline(clubOf(c), lang, at) },
	}
	p.Backups = s.backupNotes(p)
	if club := clubOf(c); club.Logo != "" {
		p.Logo, p.LogoOf = logoPath(c, club), club.Name
	}
	return p
}

// shared is what a chat room shows of a link to a page.
func (s *server) shared(title, says string) *view.Shared {
	return &view.Shared{Title: title, Says: says, Base: strings.TrimSuffix(s.base.String(), "/")}
}

// show answers with a page, and on it what is wrong where a person can correct that; any other error it returns.
func show[D any](s *server, c echo.Context, p view.Page, wrong error, page func(view.Page, D) templ.Component, d D) error {
	status, err := s.status(c, &p, wrong)
	if err != nil {
		return err
	}
	return render(c, status, page(p, d))
}

// status is 200 where nothing was wrong, and 422 with the page's errors where a person can correct it.
func (s *server) status(c echo.Context, p *view.Page, wrong error) (int, error) {
	if wrong == nil {
		return http.StatusOK, nil
	}
	if ok, err := s.invalid(c, p, wrong); !ok {
		return 0, err
	}
	return http.StatusUnprocessableEntity, nil
}

// invalid collects into the page's errors what a person can correct, and returns any other error.
// It reports whether there was something to correct.
func (s *server) invalid(c echo.Context, p *view.Page, err error) (bool, error) {
	all, err := onlyInvalid(err)
	s.addErrors(c, p, all...)
	return len(all) > 0, err
}

// onlyInvalid returns what a person can correct of err, which may join several, or err itself if it is anything else.
func onlyInvalid(err error) ([]*survey.InvalidError, error) {
	if joined, ok := errors.AsType[interface {
		error
		Unwrap() []error
	}](err); ok {
		var all []*survey.InvalidError
		for _, e := range joined.Unwrap() {
			some, other := onlyInvalid(e)
			if other != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		return all, nil
	}
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		return []*survey.InvalidError{bad}, nil
	}
	return nil, err
}

func (s *server) addErrors(c echo.Context, p *view.Page, all ...*survey.InvalidError) {
	for _, bad := range all {
		p.Errors = append(p.Errors, view.FieldError{Field: bad.Field, Message: s.word(c, bad)})
	}
}

// overtaken is the error of who would change, by a button, what somebody else changed meanwhile.
var overtaken = &survey.InvalidError{Reason: "overtaken"}

// done says what was done, or that it was not because somebody else changed it meanwhile, and leads on, unless it went wrong.
func (s *server) done(c echo.Context, err error, to string, said survey.Key, args ...any) error {
	if errors.Is(err, survey.ErrStale) {
		err, said = nil, "overtaken"
	}
	if err != nil {
		return err
	}
	s.flash(c, said, args...)
	return seeOther(c, to)
}

// kept reads JSON of the database into v, which stays as it is where nothing is kept.
func kept[B ~[]byte | ~string](data B, v any) error {
	if len(data) == 0 {
		return nil
	}
	return json.Unmarshal([]byte(data), v)
}

// seeOther answers a form that was done.
func seeOther(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }

// idParam reads an id out of the address; anything but a positive number is not found.
func idParam[T ~int64](c echo.Context, name string) (T, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, survey.ErrNotFound
	}
	return T(n), nil
}

// named returns what the id in an address names, if it belongs to the season or the club of the address.
func named[I ~int64, V any](c echo.Context, name string, read func(context.Context, I) (V, error), ours func(V) bool) (V, error) {
	var none V
	id, err := idParam[I](c, name)
	if err != nil {
		return none, err
	}
	v, err := read(ctx(c), id)
	if err == nil && !ours(v) {
		return none, survey.ErrNotFound
	}
	return v, err
}
