package web_test

import (
	"cmp"
	"context"
	"errors"
	"html"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
	"dure/web/locale"
	"dure/web/webtest"
)

// A site is the pages over a real database, with an organizer, a club and a season in it. Its clock stands
// still until a test moves it.
type site struct {
	*testing.T
	db     *db.DB
	dir    string // of the database
	server string // the address of the database where it is on PostgreSQL
	url    string // as visitors type it
	now    time.Time
	owner  survey.Organizer
	club   survey.Club
	season survey.Season
	count  int // of members that a roster has made

	address string // where it listens
	cfg     web.Config
	handler *atomic.Pointer[http.Handler]
}

func newSite(t *testing.T) *site {
	t.Helper()
	return newSiteIn(t, nil)
}

// newSiteIn is a site in the languages of words; nil for those of the program.
func newSiteIn(t *testing.T, words *locale.Words) *site {
	t.Helper()
	s := emptySite(t, words)
	s.fill()
	return s
}

// emptySite is a site that nobody has an account at yet.
func emptySite(t *testing.T, words *locale.Words) *site {
	t.Helper()
	return siteOf(t, web.Config{Locale: words})
}

// siteOf is a site set up as cfg says, with a database and a clock of its own, so that the test runs beside others. A base URL that ends in ":0" gets its port.
func siteOf(t *testing.T, cfg web.Config) *site {
	t.Helper()
	webtest.Parallel(t)
	s := &site{T: t, dir: t.TempDir(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var err error
	if onServer {
		s.db, s.server, err = openOnServer(t, s.dir)
	} else {
		s.db, err = openNew(s.dir)
	}
	s.must("open a new database", err)
	store := s.db
	clock := func() time.Time { return s.now }
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.handler.Load()).ServeHTTP(w, r) }))
	s.address = server.Listener.Addr().String()
	if host, ok := strings.CutSuffix(cfg.BaseURL, ":0"); ok {
		cfg.BaseURL = host + s.address[strings.LastIndex(s.address, ":"):]
	}
	s.url = cmp.Or(cfg.BaseURL, "http://"+s.address)
	cfg.Sessions, cfg.BaseURL = store.Sessions(clock), s.url
	if between, ok := cfg.Store.(*lossy); ok {
		between.DB = store
	} else {
		cfg.Store = store
	}
	cfg.Now, cfg.Zone, cfg.Log = clock, time.UTC, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	if cfg.Locale == nil {
		cfg.Locale, err = programWords()
		s.must("read the words", err)
	}
	s.cfg, s.handler = cfg, &atomic.Pointer[http.Handler]{}
	s.serve()
	server.Start()
	t.Cleanup(func() { server.Close(); s.db.Close() })
	return s
}

// programWords are those of the program, which are read once for all sites.
var programWords = sync.OnceValues(func() (*locale.Words, error) { return locale.Load(locale.Files) })

// openNew opens a new database in dir: a copy of one, as to make its tables anew takes longer than most tests.
func openNew(dir string) (*db.DB, error) {
	files, err := emptyDatabase()
	for name, data := range files {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	if err != nil {
		return nil, err
	}
	return db.Open(context.Background(), dir)
}

// emptyDatabase are the files of a database in which nothing was kept yet.
var emptyDatabase = sync.OnceValues(func() (files map[string][]byte, err error) {
	dir, err := os.MkdirTemp("", "dure")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	store, err := db.Open(context.Background(), dir)
	if err != nil {
		return nil, err
	}
	if err := store.Close(); err != nil {
		return nil, err
	}
	files = map[string][]byte{}
	for _, name := range []string{db.File, db.MarkerFile, db.KeyFile} {
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
})

func (s *site) serve() {
	s.Helper()
	handler, err := web.New(s.cfg)
	s.must("make the handler", err)
	s.handler.Store(&handler)
}

// several has the site served by so many servers over its database, to which requests come in turn.
func (s *site) several(n int) {
	s.Helper()
	var servers []http.Handler
	for range n {
		s.serve()
		servers = append(servers, *s.handler.Load())
	}
	var asked atomic.Int64
	var inTurn http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		servers[int(asked.Add(1))%n].ServeHTTP(w, r)
	})
	s.handler.Store(&inTurn)
}

// restart ends the program amid what it does, and begins it again on the same data.
func (s *site) restart() {
	s.Helper()
	s.must("close the database", s.db.Close())
	store, err := db.OpenWith(context.Background(), s.dir, db.Options{Database: s.server})
	s.must("open the database again", err)
	s.db, s.cfg.Store, s.cfg.Sessions = store, store, store.Sessions(s.cfg.Now)
	s.serve()
}

func (s *site) fill() {
	s.Helper()
	ctx := context.Background()
	token, err := s.db.SignupToken(ctx, survey.Invite{Expires: s.now.Add(time.Hour)}, s.now)
	s.must("make a sign-up link", err)
	s.owner, err = s.db.Signup(ctx, token, "owner@example.org", "no hash", s.now)
	s.must("sign up", err)
	s.club, err = s.db.CreateClub(ctx, s.owner.ID, "Chess", "", s.now)
	s.must("make a club", err)
	s.season, err = s.db.CreateSeason(ctx, s.club.ID, "Spring", s.now)
	s.must("make a season", err)
}

// must ends the test if a step of its preparation went wrong.
func (s *site) must(what string, err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%s: %v", what, err)
	}
}

// ask opens the season's survey with the questions, for a day.
func (s *site) ask(questions ...survey.Question) survey.Survey {
	s.Helper()
	ctx := context.Background()
	for _, q := range questions {
		_, err := s.db.AddQuestion(ctx, s.season.ID, q)
		s.must("add a question", err)
	}
	s.must("open the survey", s.db.SaveSurvey(ctx, survey.Survey{Season: s.season.ID, Opens: s.now, Closes: s.now.Add(24 * time.Hour)}))
	asked, err := s.db.Survey(ctx, s.season.ID)
	s.must("read the survey", err)
	return asked
}

// member adds a member to the season.
func (s *site) member(name string) survey.Member {
	s.Helper()
	m, err := s.db.AddMember(context.Background(), survey.Member{Season: s.season.ID, Name: name, Email: strings.ToLower(name) + "@example.org"}, s.now)
	s.must("add a member", err)
	return m
}

// A visitor is a browser without JavaScript.
type visitor struct {
	*site
	client *http.Client
	lang   string
	from   string // the address that a proxy says the visitor has; "" for none
}

func (s *site) visitor() *visitor {
	jar, _ := cookiejar.New(nil)
	return &visitor{site: s, client: &http.Client{Jar: jar, Transport: proxy(s.address)}, lang: "en"}
}

// own makes the visitor's device a member's own, who has none yet.
func (v *visitor) own(m survey.Member) *visitor {
	v.Helper()
	v.post("/m/"+string(m.Token)+"/devices", nil).want(200)
	return v
}

// toSites has connections that no test's end breaks: a server that closes ends those of Go's own, also where another test is about to send by one.
var toSites = http.DefaultTransport.(*http.Transport).Clone()

// A proxy carries what visitors send to the site to where it listens: also what they send by https.
type proxy string

func (p proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	to := r.Clone(r.Context())
	to.URL.Scheme, to.URL.Host, to.Host = "http", string(p), r.URL.Host
	res, err := toSites.RoundTrip(to)
	if res != nil {
		res.Request = r
	}
	return res, err
}

// organizer is a visitor who is signed in as the club's owner.
func (s *site) organizer() *visitor {
	s.Helper()
	token, err := s.db.SigninToken(context.Background(), s.owner.ID, s.now.Add(time.Hour))
	s.must("make a sign-in link", err)
	v := s.visitor()
	v.post("/signin/"+string(token), nil).want(http.StatusOK)
	return v
}

// A reply is the page that a request ended on.
type reply struct {
	*site
	status     int
	path, body string
	header     http.Header
}

func (v *visitor) get(path string) reply { return v.send(http.MethodGet, path, nil) }

func (v *visitor) post(path string, form url.Values) reply {
	return v.send(http.MethodPost, path, form)
}

func (v *visitor) send(method, path string, form url.Values) reply {
	v.Helper()
	req, err := http.NewRequest(method, v.url+path, strings.NewReader(form.Encode()))
	v.must("make a request", err)
	req.Header.Set("Accept-Language", v.lang)
	if v.from != "" {
		req.Header.Set("X-Forwarded-For", v.from)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := v.client.Do(req)
	v.must(method+" "+path, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	v.must("read "+path, err)
	return reply{v.site, res.StatusCode, res.Request.URL.RequestURI(), string(body), res.Header}
}

// submit sends the page's form with the action, with the fields that it holds and those typed, as a browser would.
func (r reply) submit(v *visitor, action string, typed url.Values) reply {
	r.Helper()
	return v.post(action, r.fields(action, typed))
}

// fields are the hidden ones of the page's form with the action, and those typed.
func (r reply) fields(action string, typed url.Values) url.Values {
	r.Helper()
	_, form, found := strings.Cut(r.body, `<form method="post" action="`+html.EscapeString(action)+`"`)
	if !found {
		r.Fatalf("%s has no form for %s:\n%s", r.path, action, r.body)
	}
	form, _, _ = strings.Cut(form, "</form>")
	all := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(form, -1) {
		all.Add(m[1], html.UnescapeString(m[2]))
	}
	maps.Copy(all, typed)
	return all
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// want checks the status and that every text stands in the page.
func (r reply) want(status int, texts ...string) reply {
	r.Helper()
	if r.status != status {
		r.Fatalf("%s answered %d, want %d:\n%s", r.path, r.status, status, r.body)
	}
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			r.Errorf("%s does not say %q:\n%s", r.path, text, r.body)
		}
	}
	return r
}

// lacks checks that no text stands in the page.
func (r reply) lacks(texts ...string) reply {
	r.Helper()
	for _, text := range texts {
		if strings.Contains(r.body, text) {
			r.Errorf("%s says %q:\n%s", r.path, text, r.body)
		}
	}
	return r
}
