package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
)

// scopeStore says who asks, and for which club.
type scopeStore interface {
	Session(ctx context.Context, id survey.SessionID, now time.Time) (survey.Session, error)
	SeeSession(ctx context.Context, id survey.SessionID, seen, expires time.Time) error
	Organizer(context.Context, survey.OrganizerID) (survey.Organizer, error)
	Club(context.Context, survey.ClubID) (survey.Club, error)
	Season(context.Context, survey.SeasonID) (survey.Season, error)
	Role(context.Context, survey.OrganizerID, survey.ClubID) (survey.Role, error)
}

// A scope is what an address is about and what the visitor may do there.
// Its zero value is a visitor who is not signed in.
type scope struct {
	Organizer survey.Organizer
	Session   survey.Session
	Role      survey.Role
	Club      survey.Club
	Season    survey.Season
}

const scopeKey = "scope"

func scopeOf(c echo.Context) scope {
	sc, _ := c.Get(scopeKey).(scope)
	return sc
}

// authorize lets in who the route's table entry names. Another club's pages are not found,
// so that nobody learns what there is.
func (s *server) authorize(r route) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			sc, err := s.scope(c, r.who)
			s.doing(c, r.who, sc)
			if err == nil || errors.Is(err, survey.ErrForbidden) {
				c.Set(scopeKey, sc) // also for the page that says no: it leads to what a viewer may read
			}
			if err != nil {
				return err
			}
			return next(c)
		}
	}
}

func (s *server) scope(c echo.Context, need who) (scope, error) {
	sc, err := s.visitor(c)
	if err != nil {
		return sc, err
	}
	if need == anyone || need == linkOwner {
		return sc, nil
	}
	if sc.Organizer.ID == 0 {
		return sc, survey.ErrSignIn
	}
	if need == signedIn {
		return sc, nil
	}
	if err := s.place(c, &sc); err != nil {
		return sc, err
	}
	if !sc.Role.Has(survey.Role(need)) {
		return sc, survey.ErrForbidden
	}
	return sc, nil
}

// visitor is who is signed in: whoever began the session, as long as that was not ended from elsewhere.
func (s *server) visitor(c echo.Context) (scope, error) {
	id := survey.SessionID(s.sessions.GetInt64(ctx(c), sessionID))
	if id == 0 {
		return scope{}, nil
	}
	session, err := s.Store.Session(ctx(c), id, s.Now())
	if errors.Is(err, survey.ErrNotFound) {
		return scope{}, nil
	}
	if err != nil {
		return scope{}, err
	}
	if now := s.Now(); now.Sub(session.Seen) > seenEvery && c.Request().Method != http.MethodHead {
		if err := s.Store.SeeSession(survey.Resting(ctx(c), survey.Right{}), id, now, sessionEnd(session.Created, now)); err != nil {
			s.logOf(c).Error("session", "route", c.Path(), "err", err) // the page can be shown all the same
		}
	}
	o, err := s.Store.Organizer(ctx(c), session.Organizer)
	return scope{Organizer: o, Session: session}, err
}

// place fills in the club and season that the address names, and the visitor's role there.
func (s *server) place(c echo.Context, sc *scope) (err error) {
	var club survey.ClubID
	if c.Param("season") != "" {
		id, err := idParam[survey.SeasonID](c, "season")
		if err != nil {
			return err
		}
		if sc.Season, err = s.Store.Season(ctx(c), id); err != nil {
			return err
		}
		club = sc.Season.Club
	} else if club, err = idParam[survey.ClubID](c, "club"); err != nil {
		return err
	}
	if sc.Role, err = s.Store.Role(ctx(c), sc.Organizer.ID, club); err != nil {
		return err
	}
	sc.Club, err = s.clubFor(c, club)
	return err
}

// clubFor reads the club whose page a request asks for.
func (s *server) clubFor(c echo.Context, id survey.ClubID) (survey.Club, error) {
	club, err := s.Store.Club(ctx(c), id)
	c.Set(clubKey, club)
	return club, err
}
