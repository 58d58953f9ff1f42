package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"dure/survey"
)

// browser is a visitor whose browser says that it is one of some system.
func (s *site) browser(userAgent string) *visitor {
	v := s.visitor()
	v.client.Transport = says(userAgent)
	return v
}

type says string

func (u says) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("User-Agent", string(u))
	return http.DefaultTransport.RoundTrip(r)
}

const (
	phone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
	laptop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)

var (
	endSession  = regexp.MustCompile(`/account/sessions/\d+/end`)
	sessionRows = regexp.MustCompile(`Last seen`)
)

// An organizer sees where the account is signed in, and signs out there: on one device, or on all others.
func TestSessions(t *testing.T) {
	s := newSite(t)
	s.account("mina@example.org") // by a visitor who leaves a session
	s.account("ara@example.org")
	sign := func(email, userAgent string) *visitor {
		v := s.browser(userAgent)
		v.post("/signin", url.Values{"email": {email}, "password": {sentence}}).want(200, "signout")
		return v
	}
	signedIn := func(v *visitor, want bool) {
		t.Helper()
		if got := v.get("/clubs").path == "/clubs"; got != want {
			t.Errorf("signed in: %v, want %v", got, want)
		}
	}
	rows := func(v *visitor, want int) reply {
		t.Helper()
		r := v.get("/account").want(200)
		if got := len(sessionRows.FindAllString(r.body, -1)); got != want {
			t.Errorf("the account lists %d sessions, want %d:\n%s", got, want, r.body)
		}
		return r
	}
	there, ara := sign("mina@example.org", phone), sign("ara@example.org", "<script>")
	s.now = s.now.Add(2 * time.Hour)
	here := sign("mina@example.org", laptop)
	rows(here, 3).want(200, "Chrome, Windows", "Safari, iPhone", "Go-http-client", "Last seen Mon, 2 Mar 2026, 09:00", "Last seen Mon, 2 Mar 2026, 11:00")
	rows(ara, 2).lacks("<script>", "Windows")
	here.post("/signin", url.Values{"email": {"mina@example.org"}, "password": {sentence}})
	all := rows(here, 3) // signing in again on a device leaves one session there

	first := endSession.FindString(all.body) // of the phone, which was seen last
	ara.post(first, nil).want(200)
	signedIn(there, true)
	here.post(first, nil).want(200, "Signed out on that device.").lacks("iPhone")
	signedIn(there, false)
	signedIn(here, true)
	here.post("/account/sessions/x/end", nil).want(404)

	there = sign("mina@example.org", phone)
	here.post("/account/sessions/end", nil).want(200, "You are signed in only here now.")
	signedIn(there, false)
	signedIn(ara, true)
	rows(here, 1).lacks("everywhere else", "longer ago")
	for range 22 {
		s.now = s.now.Add(time.Minute)
		there = sign("mina@example.org", phone)
	}
	rows(here, 20).want(200, "here</span>", "And 3 more, seen longer ago: “Sign out everywhere else” ends them too.")
	here.lang = "ko"
	here.get("/account").want(200, "더 오래전에 쓴 3개가 더 있습니다.")
	here.lang = "en"
	here.post("/account/sessions/end", nil).want(200, "You are signed in only here now.")
	signedIn(there, false)
	rows(here, 1)
	there = sign("mina@example.org", phone)
	there.post("/signout", nil)
	rows(here, 1)
}

// A session ends two weeks after it was last used, and thirty days after it was begun.
func TestSessionsEnd(t *testing.T) {
	for name, tt := range map[string]struct {
		every time.Duration
		ends  int // days after which it has ended
	}{"used daily": {24 * time.Hour, 30}, "unused": {14 * 24 * time.Hour, 14}} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			v := s.organizer()
			for at := tt.every; ; at += tt.every {
				s.now = s.now.Add(tt.every)
				if v.get("/clubs").path != "/clubs" {
					if days := int(at.Hours() / 24); days != tt.ends {
						t.Errorf("the session ended after %d days, want %d", days, tt.ends)
					}
					break
				}
			}
		})
	}
}

// Who follows a page as it changes sees no more of it once signed out or removed.
func TestEndedSessionsFollowNothing(t *testing.T) {
	for how, end := range map[string]func(s *site, o survey.OrganizerID) error{
		"signed out": func(s *site, o survey.OrganizerID) error { return s.db.EndOtherSessions(t.Context(), o, 0) },
		"removed":    func(s *site, o survey.OrganizerID) error { return s.db.RemoveOrganizer(t.Context(), o, s.club.ID) },
	} {
		t.Run(how, func(t *testing.T) {
			s := newSite(t)
			s.ask(everyKind()[:2]...)
			v, _ := s.joined("jun@example.org", survey.Viewer)
			jun, err := s.db.OrganizerByEmail(t.Context(), "jun@example.org")
			s.must("find the organizer", err)
			ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+s.at("/responses/events"), nil)
			s.must("make a request", err)
			res, err := v.client.Do(req)
			s.must("follow the answers", err)
			defer res.Body.Close()
			if res.Header.Get("Content-Type") != "text/event-stream" {
				t.Fatalf("the answers come as %q, want events", res.Header.Get("Content-Type"))
			}
			s.must("end it", end(s, jun.ID))
			if _, err = io.Copy(io.Discard, res.Body); err != nil {
				t.Errorf("the events go on after the session: %v", err)
			}
		})
	}
}

// What a stolen cookie is good for ends with the row that names its session, also for one who was made an organizer again.
func TestSessionsOfAnEndedAccount(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	sessions, err := s.db.SessionsOf(t.Context(), s.owner.ID, s.now)
	s.must("list the sessions", err)
	if len(sessions) != 1 || sessions[0].Organizer != s.owner.ID {
		t.Fatalf("the owner has the sessions %+v, want one", sessions)
	}
	s.must("end it", s.db.EndSession(t.Context(), s.owner.ID+1, sessions[0].ID))
	v.get(fmt.Sprintf("/clubs/%d", s.club.ID)).want(200, "Chess")
	s.must("end it", s.db.EndSession(t.Context(), s.owner.ID, sessions[0].ID))
	if r := v.get("/clubs"); r.path == "/clubs" {
		t.Error("a session goes on after it was ended")
	}
	if _, err := s.db.Session(t.Context(), sessions[0].ID, s.now); err == nil {
		t.Error("an ended session is still there")
	}
}
