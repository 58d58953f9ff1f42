package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
)

// How often passwords and links may be guessed. What turns out right is given back, so that only mistakes count.
var (
	accountPace = pace{5, 10 * time.Minute}
	addressPace = pace{20, time.Minute}
	signInPace  = pace{200, time.Second} // of all accounts and addresses
	linkPace    = pace{100, time.Second} // of links that are none, from one address
)

// guess counts a try at an account's password before it is looked at, so that many at once do not get more than one after the other; by settle it is said
// whether it was wrong. A device on which the account was signed in counts by itself: strangers who guess do not lock the owner out of it. The
// error says how long to wait, and to whom it helps that there are other devices.
func (s *server) guess(c echo.Context, email string, o survey.Organizer) (settle func(wrong bool), err error) {
	counts := []survey.Attempt{accountPace.of("account " + survey.Fold(email)), addressPace.of("address " + address(c)), signInPace.of("sign-in")}
	reason := survey.Key("signin_wait")
	if device := s.knownDevice(c, o); device != "" {
		counts, reason = []survey.Attempt{accountPace.of("device " + device)}, "signin_wait_here"
	}
	settle, err = s.paces.take(ctx(c), s.Now(), counts...)
	if later, ok := errors.AsType[*laterError](err); ok {
		later.header(c)
		err = &survey.InvalidError{Field: "password", Reason: reason, Args: map[string]any{"Minutes": later.minutes()}}
	}
	return settle, err
}

// address is who asks, as far as the network tells: of IPv6 the half that a provider gives to one customer.
func address(c echo.Context) string {
	ip, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return ""
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	half, _ := ip.Prefix(64) // never wrong for IPv6
	return half.String()
}

// guessLink counts addresses of links that are none, before they are looked up. A link that was there before passes: who guesses from
// a network keeps nobody else there from the own one.
func (s *server) guessLink(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		token := c.Param("token")
		if s.links.has(token) {
			return s.seeLink(c, token, next(c))
		}
		settle, err := s.linkPaces.take(ctx(c), s.Now(), linkPace.of("link "+address(c)))
		if err != nil {
			return err
		}
		defer func() { settle(!s.links.has(token)) }()
		return s.seeLink(c, token, next(c))
	}
}

// seeLink remembers whether the link was one, by how it was answered.
func (s *server) seeLink(c echo.Context, token string, err error) error {
	s.links.see(token, err == nil && c.Response().Status != http.StatusNotFound)
	return err
}

// links are those that were opened, by a part of their hashes. Only links that there are come in, so that no guessing makes it large.
type links struct {
	mu   sync.Mutex
	seen map[[16]byte]bool
}

func linkKey(token string) [16]byte {
	sum := sha256.Sum256([]byte(token))
	return [16]byte(sum[:16])
}

func (l *links) has(token string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seen[linkKey(token)]
}

func (l *links) see(token string, there bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if there {
		l.seen[linkKey(token)] = true
	} else {
		delete(l.seen, linkKey(token))
	}
}

// deviceCookie is on each device on which an account was signed in. It holds a name of the device, and a mark that is made of it by what is stored of the password:
// it is good for this account alone, until the password changes, and nobody else can make one (OWASP calls it a device cookie).
const (
	deviceCookie = "device"
	deviceLasts  = 365 * 24 * time.Hour
)

func (s *server) keepDevice(c echo.Context, o survey.Organizer) {
	if o.PasswordHash != "" && s.knownDevice(c, o) == "" {
		device := rand.Text()
		s.setCookie(c, deviceCookie, device+"."+deviceMark(o, device), deviceLasts)
	}
}

// knownDevice is the name of the visitor's device if the account was signed in on it, or else "".
func (s *server) knownDevice(c echo.Context, o survey.Organizer) string {
	device, mark, _ := strings.Cut(s.readCookie(c.Request(), deviceCookie), ".")
	if o.PasswordHash == "" || !hmac.Equal([]byte(mark), []byte(deviceMark(o, device))) {
		return ""
	}
	return device
}

func deviceMark(o survey.Organizer, device string) string {
	h := hmac.New(sha256.New, []byte(o.PasswordHash))
	h.Write([]byte("dure device " + device))
	return hex.EncodeToString(h.Sum(nil))
}
