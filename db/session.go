package db

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Sessions keeps the sessions of visitors for scs, by the hash of their tokens.
type Sessions struct {
	db  *DB
	now func() time.Time
}

// Sessions returns the store of sessions, which end by the clock now.
func (d *DB) Sessions(now func() time.Time) *Sessions { return &Sessions{d, now} }

// FindCtx returns the data of a session that has not ended, and whether there is one.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	row, err := s.db.read.Session(ctx, hash(token))
	if err = missing(classify(err)); err != nil {
		if errors.Is(err, survey.ErrNotFound) {
			return nil, false, nil
		}
		return nil, false, fmt.Errorf("session: %w", err)
	}
	if row.Expires <= millis(s.now()) {
		return nil, false, nil
	}
	return row.Data, true, nil
}

// lazy is by how much a session may end earlier than it should, so that not every page that
// somebody looks at has to be written down.
const lazy = 5 * time.Minute

// CommitCtx stores a session, and drops those that have ended.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	old, err := s.db.read.Session(ctx, hash(token))
	if err == nil && bytes.Equal(old.Data, data) && expires.Sub(fromMillis(old.Expires)).Abs() < lazy {
		return nil
	}
	err = s.db.update(ctx, func(ctx context.Context, t tx) error {
		if err := t.DeleteExpiredSessions(ctx, millis(s.now())); err != nil {
			return err
		}
		return t.SaveSession(ctx, query.SaveSessionParams{Hash: hash(token), Data: data, Expires: millis(expires)})
	})
	return wrap(err, "save session")
}

// DeleteCtx ends a session, if there is one.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	err := s.db.update(ctx, func(ctx context.Context, t tx) error { return t.DeleteSession(ctx, hash(token)) })
	return wrap(err, "end session")
}

// Find is [Sessions.FindCtx] without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is [Sessions.CommitCtx] without a context.
func (s *Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is [Sessions.DeleteCtx] without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
