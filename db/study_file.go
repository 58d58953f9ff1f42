package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"dure/db/query"
)

// studyFormat is the user_version of a study's file; another program's has another.
const studyFormat = 0x5476

// A StudyFile is a [Study], and others beside it, in a SQLite file of its own, which several programs may share.
type StudyFile struct {
	*Study
	key      string
	renewing context.Context // while leases are renewed
	end      context.CancelFunc
}

// ErrOtherStudy says that the file holds a study of something else, or no study.
var ErrOtherStudy = errors.New("the file is not of this study")

// OpenStudy opens the study in the file at path, or begins one there. key says what is tuned; for a file with another key
// the error is [ErrOtherStudy]. Where no other program has the file open, trials found running are taken up again at
// once, for their programs must have ended.
func OpenStudy(ctx context.Context, path, key string) (*StudyFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open study: %w", classify(err))
	}
	f.Close()
	if err := prepareAlone(ctx, path, key); err != nil {
		return nil, fmt.Errorf("open study: %w", classify(err))
	}
	d := connect(path)
	// The others are of this program, and wait in turn.
	if err := untilFree(func() error { _, err := d.writer.ExecContext(ctx, "PRAGMA busy_timeout = 10000"); return err }); err != nil {
		return nil, fmt.Errorf("open study: %w", errors.Join(classify(err), d.closePools()))
	}
	if err := errors.Join(prepareStudy(ctx, d.writer, key), d.lookAtFiles()); err != nil {
		return nil, fmt.Errorf("open study: %w", errors.Join(classify(err), d.closePools()))
	}
	go d.runWrites()
	s, err := d.db().openStudy(ctx, key, 0)
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	renewing, end := context.WithCancel(context.WithoutCancel(ctx))
	go s.renew(renewing)
	return &StudyFile{s, key, renewing, end}, nil
}

// Beside opens another study of the file by its name, or begins it.
func (s *StudyFile) Beside(ctx context.Context, name string) (*Study, error) {
	other, err := s.db.openStudy(ctx, s.key+": "+name, 0)
	if err != nil {
		return nil, err
	}
	go other.renew(s.renewing)
	return other, nil
}

// Close closes the file.
func (s *StudyFile) Close() error {
	s.end()
	return s.db.Close()
}

// prepareAlone makes the tables and ends the leases, if no other program has the file open. One that only looks at it is gone in a moment, which is waited
// for: a trial whose lease stays would be done late, and all after it otherwise.
func prepareAlone(ctx context.Context, path, key string) error {
	alone := openPool(path, 1, "busy_timeout(0)", "locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)")
	defer alone.Close()
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		err := tryStudy(ctx, alone, key)
		if err == nil {
			err = query.New(alone).ReleaseTrials(ctx)
		}
		if !busy(err) {
			return err
		}
		if time.Since(began) > time.Second {
			return nil
		}
	}
}

// prepareStudy makes the tables of a new file, and checks those of an old one.
func prepareStudy(ctx context.Context, pool *sql.DB, key string) error {
	return untilFree(func() error { return tryStudy(ctx, pool, key) })
}

// untilFree does what another program may keep from being done, until it does not. When several begin or end at a time, SQLite refuses without waiting.
func untilFree(do func() error) error {
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if err := do(); !busy(err) || time.Since(began) > 10*time.Second {
			return err
		}
	}
}

// tryStudy is prepareStudy once.
func tryStudy(ctx context.Context, pool *sql.DB, key string) error {
	t, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback() // nothing to keep, unless committed
	var format, tables int
	if err := t.QueryRowContext(ctx, "PRAGMA user_version").Scan(&format); err != nil {
		return err
	}
	if err := t.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&tables); err != nil {
		return err
	}
	if tables == 0 {
		if _, err := t.ExecContext(ctx, studySchema); err != nil {
			return err
		}
		if err := query.New(t).InsertStudy(ctx, query.InsertStudyParams{Name: key}); err != nil {
			return err
		}
		return t.Commit()
	}
	if format != studyFormat {
		return ErrOtherStudy
	}
	_, err = query.New(t).StudyID(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrOtherStudy
	}
	return err
}

// studySchema makes the tables that the app's database has, but for what models need.
var studySchema = fmt.Sprintf(`PRAGMA user_version = %d;
CREATE TABLE studies (id INTEGER PRIMARY KEY, model_id BIGINT, name TEXT NOT NULL UNIQUE, version BIGINT NOT NULL);
CREATE TABLE trials (study_id BIGINT NOT NULL, number BIGINT NOT NULL, state TEXT NOT NULL, record TEXT NOT NULL,
version BIGINT NOT NULL, holder TEXT NOT NULL, lease BIGINT NOT NULL, PRIMARY KEY (study_id, number), UNIQUE (study_id, version));
CREATE INDEX trials_lease ON trials (study_id, lease, number)`, studyFormat)
