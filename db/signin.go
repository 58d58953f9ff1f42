package db

import (
	"context"
	"time"

	"dure/db/query"
	"dure/survey"
)

// BeginSession keeps that an organizer is signed in on a device, and returns the session with its id. Whose password is another than what o was looked
// at with is not signed in ([survey.ErrSignIn]): it changed meanwhile, and ended all sessions.
func (d *DB) BeginSession(ctx context.Context, o survey.Organizer, s survey.Session) (survey.Session, error) {
	s.Organizer = o.ID
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := t.Organizer(ctx, int64(o.ID))
		if err != nil {
			return missing(err)
		}
		if now.PasswordHash != o.PasswordHash {
			return survey.ErrSignIn
		}
		if err := t.DeleteExpiredSignins(ctx, millis(s.Created)); err != nil {
			return err
		}
		id, err := t.InsertSignin(ctx, query.InsertSigninParams{
			OrganizerID: int64(s.Organizer), Device: s.Device, Created: millis(s.Created), Expires: millis(s.Expires),
		})
		s.ID = survey.SessionID(id)
		return err
	})
	s.Seen = s.Created
	return s, wrap(err, "begin session")
}

// Session returns a session that has not ended, or [survey.ErrNotFound].
func (d *DB) Session(ctx context.Context, id survey.SessionID, now time.Time) (survey.Session, error) {
	row, err := d.read.Signin(ctx, query.SigninParams{ID: int64(id), Expires: millis(now)})
	return session(row), wrap(missing(classify(err)), "session")
}

func session(r query.Signin) survey.Session {
	return survey.Session{
		ID: survey.SessionID(r.ID), Organizer: survey.OrganizerID(r.OrganizerID), Device: r.Device,
		Created: fromMillis(r.Created), Seen: fromMillis(r.Seen), Expires: fromMillis(r.Expires),
	}
}

// SessionsOf returns where an organizer is signed in, the one seen last first.
func (d *DB) SessionsOf(ctx context.Context, id survey.OrganizerID, now time.Time) ([]survey.Session, error) {
	rows, err := d.read.Signins(ctx, query.SigninsParams{OrganizerID: int64(id), Expires: millis(now)})
	return each(rows, session), wrap(classify(err), "sessions of organizer %d", id)
}

// SeeSession keeps when a session was seen, and until when it lasts because of that.
func (d *DB) SeeSession(ctx context.Context, id survey.SessionID, seen, expires time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return t.SeeSignin(ctx, query.SeeSigninParams{ID: int64(id), Seen: millis(seen), Expires: millis(expires)})
	})
	return wrap(err, "see session")
}

// EndSession signs an organizer out where the session is, if it is one of theirs.
func (d *DB) EndSession(ctx context.Context, id survey.OrganizerID, session survey.SessionID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.OrganizerTopic, int64(id))
		return t.DeleteSignin(ctx, query.DeleteSigninParams{OrganizerID: int64(id), ID: int64(session)})
	})
	return wrap(err, "end session")
}

// EndOtherSessions signs an organizer out everywhere but in one session.
func (d *DB) EndOtherSessions(ctx context.Context, id survey.OrganizerID, but survey.SessionID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error { return endSessions(ctx, t, id, but) })
	return wrap(err, "end sessions")
}

func endSessions(ctx context.Context, t tx, id survey.OrganizerID, but survey.SessionID) error {
	t.tell(survey.OrganizerTopic, int64(id))
	return t.DeleteOtherSignins(ctx, query.DeleteOtherSigninsParams{OrganizerID: int64(id), ID: int64(but)})
}
