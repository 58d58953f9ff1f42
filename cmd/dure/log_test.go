package main

import (
	"bytes"
	"encoding/json"
	"errors"
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
	slog.SetDefault(slog.New(slog.NewJSONHandler(j, nil)))
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
