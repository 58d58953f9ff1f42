package web_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/web"
)

func TestANewPasswordSignsOutEverywhereElse(t *testing.T) {
	s := newSite(t)
	sign := func(password string) *visitor {
		t.Helper()
		token, err := s.db.SignupToken(t.Context(), survey.Invite{Email: "owner@example.org", Expires: s.now.Add(time.Hour)}, s.now)
		s.must("make a sign-up link", err)
		v := s.visitor()
		v.post("/signup/"+string(token), url.Values{"password": {password}}).want(200, "Chess")
		return v
	}
	old := sign("the first password")
	old.get("/clubs").want(200, "Chess")
	fresh := sign("the second password")
	if r := old.get("/clubs").want(200); r.path == "/clubs" {
		t.Error("a session goes on after the password was changed elsewhere")
	}
	fresh.get("/clubs").want(200, "Chess")
	fresh.post("/signin", url.Values{"email": {"owner@example.org"}, "password": {"the first password"}}).want(422)
	sign("the third password")
	if r := fresh.get("/clubs").want(200); r.path == "/clubs" {
		t.Error("a session goes on after the password was changed once more")
	}
}

// A form that comes too late says so. After signing in, and wherever the own address of a form is asked for, comes the page above it.
func TestAFormSentAfterTheSessionEnded(t *testing.T) {
	s := newSite(t)
	r := s.visitor().post(s.at("/survey/open"), nil).want(200, "what you sent was not saved")
	if want := "/signin?next=" + url.QueryEscape(s.at("/survey/open")); r.path != want {
		t.Errorf("the form led to %s, want %s", r.path, want)
	}
	v := s.organizer()
	for form, page := range map[string]string{"/survey/open": "/survey", "/teams/rules?kind=count": "/teams", "/proposals": ""} {
		if r := v.get(s.at("%s", form)).want(200); r.path != s.at("%s", page) {
			t.Errorf("%s leads to %s, want %s", form, r.path, s.at("%s", page))
		}
	}
	v.get(s.at("/no/such/page")).want(404)
}

// Forms are taken from the program's own pages, also where a proxy asks for them under another name, and from no other site.
func TestFormsOfOtherSites(t *testing.T) {
	s := newSite(t)
	for _, tt := range []struct {
		origin, lang string
		want         int
		says         string
	}{
		{s.url, "en", http.StatusSeeOther, ""},
		{"http://elsewhere.example", "en", http.StatusForbidden, "from another site"},
		{"http://elsewhere.example", "ko", http.StatusForbidden, "다른 사이트에서"},
	} {
		req, err := http.NewRequest(http.MethodPost, s.url+"/language", strings.NewReader("lang=ko"))
		s.must("make a request", err)
		req.Host = "127.0.0.1:9999"
		req.Header.Set("Origin", tt.origin)
		req.Header.Set("Accept-Language", tt.lang)
		res, err := http.DefaultTransport.RoundTrip(req)
		s.must("send a form", err)
		said, err := io.ReadAll(res.Body)
		s.must("read the answer", err)
		res.Body.Close()
		if res.StatusCode != tt.want || !strings.Contains(string(said), tt.says) {
			t.Errorf("a form from %s in %s is answered with %d, %q; want %d and %q", tt.origin, tt.lang, res.StatusCode, said, tt.want, tt.says)
		}
	}
}

// Who watches over the program asks for the head of a page alone.
func TestHeadOfAPage(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string]int{"/healthz": 200, "/signin": 200, "/static/dure.css": 200, "/no/such/page": 404, "/signout": 405} {
		res, err := http.Head(s.url + path)
		s.must("ask for the head", err)
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("HEAD %s is answered with %d, want %d", path, res.StatusCode, want)
		}
	}
}

// The handler says what is wrong with how it was set up.
func TestNewHandler(t *testing.T) {
	for _, base := range []string{"http://[::1", "localhost:8080"} {
		if _, err := web.New(web.Config{BaseURL: base}); err == nil || !strings.Contains(err.Error(), base) {
			t.Errorf("the base URL %q gives the error %v, want one that names it", base, err)
		}
	}
	if _, err := web.New(web.Config{}); err != nil {
		t.Errorf("the defaults give the error %v", err)
	}
}
