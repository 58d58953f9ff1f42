package webtest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// recorder keeps failures instead of failing, to test that a check can fail.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, format)
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	b := New(t)
	pages := map[string]string{
		"/good": `<!DOCTYPE html><html lang="en"><title>Good</title><main><h1>Good</h1><a href="/next">on</a></main></html>`,
		"/axe":  `<!DOCTYPE html><html lang="en"><title>Bad</title><main><h1>Bad</h1><input></main></html>`,
		"/log":  `<!DOCTYPE html><html lang="en"><title>Bad</title><main><h1>Bad</h1></main><script>console.error("no")</script></html>`,
		"/dark": `<!DOCTYPE html><html lang="en"><title>Bad</title><style>p { color: #222 } @media (prefers-color-scheme: dark) { body { background: #000 } }</style><main><h1>Bad</h1><p>Read me</p></main></html>`,
		"/wide": `<!DOCTYPE html><html lang="en"><title>Bad</title><main><h1 style="width:2000px">Bad</h1></main></html>`,
		"/tick": `<!DOCTYPE html><html lang="en"><title>Bad</title><main><h1>Bad</h1><label style="display: flex; flex-wrap: wrap; width: 9rem"><input type="radio"> A choice of many words, more than a line holds</label></main></html>`,
		"/cut":  `<!DOCTYPE html><html lang="en"><title>Bad</title><main><h1>Bad</h1><svg viewBox="0 0 100 20" width="100"><text x="60" y="10">many words</text></svg></main></html>`,
		"/next": `<!DOCTYPE html><html lang="en"><title>Next</title><main><h1>Next</h1></main></html>`,
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(strings.ReplaceAll(pages[r.URL.Path], "LANG", r.Header.Get("Accept-Language"))))
	}))
	defer srv.Close()
	for path := range pages {
		rec := &recorder{TB: t}
		tab := b.Tab(t, 360, "ko")
		tab.t = rec
		tab.Go(srv.URL + path)
		tab.Check()
		wrong := path != "/good" && path != "/next"
		if wrong != (len(rec.failures) > 0) {
			t.Errorf("%s: the check found %v", path, rec.failures)
		}
	}
	tab := b.Tab(t, 360, "ko")
	tab.Go(srv.URL + "/good")
	tab.Follow("a")
	if got := tab.Text("h1"); got != "Next" {
		t.Errorf("after the link the heading is %q, want Next", got)
	}
}

// A page that waits for a job loads itself anew; its address can be asked for all the while.
func TestAddressOfAPageThatLoadsItselfAnew(t *testing.T) {
	b := New(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!DOCTYPE html><html lang="en"><title>Job</title><main><h1>Job</h1></main><script>setTimeout(() => location.reload(), 2)</script></html>`))
	}))
	defer srv.Close()
	tab := b.Tab(t, 360, "en")
	tab.Go(srv.URL + "/job")
	for range 50 {
		if got, want := tab.URL(), srv.URL+"/job"; got != want {
			t.Fatalf("the address is %q, want %q", got, want)
		}
	}
}

func TestMain(m *testing.M) { os.Exit(Main(m)) }
