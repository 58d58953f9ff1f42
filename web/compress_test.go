package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzhttp"
)

// A member's page is light, and what follows events comes as it is.
func TestPagesAreCompressed(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	m := s.member("Ara")
	s.crowd(1000) // whom to choose from
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
	page := "/m/" + string(m.Token) + "/answers"
	whole, err := io.ReadAll(fetch(page, "identity").Body)
	s.must("read the page", err)
	paths := append([]string{page}, regexp.MustCompile(`/static/[^"]+[.](?:css|js|svg)`).FindAllString(string(whole), -1)...)
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		res := fetch(path, "gzip")
		if strings.HasPrefix(path, "/static/") && !strings.Contains(res.Header.Get("Cache-Control"), "max-age=31536000") {
			t.Errorf("%s is kept by %q, want for a year", path, res.Header.Get("Cache-Control"))
		}
		if size := res.ContentLength; size > 0 && size < gzhttp.DefaultMinSize {
			sent += int(size) // not worth packing
			continue
		}
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
	if sent > 50_000 { // of 60,000 that a first visit may take: the heads of a dozen answers, and what a club adds, come on top
		t.Errorf("a member's page with all that it loads is %d bytes over the wire, want at most 50,000", sent)
	}
}
