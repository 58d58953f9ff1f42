package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"dure/ml/tune"
)

// studyFormat is the user_version of a study's file; another program's has another.
const studyFormat = 0x5475

// A StudyFile is a [tune.Store] in a SQLite file of its own. Several programs may share it: a trial
// whose program has not been heard of for the lease is taken up again by another.
type StudyFile struct {
	pool  *sql.DB
	lease time.Duration
}

// OpenStudy opens the study in the file at path, or begins one there. key says what is tuned; for a
// file with another key the error is [ErrOtherStudy]. A trial is leased for the given time after it
// began. Where lease is 0, the file is this program's alone, and trials found running, whose
// program must have ended, wait to be taken up again.
func OpenStudy(ctx context.Context, path, key string, lease time.Duration) (*StudyFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open study: %w", classify(err))
	}
	f.Close()
	s := &StudyFile{pool: pool(path, 1, "synchronous(FULL)"), lease: lease}
	if lease == 0 {
		s.pool.Close()
		s = &StudyFile{pool: openPool(path, 1, "busy_timeout(1000)", "locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)"), lease: forever}
	}
	err = s.prepare(ctx, key)
	if err == nil && lease == 0 {
		err = s.putBack(ctx)
	}
	if err != nil {
		return nil, errors.Join(classify(err), s.pool.Close())
	}
	return s, nil
}

const forever = 100 * 365 * 24 * time.Hour

// putBack has running trials wait, with the settings they had.
func (s *StudyFile) putBack(ctx context.Context) error {
	records, _, err := s.Since(ctx, 0)
	if err != nil {
		return err
	}
	for _, r := range records {
		if r.State != tune.Running {
			continue
		}
		if _, err := s.Save(ctx, tune.Record{Number: r.Number, State: tune.Waiting, Fixed: r.Map()}); err != nil {
			return err
		}
	}
	return nil
}

// ErrOtherStudy says that the file holds a study of something else, or no study.
var ErrOtherStudy = errors.New("the file is not of this study")

func (s *StudyFile) prepare(ctx context.Context, key string) error {
	return s.tx(ctx, func(t *sql.Tx) error {
		var format, tables int
		if err := t.QueryRowContext(ctx, "PRAGMA user_version").Scan(&format); err != nil {
			return err
		}
		if err := t.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&tables); err != nil {
			return err
		}
		if tables == 0 {
			return startStudy(ctx, t, key)
		}
		var have string
		if format == studyFormat {
			if err := t.QueryRowContext(ctx, "SELECT value FROM study").Scan(&have); err != nil {
				return err
			}
		}
		if format != studyFormat || have != key {
			return ErrOtherStudy
		}
		return nil
	})
}

func startStudy(ctx context.Context, t *sql.Tx, key string) error {
	for _, q := range []string{
		fmt.Sprintf("PRAGMA user_version = %d", studyFormat),
		"CREATE TABLE study (value TEXT NOT NULL)",
		"CREATE TABLE trial (number INTEGER PRIMARY KEY, state TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL, lease BIGINT NOT NULL)",
		"CREATE INDEX trial_state ON trial (state, number)",
		"CREATE UNIQUE INDEX trial_version ON trial (version)",
	} {
		if _, err := t.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	_, err := t.ExecContext(ctx, "INSERT INTO study (value) VALUES ($1)", key)
	return err
}

// tx runs do in a transaction, which is on the disk when tx returns without an error.
func (s *StudyFile) tx(ctx context.Context, do func(*sql.Tx) error) error {
	t, err := s.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", classify(err))
	}
	if err := do(t); err != nil {
		return errors.Join(classify(err), t.Rollback())
	}
	return classify(t.Commit())
}

// Close closes the file.
func (s *StudyFile) Close() error { return s.pool.Close() }

// Begin implements [tune.Store]. A trial whose lease is over begins anew with the settings it had.
func (s *StudyFile) Begin(ctx context.Context, now time.Time) (r tune.Record, err error) {
	err = s.tx(ctx, func(t *sql.Tx) error {
		var text string
		err := t.QueryRowContext(ctx, "SELECT record FROM trial WHERE state = 'waiting' OR state = 'running' AND lease < $1 ORDER BY number LIMIT 1",
			now.UnixMilli()).Scan(&text)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			err = t.QueryRowContext(ctx, "SELECT COALESCE(MAX(number) + 1, 0) FROM trial").Scan(&r.Number)
		case err == nil:
			err = json.Unmarshal([]byte(text), &r)
		}
		if err != nil {
			return fmt.Errorf("next trial: %w", err)
		}
		if r.State == tune.Running {
			r.Fixed = r.Map()
		}
		r = tune.Record{Number: r.Number, State: tune.Running, Fixed: r.Fixed, Began: now}
		return s.save(ctx, t, r, now)
	})
	return r, err
}

// Save implements [tune.Store].
func (s *StudyFile) Save(ctx context.Context, r tune.Record) (int, error) {
	err := s.tx(ctx, func(t *sql.Tx) error {
		if r.Number < 0 {
			if err := t.QueryRowContext(ctx, "SELECT COALESCE(MAX(number) + 1, 0) FROM trial").Scan(&r.Number); err != nil {
				return fmt.Errorf("new trial: %w", err)
			}
		}
		return s.save(ctx, t, r, r.Began)
	})
	return r.Number, err
}

func (s *StudyFile) save(ctx context.Context, t *sql.Tx, r tune.Record, now time.Time) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("trial %d: %w", r.Number, err)
	}
	_, err = t.ExecContext(ctx, `INSERT INTO trial (number, state, record, version, lease)
VALUES ($1, $2, $3, (SELECT COALESCE(MAX(version), 0) + 1 FROM trial), $4)
ON CONFLICT (number) DO UPDATE SET state = excluded.state, record = excluded.record, version = excluded.version, lease = excluded.lease`,
		r.Number, string(r.State), string(text), now.Add(s.lease).UnixMilli())
	if err != nil {
		return fmt.Errorf("trial %d: %w", r.Number, err)
	}
	return nil
}

// Since implements [tune.Store].
func (s *StudyFile) Since(ctx context.Context, version int64) ([]tune.Record, int64, error) {
	rows, err := s.pool.QueryContext(ctx, "SELECT record, version FROM trial WHERE version > $1 ORDER BY number", version)
	if err != nil {
		return nil, version, fmt.Errorf("trials: %w", classify(err))
	}
	defer rows.Close()
	var out []tune.Record
	last := version
	for rows.Next() {
		var text string
		var v int64
		if err := rows.Scan(&text, &v); err != nil {
			return nil, version, fmt.Errorf("trials: %w", err)
		}
		var r tune.Record
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			return nil, version, fmt.Errorf("trials: %w", err)
		}
		out, last = append(out, r), max(last, v)
	}
	return out, last, rows.Err()
}
