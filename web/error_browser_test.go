package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
	"dure/web/webtest"
)

// What goes wrong has pages too, and so has who is not signed in: axe-core finds nothing on them, in both languages, in
// light and in dark, on a phone and on a desk.
func TestPagesOfWhatGoesWrongInABrowser(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	for _, look := range []struct {
		name, lang string
		width      int64
	}{{"phone", "ko", 360}, {"desk", "en", 1440}, {"small", "en", 360}} {
		tab := b.Tab(t, look.width, look.lang)
		see := func(name string) {
			t.Helper()
			tab.Check()
			tab.Screenshot(look.name + "-" + name)
		}
		tab.Go(s.url + "/")
		see("welcome")
		tab.Go(s.url + s.at("/survey"))
		see("signin")
		tab.Fill("#email", "nobody@example.org")
		tab.Fill("#password", "not the password")
		tab.Follow("main form button")
		see("signin-wrong")
		if got := webtest.Eval[string](tab, `document.querySelector("#email").value`); got != "nobody@example.org" {
			t.Errorf("after a wrong password the address is %q, want what was typed", got)
		}
		if got := webtest.Eval[string](tab, `document.activeElement.id`); got != "errors" {
			t.Errorf("after a wrong password the focus is on %q, want it on what is wrong", got)
		}
		link, err := s.db.SigninToken(t.Context(), s.owner.ID, s.now.Add(time.Hour))
		s.must("make a link", err)
		tab.Go(s.url + "/signin/" + string(link))
		see("signin-link")
		tab.GoWrong(s.url+"/signin/UNKNOWN", 404)
		tab.GoWrong(s.url+"/signup/UNKNOWN", 404)
		see("link-dead")
		tab.GoWrong(s.url+"/m/UNKNOWN", 404)
		see("not-found")
		token, err := s.db.SignupToken(t.Context(), survey.Invite{Email: look.name + "@example.org", Club: s.club.ID, Role: survey.Viewer, Expires: s.now.Add(time.Hour)}, s.now)
		s.must("invite", err)
		tab.Go(s.url + "/signup/" + string(token))
		see("signup")
		tab.Fill("#password", "short")
		tab.Follow("main form button")
		see("signup-wrong")
		tab.Fill("#password", "long enough to do")
		tab.Follow("main form button")
		tab.GoWrong(s.url+"/signup/"+string(token), 404)
		tab.GoWrong(s.url+s.at("/survey/wording"), 403)
		see("forbidden")
	}
	h, err := web.New(web.Config{Store: broken{s.db}, Sessions: s.db.Sessions(time.Now), Log: slog.New(slog.DiscardHandler)})
	s.must("make the handler", err)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	for name, tab := range map[string]*webtest.Tab{"phone-broken": b.Tab(t, 360, "ko"), "desk-broken": b.Tab(t, 1440, "en")} {
		tab.GoWrong(server.URL+"/s/"+string(s.season.Token), 500)
		tab.Check()
		tab.Screenshot(name)
	}
}

// broken is a store whose disk fails when a member comes by the club's link.
type broken struct{ *db.DB }

func (broken) SeasonByToken(context.Context, survey.Token) (survey.Season, error) {
	return survey.Season{}, errors.New("the disk is broken")
}
