package db

import (
	"database/sql"
	"errors"
	"fmt"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"dure/survey"
)

// What keeps a database from being opened or written. Each has an exit code of its own.
var (
	ErrNewer   = errors.New("the database was written by a newer version of this program")
	ErrOlder   = errors.New("the database was written by an older version of this program: run dure migrate, or restart dure serve")
	ErrDamaged = errors.New("the database is damaged")
	ErrLocked  = errors.New("the data directory is in use by another process")
	ErrNone    = errors.New("the data directory has no database")
	ErrFull    = errors.New("the disk is full")
)

// errClosed is the error of a write after Close.
var errClosed = errors.New("the database is closed")

// classify puts [ErrFull], [ErrDamaged] or, where a row refers to one that is not there, [survey.ErrNotFound] before an
// error of SQLite or the system that means it.
func classify(err error) error {
	if err == nil || errors.Is(err, ErrFull) || errors.Is(err, ErrDamaged) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	if code(err) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY {
		return fmt.Errorf("%w: %w", survey.ErrNotFound, err)
	}
	switch code(err) & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// code returns SQLite's extended result code, 0 for other errors.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

// taken reports whether err says that a unique key exists already.
func taken(err error) bool { return code(err) == sqlite3.SQLITE_CONSTRAINT_UNIQUE }

// missing turns the error of a query without a row into [survey.ErrNotFound].
func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return survey.ErrNotFound
	}
	return err
}

// one turns the count of a change that should have met one row into an error.
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return survey.ErrNotFound
	}
	return err
}

// wrap says what was being done when err came up, if it did.
func wrap(err error, doing string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(doing, args...), err)
}
