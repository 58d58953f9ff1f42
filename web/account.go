package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// accountStore keeps organizers and their one-time links. A link that gives nothing any more is
// survey.ErrNotFound, survey.ErrTokenUsed or survey.ErrTokenExpired.
type accountStore interface {
	OrganizerByEmail(ctx context.Context, email string) (survey.Organizer, error)
	Invite(ctx context.Context, token survey.Token, now time.Time) (survey.Invite, error)
	Signup(ctx context.Context, token survey.Token, email, passwordHash string, now time.Time) (survey.Organizer, error)
	AcceptInvite(ctx context.Context, token survey.Token, id survey.OrganizerID, now time.Time) (survey.ClubID, error)
	Signin(ctx context.Context, token survey.Token, now time.Time) (survey.Organizer, error)
}

func (s *server) home(c echo.Context) error {
	if scopeOf(c).Organizer.ID != 0 {
		return seeOther(c, "/clubs")
	}
	return render(c, http.StatusOK, view.Welcome(s.page(c, "welcome_title")))
}

func (s *server) signInForm(c echo.Context) error {
	return s.showSignIn(c, view.SignInForm{Next: c.QueryParam("next")}, nil)
}

func (s *server) showSignIn(c echo.Context, form view.SignInForm, wrong error) (err error) {
	if form.Passkey, err = s.signInKey(); err != nil {
		return err
	}
	p := s.page(c, "signin_title")
	p.Shared = s.shared(p.Title+" · Dure", p.T("shared_site"))
	return show(s, c, p, wrong, view.SignIn, form)
}

func (s *server) signIn(c echo.Context) error {
	form := view.SignInForm{Email: strings.TrimSpace(c.FormValue("email")), Next: c.FormValue("next")}
	o, err := s.checkPassword(c, form.Email, c.FormValue("password"))
	if err != nil {
		return s.showSignIn(c, form, err)
	}
	err = s.enter(c, o, localPath(form.Next, ""))
	if errors.Is(err, survey.ErrSignIn) { // the password changed while it was looked at
		return s.showSignIn(c, form, wrongPassword())
	}
	return err
}

// wrongPassword is one that is not that of the account with the address, or there is none.
func wrongPassword() error { return &survey.InvalidError{Field: "password", Reason: "signin_wrong"} }

// checkPassword takes the same time whether or not the address is known.
func (s *server) checkPassword(c echo.Context, email, password string) (survey.Organizer, error) {
	o, err := s.Store.OrganizerByEmail(ctx(c), email)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return survey.Organizer{}, err
	}
	settle, err := s.guess(c, email, o)
	if err != nil {
		return survey.Organizer{}, err
	}
	ok, err := s.hasher.match(ctx(c), password, o.PasswordHash)
	settle(!ok && err == nil)
	if !ok && err == nil {
		err = wrongPassword()
	}
	return o, err
}

func (s *server) signOut(c echo.Context) error {
	if sc := scopeOf(c); sc.Session.ID != 0 {
		if err := s.Store.EndSession(ctx(c), sc.Organizer.ID, sc.Session.ID); err != nil {
			return err
		}
	}
	if err := s.sessions.Destroy(ctx(c)); err != nil {
		return err
	}
	return seeOther(c, "/")
}

func (s *server) signUpForm(c echo.Context) error {
	in, err := s.Store.Invite(ctx(c), survey.Token(c.Param("token")), s.Now())
	if err != nil {
		return s.linkError(c, err)
	}
	known, err := s.hasAccount(c, in)
	if err != nil {
		return err
	}
	if known && in.Club != 0 {
		return s.join(c, in)
	}
	return render(c, http.StatusOK, view.SignUp(s.page(c, "signup_title"), signUpForm(in, known)))
}

func signUpForm(in survey.Invite, known bool) view.SignUpForm {
	return view.SignUpForm{Email: in.Email, Fixed: in.Email != "", Again: known}
}

// hasAccount reports whether who is invited has one: then a club's invitation is accepted by signing in, and the operator's link gives another
// password.
func (s *server) hasAccount(c echo.Context, in survey.Invite) (bool, error) {
	_, err := s.Store.OrganizerByEmail(ctx(c), in.Email)
	if errors.Is(err, survey.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// join asks who was invited, and has an account, to accept. Signing in comes first.
func (s *server) join(c echo.Context, in survey.Invite) error {
	o := scopeOf(c).Organizer
	if o.ID == 0 {
		return survey.ErrSignIn
	}
	club, err := s.Store.Club(ctx(c), in.Club)
	if err != nil {
		return err
	}
	p := s.page(c, "join_title", "Club", club.Name)
	return render(c, http.StatusOK, view.Join(p, in.Email, survey.Fold(o.Email) == survey.Fold(in.Email)))
}

func (s *server) signUp(c echo.Context) error {
	token := survey.Token(c.Param("token"))
	in, err := s.Store.Invite(ctx(c), token, s.Now())
	if err != nil {
		return s.linkError(c, err)
	}
	known, err := s.hasAccount(c, in)
	if err != nil {
		return err
	}
	if known && in.Club != 0 {
		return s.acceptInvite(c, token)
	}
	form := signUpForm(in, known)
	if !form.Fixed {
		form.Email = survey.Clean(c.FormValue("email"))
	}
	o, err := s.makeAccount(c, token, form.Email, in.Club)
	if err != nil {
		return s.linkError(c, show(s, c, s.page(c, "signup_title"), err, view.SignUp, form))
	}
	return s.enter(c, o, "")
}

// signedUp leads on who sent the form once more: to the club of an invitation that was accepted, or into the account that was made, by the
// password that it still has.
func (s *server) signedUp(c echo.Context, id int64) error {
	password := c.FormValue("password")
	if password == "" {
		return to("/clubs/:id")(c, id)
	}
	o, err := s.Store.Organizer(ctx(c), survey.OrganizerID(id))
	if err != nil {
		return err
	}
	if ok, err := s.hasher.match(ctx(c), password, o.PasswordHash); !ok || err != nil {
		return cmp.Or(err, survey.ErrSignIn)
	}
	return s.enter(c, o, "")
}

func (s *server) acceptInvite(c echo.Context, token survey.Token) error {
	o := scopeOf(c).Organizer
	if o.ID == 0 {
		return survey.ErrSignIn
	}
	club, err := s.Store.AcceptInvite(survey.Resting(ctx(c), survey.Right{Session: scopeOf(c).Session.ID}), token, o.ID, s.Now())
	if err != nil {
		return s.linkError(c, err)
	}
	return seeOther(c, fmt.Sprintf("/clubs/%d", club))
}

func (s *server) makeAccount(c echo.Context, token survey.Token, email string, inviting survey.ClubID) (survey.Organizer, error) {
	hash, err := s.newPassword(c, email, inviting)
	if wrong := errors.Join(survey.CheckEmail(email), err); wrong != nil {
		return survey.Organizer{}, wrong
	}
	return s.Store.Signup(ctx(c), token, email, hash, s.Now())
}

// linkForm asks before the link signs in: chat rooms fetch every address for a preview.
func (s *server) linkForm(c echo.Context) error {
	if _, err := s.Store.Signin(ctx(c), survey.Token(c.Param("token")), s.Now()); err != nil {
		return s.linkError(c, err)
	}
	return render(c, http.StatusOK, view.SignInByLink(s.page(c, "signin_title")))
}

func (s *server) signInByLink(c echo.Context) error {
	o, err := s.Store.Signin(ctx(c), survey.Token(c.Param("token")), s.Now())
	if err != nil {
		return s.linkError(c, err)
	}
	return s.enter(c, o, "")
}

// linkError answers for a link that is unknown, used or too old, with what to do. Any other error goes on.
func (s *server) linkError(c echo.Context, err error) error {
	if !errors.Is(err, survey.ErrNotFound) && !errors.Is(err, survey.ErrTokenUsed) && !errors.Is(err, survey.ErrTokenExpired) {
		return err
	}
	p := s.page(c, "link_dead")
	return render(c, http.StatusNotFound, view.Failure(p, p.T("link_dead_do")))
}

// localPath returns next if it is a path of this site, else otherwise.
func localPath(next, otherwise string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return otherwise
	}
	return next
}
