package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"dure/db/query"
	"dure/survey"
)

// The kinds of link that an account is entered by.
const (
	signupLink linkKind = "signup"
	signinLink linkKind = "signin"
)

// newToken returns a token of 130 random bits.
func newToken() survey.Token { return survey.Token(rand.Text()) }

// hash is how a token is stored that is shown only once: who reads the database learns none.
func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// HasOrganizer reports whether anybody has an account yet.
func (d *DB) HasOrganizer(ctx context.Context) (bool, error) {
	n, err := d.read.CountOrganizers(ctx)
	return n > 0, wrap(classify(err), "count organizers")
}

// SignupToken returns the token of a new one-time link, /signup/TOKEN, that gives what the invite says. Older links that give the same
// address the same end. Who is an organizer of the club already is not invited (an [survey.InvalidError] "already_organizer").
func (d *DB) SignupToken(ctx context.Context, in survey.Invite, now time.Time) (survey.Token, error) {
	var token survey.Token
	err := d.update(ctx, func(ctx context.Context, t tx) (err error) {
		token, _, err = inviteTo(ctx, t, in, in.Club != 0, now)
		return err
	})
	return token, wrap(err, "make sign-up link")
}

// inviteTo makes a one-time link, and returns what it is made of as well: a letter keeps that alone, and else the link where owners are to be shown it again.
func inviteTo(ctx context.Context, t tx, in survey.Invite, shown bool, now time.Time) (token survey.Token, nonce string, err error) {
	if err := t.DeleteExpiredLinks(ctx, millis(now.AddDate(0, 0, -30))); err != nil {
		return "", "", err
	}
	if err := newcomer(ctx, t, in); err != nil {
		return "", "", err
	}
	if err := endLinks(ctx, t, in.Email, in.Club, now); err != nil {
		return "", "", err
	}
	if in.Club != 0 {
		if err := t.log(ctx, survey.Act{Club: in.Club, What: survey.Invited, Args: map[string]any{"Role": in.Role}}); err != nil {
			return "", "", err
		}
	}
	return insertInvite(ctx, t, in, shown)
}

func insertInvite(ctx context.Context, t tx, in survey.Invite, shown bool) (token survey.Token, nonce string, err error) {
	token, nonce, hashed := t.key.draw(signupLink)
	kept := ""
	if shown {
		kept = nonce
	}
	err = t.InsertLink(ctx, query.InsertLinkParams{
		Hash: hashed, Kind: string(signupLink), Email: in.Email, EmailKey: survey.Fold(in.Email), Role: string(in.Role), Expires: millis(in.Expires),
		ClubID: sqlID(in.Club), OrganizerID: sqlID(in.Sender), Nonce: kept,
	})
	return token, nonce, errors.Join(err, t.made(ctx, int64(in.Club)))
}

// newcomer returns an [survey.InvalidError] if the invited is of the club already: the invitation would change the role, and the club's
// last owner could become less by it.
func newcomer(ctx context.Context, t tx, in survey.Invite) error {
	if in.Club == 0 {
		return nil
	}
	all, err := t.ClubOrganizers(ctx, int64(in.Club))
	for _, o := range all {
		if survey.Fold(o.Email) == survey.Fold(in.Email) {
			return &survey.InvalidError{Field: "email", Reason: "already_organizer", Args: map[string]any{"Email": o.Email}}
		}
	}
	return err
}

// Invitations returns the invitations to a club that can still be taken up, by address, with their links, but for those that went by mail and those of before the present key.
func (d *DB) Invitations(ctx context.Context, club survey.ClubID, now time.Time) ([]survey.Invitation, error) {
	rows, err := d.read.Invitations(ctx, query.InvitationsParams{ClubID: sqlID(club), Expires: millis(now)})
	all := each(rows, func(r query.InvitationsRow) survey.Invitation {
		in := survey.Invite{Email: r.Email, Club: club, Role: survey.Role(r.Role), Expires: fromMillis(r.Expires)}
		token := d.key.token(signupLink, r.Nonce)
		if hash(string(token)) != r.Hash {
			token = ""
		}
		return survey.Invitation{Invite: in, ID: r.Hash, From: r.Sender, Token: token}
	})
	return all, wrap(classify(err), "invitations to club %d", club)
}

// WithdrawInvitation ends an invitation to a club. It returns [survey.ErrNotFound] for one that cannot be taken up any more.
func (d *DB) WithdrawInvitation(ctx context.Context, club survey.ClubID, id string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := one(t.DeleteInvitation(ctx, query.DeleteInvitationParams{ClubID: sqlID(club), Hash: id})); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Club: club, What: survey.Withdrew})
	})
	return wrap(err, "withdraw invitation to club %d", club)
}

// endInvitations ends those that an organizer who is an owner no longer sent to others, and whatever invites the organizer. Where it is
// not known who sent one, from before that was kept, it ends too.
func endInvitations(ctx context.Context, t tx, club survey.ClubID, id survey.OrganizerID) error {
	return t.DeleteInvitationsOf(ctx, query.DeleteInvitationsOfParams{ClubID: sqlID(club), OrganizerID: sqlID(id)})
}

// Invite returns what a link to sign up gives. It returns [survey.ErrNotFound],
// [survey.ErrTokenUsed] or [survey.ErrTokenExpired] for one that gives nothing.
func (d *DB) Invite(ctx context.Context, token survey.Token, now time.Time) (survey.Invite, error) {
	in, err := invite(ctx, d.read, token, now)
	return in, wrap(classify(err), "sign-up link")
}

func invite(ctx context.Context, q *query.Queries, token survey.Token, now time.Time) (survey.Invite, error) {
	l, err := link(ctx, q, signupLink, token, now)
	if err != nil {
		return survey.Invite{}, err
	}
	in := survey.Invite{
		Email: l.Email, Club: survey.ClubID(l.ClubID.Int64), Role: survey.Role(l.Role), Sender: survey.OrganizerID(l.OrganizerID.Int64), Expires: fromMillis(l.Expires),
	}
	if in.Email != "" {
		return in, nil
	}
	// A link for the first organizer ends when there is one.
	n, err := q.CountOrganizers(ctx)
	if err == nil && n > 0 {
		err = survey.ErrTokenUsed
	}
	return in, err
}

func link(ctx context.Context, q *query.Queries, kind linkKind, token survey.Token, now time.Time) (query.Link, error) {
	l, err := q.Link(ctx, hash(string(token)))
	switch {
	case err != nil:
		return query.Link{}, missing(err)
	case l.Kind != string(kind):
		return query.Link{}, survey.ErrNotFound
	case l.Used != 0:
		return query.Link{}, survey.ErrTokenUsed
	case l.Expires <= millis(now):
		return query.Link{}, survey.ErrTokenExpired
	}
	return l, nil
}

// Signup uses up a link and returns the organizer whom it made: a new account with the address and the hash of the
// password. The operator's link sets the password of an account that exists, and ends its sessions and passkeys; a club's does not, for it
// is not the club that may, and asks to sign in instead (an [survey.InvalidError] "address_taken").
func (d *DB) Signup(ctx context.Context, token survey.Token, email, passwordHash string, now time.Time) (survey.Organizer, error) {
	var o survey.Organizer
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		in, err := invite(ctx, t.Queries, token, now)
		if err != nil {
			return err
		}
		if email, err = signupEmail(in, email); err != nil {
			return err
		}
		if o, err = account(ctx, t, in, email, passwordHash, now); err != nil {
			return err
		}
		if err := endLinks(ctx, t, o.Email, 0, now); err != nil {
			return err
		}
		return errors.Join(accept(ctx, t, in, o.ID, now), t.made(ctx, int64(o.ID)))
	})
	return o, wrap(err, "sign up")
}

// signupEmail returns the address of the account: the invited one, or the typed one where none is.
func signupEmail(in survey.Invite, typed string) (string, error) {
	typed = survey.Clean(typed)
	if in.Email == "" {
		return typed, survey.CheckEmail(typed)
	}
	if typed != "" && survey.Fold(typed) != survey.Fold(in.Email) {
		return "", &survey.InvalidError{Field: "email", Reason: "address_other", Args: map[string]any{"Email": in.Email}}
	}
	return in.Email, nil
}

func account(ctx context.Context, t tx, in survey.Invite, email, passwordHash string, now time.Time) (survey.Organizer, error) {
	old, err := t.OrganizerByEmail(ctx, survey.Fold(email))
	if err == nil {
		if in.Club != 0 {
			return survey.Organizer{}, &survey.InvalidError{Field: "email", Reason: "address_taken"}
		}
		old.PasswordHash = passwordHash
		// Whoever got into the account is out: it is the way to get it back.
		if err := errors.Join(endSessions(ctx, t, survey.OrganizerID(old.ID), 0), t.DeletePasskeys(ctx, old.ID)); err != nil {
			return survey.Organizer{}, err
		}
		return organizer(old), t.SetPassword(ctx, query.SetPasswordParams{ID: old.ID, PasswordHash: passwordHash})
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return survey.Organizer{}, err
	}
	id, err := t.InsertOrganizer(ctx, query.InsertOrganizerParams{
		Email: email, EmailKey: survey.Fold(email), PasswordHash: passwordHash, Created: millis(now),
	})
	return survey.Organizer{ID: survey.OrganizerID(id), Email: email, PasswordHash: passwordHash, Created: fromMillis(millis(now))}, err
}

// endLinks uses up all links that give an address an account, or a new password (club 0), or a place in the club.
func endLinks(ctx context.Context, t tx, email string, club survey.ClubID, now time.Time) error {
	return t.UseLinks(ctx, query.UseLinksParams{EmailKey: survey.Fold(email), Club: int64(club), Used: millis(now)})
}

// accept uses up the link and makes the organizer one of the club's, if it is for a club. A role that the organizer has there stays.
func accept(ctx context.Context, t tx, in survey.Invite, id survey.OrganizerID, now time.Time) error {
	if err := endLinks(ctx, t, in.Email, in.Club, now); err != nil || in.Club == 0 {
		return err
	}
	_, err := t.Role(ctx, query.RoleParams{ClubID: int64(in.Club), OrganizerID: int64(id)})
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := t.SaveRole(ctx, query.SaveRoleParams{ClubID: int64(in.Club), OrganizerID: int64(id), Role: string(in.Role)}); err != nil {
		return err
	}
	ctx = survey.Doing(ctx, survey.Doer{Kind: survey.ByOrganizer, Organizer: id, At: now})
	return t.log(ctx, survey.Act{Club: in.Club, What: survey.JoinedClub, Args: map[string]any{"Role": in.Role}})
}

// AcceptInvite uses up a club's link for an organizer who has an account with the invited address.
func (d *DB) AcceptInvite(ctx context.Context, token survey.Token, id survey.OrganizerID, now time.Time) (survey.ClubID, error) {
	var club survey.ClubID
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		in, err := invite(ctx, t.Queries, token, now)
		if err != nil {
			return err
		}
		o, err := t.Organizer(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		if o.EmailKey != survey.Fold(in.Email) {
			return &survey.InvalidError{Field: "email", Reason: "address_other", Args: map[string]any{"Email": in.Email}}
		}
		club = in.Club
		return errors.Join(accept(ctx, t, in, id, now), t.made(ctx, int64(club)))
	})
	return club, wrap(err, "accept invitation")
}

// ChangePassword gives an organizer another password and ends all sessions. Links of the operator that would give one end.
func (d *DB) ChangePassword(ctx context.Context, id survey.OrganizerID, passwordHash string, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		o, err := t.Organizer(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		if err := endLinks(ctx, t, o.Email, 0, now); err != nil {
			return err
		}
		if err := endSessions(ctx, t, id, 0); err != nil {
			return err
		}
		return t.SetPassword(ctx, query.SetPasswordParams{ID: int64(id), PasswordHash: passwordHash})
	})
	return wrap(err, "change password of organizer %d", id)
}

func organizer(o query.Organizer) survey.Organizer {
	return survey.Organizer{ID: survey.OrganizerID(o.ID), Email: o.Email, PasswordHash: o.PasswordHash, Created: fromMillis(o.Created)}
}

// Organizer returns the organizer with the id.
func (d *DB) Organizer(ctx context.Context, id survey.OrganizerID) (survey.Organizer, error) {
	o, err := d.read.Organizer(ctx, int64(id))
	return organizer(o), wrap(missing(classify(err)), "organizer %d", id)
}

// OrganizerByEmail returns the organizer with the address, however it is capitalised.
func (d *DB) OrganizerByEmail(ctx context.Context, email string) (survey.Organizer, error) {
	o, err := d.read.OrganizerByEmail(ctx, survey.Fold(email))
	return organizer(o), wrap(missing(classify(err)), "organizer by e-mail")
}

// SigninToken returns the token of a link that signs an organizer in, as often as it is opened until it
// expires. It is for the demo, whose organizer has no password.
func (d *DB) SigninToken(ctx context.Context, id survey.OrganizerID, expires time.Time) (survey.Token, error) {
	token := newToken()
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return t.InsertLink(ctx, query.InsertLinkParams{
			Hash: hash(string(token)), Kind: string(signinLink), Expires: millis(expires),
			OrganizerID: sqlID(id),
		})
	})
	return token, wrap(err, "make sign-in link")
}

// EndDemo takes away what signs in to a demo: where there are links that do, they and every session end.
func (d *DB) EndDemo(ctx context.Context) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		n, err := t.DeleteLinks(ctx, string(signinLink))
		if err != nil || n == 0 {
			return err
		}
		return t.DeleteSignins(ctx)
	})
	return wrap(err, "end the demo")
}

// Signin returns the organizer whom a link signs in.
func (d *DB) Signin(ctx context.Context, token survey.Token, now time.Time) (survey.Organizer, error) {
	l, err := link(ctx, d.read, signinLink, token, now)
	if err != nil {
		return survey.Organizer{}, fmt.Errorf("sign-in link: %w", classify(err))
	}
	return d.Organizer(ctx, survey.OrganizerID(l.OrganizerID.Int64))
}
