package web

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"dure/web/view"
)

// ceremonyStore keeps which ceremonies are over, and has the key that they are sealed with, for all servers of the site.
type ceremonyStore interface {
	Secret(purpose string) []byte
	Spend(ctx context.Context, what string, now time.Time) (first bool, err error)
}

// ceremonies are what passkeys are asked. A question goes out with the page, under a seal, and comes back with the answer: strangers who look
// at the sign-in page leave nothing behind. Each is good for one answer.
type ceremonies struct{ store ceremonyStore }

// ceremonyLasts is how long a page waits for a passkey.
const ceremonyLasts = 15 * time.Minute

type ceremony struct {
	Session webauthn.SessionData
	Until   time.Time
}

func (a ceremonies) seal(body string) string {
	h := hmac.New(sha256.New, a.store.Secret("passkeys"))
	h.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// begin returns the form with the options that a browser is to ask a passkey by.
func (a ceremonies) begin(options any, session webauthn.SessionData, now time.Time) (view.PasskeyForm, error) {
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
func (a ceremonies) open(sealed string, now time.Time) (ceremony, error) {
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
func (a ceremonies) spend(ctx context.Context, c ceremony, now time.Time) (first bool, err error) {
	return a.store.Spend(ctx, "passkey "+c.Session.Challenge, now)
}
