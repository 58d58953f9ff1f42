// Package web serves the pages of Dure: for organizers behind a sign-in, for members
// behind a link. It is the only package that knows of echo.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
)

// Store is what the pages need of storage. Each handler file says what it asks for.
type Store interface {
	scopeStore
	accountStore
	joinStore
	responseStore
	rosterStore
}

// Config is what the program gives the pages.
type Config struct {
	Store    Store
	Sessions scs.CtxStore     // where sessions are kept
	BaseURL  string           // as visitors reach it, such as https://dure.example.org; http://localhost:8080 by default
	Now      func() time.Time // the clock; time.Now by default
	Zone     *time.Location   // in which times are typed and shown; time.Local by default
	Log      *slog.Logger     // slog.Default() by default
}

type server struct {
	Config
	base     *url.URL
	sessions *scs.SessionManager
	words    words
	attempts *attempts
}

// who may ask for a route.
type who string

const (
	anyone    who = "anyone"
	signedIn  who = "signed in"
	viewer    who = "viewer"    // of the club that the address names, in any role
	editor    who = "organizer" // of that club, with the right to change
	owner     who = "owner"     // of that club
	linkOwner who = "link"      // whoever holds the link
)

// A Route is one address that the program answers.
type Route struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Who    string `json:"who"`
}

type route struct {
	method, path string
	who          who
	handler      echo.HandlerFunc
}

// routes is the table of everything the program answers. An address under /seasons/:season or
// /clubs/:club is answered only to the club's organizers; [server.authorize] sees to it.
func (s *server) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/", anyone, s.home},
		{get, "/health", anyone, s.health},
		{get, "/static/*", anyone, s.static},
		{post, "/language", anyone, s.setLanguage},

		{get, "/signin", anyone, s.signInForm},
		{post, "/signin", anyone, s.signIn},
		{get, "/signin/:token", linkOwner, s.linkForm},
		{post, "/signin/:token", linkOwner, s.signInByLink},
		{post, "/signout", anyone, s.signOut},
		{get, "/signup/:token", linkOwner, s.signUpForm},
		{post, "/signup/:token", linkOwner, s.signUp},

		{get, "/s/:token", linkOwner, s.clubLink},
		{post, "/s/:token", linkOwner, s.joinSeason},
		{get, "/m/:token", linkOwner, s.personal},
		{get, "/m/:token/answers", linkOwner, s.answers},
		{post, "/m/:token/answers", linkOwner, s.submitAnswers},
		{post, "/m/:token/draft", linkOwner, s.saveDraft},
	}
}

// Routes lists what [New]'s handler answers, in the order of the table.
func Routes() []Route {
	var all []Route
	for _, r := range new(server).routes() {
		all = append(all, Route{r.method, r.path, string(r.who)})
	}
	return all
}

// New returns the handler of the whole site. It may be called by many goroutines at once.
func New(cfg Config) (http.Handler, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.handleError
	e.Use(s.recoverPanic, s.secureHeaders)
	for _, r := range s.routes() {
		e.Add(r.method, r.path, r.handler, s.authorize(r))
	}
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(s.denyCrossOrigin))
	return csrf.Handler(s.sessions.LoadAndSave(e)), nil
}

func newServer(cfg Config) (*server, error) {
	if cfg.BaseURL == "" {
		cfg.BaseURL = "http://localhost:8080"
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Zone == nil {
		cfg.Zone = time.Local
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	base, err := url.Parse(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	words, err := loadWords()
	if err != nil {
		return nil, err
	}
	s := &server{Config: cfg, base: base, words: words, attempts: newAttempts()}
	s.sessions = newSessions(cfg.Sessions, base.Scheme == "https")
	s.sessions.ErrorFunc = s.sessionError
	return s, nil
}

// link returns the full address of a path, as it is shared in a chat room.
func (s *server) link(path string) string {
	return strings.TrimSuffix(s.BaseURL, "/") + path
}

// ctx is the request's context.
func ctx(c echo.Context) context.Context { return c.Request().Context() }
