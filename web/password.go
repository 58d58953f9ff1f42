package web

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// passwordStore keeps the passwords that organizers choose.
type passwordStore interface {
	ChangePassword(ctx context.Context, id survey.OrganizerID, passwordHash string, now time.Time) error
}

// newPassword returns the hash of the password typed for the account with the address, unless it is one of the first that somebody would
// try: the names of the account's clubs, and of the one that invites it, are.
func (s *server) newPassword(c echo.Context, email string, inviting survey.ClubID) (string, error) {
	known, err := s.clubNames(ctx(c), email, inviting)
	if err != nil {
		return "", err
	}
	password := c.FormValue("password")
	if err := survey.CheckPassword(password, email, known...); err != nil {
		return "", err
	}
	return s.hasher.hash(ctx(c), password)
}

func (s *server) clubNames(ctx context.Context, email string, inviting survey.ClubID) ([]string, error) {
	var names []string
	if inviting != 0 {
		club, err := s.Store.Club(ctx, inviting)
		if err != nil {
			return nil, err
		}
		names = append(names, club.Name)
	}
	o, err := s.Store.OrganizerByEmail(ctx, email)
	if errors.Is(err, survey.ErrNotFound) {
		return names, nil
	}
	if err != nil {
		return nil, err
	}
	clubs, err := s.Store.Clubs(ctx, o.ID)
	for _, club := range clubs {
		names = append(names, club.Name)
	}
	return names, err
}

// confirm asks for the password that the organizer has, so that a device left open is not enough. Wrong ones count as at the sign-in.
// The demo's organizer has none.
func (s *server) confirm(c echo.Context) error {
	o := scopeOf(c).Organizer
	if o.PasswordHash == "" {
		return nil
	}
	_, err := s.checkPassword(c, o.Email, c.FormValue("password_now"))
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		if bad.Field = "password_now"; bad.Reason == "signin_wrong" {
			bad.Reason = "password_wrong"
		}
	}
	return err
}

func (s *server) account(c echo.Context) error { return s.showAccount(c, nil) }

// sessionsShown is how many sessions of an account are listed by themselves, that of who looks first.
const sessionsShown = 20

func (s *server) showAccount(c echo.Context, wrong error) (err error) {
	sc := scopeOf(c)
	d := view.AccountPage{Email: sc.Organizer.Email, HasPassword: sc.Organizer.PasswordHash != "", Here: sc.Session.ID, MayAdd: s.passkeys != nil}
	if d.Sessions, err = s.Store.SessionsOf(ctx(c), sc.Organizer.ID, s.Now()); err != nil {
		return err
	}
	if d.Passkeys, err = s.Store.Passkeys(ctx(c), sc.Organizer.ID); err != nil {
		return err
	}
	for i := range d.Sessions {
		if d.Sessions[i].ID == d.Here {
			d.Sessions[i].Seen = s.Now()
		}
	}
	slices.SortStableFunc(d.Sessions, func(a, b survey.Session) int { return b.Seen.Compare(a.Seen) })
	d.Earlier = max(0, len(d.Sessions)-sessionsShown)
	d.Sessions = d.Sessions[:len(d.Sessions)-d.Earlier]
	return show(s, c, s.page(c, "account_title"), wrong, view.Account, d)
}

// changePassword ends all other sessions: whoever knew the old password is out.
func (s *server) changePassword(c echo.Context) error {
	o := scopeOf(c).Organizer
	if err := s.confirm(c); err != nil {
		return s.showAccount(c, err)
	}
	hash, err := s.newPassword(c, o.Email, 0)
	if err != nil {
		return s.showAccount(c, err)
	}
	if err := s.Store.ChangePassword(ctx(c), o.ID, hash, s.Now()); err != nil {
		return err
	}
	o.PasswordHash = hash
	s.flash(c, "password_changed")
	return s.enter(c, o, "/account")
}
