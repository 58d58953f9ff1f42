package web_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dure/survey"
	"dure/web"
)

// behindProxy is a site whose visitors come from the addresses that a proxy says.
func behindProxy(t *testing.T) *site {
	t.Helper()
	s := siteOf(t, web.Config{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/24")}})
	s.fill()
	s.account("mina@example.org")
	s.account("ara@example.org")
	return s
}

func (s *site) from(address string) *visitor {
	v := s.visitor()
	v.from = address
	return v
}

func (v *visitor) signIn(email, password string) reply {
	v.Helper()
	return v.post("/signin", url.Values{"email": {email}, "password": {password}})
}

// guesses sends tries at once, each by the visitor that of returns, and counts those that were looked at.
func guesses(n int, of func(i int) (v *visitor, email string)) (looked int) {
	var mu sync.Mutex
	var g sync.WaitGroup
	for i := range n {
		g.Go(func() {
			v, email := of(i)
			r := v.signIn(email, "a guess")
			mu.Lock()
			defer mu.Unlock()
			if strings.Contains(r.body, "do not belong together") {
				looked++
			}
		})
	}
	g.Wait()
	return looked
}

// Guessing is counted before it is looked at: many at once, or from many addresses, or at many accounts, get no further.
func TestGuessingAPassword(t *testing.T) {
	s := behindProxy(t)
	if n := guesses(50, func(int) (*visitor, string) { return s.from("192.0.2.1"), "mina@example.org" }); n != 5 {
		t.Errorf("of 50 guesses at once %d are looked at, want 5", n)
	}
	if n := guesses(20, func(i int) (*visitor, string) { return s.from(fmt.Sprint("198.51.100.", i)), "Mina@Example.org" }); n != 0 {
		t.Errorf("%d more guesses at the account are looked at from other addresses, want none", n)
	}
	if n := guesses(30, func(i int) (*visitor, string) { return s.from("192.0.2.7"), fmt.Sprint(i, "@example.org") }); n != 20 {
		t.Errorf("of 30 guesses from one address at as many accounts %d are looked at, want 20", n)
	}
	s.from("192.0.2.1").signIn("mina@example.org", sentence).want(422, "Too many tries. Wait 10 min")
	s.from("192.0.2.8").signIn("ara@example.org", sentence).want(200, "signout")
	s.now = s.now.Add(10 * time.Minute)
	s.from("192.0.2.1").signIn("mina@example.org", sentence).want(200, "signout")
	var in atomic.Int64
	var all sync.WaitGroup
	for i := range 30 { // nor do right ones at once
		all.Go(func() {
			if s.from(fmt.Sprint("192.0.2.", 50+i)).signIn("mina@example.org", sentence).status == 200 {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if n := in.Load(); n != 30 {
		t.Errorf("of 30 right passwords at once %d are taken, want all", n)
	}
	v := s.from("192.0.2.9")
	for range 30 { // what is right does not count
		v.signIn("mina@example.org", sentence).want(200, "signout")
	}
}

// Guesses count at all servers, and after a restart.
func TestGuessingAtSeveralServers(t *testing.T) {
	s := behindProxy(t)
	s.several(3)
	if n := guesses(50, func(i int) (*visitor, string) { return s.from(fmt.Sprint("192.0.2.", i)), "mina@example.org" }); n != 5 {
		t.Errorf("of 50 guesses at three servers %d are looked at, want 5", n)
	}
	s.restart()
	s.from("192.0.2.1").signIn("mina@example.org", sentence).want(422, "Too many tries. Wait 10 min")
}

// An address of IPv6 is the network of a customer, who has as many more as wanted.
func TestGuessingFromOneNetwork(t *testing.T) {
	s := behindProxy(t)
	if n := guesses(30, func(i int) (*visitor, string) {
		return s.from(fmt.Sprintf("2001:db8:1:1::%x", i)), fmt.Sprint(i, "@example.org")
	}); n != 20 {
		t.Errorf("of 30 guesses from one IPv6 network %d are looked at, want 20", n)
	}
	if n := guesses(1, func(int) (*visitor, string) { return s.from("2001:db8:1:2::1"), "x@example.org" }); n != 1 {
		t.Error("another IPv6 network has to wait as well")
	}
}

// Strangers who guess lock nobody out of a device on which the account was signed in, nor out of a link.
func TestALockOutIsNotForTheOwner(t *testing.T) {
	s := behindProxy(t)
	owner := s.from("192.0.2.1")
	owner.signIn("mina@example.org", sentence).want(200, "signout")
	owner.post("/signout", nil)
	guesses(10, func(i int) (*visitor, string) { return s.from(fmt.Sprint("198.51.100.", i)), "mina@example.org" })
	s.from("192.0.2.2").signIn("mina@example.org", sentence).want(422, "Too many tries")
	owner.signIn("ara@example.org", "a guess").want(422, "do not belong together")
	owner.signIn("mina@example.org", sentence).want(200, "signout")
	owner.post("/signout", nil)
	for range 5 {
		owner.signIn("mina@example.org", "a guess").want(422, "do not belong together")
	}
	owner.signIn("mina@example.org", sentence).want(422, "Too many tries").lacks("use a device")

	token, err := s.db.SignupToken(t.Context(), survey.Invite{Email: "mina@example.org", Expires: s.now.Add(time.Hour)}, s.now)
	s.must("make a sign-up link", err)
	s.from("192.0.2.3").post("/signup/"+string(token), url.Values{"password": {"a whole new sentence"}}).want(200, "signout")
	// The device of before is one no more: the password is another.
	owner.signIn("mina@example.org", "a whole new sentence").want(422, "Too many tries")
}

// A device is known for the account that was signed in on it, and for no other.
func TestADeviceIsForOneAccount(t *testing.T) {
	s := behindProxy(t)
	mine := s.from("192.0.2.1")
	mine.signIn("ara@example.org", sentence).want(200, "signout")
	mine.post("/signout", nil)
	guesses(10, func(i int) (*visitor, string) { return s.from(fmt.Sprint("198.51.100.", i)), "mina@example.org" })
	mine.signIn("mina@example.org", sentence).want(422, "Too many tries")
}

// Links are not guessed without end, and who guesses takes from nobody else in the network the link that they have.
func TestGuessingALink(t *testing.T) {
	s := behindProxy(t)
	s.ask(everyKind()...)
	m := s.member("Mina")
	s.from("192.0.2.1").get("/m/"+string(m.Token)).want(200, "Mina")
	gone, often := 0, 0
	v := s.from("192.0.2.1")
	for i := range 200 {
		path := fmt.Sprintf("%s%026d", []string{"/m/", "/s/", "/signup/", "/signin/"}[i%4], i)
		switch r := v.get(path); r.status {
		case http.StatusNotFound:
			gone++
		case http.StatusTooManyRequests:
			often++
		default:
			t.Fatalf("%s answers %d", path, r.status)
		}
	}
	if gone != 100 || often != 100 {
		t.Errorf("of 200 guesses of a link %d are looked up and %d are not, want 100 of each", gone, often)
	}
	v.get("/m/"+string(m.Token)).want(200, "Mina")
	v.get("/s/"+string(s.season.Token)).want(429, "too often")
	s.from("192.0.2.2").get("/s/"+string(s.season.Token)).want(200, "Chess")
	v.get("/s/"+string(s.season.Token)).want(200, "Chess")
	s.now = s.now.Add(5 * time.Minute)
	w := s.from("192.0.2.1")
	for range 300 { // a link that is one does not count
		w.get("/s/" + string(s.season.Token)).want(200)
	}
}

// Nobody's word is taken for who asks but a trusted proxy's.
func TestWhoAsks(t *testing.T) {
	s := newSite(t) // trusts nobody
	if n := guesses(25, func(i int) (*visitor, string) {
		return s.from(fmt.Sprint("198.51.100.", i)), fmt.Sprint(i, "@example.org")
	}); n != 20 {
		t.Errorf("with made-up addresses %d guesses are looked at, want 20", n)
	}
	s = behindProxy(t)
	for _, said := range []string{"192.0.2.2:%d", "[2001:db8::1]:%d", "192.0.2.3:%d, 10.0.0.1:443"} { // some proxies name the port
		if n := guesses(25, func(i int) (*visitor, string) {
			return s.from(fmt.Sprintf(said, 40_000+i)), fmt.Sprint(said, i, "@example.org")
		}); n != 20 {
			t.Errorf("from %s %d guesses are looked at, want 20", said, n)
		}
	}
	if n := guesses(25, func(i int) (*visitor, string) {
		return s.from(fmt.Sprintf("198.51.100.%d, 192.0.2.1, 10.0.0.1", i)), fmt.Sprint(i, "@example.org")
	}); n != 20 {
		t.Errorf("with made-up addresses before the proxy's word %d guesses are looked at, want 20", n)
	}
}
