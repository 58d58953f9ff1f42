package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web"
)

// A request brings no more than its form needs, whoever asks, and what is too large is told so.
func TestBodiesHaveALimit(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	v := s.organizer()
	for _, tt := range []struct {
		path string
		size int
		want int
	}{
		{"/signin", 3 << 10, 422},
		{"/signin", 5 << 10, 413},
		{"/signin", 20 << 20, 413},
		{"/signin/UNKNOWN", 5 << 10, 413},
		{"/signup/UNKNOWN", 5 << 10, 413},
		{"/language", 5 << 10, 413},
		{"/clubs", 1 << 20, 413},
		{"/s/" + string(s.season.Token), 1 << 20, 413},
		{"/m/" + string(s.member("Mina").Token) + "/draft", 1 << 20, 413},
		{s.at("/survey/wording"), 1 << 20, 413},
	} {
		r := v.post(tt.path, url.Values{"x": {strings.Repeat("x", tt.size)}})
		if r.status != tt.want {
			t.Errorf("%s with %d bytes answers %d, want %d", tt.path, tt.size, r.status, tt.want)
		}
		limit := "a form 1 MB"
		if tt.size != 1<<20 {
			limit = "may have 4 KB at most"
		}
		if r.status == http.StatusRequestEntityTooLarge && (!strings.Contains(r.body, "That is too large") || !strings.Contains(r.body, limit)) {
			t.Errorf("%s with %d bytes answers without saying what is too large, and that %s: %s", tt.path, tt.size, limit, r.body)
		}
	}
	// A file may be large, and leaves nothing behind where it came in. No other test sends one that is.
	rows := strings.Repeat("Mina,mina@example.org\n", 200_000) // 4 MB
	v.upload("/import", "roster.csv", []byte("Name,E-mail\n"+rows)).want(200)
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "multipart-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("an upload leaves %q behind, %v", left, err)
	}
}

// Every page that takes a file says how large it may be, by the one limit that there is, and so does what refuses a larger one.
func TestFilesHaveOneLimit(t *testing.T) {
	s, _ := newTeams(t, 4)
	v := s.organizer()
	most := fmt.Sprintf("At most %d MB.", sheet.MaxBytes>>20)
	for _, path := range []string{s.at("/import"), s.at("/fit"), "/clubs/1/settings", s.at("/teams/rules/new?kind=affinity"), s.at("/teams/rules/new?kind=new_teammates")} {
		page := v.get(path).want(200)
		if files, said := strings.Count(page.body, `type="file"`), strings.Count(page.body, most); files == 0 || files != said {
			t.Errorf("%s takes %d files and says of %d how large they may be", path, files, said)
		}
	}
	v.sendFile("/clubs/1/logo", "logo", "logo.png", make([]byte, sheet.MaxBytes+2<<20), nil).want(413, fmt.Sprintf("A file may have %d MB at most", sheet.MaxBytes>>20))
}

// What a form says stands in its body: what an address says is kept in logs and histories, and counts for nothing.
func TestFormsAreReadFromTheirBodies(t *testing.T) {
	s := newSite(t)
	s.account("mina@example.org")
	v := s.visitor()
	typed := url.Values{"email": {"mina@example.org"}, "password": {sentence}}.Encode()
	v.post("/signin?"+typed, nil).want(422, "do not belong together").lacks("mina@example.org")
	token := s.invited("new@example.org", survey.Viewer)
	v.post(token+"?"+typed, nil).want(422)
	o := s.organizer()
	o.post("/clubs?name=Sneaky", nil).want(422)
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	s.must("write a form", w.Close())
	req, err := http.NewRequest(http.MethodPost, s.url+"/signin?"+typed, &b)
	s.must("make a request", err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	res, err := v.client.Do(req)
	s.must("send a form of parts", err)
	res.Body.Close()
	if res.StatusCode != 422 {
		t.Errorf("a form of parts without any answers %d, want 422", res.StatusCode)
	}
}

// slowly sends a body over a line of its own, and returns what comes back and when.
func slowly(t *testing.T, address, path string, length int, write func(net.Conn)) (answer string, took time.Duration) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatalf("reach the site: %v", err)
	}
	defer conn.Close()
	begun := time.Now()
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n", path, address, length)
	go write(conn)
	all, _ := io.ReadAll(io.LimitReader(conn, 4096))
	return string(all), time.Since(begun)
}

// Who sends one byte now and then is not waited for, whether or not the form is read; who sends a large form slowly is.
func TestSlowBodiesEnd(t *testing.T) {
	for what, path := range map[string]string{"a form": "/signin", "no form": "/no/such/page"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			answer, took := slowly(t, strings.TrimPrefix(s.url, "http://"), path, 4000, func(c net.Conn) {
				for ctx.Err() == nil {
					_, _ = c.Write([]byte("x"))
					time.Sleep(300 * time.Millisecond)
				}
			})
			if took > 15*time.Second || took < 5*time.Second && what == "a form" {
				t.Errorf("%s that comes one byte at a time is held for %v, want ten seconds", what, took)
			}
			if what == "a form" && !strings.HasPrefix(answer, "HTTP/1.1 408") {
				t.Errorf("it is answered with %.100q, want 408", answer)
			}
		})
	}
	t.Run("a form that comes on", func(t *testing.T) {
		t.Parallel()
		s := newSite(t)
		const size, parts = 400_000, 24
		answer, took := slowly(t, strings.TrimPrefix(s.url, "http://"), "/s/"+string(s.season.Token), size, func(c net.Conn) {
			for range parts {
				_, _ = c.Write(bytes.Repeat([]byte("x"), size/parts))
				time.Sleep(500 * time.Millisecond)
			}
			_, _ = c.Write(bytes.Repeat([]byte("x"), size%parts))
		})
		if !strings.HasPrefix(answer, "HTTP/1.1 409") || took < 11*time.Second {
			t.Errorf("a form that comes slowly, but comes on, is answered with %.100q after %v, want what the season says of it", answer, took)
		}
	})
}

// What is no connection, as in another program's tests, is served all the same, and a file whole also to who asks for a part that it has not.
func TestServedWithoutAConnection(t *testing.T) {
	h, err := web.New(web.Config{})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	part := httptest.NewRequest(http.MethodGet, "/static/dure.css", nil)
	part.Header.Set("Range", "bytes=9999999-")
	h.ServeHTTP(w, part)
	if w.Code != http.StatusOK {
		t.Errorf("/static/dure.css answers %d", w.Code)
	}
}
