package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"dure/survey"
)

// What a session holds.
const (
	sessionOrganizer = "organizer" // int64
	sessionSecret    = "secret"    // the mark of the password that the organizer had when signing in
)

func newSessions(store scs.CtxStore, cookie string, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store
	m.Lifetime = 30 * 24 * time.Hour
	m.IdleTimeout = 14 * 24 * time.Hour
	m.HashTokenInStore = true
	m.Cookie.Name = cookie
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	return m
}

// enter signs the organizer in under a new session token and leads on. The session ends with the password: whoever chooses a
// new one signs out everywhere else. Where to is "", it leads to what the organizer most likely comes for.
func (s *server) enter(c echo.Context, o survey.Organizer, to string) error {
	if err := s.sessions.RenewToken(ctx(c)); err != nil {
		return err
	}
	s.sessions.Put(ctx(c), sessionOrganizer, int64(o.ID))
	s.sessions.Put(ctx(c), sessionSecret, mark(o))
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

// mark tells one password of an organizer from the next, and nothing about either.
func mark(o survey.Organizer) string {
	sum := sha256.Sum256([]byte("dure session " + o.PasswordHash))
	return hex.EncodeToString(sum[:])
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
		token, expires, err := s.sessions.Commit(ctx(c))
		if err != nil {
			s.Log.Error("session", "path", c.Path(), "err", err)
			return
		}
		s.sessions.WriteSessionCookie(ctx(c), c.Response(), token, expires)
	case scs.Destroyed:
		s.sessions.WriteSessionCookie(ctx(c), c.Response(), "", time.Time{})
	}
}

// A sessionError says that sessions cannot be read.
type sessionError struct{ error }
