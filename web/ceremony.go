package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"dure/web/view"
)

// ceremonies are what passkeys are asked. A question goes out with the page, under a seal, and comes back with the answer: strangers who look
// at the sign-in page leave nothing behind. Each is good for one answer.
type ceremonies struct {
	key  []byte
	mu   sync.Mutex
	used map[string]time.Time // until when each that was answered would be good for another answer
}

// ceremonyLasts is how long a page waits for a passkey.
const ceremonyLasts = 15 * time.Minute

type ceremony struct {
	Session webauthn.SessionData
	Until   time.Time
}

func newCeremonies() *ceremonies {
	key := make([]byte, sha256.Size)
	rand.Read(key) // never fails
	return &ceremonies{key: key, used: map[string]time.Time{}}
}

func (a *ceremonies) seal(body string) string {
	h := hmac.New(sha256.New, a.key)
	h.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// begin returns the form with the options that a browser is to ask a passkey by.
func (a *ceremonies) begin(options any, session webauthn.SessionData, now time.Time) (view.PasskeyForm, error) {
	asked, err := json.Marshal(options)
	if err != nil {
		return view.PasskeyForm{}, err
	}
	kept, err := json.Marshal(ceremony{session, now.Add(ceremonyLasts)})
	if err != nil {
		return view.PasskeyForm{}, err
	}
	body := base64.RawURLEncoding.EncodeToString(kept)
	return view.PasskeyForm{Options: string(asked), Ceremony: body + "." + a.seal(body)}, nil
}

// open returns what begin kept, in time.
func (a *ceremonies) open(sealed string, now time.Time) (ceremony, error) {
	var c ceremony
	body, seal, _ := strings.Cut(sealed, ".")
	if !hmac.Equal([]byte(seal), []byte(a.seal(body))) {
		return c, errPasskey
	}
	kept, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(kept, &c); err != nil {
		return c, err
	}
	if now.After(c.Until) {
		return c, errPasskey
	}
	return c, nil
}

// spend reports whether it is the first good answer. Only those are kept, so that no stranger makes the list long.
func (a *ceremonies) spend(c ceremony, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	maps.DeleteFunc(a.used, func(_ string, until time.Time) bool { return now.After(until) })
	if _, again := a.used[c.Session.Challenge]; again {
		return false
	}
	a.used[c.Session.Challenge] = c.Until
	return true
}
