// Package web serves the pages of Dure: for organizers behind a sign-in, for members
// behind a link. It is the only package that knows of echo.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/locale"
	"dure/web/view"
)

// Store is what the pages need of storage. Each handler file says what it asks for beside the files before it.
type Store interface {
	healthStore
	scopeStore
	followStore
	onceStore
	attemptStore
	accountStore
	passwordStore
	sessionStore
	passkeyStore
	ceremonyStore
	joinStore
	responseStore
	ownDeviceStore
	contactStore
	leaveStore
	opinionStore
	feedbackStore
	reminderStore
	letterStore
	eraseStore
	auditStore
	retentionStore
	dataStore
	clubStore
	organizerStore
	clubSettingsStore
	nextStore
	seasonStore
	surveyStore
	memberStore
	doubtStore
	totalStore
	importStore
	deckStore
	teamStore
	modelStore
}

// Config is what the program gives the pages.
type Config struct {
	Store    Store
	Sessions scs.CtxStore     // where sessions are kept
	BaseURL  string           // as visitors reach it, such as https://dure.example.org; http://localhost:8080 by default
	Now      func() time.Time // the clock; time.Now by default
	Zone     *time.Location   // in which times are typed and shown; time.Local by default
	Proxies  []netip.Prefix   // whose word is taken for who asks; none by default
	Log      *slog.Logger     // slog.Default() by default
	Mails    bool             // letters that are put into the outbox are sent
	Demo     bool             // clubs are made up
	Leaving  func() bool      // this server is to end soon, and visitors are to be sent to another; never by default
	Meter    Meter            // none by default
	Kept     int              // how many bytes seasons may take that are kept as they were read; 160 MB by default
	Locale   *locale.Words    // what the pages say; the languages of the program by default
}

type server struct {
	Config
	base       *url.URL
	sessions   *scs.SessionManager
	words      map[survey.Lang]view.Translator // of each language of Locale
	analyses   *analyses
	looks      *analyses
	readings   readings
	passkeys   *webauthn.WebAuthn // nil where browsers make none
	ceremonies ceremonies

	hasher    hasher
	probe     probe
	admission *admission
	uploads   gate
	paces     *paces // of all servers
	links     links  // that were opened
	linkPaces *paces // of this server: its work is what they spare, as nobody guesses a link
	streams   streams
	paths     map[string]bool // of all routes
}

// New returns the handler of the whole site. It may be called by many goroutines at once.
func New(cfg Config) (http.Handler, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = visitorIP(s.Proxies)
	e.HTTPErrorHandler = s.handleError
	e.Use(s.measured, s.recoverPanic) // which echo makes anew for each request
	for _, r := range s.routes() {
		s.paths[r.path] = true
		e.Add(r.method, r.path, r.handler, s.around(r)...)
		if r.method == http.MethodGet {
			e.Add(http.MethodHead, r.path, r.handler, s.around(r)...) // net/http leaves the page itself away
		}
	}
	csrf := http.NewCrossOriginProtection()
	// A proxy may ask for another host than visitors do.
	if err := csrf.AddTrustedOrigin(s.base.Scheme + "://" + s.base.Host); err != nil {
		return nil, fmt.Errorf("base URL %q: %w", s.BaseURL, err)
	}
	csrf.SetDenyHandler(http.HandlerFunc(s.denyCrossOrigin))
	pages, err := compressed(csrf.Handler(e))
	if err != nil {
		return nil, err
	}
	return s.secureHeaders(timed(pages)), nil
}

// around is what stands before the handler of a route: who asks, whether they may, what they send, and when it is their turn.
func (s *server) around(r route) []echo.MiddlewareFunc {
	if r.who == nobody {
		return nil
	}
	all := []echo.MiddlewareFunc{s.withSession, s.authorize(r), s.readForm(r.body)}
	if r.method == http.MethodPost { // who held the form back may be somebody else by now
		all = append(all, s.authorize(r))
	}
	all = append(all, s.admit(r.class()))
	if r.who == linkOwner {
		all = append(all, s.guessLink)
	}
	if !r.stream {
		all = append(all, givingBack)
	}
	return all
}

// visitorIP finds the address of who asks: the other end of the connection, or, where that is a proxy that is trusted, who it says asked.
func visitorIP(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		_, ipNet, err := net.ParseCIDR(p.Masked().String())
		if err == nil { // a prefix always is one
			trust = append(trust, echo.TrustIPRange(ipNet))
		}
	}
	last := echo.ExtractIPFromXFFHeader(trust...)
	return func(r *http.Request) string {
		plain := &http.Request{RemoteAddr: r.RemoteAddr, Header: http.Header{}}
		for _, said := range r.Header[echo.HeaderXForwardedFor] {
			for address := range strings.SplitSeq(said, ",") {
				if at, err := netip.ParseAddrPort(strings.TrimSpace(address)); err == nil { // some proxies name the port
					address = at.Addr().String()
				}
				plain.Header.Add(echo.HeaderXForwardedFor, address)
			}
		}
		return last(plain)
	}
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
	if cfg.Leaving == nil {
		cfg.Leaving = func() bool { return false }
	}
	if cfg.Meter == nil {
		cfg.Meter = noMeter{}
	}
	if cfg.Kept == 0 {
		cfg.Kept = mostReadings
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	base, err := url.Parse(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if cfg.Locale == nil {
		if cfg.Locale, err = locale.Load(locale.Files); err != nil {
			return nil, err
		}
	}
	cpus := runtime.GOMAXPROCS(0)
	s := &server{Config: cfg, base: base, words: translators(cfg.Locale), hasher: newHasher(), readings: readings{most: cfg.Kept / 4 * 3}, analyses: newAnalyses(cfg.Kept / 4), looks: newAnalyses(keptLooks), admission: newAdmission(), uploads: newGate(cpus, 16*cpus), paces: newPaces(cfg.Store), linkPaces: newPaces(newTally()),
		links: links{seen: map[[16]byte]bool{}}, streams: streams{open: map[string]int{}}, paths: map[string]bool{}, passkeys: newPasskeys(base), ceremonies: ceremonies{cfg.Store}}
	s.sessions = newSessions(cfg.Sessions, s.cookieName("dure"), s.secure())
	return s, nil
}

// link returns the full address of a path, as it is shared in a chat room.
func (s *server) link(path string) string {
	return strings.TrimSuffix(s.BaseURL, "/") + path
}

// ctx is the request's context.
func ctx(c echo.Context) context.Context { return c.Request().Context() }
