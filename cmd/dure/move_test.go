package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/db"
	"dure/web"
)

// TestMoveADemo brings a full demo to PostgreSQL and back, killed again and again on the way there: the pages of its organizer are the same to the byte
// before, there, and back.
func TestMoveADemo(t *testing.T) {
	server, home, key := onServer(t), t.TempDir(), t.TempDir()
	said, stop := served(t, serveCmd{dataFlag: dataFlag{Data: home}, Demo: true, Addr: "127.0.0.1:0"}, 1)
	pages := pagesOf(t, demoThings(demoVisitorBy(t, address(t, said[0]))))
	_ = stop()
	want := organizersPages(t, db.Place{Dir: home}, pages)
	kills := 0
	for wait := 100 * time.Millisecond; ; wait += wait / 2 {
		p := exec.Command(os.Args[0])
		p.Env = append(os.Environ(), "DURE_TEST_RUN=move --data "+key+" --from "+home+" --to "+server)
		out := new(bytes.Buffer)
		p.Stdout, p.Stderr = out, out
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(wait, func() { _ = p.Process.Kill() })
		err := p.Wait()
		kill.Stop()
		if err == nil {
			if !strings.Contains(out.String(), "20 pages of members read the same to the byte") || !strings.Contains(out.String(), home+" is shut") {
				t.Errorf("dure move says %q", out)
			}
			break
		}
		if p.ProcessState.Exited() {
			t.Fatalf("dure move: %v\n%s", err, out)
		}
		kills++
	}
	t.Logf("killed %d times", kills)
	if kills == 0 {
		t.Error("a move was never killed")
	}
	there := db.Place{Dir: key, Options: db.Options{Database: server}}
	same(t, "on PostgreSQL", want, organizersPages(t, there, pages))
	back := filepath.Join(t.TempDir(), "back")
	var out bytes.Buffer
	if err := (&moveCmd{Data: key, From: server, To: back}).move(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	same(t, "back in a file", want, organizersPages(t, db.Place{Dir: back}, pages))
	for _, c := range []struct {
		what, says string
		err        error
	}{
		{"serve what was moved", "was moved", (&serveCmd{dataFlag: dataFlag{Data: home}, Addr: "127.0.0.1:0"}).serve(t.Context(), &out)},
		{"move to what is filled", "a new directory", (&moveCmd{Data: key, From: back, To: server}).move(t.Context(), &out)},
		{"move from file to file", "dure backup", (&moveCmd{From: back, To: t.TempDir()}).move(t.Context(), &out)},
		{"move nowhere", "--to", (&moveCmd{From: back}).move(t.Context(), &out)},
		{"open again what was moved", "back from there", (&moveCmd{From: home, Reopen: true}).move(t.Context(), &out)},
	} {
		if exitCode(c.err) != exitUsage || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: code %d, %v; want %q", c.what, exitCode(c.err), c.err, c.says)
		}
	}
}

// pagesRead is when pages are read for comparison.
var pagesRead = time.Now()

// organizersPages reads pages as the demo's organizer, who is signed in by a new link each time.
func organizersPages(t *testing.T, p db.Place, paths []string) map[string]string {
	t.Helper()
	d, err := db.OpenWith(t.Context(), p.Dir, p.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	h, err := web.New(web.Config{Store: d, Sessions: d.Sessions(func() time.Time { return pagesRead }), BaseURL: "http://localhost", Now: func() time.Time { return pagesRead }})
	if err != nil {
		t.Fatal(err)
	}
	token, err := d.SigninToken(context.WithoutCancel(t.Context()), 1, pagesRead.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	v := newVisitor(t, "http://localhost", "en")
	v.client.Transport = inProcess{h}
	v.get("/signin/"+string(token)).submit("", nil).want(200)
	read := map[string]string{}
	for _, path := range paths {
		if !tellsOfReading.MatchString(path) {
			read[path] = string(formKey.ReplaceAll(v.get(path).body, nil))
		}
	}
	return read
}

// tellsOfReading are addresses of pages that say who has signed in, or has looked at what.
var tellsOfReading = regexp.MustCompile(`^/account|/log$|/data$`)

// inProcess asks a handler without a network.
type inProcess struct{ http.Handler }

// RoundTrip asks it.
func (h inProcess) RoundTrip(req *http.Request) (*http.Response, error) {
	said := httptest.NewRecorder()
	req.RemoteAddr, req.Host = "127.0.0.1:1", req.URL.Host
	if req.Body == nil {
		req.Body = http.NoBody
	}
	h.ServeHTTP(said, req)
	resp := said.Result()
	resp.Request = req
	return resp, nil
}

// same compares pages.
func same(t *testing.T, where string, want, got map[string]string) {
	t.Helper()
	if len(want) < 20 {
		t.Errorf("only %d pages", len(want))
	}
	for path, page := range want {
		if got[path] != page {
			t.Errorf("%s %s is another page: at %d of %d bytes", where, path, differ(page, got[path]), len(page))
		}
	}
}

// differ is where two texts begin to differ.
func differ(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
