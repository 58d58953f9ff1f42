package web_test

import (
	"net/url"
	"testing"

	"dure/survey"
)

// A password that is tried first is refused wherever one is chosen: at an invitation, at the operator's link and on the own account.
func TestPasswordsTriedFirst(t *testing.T) {
	s := newSite(t)
	v := s.visitor()
	link := s.invited("jun.park@example.org", survey.Viewer)
	for password, says := range map[string]string{
		"basketball":           "tried first",
		"chess!Chess!":         "besides your address",
		"jun.park@example.org": "besides your address",
		"Dure-Dure-Dure":       "besides your address",
	} {
		v.post(link, url.Values{"password": {password}}).want(422, says)
	}
	v.post(link, url.Values{"password": {sentence}}).want(200, "signout")
	v.post("/account/password", url.Values{"password_now": {sentence}, "password": {"chess2026!!"}}).want(422, "besides your address")
	reset := s.reset("jun.park@example.org")
	v.post(reset, url.Values{"password": {"chess2026!!"}}).want(422, "besides your address")
	v.post(reset, url.Values{"password": {"another long sentence"}}).want(200, "signout")
}

// An organizer changes the password with the present one, stays signed in, and is signed out everywhere else.
func TestChangeOfPassword(t *testing.T) {
	s := newSite(t)
	s.account("mina@example.org")
	sign := func(password string, status int) *visitor {
		v := s.visitor()
		v.post("/signin", url.Values{"email": {"mina@example.org"}, "password": {password}}).want(status)
		return v
	}
	here, there := sign(sentence, 200), sign(sentence, 200)
	change := func(present, chosen string) reply {
		return here.post("/account/password", url.Values{"password_now": {present}, "password": {chosen}})
	}
	here.get("/account").want(200, "mina@example.org", "Present password")
	change("a wrong sentence", "the second sentence").want(422, "not your present password").lacks("a wrong sentence")
	change(sentence, "short").want(422, "at least 10 characters")
	if r := change(sentence, "the second sentence").want(200, "The password was changed"); r.path != "/account" {
		t.Errorf("changing the password leads to %s, want /account", r.path)
	}
	if r := there.get("/clubs").want(200); r.path == "/clubs" {
		t.Error("another session goes on after the password was changed")
	}
	sign(sentence, 422)
	sign("the second sentence", 200)
	for range 5 {
		change("a guess", "the third sentence").want(422)
	}
	change("the second sentence", "the third sentence").want(422, "Too many tries")
	if r := s.visitor().get("/account").want(200); r.path != "/signin?next=%2Faccount" {
		t.Errorf("a stranger who asks for the account comes to %s, want to the sign-in", r.path)
	}
}

// The operator's link gets an account back: whoever got into it is out, on all devices and with all passkeys. The page says so.
func TestANewPasswordEndsPasskeys(t *testing.T) {
	s := newSite(t)
	s.account("mina@example.org")
	mina, err := s.db.OrganizerByEmail(t.Context(), "mina@example.org")
	s.must("find the account", err)
	s.must("add a passkey", s.db.AddPasskey(t.Context(), survey.Passkey{Organizer: mina.ID, Credential: "key", Name: "Phone", Data: []byte("{}"), Created: s.now}))
	v := s.visitor()
	v.post("/signin", url.Values{"email": {"mina@example.org"}, "password": {sentence}}).want(200, "signout")
	v.get("/account").want(200, "Phone")
	v.post("/account/password", url.Values{"password_now": {sentence}, "password": {"the second sentence"}}).want(200, "Phone")
	reset := s.reset("mina@example.org")
	v.get(reset).want(200, "your passkeys are removed")
	v.post(reset, url.Values{"password": {"the third sentence"}}).want(200)
	v.get("/account").want(200).lacks("Phone")
	s.visitor().get(s.reset("new@example.org")).want(200).lacks("your passkeys are removed")
}

// Where browsers make no passkeys, at an address that is no name, none is offered.
func TestNoPasskeysWithoutAName(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for _, path := range []string{"/account", "/account/passkeys/new"} {
		v.get(path).want(200, "only at an https address").lacks("data-passkey")
	}
	s.visitor().get("/signin").want(200).lacks("passkey")
	for _, path := range []string{"/signin/passkey", "/account/passkeys", "/account/passkeys/new"} {
		v.post(path, nil).want(404)
	}
}
