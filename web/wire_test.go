package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
)

// A wire is what lies between a browser and the site. It does with each request what it is told to.
type wire struct {
	url string
	// forges changes a script of the program on its way; nil for none.
	forges func(script string) string
	do     atomic.Pointer[func(w http.ResponseWriter, r *http.Request, pass http.HandlerFunc)]
}

// wire opens one that passes everything. The browser may keep pages for going back, as those do that take no-store for a matter of disks.
func (s *site) wire() *wire {
	s.Helper()
	to, err := url.Parse(s.url)
	s.must("read the address", err)
	l := &wire{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Header.Set("Accept-Encoding", "identity")
		},
		ModifyResponse: func(r *http.Response) error {
			r.Header.Del("Cache-Control")
			if l.forges == nil || !strings.HasSuffix(r.Request.URL.Path, ".js") {
				return nil
			}
			script, err := io.ReadAll(r.Body)
			r.Header.Del("Content-Length")
			r.Body = io.NopCloser(strings.NewReader(l.forges(string(script))))
			return err
		},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if do := l.do.Load(); do != nil {
			(*do)(w, r, proxy.ServeHTTP)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	l.url = server.URL
	s.Cleanup(server.Close)
	return l
}

// passes has the line do nothing any more, posts do something with what forms and scripts send.
func (l *wire) passes() { l.do.Store(nil) }

func (l *wire) posts(do func(w http.ResponseWriter, r *http.Request, pass http.HandlerFunc)) {
	all := func(w http.ResponseWriter, r *http.Request, pass http.HandlerFunc) {
		if r.Method == http.MethodPost {
			do(w, r, pass)
			return
		}
		pass(w, r)
	}
	l.do.Store(&all)
}

// cut ends the connection before the server has heard anything.
func cut(http.ResponseWriter, *http.Request, http.HandlerFunc) { panic(http.ErrAbortHandler) }

// busy answers as a proxy does whose server is away.
func busy(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
	http.Error(w, "<h1>Service Unavailable</h1>", http.StatusServiceUnavailable)
}
