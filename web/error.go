package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// A failure is an error that has a page of its own: the page's status, the message key of its heading, what to do, and after how long to try again.
type failure struct {
	status int
	title  survey.Key
	say    survey.Message
	wait   time.Duration // 0 for never
}

// handleError turns an error into a page, and is the only place that logs one.
func (s *server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if errors.Is(err, survey.ErrSignIn) {
		if c.Request().Method == http.MethodPost {
			s.flash(c, "signin_again")
		}
		_ = seeOther(c, "/signin?next="+url.QueryEscape(c.Request().URL.RequestURI()))
		return
	}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok && he.Code == http.StatusMethodNotAllowed && c.Request().Method == http.MethodGet {
		// The address of a form, as it stands in the browser after a mistake: the page above it has the form, or leads to it.
		_ = seeOther(c, path.Dir(c.Request().URL.Path))
		return
	}
	f := failureOf(err)
	if f.status == http.StatusInternalServerError && ctx(c).Err() != nil { // what came of it being broken off
		f = brokenOff
	}
	if f.wait > 0 {
		retryAfter(c, f.wait)
	}
	if f.status >= 500 && f.title != brokenOff.title {
		s.logOf(c).Error("failed", "method", c.Request().Method, "route", c.Path(), "err", err)
	}
	if f.title == "error_internal" && f.status == http.StatusInternalServerError {
		f.say = survey.Say("error_internal_do", "Request", c.Get(requestID))
	}
	if c.Request().Header.Get("Accept") == "application/json" {
		_ = c.JSON(f.status, draftReply{Saved: s.translator(c)("draft_failed", "What", s.translator(c)(f.title))})
		return
	}
	p := s.page(c, f.title)
	if err := render(c, f.status, view.Failure(p, p.T.Say(f.say), wrote(c, f)...)); err != nil {
		s.logOf(c).Error("error page", "err", err)
	}
}

// typedIn are the fields of members' forms in which words are written.
var typedIn = regexp.MustCompile(`^(q\d+[wa]?|\w+_text|peer-\d+-comment|contact_\w+|note)$`)

// wrote are the words of a form that was sent by a link which had ended: nobody but who wrote them has them.
func wrote(c echo.Context, f failure) (all []string) {
	if f.title != "link_ended" || c.Request().ParseForm() != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.Request().PostForm)) {
		for _, v := range c.Request().PostForm[name] {
			if typedIn.MatchString(name) && v != "none" && strings.ContainsFunc(v, unicode.IsLetter) {
				all = append(all, v)
			}
		}
	}
	return all
}

// What passes, if it does, only by somebody's doing, is asked for again after a minute.
const faultWait = time.Minute

// brokenOff is said where the program is stopped before it is done. Where it was the visitor who left, nobody reads it.
var brokenOff = failure{http.StatusServiceUnavailable, "error_broken_off", survey.Say("error_broken_off_do"), errBusy.wait}

func failureOf(err error) failure {
	if errors.Is(err, context.Canceled) {
		return brokenOff
	}
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		return failure{status: http.StatusUnprocessableEntity, title: "error_invalid", say: bad.Message()}
	}
	if later, ok := errors.AsType[*laterError](err); ok {
		if later.status == http.StatusTooManyRequests {
			return failure{later.status, "error_often", survey.Say("error_often_do", "Count", later.minutes()), later.wait}
		}
		return failure{later.status, "error_busy", survey.Say("error_busy_do"), later.wait}
	}
	if fault, ok := errors.AsType[storageFault](err); ok {
		title, wait := "error_data_"+survey.Key(fault.Fault()), faultWait
		if fault.Fault() == survey.DataBusy {
			wait = errBusy.wait
		}
		return failure{http.StatusServiceUnavailable, title, survey.Say(title + "_do"), wait}
	}
	if _, ok := errors.AsType[*sessionError](err); ok {
		return failure{http.StatusServiceUnavailable, "error_internal", survey.Say("error_sessions"), faultWait}
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok && large.Limit == smallBody {
		return failure{status: http.StatusRequestEntityTooLarge, title: "error_too_large", say: survey.Say("error_too_large_small")}
	}
	status, title := statusOf(err), survey.Key("error_internal")
	switch {
	case errors.Is(err, survey.ErrErased):
		return failure{status: status, title: "goodbye_title", say: survey.Say("goodbye_text")}
	case status == http.StatusGone:
		title = "link_ended"
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		title = "error_not_found"
	case status == http.StatusForbidden:
		title = "error_forbidden"
	case status == http.StatusRequestEntityTooLarge:
		return failure{status: status, title: "error_too_large", say: survey.Say("error_too_large_do", "Max", sheet.MaxBytes>>20, "Form", formBody>>20)}
	case status < 500:
		return failure{status: status, title: "error_invalid", say: survey.Say("error_request_do")}
	}
	return failure{status: status, title: title, say: survey.Say(title + "_do")}
}

func statusOf(err error) int {
	if he, ok := errors.AsType[*echo.HTTPError](err); ok {
		return he.Code
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge
	}
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, survey.ErrLinkEnded), errors.Is(err, survey.ErrErased):
		return http.StatusGone
	case errors.Is(err, survey.ErrForbidden):
		return http.StatusForbidden
	}
	return http.StatusInternalServerError
}

func (s *server) denyCrossOrigin(w http.ResponseWriter, r *http.Request) {
	http.Error(w, s.words[s.preferred(r, survey.Club{})]("error_other_site"), http.StatusForbidden)
}
