package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"dure/db"
)

// A journal is a log that a test reads.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// keepLog has all that is logged until the test ends, down to each request.
func keepLog(t *testing.T) *journal {
	j, before := new(journal), slog.Default()
	slog.SetDefault(newLog(j, slog.LevelInfo))
	t.Cleanup(func() { slog.SetDefault(before) })
	return j
}

// linkIn matches the part of an address that opens something.
var linkIn = regexp.MustCompile(`/(?:m|s|signin|signup)/([^/?#]+)`)

// After a whole season, with wrong passwords, wrong links and a database that is deleted at its end, the log has a line for each request, and in none of
// them a link, a session, a password, a name, an address or an answer.
func TestNoLogHoldsASecret(t *testing.T) {
	log := keepLog(t)
	dir := t.TempDir()
	said, stop := served(t, serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0", NoNight: true}, 2)
	r := &round{t: t, base: address(t, said[0]), lang: "en"}
	r.signUp(address(t, said[1]))
	r.buildSurvey()
	links := r.answer()
	r.importMembers()
	r.groups()
	r.form()
	r.publish(links)
	secrets := []string{linkIn.FindStringSubmatch(said[1])[1], "a long enough sentence", "wrong password", "mina@example.org", "Ada Park", "m1@example.org", "이서준", "imp1@example.org", "두레 Club", "T-shirt"}
	for _, link := range append(links, r.organizer.get(r.season).value("club-link")) {
		secrets = append(secrets, linkIn.FindStringSubmatch(link)[1])
	}
	for _, c := range r.organizer.client.Jar.Cookies(r.organizer.at) {
		secrets = append(secrets, c.Value)
	}
	v := newVisitor(t, r.base, "en")
	v.get(links[0] + "x/answers").want(404)
	v.get("/nowhere" + links[0]).want(404)
	if err := os.Remove(filepath.Join(dir, db.File)); err != nil {
		t.Fatal(err)
	}
	resp, err := http.PostForm(r.base+links[0]+"/answers", map[string][]string{"q1": {"3"}, "consent": {"yes"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if err := stop(); !errors.Is(err, db.ErrGone) {
		t.Errorf("serve ends with %v after its data was deleted", err)
	}
	text := log.text()
	for _, s := range secrets {
		if strings.Contains(text, s) {
			t.Errorf("the log has %q: %s", s, regexp.MustCompile(`.*`+regexp.QuoteMeta(s)+`.*`).FindString(text))
		}
	}
	checkLines(t, text, resp.Header.Get("X-Request-Id"))
}

// A database that was written over while it is served is told as damaged, and what stands in it comes into no log.
func TestDamageIsToldAndNotQuoted(t *testing.T) {
	const secret = "Kim Minji likes nobody"
	for what, harm := range map[string]func(t *testing.T, path string){
		"a row": func(t *testing.T, path string) {
			disk, err := sql.Open("sqlite", path)
			if err == nil {
				_, err = disk.Exec("UPDATE members SET created = ?; UPDATE river_job SET attempt = ?", secret, secret)
			}
			if err := errors.Join(err, disk.Close()); err != nil {
				t.Fatal(err)
			}
		},
		"the file": func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat(secret, 4000)), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		log, dir := keepLog(t), t.TempDir()
		said, stop := served(t, serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0", NoNight: true}, 2)
		r := &round{t: t, base: address(t, said[0]), lang: "en"}
		r.signUp(address(t, said[1]))
		r.organizer.get(r.season+"/members/new").submit("/members", typed{"name": {"Ada"}}).want(200)
		harm(t, filepath.Join(dir, db.File))
		resp, err := r.organizer.client.Get(r.base + r.season + "/members")
		if err != nil {
			t.Fatal(err)
		}
		page, _ := io.ReadAll(resp.Body) // what is missing of it is missed below
		resp.Body.Close()
		if resp.StatusCode != 503 || !regexp.MustCompile("The data cannot be read|데이터를 읽을 수 없").Match(page) {
			t.Errorf("%s: the list of members answers %s: %s", what, resp.Status, page)
		}
		_ = stop() // says so too, or not
		if text := log.text(); strings.Contains(text, "Minji") || !strings.Contains(text, "damaged") {
			t.Errorf("%s: the log says of the damage %s", what, text)
		}
	}
}

// An error that is logged quotes nothing.
func TestQuoteNothing(t *testing.T) {
	for text, want := range map[string]string{
		`members: sql: Scan error on column index 3, name "created": converting driver.Value type string ("Kim \"Min\"ji") to a int64: invalid syntax`: `members: sql: Scan error on column index 3, name "…": converting driver.Value type string ("…") to a int64: invalid syntax`,
		`json: cannot unmarshal number 4711.5 into Go value of type int`:                                                                               `json: cannot unmarshal "…" into Go value of type int`,
		`parsing "unended`: `parsing "…"`,
		`the disk is full`: `the disk is full`,
	} {
		for _, v := range []any{text, errors.New(text)} {
			if got := quoteNothing(nil, slog.Any("err", v)).Value.String(); got != want {
				t.Errorf("of %s is logged %s, want %s", text, got, want)
			}
		}
	}
}

// checkLines wants lines of JSON, those of requests with an id and a route, and one that says why the request with the id failed.
func checkLines(t *testing.T, text, failed string) {
	t.Helper()
	routes, why := map[string]int{}, ""
	for line := range strings.Lines(text) {
		var l struct{ Level, Msg, Request, Route, Err string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Errorf("the log has a line that is no JSON: %q: %v", line, err)
			continue
		}
		if l.Msg == "answered" {
			routes[l.Route]++
			if len(l.Request) < 10 {
				t.Errorf("a request has no id: %s", line)
			}
		}
		if l.Request == failed && l.Level == "ERROR" {
			why = l.Err
		}
	}
	for _, route := range []string{"/signup/:token", "/s/:token", "/m/:token/answers", "/seasons/:season/import", "none"} {
		if routes[route] == 0 {
			t.Errorf("no request for %s is in the log: %v", route, routes)
		}
	}
	if failed == "" || !strings.Contains(why, "deleted") {
		t.Errorf("of the request %q that failed the log says %q, want that the data was deleted", failed, why)
	}
}

// Where standard output is kept by somebody, it has no link either: a command makes one.
func TestTheFirstLinkIsForAPerson(t *testing.T) {
	said, _ := served(t, serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "127.0.0.1:0", NoNight: true, logged: true}, 2)
	if strings.Contains(said[1], "/signup/") || !strings.Contains(said[1], "dure organizer add") {
		t.Errorf("where standard output is a log serve says %q, want the command that makes a link, and none", said[1])
	}
}
