package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
	"github.com/mileusna/useragent"

	"dure/survey"
)

// sessionID is all that a session holds: the id (int64) under which the store keeps it for the organizer to see, and
// to end from elsewhere.
const sessionID = "session"

// How long a session lasts, at most and without being used, and how often it is kept that it was.
const (
	sessionLasts = 30 * 24 * time.Hour
	idleLasts    = 14 * 24 * time.Hour
	seenEvery    = time.Minute
)

func sessionEnd(begun, seen time.Time) time.Time {
	if end := begun.Add(sessionLasts); end.Before(seen.Add(idleLasts)) {
		return end
	}
	return seen.Add(idleLasts)
}

// sessionStore keeps where organizers are signed in.
type sessionStore interface {
	// BeginSession signs in whose password is still the one that the organizer was read with; else the error is survey.ErrSignIn.
	BeginSession(context.Context, survey.Organizer, survey.Session) (survey.Session, error)
	SessionsOf(ctx context.Context, id survey.OrganizerID, now time.Time) ([]survey.Session, error)
	EndSession(context.Context, survey.OrganizerID, survey.SessionID) error
	EndOtherSessions(ctx context.Context, id survey.OrganizerID, but survey.SessionID) error
}

func newSessions(store scs.CtxStore, cookie string, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store
	m.Lifetime = sessionLasts
	m.IdleTimeout = idleLasts
	m.HashTokenInStore = true
	m.Cookie.Name = cookie
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	return m
}

// enter signs the organizer in under a new session token and leads on. Where to is "", it leads to what the organizer most likely comes for.
func (s *server) enter(c echo.Context, o survey.Organizer, to string) error {
	c.SetRequest(c.Request().WithContext(survey.Resting(ctx(c), survey.Right{}))) // and not on a session from before
	if err := s.sessions.RenewToken(ctx(c)); err != nil {
		return err
	}
	if before := scopeOf(c); before.Session.ID != 0 { // the browser has one session
		if err := s.Store.EndSession(ctx(c), before.Organizer.ID, before.Session.ID); err != nil {
			return err
		}
	}
	now := s.Now()
	session, err := s.Store.BeginSession(ctx(c), o, survey.Session{
		Device: device(c.Request().UserAgent()), Created: now, Expires: sessionEnd(now, now),
	})
	if err != nil {
		return err
	}
	s.sessions.Put(ctx(c), sessionID, int64(session.ID))
	if _, _, err := s.sessions.Commit(ctx(c)); err != nil { // who cannot be kept signed in is told so
		return err
	}
	s.keepDevice(c, o)
	if to == "" {
		start, err := s.start(ctx(c), o.ID)
		if err != nil {
			return err
		}
		to = start
	}
	return seeOther(c, to)
}

// start is the newest season of an organizer's one club, or the list of clubs of who has none or several.
func (s *server) start(ctx context.Context, id survey.OrganizerID) (string, error) {
	clubs, err := s.Store.Clubs(ctx, id)
	if err != nil || len(clubs) != 1 {
		return "/clubs", err
	}
	seasons, err := s.Store.Seasons(ctx, clubs[0].ID)
	if err != nil || len(seasons) == 0 {
		return clubPath(clubs[0].ID, ""), err
	}
	return seasonPath(seasons[0].ID, ""), nil
}

// device says of a browser what it is and where it runs, as far as it says so itself.
func device(userAgent string) string {
	ua := useragent.Parse(userAgent)
	words := slices.DeleteFunc([]string{ua.Name, cmp.Or(ua.Device, ua.OS)}, func(s string) bool { return s == "" })
	return survey.Shorten(survey.Clean(strings.ToValidUTF8(strings.Join(words, ", "), "")), 80)
}

func (s *server) endSession(c echo.Context) error {
	id, err := idParam[survey.SessionID](c, "session")
	if err != nil {
		return err
	}
	return s.done(c, s.Store.EndSession(ctx(c), scopeOf(c).Organizer.ID, id), "/account", "session_ended")
}

func (s *server) endOtherSessions(c echo.Context) error {
	sc := scopeOf(c)
	return s.done(c, s.Store.EndOtherSessions(ctx(c), sc.Organizer.ID, sc.Session.ID), "/account", "sessions_ended")
}

// withSession finds the visitor's session, and keeps what changed of it before the answer begins; who asks for the head of a page alone changes nothing.
func (s *server) withSession(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Add("Vary", "Cookie")
		found, err := s.sessions.Load(ctx(c), s.readCookie(c.Request(), "dure"))
		if err != nil {
			return &sessionError{err}
		}
		c.SetRequest(c.Request().WithContext(found))
		if c.Request().Method != http.MethodHead {
			c.Response().Before(func() { s.keepSession(c) })
		}
		return next(c)
	}
}

// keepSession stores the session where something changed. One that cannot be stored is not begun: its visitor is asked to sign in.
func (s *server) keepSession(c echo.Context) {
	switch s.sessions.Status(ctx(c)) {
	case scs.Modified:
		token, expires, err := s.sessions.Commit(survey.Resting(ctx(c), survey.Right{Session: scopeOf(c).Session.ID}))
		if errors.Is(err, survey.ErrSignIn) { // ended meanwhile: nothing brings it back
			return
		}
		if err != nil {
			s.logOf(c).Error("session", "route", c.Path(), "err", err)
			return
		}
		s.sessions.WriteSessionCookie(ctx(c), c.Response(), token, expires)
	case scs.Destroyed:
		s.sessions.WriteSessionCookie(ctx(c), c.Response(), "", time.Time{})
	}
}

// A sessionError says that sessions cannot be read.
type sessionError struct{ error }

func (e *sessionError) Unwrap() error { return e.error }
