package web_test

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dure/survey"
	"dure/web"
)

// Scores of Mozilla's HTTP Observatory (@mdn/mdn-http-observatory 1.4, src/grader/charts.js), of what it looks at in an answer: 100, more for what goes
// beyond, less for what is missing.
func grade(res *http.Response, body string) (score int, faults []string) {
	score = 100
	h := res.Header
	count := func(ok bool, more, less int, fault string) {
		if score += more; !ok {
			score += less - more
			faults = append(faults, fault)
		}
	}
	csp := directives(h.Get("Content-Security-Policy"))
	unsafe := regexp.MustCompile(`'unsafe-|\*|\bhttps?:|script-src [^;]*data:|style-src [^;]*data:`).MatchString(h.Get("Content-Security-Policy"))
	count(csp["default-src"] == "'none'" && !unsafe && len(h.Values("Content-Security-Policy")) == 1, 10, -25, "Content-Security-Policy")
	count(csp["form-action"] == "'self'" && csp["base-uri"] == "'none'", 0, -25, "form-action and base-uri")
	count(csp["frame-ancestors"] == "'none'" || csp["frame-ancestors"] == "'self'", 5, -20, "frame-ancestors")
	count(slices.Contains([]string{"no-referrer", "same-origin", "strict-origin"}, h.Get("Referrer-Policy")), 5, -5, "Referrer-Policy")
	count(h.Get("Cross-Origin-Resource-Policy") == "same-origin", 10, -20, "Cross-Origin-Resource-Policy")
	count(h.Get("Cross-Origin-Opener-Policy") == "same-origin", 0, -20, "Cross-Origin-Opener-Policy")
	count(h.Get("X-Content-Type-Options") == "nosniff", 0, -5, "X-Content-Type-Options")
	count(h.Get("Access-Control-Allow-Origin") == "", 0, -50, "Access-Control-Allow-Origin")
	age, _ := strconv.Atoi(strings.TrimPrefix(strings.Split(h.Get("Strict-Transport-Security"), ";")[0], "max-age="))
	count(age >= 15768000, 0, -20, "Strict-Transport-Security")
	for _, c := range res.Cookies() {
		count(c.Secure && c.HttpOnly && c.SameSite != 0 && strings.HasPrefix(c.Name, "__Host-"), 0, -40, "the cookie "+c.Name)
	}
	for _, m := range regexp.MustCompile(`<script([^>]*)>`).FindAllStringSubmatch(body, -1) {
		count(strings.Contains(m[1], `src="/static/`), 0, -50, "the script "+m[1])
	}
	return score, faults
}

func directives(policy string) map[string]string {
	all := map[string]string{}
	for part := range strings.SplitSeq(policy, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		all[name] = value
	}
	return all
}

// answer sends a request, and returns what comes back of itself, without going where it leads.
func (v *visitor) answer(method, path, origin string, form url.Values) (*http.Response, string) {
	v.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	req, err := http.NewRequestWithContext(ctx, method, v.url+path, strings.NewReader(form.Encode()))
	v.must("make a request", err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", origin)
	client := *v.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := client.Do(req)
	v.must(method+" "+path, err)
	defer res.Body.Close()
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		return res, ""
	}
	body, err := io.ReadAll(res.Body)
	v.must("read "+path, err)
	return res, string(body)
}

// Every answer gets 130 or more of Mozilla's grader behind https, whoever asks and whatever is wrong, and is stored nowhere on the way.
func TestHeadersOfEveryAnswer(t *testing.T) {
	s := siteOf(t, web.Config{BaseURL: "https://dure.example.org"})
	s.fill()
	teams := s.ratedSeason()
	s.openRound(survey.Pulse)
	s.usedModel()
	v := s.organizer()
	v.upload("/import", "roster.csv", []byte("Name,Hours\nA,3\nB,4\nC,3\n")).want(200)
	fill := s.everyPath(teams[0][0], int64(s.divided("Second", teams[0], teams[2], teams[1])))
	answered, typed := map[int]int{}, regexp.MustCompile(`(?i)^(text/.*charset=utf-8|application/json|image/|application/vnd\.)`)
	check := func(v *visitor, method, path, origin string, form url.Values) {
		t.Helper()
		res, body := v.answer(method, path, origin, form)
		answered[res.StatusCode]++
		if score, faults := grade(res, body); score < 130 {
			t.Errorf("%s %s answers %d with the grade %d, want 130: wrong are %q in\n%v", method, path, res.StatusCode, score, faults, res.Header)
		}
		if kind := res.Header.Get("Content-Type"); body != "" && !typed.MatchString(kind) {
			t.Errorf("%s %s answers %d with Content-Type %q, want a type, and how text is written", method, path, res.StatusCode, kind)
		}
		kept := strings.HasPrefix(path, "/static/") || strings.Contains(path, "/logo/")
		if got := res.Header.Get("Cache-Control"); got != "no-store" && !(kept && res.StatusCode == 200) {
			t.Errorf("%s %s answers %d with Cache-Control %q, want no-store", method, path, res.StatusCode, got)
		}
	}
	for _, r := range web.Routes() {
		path := cmp.Or(map[string]string{"/static/*": "/static/dure.css"}[r.Path], fill.Replace(r.Path))
		if r.Method == http.MethodGet {
			check(v, r.Method, path, s.url, nil)
			check(v, http.MethodHead, path, s.url, nil)
		}
		check(s.visitor(), r.Method, path, s.url, nil)
		check(v, http.MethodPost, path, "https://elsewhere.example", nil)
		check(s.visitor(), http.MethodDelete, path, s.url, nil)
	}
	check(v, http.MethodGet, "/no/such/page", s.url, nil)
	check(v, http.MethodPost, "/signin", s.url, url.Values{"x": {strings.Repeat("x", 9000)}})
	check(v, http.MethodGet, "/static/", s.url, nil)
	for range 110 {
		check(s.visitor(), http.MethodGet, "/m/UNKNOWN", s.url, nil)
	}
	_, err := s.beside().ExecContext(t.Context(), "ALTER TABLE clubs RENAME TO lost")
	s.must("lose a table", err)
	check(v, http.MethodGet, "/clubs", s.url, nil)
	for _, status := range []int{200, 303, 403, 404, 405, 413, 422, 429, 503} {
		if answered[status] == 0 {
			t.Errorf("no answer of %d was looked at, only %v", status, answered)
		}
	}
	// A program that falls over says so by a page like any other.
	h, err := web.New(web.Config{BaseURL: s.url, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))})
	s.must("make a handler without a store", err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/s/TOKEN", nil))
	if score, faults := grade(w.Result(), w.Body.String()); w.Code != 500 || score < 130 {
		t.Errorf("a panic answers %d with the grade %d: wrong are %q", w.Code, score, faults)
	}
}

// Streams of events are few, of one organizer from whatever sessions, and one that ends makes room.
func TestEventStreamsHaveALimit(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	open := func(v *visitor) int {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+s.at("/responses/events"), nil)
		s.must("make a request", err)
		res, err := v.client.Do(req)
		s.must("follow the answers", err)
		t.Cleanup(func() { res.Body.Close() })
		return res.StatusCode
	}
	var got []int
	for range 4 {
		v := s.organizer()
		for range 4 {
			got = append(got, open(v))
		}
	}
	if ok := slices.Index(got, 429); ok != 12 || slices.Index(got[ok:], 200) >= 0 {
		t.Errorf("sixteen streams in four sessions of one organizer are answered with %v, want the first twelve open", got)
	}
	if code := open(s.colleague(survey.Viewer)); code != 200 {
		t.Errorf("another organizer's stream is answered with %d, want 200", code)
	}
	stop()
	ctx, stop = context.WithCancel(t.Context())
	defer stop()
	v, code := s.organizer(), 0
	for range 100 {
		if code = open(v); code == 200 {
			break
		}
	}
	if code != 200 {
		t.Errorf("after all streams have ended the next one is answered with %d", code)
	}
}
