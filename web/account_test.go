package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

const sentence = "a long enough sentence"

// account makes an organizer who signs in with the password [sentence], and is in no club.
func (s *site) account(email string) {
	s.Helper()
	s.visitor().post(s.reset(email), url.Values{"password": {sentence}}).want(200, "signout")
}

// reset is the path of the operator's link with which an organizer chooses a new password.
func (s *site) reset(email string) string {
	s.Helper()
	token, err := s.db.SignupToken(s.Context(), survey.Invite{Email: email, Expires: s.now.Add(time.Hour)}, s.now)
	s.must("make a sign-up link", err)
	return "/signup/" + string(token)
}

// invited is the path of an invitation to the club.
func (s *site) invited(email string, role survey.Role) string {
	s.Helper()
	token, err := s.db.SignupToken(s.Context(), survey.Invite{Email: email, Club: s.club.ID, Role: role, Sender: s.owner.ID, Expires: s.now.Add(time.Hour)}, s.now)
	s.must("invite", err)
	return "/signup/" + string(token)
}

// The first account is for whoever has the operator's link, with an address of their own.
func TestSignUp(t *testing.T) {
	s := emptySite(t, nil)
	token, err := s.db.SignupToken(t.Context(), survey.Invite{Expires: s.now.Add(time.Hour)}, s.now)
	s.must("make a sign-up link", err)
	link := "/signup/" + string(token)
	v := s.visitor()
	v.get(link).want(200, "Your organizer account").lacks("readonly")
	for _, bad := range []struct {
		email, password string
		says            []string
	}{
		{"mina", "short", []string{`value="mina"`, "Enter an e-mail address", "at least 10 characters"}},
		{"mina@example.org", strings.Repeat("x", 501), []string{"at least 10 characters"}},
		{"", sentence, []string{"Enter an e-mail address"}},
	} {
		v.post(link, url.Values{"email": {bad.email}, "password": {bad.password}}).want(422, bad.says...).lacks(`value="` + bad.password + `"`)
	}
	if _, err := s.db.OrganizerByEmail(t.Context(), "mina@example.org"); err == nil {
		t.Error("a rejected form made an account")
	}
	if r := v.post(link, url.Values{"email": {" Mina@Example.org "}, "password": {sentence}}).want(200); r.path != "/clubs" {
		t.Errorf("signing up leads to %s, want /clubs", r.path)
	}
	o, err := s.db.OrganizerByEmail(t.Context(), "mina@example.org")
	s.must("find the account", err)
	if o.Email != "Mina@Example.org" || strings.Contains(o.PasswordHash, sentence) {
		t.Errorf("the account is %+v, want the address as typed and no password", o)
	}
	v.get("/").want(200, "New club")
	s.visitor().get(link).want(404, "This link no longer works", "ask whoever runs this Dure for a new link")
	s.visitor().post(link, url.Values{"email": {"other@example.org"}, "password": {sentence}}).want(404, "This link no longer works")
}

func TestSignInAndOut(t *testing.T) {
	s := newSite(t)
	s.account("mina@example.org")
	v := s.visitor()
	v.get("/").want(200, "Turn new members into teams").lacks("signout")
	for _, typed := range [][2]string{{"mina@example.org", "not the sentence"}, {"nobody@example.org", sentence}, {"", ""}} {
		v.post("/signin", url.Values{"email": {typed[0]}, "password": {typed[1]}}).want(422, "do not belong together", `value="`+typed[0]+`"`)
	}
	for next, want := range map[string]string{
		"": "/clubs", "/clubs?x=1": "/clubs?x=1", "https://evil.example": "/clubs", "//evil.example": "/clubs", "/\\evil.example": "/clubs", "clubs": "/clubs",
	} {
		r := v.post("/signin", url.Values{"email": {"MINA@example.org"}, "password": {sentence}, "next": {next}}).want(200, "signout")
		if r.path != want {
			t.Errorf("signing in on the way to %q leads to %s, want %s", next, r.path, want)
		}
		if r := v.post("/signout", nil).want(200, "Turn new members into teams"); r.path != "/" {
			t.Errorf("signing out leads to %s, want /", r.path)
		}
		if r := v.get("/clubs"); r.path != "/signin?next=%2Fclubs" {
			t.Errorf("after signing out /clubs leads to %s, want to the sign-in", r.path)
		}
	}
}

// A link signs in for a while.
func TestSignInLinks(t *testing.T) {
	s := newSite(t)
	link := func(lasts time.Duration) string {
		token, err := s.db.SigninToken(t.Context(), s.owner.ID, s.now.Add(lasts))
		s.must("make a sign-in link", err)
		return "/signin/" + string(token)
	}
	long, short := link(time.Hour), link(time.Minute)
	s.now = s.now.Add(2 * time.Minute)
	v := s.visitor()
	for _, dead := range []string{short, "/signin/UNKNOWN"} {
		v.get(dead).want(404, "This link no longer works")
		v.post(dead, nil).want(404, "This link no longer works")
		if r := v.get("/clubs"); !strings.HasPrefix(r.path, "/signin") {
			t.Errorf("%s signs in: /clubs leads to %s", dead, r.path)
		}
	}
	v.get(long).want(200, "Sign in with this link")
	if r := v.get("/clubs"); !strings.HasPrefix(r.path, "/signin") {
		t.Errorf("a look at a link signs in: /clubs leads to %s", r.path)
	}
	v.post(long, nil).want(200, "Chess")
}

// An organizer of another club who is invited signs in and accepts. The invitation is for nobody else.
func TestJoinAClub(t *testing.T) {
	s := newSite(t)
	s.account("mina@example.org")
	s.account("ara@example.org")
	link, club := s.invited("Mina@example.org", survey.Editor), fmt.Sprintf("/clubs/%d", s.club.ID)
	v := s.visitor()
	for _, r := range []reply{v.get(link), v.post(link, nil)} {
		if want := "/signin?next=" + url.QueryEscape(link); r.path != want {
			t.Errorf("an invitation of somebody who has an account leads to %s, want %s", r.path, want)
		}
	}
	v.post("/signin", url.Values{"email": {"mina@example.org"}, "password": {sentence}, "next": {link}}).want(200, "Join Chess", "You were invited")

	other := s.visitor()
	other.post("/signin", url.Values{"email": {"ara@example.org"}, "password": {sentence}})
	other.get(link).want(200, "This invitation is for Mina@example.org").lacks("Join the club")
	other.post(link, nil).want(422, "This link is for Mina@example.org.")
	other.get(club).want(404)

	if r := v.post(link, nil).want(200, "Chess", "Create the season"); r.path != club {
		t.Errorf("accepting leads to %s, want %s", r.path, club)
	}
	v.get(club).lacks("Invite an organizer")
	v.get(link).want(404, "This link no longer works")
	v.post(link, nil).want(404, "This link no longer works")

	dead := s.invited("ara@example.org", survey.Viewer)
	s.now = s.now.Add(2 * time.Hour)
	other.get(dead).want(404, "This link no longer works")
	other.post(dead, nil).want(404, "This link no longer works")
	other.get(club).want(404)
}

// A club has an owner at all times. The last one neither leaves nor becomes less, until another is there.
func TestTheLastOwner(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	club := fmt.Sprintf("/clubs/%d", s.club.ID)
	me := fmt.Sprintf("%s/organizers/%d", club, s.owner.ID)
	v.get(me+"/remove").want(200, "Remove owner@example.org")
	v.post(me+"/remove", nil).want(422, "A club needs an owner")
	s.account("second@example.org")
	second := s.visitor()
	second.post("/signin", url.Values{"email": {"second@example.org"}, "password": {sentence}})
	second.post(s.invited("second@example.org", survey.Owner), nil).want(200, "Chess")
	v.post(me+"/role", url.Values{"role": {"viewer"}}).want(200, "Saved.")
	if role, err := s.db.Role(t.Context(), s.owner.ID, s.club.ID); role != survey.Viewer || err != nil {
		t.Errorf("the owner who became less is %q (%v), want a viewer", role, err)
	}
	v.post(me+"/remove", nil).want(403)
	second.post(me+"/role", url.Values{"role": {"owner"}}).want(200, "Saved.")
	if r := v.post(me+"/remove", nil).want(200, "Removed.").lacks("Chess"); r.path != "/clubs" {
		t.Errorf("who leaves a club comes to %s, want /clubs", r.path)
	}
	v.get(club).want(404)
	for path, want := range map[string]int{"/organizers/x/remove": 404, "/organizers/999/remove": 404} {
		second.get(club + path).want(want)
		second.post(club+path, nil).want(want)
		second.post(club+strings.Replace(path, "remove", "role", 1), url.Values{"role": {"viewer"}}).want(want)
	}
}
