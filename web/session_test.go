package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
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
	s.must("change the password", s.db.ChangePassword(t.Context(), s.owner.ID, "another hash"))
	if r := fresh.get("/clubs").want(200); r.path == "/clubs" {
		t.Error("a session goes on after the operator changed the password")
	}
}

// A form that comes too late says so, and signing in leads back to the page with the form, which its own address is not.
func TestAFormSentAfterTheSessionEnded(t *testing.T) {
	s := newSite(t)
	v := s.visitor()
	req, err := http.NewRequest(http.MethodPost, v.url+s.at("/survey/open"), strings.NewReader(""))
	s.must("make a request", err)
	req.Header.Set("Referer", v.url+s.at("/survey"))
	res, err := v.client.Do(req)
	s.must("send a form", err)
	defer res.Body.Close()
	if got, want := res.Request.URL.Query().Get("next"), s.at("/survey"); got != want {
		t.Errorf("after signing in comes %q, want %q", got, want)
	}
	v.post(s.at("/survey/open"), nil).want(200, "what you sent was not saved")
}
