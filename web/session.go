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
	sessionFlash     = "flash"     // a message, already worded, shown once
)

func newSessions(store scs.CtxStore, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store
	m.Lifetime = 30 * 24 * time.Hour
	m.IdleTimeout = 14 * 24 * time.Hour
	m.HashTokenInStore = true
	m.Cookie.Name = "dure"
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

// flash keeps a message for the next page that the visitor sees.
func (s *server) flash(c echo.Context, key survey.Key, args ...any) {
	s.sessions.Put(ctx(c), sessionFlash, s.translator(c)(key, args...))
}

func (s *server) sessionError(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("session", "path", r.URL.Path, "err", err)
	http.Error(w, s.words[s.preferred(r, survey.Club{})]("error_sessions"), http.StatusServiceUnavailable)
}
