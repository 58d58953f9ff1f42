package web

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// passkeyStore keeps the keys with which organizers sign in beside their passwords.
type passkeyStore interface {
	AddPasskey(context.Context, survey.Passkey) error
	Passkeys(context.Context, survey.OrganizerID) ([]survey.Passkey, error)
	PasskeyByCredential(ctx context.Context, credential string) (survey.Passkey, error)
	UsePasskey(ctx context.Context, id survey.PasskeyID, data []byte, now time.Time) error
	RemovePasskey(context.Context, survey.OrganizerID, survey.PasskeyID) error
}

// newPasskeys is nil where browsers make no passkeys: by http, but on the own machine, and at an address that is no name. A passkey takes the
// place of a password, so whoever uses it proves to the device who they are.
func newPasskeys(base *url.URL) *webauthn.WebAuthn {
	if base.Scheme != "https" && base.Hostname() != "localhost" {
		return nil
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: base.Hostname(), RPDisplayName: "Dure", RPOrigins: []string{base.Scheme + "://" + base.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired,
		},
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore, // some devices tell more than they were asked
	})
	if err != nil {
		return nil
	}
	return w
}

// A keyholder is an organizer as the library of passkeys sees one.
type keyholder struct {
	survey.Organizer
	keys []webauthn.Credential
}

func (k keyholder) WebAuthnID() []byte                         { return strconv.AppendInt(nil, int64(k.ID), 10) }
func (k keyholder) WebAuthnName() string                       { return k.Email }
func (k keyholder) WebAuthnDisplayName() string                { return k.Email }
func (k keyholder) WebAuthnCredentials() []webauthn.Credential { return k.keys }

func (s *server) keyholder(ctx context.Context, o survey.Organizer) (keyholder, error) {
	all, err := s.Store.Passkeys(ctx, o.ID)
	if err != nil {
		return keyholder{}, err
	}
	holder := keyholder{Organizer: o, keys: make([]webauthn.Credential, len(all))}
	for i, p := range all {
		if err := json.Unmarshal(p.Data, &holder.keys[i]); err != nil {
			return keyholder{}, err
		}
	}
	return holder, nil
}

// algorithms are those that browsers and devices have. The answer of another one could be larger than a form for signing in may be.
var algorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// passkeyForm asks for the password before a passkey is made: it outlasts the session that makes it.
func (s *server) passkeyForm(c echo.Context) error { return s.showPasskeyForm(c, nil) }

func (s *server) showPasskeyForm(c echo.Context, wrong error) error {
	d := view.AccountPage{HasPassword: scopeOf(c).Organizer.PasswordHash != "", MayAdd: s.passkeys != nil}
	return show(s, c, s.page(c, "passkey_add"), wrong, view.PasskeyPassword, d)
}

func (s *server) askPasskey(c echo.Context) error {
	if s.passkeys == nil {
		return survey.ErrNotFound
	}
	if err := s.confirm(c); err != nil {
		return s.showPasskeyForm(c, err)
	}
	holder, err := s.keyholder(ctx(c), scopeOf(c).Organizer)
	if err != nil {
		return err
	}
	options, session, err := s.passkeys.BeginRegistration(holder, webauthn.WithCredentialParameters(algorithms),
		webauthn.WithExclusions(webauthn.Credentials(holder.keys).CredentialDescriptors()))
	if err != nil {
		return err
	}
	form, err := s.ceremonies.begin(options.Response, *session, s.Now())
	if err != nil {
		return err
	}
	form.Name = device(c.Request().UserAgent())
	return render(c, http.StatusOK, view.PasskeyMake(s.page(c, "passkey_add"), form))
}

// errPasskey is a passkey that was not accepted, for whatever reason: an answer that is too late, to another question, or of nobody known.
var errPasskey = &survey.InvalidError{Reason: "passkey_failed"}

func (s *server) addPasskey(c echo.Context) error {
	if s.passkeys == nil {
		return survey.ErrNotFound
	}
	o := scopeOf(c).Organizer
	asked, err := s.ceremonies.open(c.FormValue("ceremony"), s.Now())
	if err != nil {
		return s.showAccount(c, err)
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes([]byte(c.FormValue("credential")))
	if err != nil {
		return s.showAccount(c, errPasskey)
	}
	key, err := s.passkeys.CreateCredential(keyholder{Organizer: o}, asked.Session, answer)
	if err != nil {
		return s.showAccount(c, errPasskey)
	}
	if first, err := s.ceremonies.spend(ctx(c), asked, s.Now()); err != nil || !first {
		return s.showAccount(c, cmp.Or(err, error(errPasskey)))
	}
	data, err := json.Marshal(key)
	if err != nil {
		return err
	}
	// The device has the passkey by now: it is kept whatever it is called.
	name := survey.Shorten(cmp.Or(survey.Clean(c.FormValue("name")), s.translator(c)("passkeys_title")), survey.MaxName)
	p := survey.Passkey{Organizer: o.ID, Credential: credentialID(key.ID), Name: name, Data: data, Created: s.Now()}
	if err := s.Store.AddPasskey(ctx(c), p); err != nil {
		return s.showAccount(c, err)
	}
	return s.done(c, nil, "/account", "passkey_added")
}

func credentialID(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

func (s *server) removePasskey(c echo.Context) error {
	id, err := idParam[survey.PasskeyID](c, "passkey")
	if err != nil {
		return err
	}
	return s.done(c, s.Store.RemovePasskey(ctx(c), scopeOf(c).Organizer.ID, id), "/account", "passkey_removed")
}

// signInKey is what the sign-in page asks a passkey, whosever it is; nil where there are none.
func (s *server) signInKey() (*view.PasskeyForm, error) {
	if s.passkeys == nil {
		return nil, nil
	}
	options, session, err := s.passkeys.BeginDiscoverableLogin()
	if err != nil {
		return nil, err
	}
	form, err := s.ceremonies.begin(options.Response, *session, s.Now())
	return &form, err
}

func (s *server) signInByPasskey(c echo.Context) error {
	if s.passkeys == nil {
		return survey.ErrNotFound
	}
	o, err := s.checkPasskey(c)
	if err != nil {
		return s.showSignIn(c, view.SignInForm{Next: c.FormValue("next")}, err)
	}
	return s.enter(c, o, localPath(c.FormValue("next"), ""))
}

func (s *server) checkPasskey(c echo.Context) (survey.Organizer, error) {
	var none survey.Organizer
	asked, err := s.ceremonies.open(c.FormValue("ceremony"), s.Now())
	if err != nil {
		return none, err
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(c.FormValue("credential")))
	if err != nil {
		return none, errPasskey
	}
	p, err := s.Store.PasskeyByCredential(ctx(c), credentialID(answer.RawID))
	if errors.Is(err, survey.ErrNotFound) {
		return none, errPasskey
	}
	if err != nil {
		return none, err
	}
	o, err := s.Store.Organizer(ctx(c), p.Organizer)
	if err != nil {
		return none, err
	}
	holder, err := s.keyholder(ctx(c), o)
	if err != nil {
		return none, err
	}
	_, key, err := s.passkeys.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return holder, nil }, asked.Session, answer)
	if err != nil || key.Authenticator.CloneWarning {
		return none, errPasskey
	}
	if first, err := s.ceremonies.spend(ctx(c), asked, s.Now()); err != nil || !first {
		return none, cmp.Or(err, error(errPasskey))
	}
	data, err := json.Marshal(key)
	if err != nil {
		return none, err
	}
	err = s.Store.UsePasskey(ctx(c), p.ID, data, s.Now())
	if errors.Is(err, survey.ErrNotFound) {
		err = errPasskey
	}
	return o, err
}
