package db

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Attempt counts the attempts, or none of them where one has to wait, and returns how long each has. A power cut may undo the last.
func (d *DB) Attempt(ctx context.Context, now time.Time, attempts ...survey.Attempt) (waits []time.Duration, err error) {
	err = d.updateLazily(ctx, func(ctx context.Context, t tx) error {
		waits, err = t.attempt(ctx, now, attempts)
		return err
	})
	return waits, wrap(err, "count attempts")
}

func (t tx) attempt(ctx context.Context, now time.Time, attempts []survey.Attempt) ([]time.Duration, error) {
	next, waits := make([]time.Time, len(attempts)), make([]time.Duration, len(attempts))
	for i, a := range attempts {
		whole, err := t.Queries.Attempt(ctx, t.key.of(a))
		if err = ifThere(missing(err)); err != nil {
			return nil, err
		}
		next[i], waits[i] = a.Count(fromMillis(whole), now)
	}
	if slices.Max(waits) > 0 {
		return waits, nil
	}
	for i, a := range attempts {
		if err := t.SaveAttempt(ctx, query.SaveAttemptParams{Hash: t.key.of(a), Whole: millis(next[i])}); err != nil {
			return nil, err
		}
	}
	return waits, nil
}

// Forgive takes back attempts that were counted.
func (d *DB) Forgive(ctx context.Context, attempts ...survey.Attempt) error {
	err := d.updateLazily(ctx, func(ctx context.Context, t tx) error {
		for _, a := range attempts {
			if err := t.ForgiveAttempt(ctx, query.ForgiveAttemptParams{Hash: t.key.of(a), Whole: a.Every.Milliseconds()}); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "forgive attempts")
}

// of is by what an attempt is known. Nobody who reads the database learns from it whose address it was.
func (k linkKey) of(a survey.Attempt) string { return hex.EncodeToString(k.secret("attempt " + a.Key)) }

// secret is a key for a purpose, and tells nothing about that of links.
func (k linkKey) secret(purpose string) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte("dure secret " + purpose))
	return mac.Sum(nil)
}

// Secret is a key for a purpose, the same for all servers of the site and after each start.
func (d *DB) Secret(purpose string) []byte { return d.key.secret(purpose) }

// Spend keeps that something was used that is good for once, and reports whether it was for the first time.
func (d *DB) Spend(ctx context.Context, what string, now time.Time) (first bool, err error) {
	var n int64
	err = d.update(ctx, func(ctx context.Context, t tx) (err error) {
		n, err = t.InsertMade(ctx, query.InsertMadeParams{Hash: hash(what), At: millis(now)})
		return err
	})
	return n > 0, wrap(err, "spend")
}
