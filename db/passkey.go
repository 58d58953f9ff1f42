package db

import (
	"context"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// AddPasskey keeps a key with which an organizer signs in.
func (d *DB) AddPasskey(ctx context.Context, p survey.Passkey) error {
	name, err := checkName(p.Name)
	if err != nil {
		return err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		err := t.InsertPasskey(ctx, query.InsertPasskeyParams{
			OrganizerID: int64(p.Organizer), Credential: p.Credential, Name: name, Data: string(p.Data), Created: millis(p.Created),
		})
		if taken(err) {
			return &survey.InvalidError{Reason: "passkey_failed"}
		}
		return errors.Join(err, t.made(ctx, int64(p.Organizer)))
	})
	return wrap(err, "add passkey of organizer %d", p.Organizer)
}

// Passkeys returns the passkeys of an organizer, the oldest first.
func (d *DB) Passkeys(ctx context.Context, id survey.OrganizerID) ([]survey.Passkey, error) {
	rows, err := d.read.Passkeys(ctx, int64(id))
	return each(rows, passkey), wrap(classify(err), "passkeys of organizer %d", id)
}

// PasskeyByCredential returns the passkey with an id of the device that made it, or [survey.ErrNotFound].
func (d *DB) PasskeyByCredential(ctx context.Context, credential string) (survey.Passkey, error) {
	row, err := d.read.PasskeyByCredential(ctx, credential)
	return passkey(row), wrap(missing(classify(err)), "passkey")
}

func passkey(r query.Passkey) survey.Passkey {
	return survey.Passkey{
		ID: survey.PasskeyID(r.ID), Organizer: survey.OrganizerID(r.OrganizerID), Credential: r.Credential, Name: r.Name, Data: []byte(r.Data),
		Created: fromMillis(r.Created), Used: fromMillis(r.Used),
	}
}

// UsePasskey keeps that somebody signed in with a passkey, and what it says of itself since. One that was taken away meanwhile is [survey.ErrNotFound].
func (d *DB) UsePasskey(ctx context.Context, id survey.PasskeyID, data []byte, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return one(t.UsePasskey(ctx, query.UsePasskeyParams{ID: int64(id), Data: string(data), Used: millis(now)}))
	})
	return wrap(err, "use passkey")
}

// RemovePasskey takes a passkey away from an organizer, if it is one of theirs.
func (d *DB) RemovePasskey(ctx context.Context, id survey.OrganizerID, passkey survey.PasskeyID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return t.DeletePasskey(ctx, query.DeletePasskeyParams{OrganizerID: int64(id), ID: int64(passkey)})
	})
	return wrap(err, "remove passkey of organizer %d", id)
}
