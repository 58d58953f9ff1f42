package web_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
)

// Whoever watches over the program is told when the data cannot be written, and who sends something is told what it is and when to send it again.
func TestFaultsSayWhatTheyAre(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	probe := func(status int, says string) {
		t.Helper()
		s.now = s.now.Add(time.Minute)
		for _, path := range []string{"/healthz", "/readyz"} {
			if r := v.get(path); r.status != status || !strings.Contains(r.body, says) || (r.header.Get("Retry-After") != "") != (status == 503) {
				t.Errorf("%s answers %d %q, want %d and %q", path, r.status, r.body, status, says)
			}
		}
	}
	form := url.Values{"name": {"Chess"}}
	refused := func(says string) {
		t.Helper()
		if r := v.post("/clubs", form); r.status != 503 || r.header.Get("Retry-After") == "" || !strings.Contains(r.body, says) {
			t.Errorf("a club is answered with %d and %q, want 503 and %q:\n%s", r.status, r.header.Get("Retry-After"), says, r.body)
		}
	}
	probe(200, "ok")
	other, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, db.File))
	s.must("open the database beside", err)
	t.Cleanup(func() { other.Close() })
	other.SetMaxOpenConns(1)
	_, err = other.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	s.must("hold the lock", err)
	probe(503, "another program holds the lock")
	refused("Another program is holding the data")
	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	s.must("let go of the lock", err)
	probe(200, "ok")
	v.post("/clubs", form).want(200, "Chess")
	s.must("delete the database", os.Remove(filepath.Join(s.dir, db.File)))
	probe(503, "deleted or replaced")
	refused("The data was taken away while Dure was running")
}

// faulty is a store whose writes meet a fault.
type faulty struct {
	*db.DB
	fault error
}

func (f *faulty) CreateSeason(context.Context, survey.ClubID, string, time.Time) (survey.Season, error) {
	return survey.Season{}, fmt.Errorf("create season: %w", f.fault)
}

// over serves the site's pages from now on over another store.
func (s *site) over(store web.Store) {
	s.Helper()
	clock := func() time.Time { return s.now }
	h, err := web.New(web.Config{Store: store, Sessions: s.db.Sessions(clock), BaseURL: s.url, Now: clock, Zone: time.UTC, Log: slog.New(slog.DiscardHandler)})
	s.must("make the handler", err)
	server := httptest.NewServer(h)
	s.Cleanup(server.Close)
	s.url, s.address = server.URL, server.Listener.Addr().String()
}

func TestEveryFaultHasAPage(t *testing.T) {
	s := newSite(t)
	store := &faulty{DB: s.db}
	s.over(store)
	v := s.organizer()
	for fault, says := range map[error][2]string{
		db.ErrFull:    {"The disk of the server is full", "서버의 디스크가 가득 찼습니다"},
		db.ErrBusy:    {"Another program is holding the data", "다른 프로그램이 데이터를 붙잡고 있습니다"},
		db.ErrDisk:    {"The disk of the server reports an error", "서버의 디스크에 오류가 있습니다"},
		db.ErrGone:    {"The data was taken away", "데이터 파일이 사라졌습니다"},
		db.ErrDamaged: {"The data cannot be read", "데이터를 읽을 수 없습니다"},

		context.Canceled: {"Dure is being stopped", "Dure가 종료되는 중"},
	} {
		store.fault = fault
		for i, lang := range []string{"en", "ko"} {
			v.lang = lang
			r := v.post("/clubs/1/seasons", url.Values{"name": {"Autumn"}})
			if r.status != 503 || r.header.Get("Retry-After") == "" || !strings.Contains(r.body, says[i]) {
				t.Errorf("%v in %s is answered with %d and does not say %q:\n%s", fault, lang, r.status, says[i], r.body)
			}
		}
	}
}

// lateBackups is a store whose backups are late.
type lateBackups struct {
	*db.DB
	last  time.Time
	late  bool
	saved []string
}

func (l *lateBackups) LateBackup(time.Time) (time.Time, bool) { return l.last, l.late }
func (l *lateBackups) Rescued() []string                      { return l.saved }

// Organizers are told on the pages that they begin from when there is no new backup; members and strangers are not.
func TestLateBackupsAreSaid(t *testing.T) {
	s := newSite(t)
	store := &lateBackups{DB: s.db}
	s.over(store)
	v, stranger := s.organizer(), s.visitor()
	pages := []string{"/clubs", "/clubs/1", "/seasons/1"}
	for _, c := range []struct {
		last time.Time
		late bool
		says string
	}{
		{s.now.Add(-time.Hour), false, ""},
		{s.now.AddDate(0, 0, -3), true, "The last automatic backup is of "},
		{time.Time{}, true, "there is none from before"},
	} {
		store.last, store.late = c.last, c.late
		for _, path := range pages {
			body := v.get(path).want(200).body
			if said := strings.Contains(body, "automatic backup"); said != c.late || !strings.Contains(body, c.says) {
				t.Errorf("%s with the last backup of %v says that it is late: %t, want %q", path, c.last, said, c.says)
			}
		}
		stranger.get("/").want(200).lacks("automatic backup")
	}
	store.saved = []string{"/srv/copies/dure-abc-2026-01-02T030000Z-rescued.db"}
	for _, path := range pages {
		v.get(path).want(200, "dure-abc-2026-01-02T030000Z-rescued.db was saved").lacks("/srv/copies")
	}
	stranger.get("/").want(200).lacks("rescued")
}

// faultySessions cannot be read.
type faultySessions struct{ *db.Sessions }

func (faultySessions) FindCtx(context.Context, string) ([]byte, bool, error) {
	return nil, false, fmt.Errorf("session: %w", db.ErrDisk)
}

// Whose session cannot be read is told why, as everybody.
func TestSessionsThatCannotBeRead(t *testing.T) {
	s := newSite(t)
	h, err := web.New(web.Config{Store: s.db, Sessions: faultySessions{s.db.Sessions(time.Now)}, Log: slog.New(slog.DiscardHandler)})
	s.must("make the handler", err)
	r, w := httptest.NewRequest("GET", "/clubs", nil), httptest.NewRecorder()
	r.AddCookie(&http.Cookie{Name: "dure", Value: "x"})
	h.ServeHTTP(w, r)
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "reports an error") {
		t.Errorf("a page is answered with %d, %q:\n%s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
}

// What the program breaks off when it is stopped is never answered as if it was done, whatever the error that came of it.
func TestBrokenOffIsSaid(t *testing.T) {
	s := newSite(t)
	h, err := web.New(web.Config{Store: s.db, Sessions: s.db.Sessions(time.Now), Log: slog.New(slog.DiscardHandler)})
	s.must("make the handler", err)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, path := range []string{"/signin", "/s/" + string(s.season.Token), "/s/unknown"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r, w := httptest.NewRequestWithContext(stopped, method, path, strings.NewReader("name=Mina")), httptest.NewRecorder()
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: "dure", Value: "x"})
			h.ServeHTTP(w, r)
			if w.Code != 503 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "being stopped") {
				t.Errorf("%s of %s once it is broken off is answered with %d, %q:\n%s", method, path, w.Code, w.Header().Get("Retry-After"), w.Body)
			}
		}
	}
}
