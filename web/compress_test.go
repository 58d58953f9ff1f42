package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
)

// A member's page is light, and what follows events comes as it is.
func TestPagesAreCompressed(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	m := s.member("Ara")
	fetch := func(path, accept string) *http.Response {
		req, err := http.NewRequest(http.MethodGet, s.url+path, nil)
		s.must("make a request", err)
		req.Header.Set("Accept-Encoding", accept)
		res, err := http.DefaultTransport.RoundTrip(req)
		s.must("get "+path, err)
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	sent := 0
	for _, path := range []string{"/m/" + string(m.Token), "/static/dure.css", "/static/pico.min.css", "/static/answer.css", "/static/sortable.min.js", "/static/rank.js", "/static/grid.js", "/static/autosave.js"} {
		res := fetch(path, "gzip")
		if got := res.Header.Get("Content-Encoding"); got != "gzip" {
			t.Fatalf("%s is sent with the encoding %q, want gzip", path, got)
		}
		raw, err := io.ReadAll(res.Body)
		s.must("read "+path, err)
		sent += len(raw)
		unpacked, err := gzip.NewReader(strings.NewReader(string(raw)))
		s.must("unpack "+path, err)
		text, err := io.ReadAll(unpacked)
		s.must("unpack "+path, err)
		if plain := fetch(path, "identity"); plain.Header.Get("Content-Encoding") != "" || len(text) < 500 {
			t.Errorf("%s is sent with the encoding %q to who takes none", path, plain.Header.Get("Content-Encoding"))
		}
	}
	if sent > 60_000 {
		t.Errorf("a member's page with all that it loads is %d bytes over the wire, want at most 60,000", sent)
	}
}
