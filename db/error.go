package db

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"dure/survey"
)

// A fault keeps the database from being opened, read or written.
type fault struct {
	word survey.Fault
	text string
}

func (f *fault) Error() string { return f.text }

// Fault is the word by which pages tell it.
func (f *fault) Fault() survey.Fault { return f.word }

// Faults that may come at any time, and pass but for [ErrGone], [ErrDamaged] and [ErrMoved].
var (
	ErrFull    = &fault{survey.DiskFull, "the disk is full"}
	ErrBusy    = &fault{survey.DataBusy, "another program holds the lock of the database"}
	ErrDisk    = &fault{survey.DiskBroken, "the disk cannot be read or written"}
	ErrGone    = &fault{survey.DataGone, "the files of the database were deleted or replaced while they were in use"}
	ErrDamaged = &fault{survey.Damaged, "the database is damaged"}

	ErrUnreachable = &fault{survey.DataUnreachable, "the database cannot be reached"}
	ErrMoved       = &fault{survey.DataMoved, "the data was moved"}
)

// What keeps a database from being opened.
var (
	ErrNewer   = errors.New("the database was written by a newer version of this program")
	ErrOlder   = errors.New("the database was written by an older version of this program: run dure migrate, or restart dure serve")
	ErrLocked  = errors.New("the data directory is in use by another process")
	ErrNone    = errors.New("the data directory has no database")
	ErrLost    = errors.New("the database is not there any more")
	ErrHalfway = errors.New("a restore is under way, or was interrupted")
	ErrLink    = errors.New("a symbolic link, and no database")
	ErrForeign = errors.New("not a database of this program")
	ErrMixed   = errors.New("the database and the write-ahead log beside it do not belong together")

	ErrReplaced = errors.New("not the database that was here last, but perhaps an older one")
	ErrNoLog    = errors.New("the write-ahead log is not there any more, though nobody closed the database")
	ErrBehind   = errors.New("what was written last is missing: the database or its write-ahead log is an older one, or that log was emptied, cut short or spoilt")
)

// A PlaceError says why nothing can be written at a path, which is that of a copy and not of the data, or of data that is to be restored.
type PlaceError struct {
	Path  string
	cause error
}

// Error names the path once.
func (e *PlaceError) Error() string {
	cause := e.cause
	if isFull := errors.Is(cause, ErrFull); isFull {
		cause = ErrFull
	} else if p, ok := errors.AsType[*fs.PathError](cause); ok {
		cause = p.Err
	}
	return fmt.Sprintf("%s cannot be written: %v", e.Path, cause)
}

// Unwrap returns why.
func (e *PlaceError) Unwrap() error { return e.cause }

// placed is err as a [PlaceError] of path, or nil.
func placed(path string, err error) error {
	if err == nil {
		return nil
	}
	return &PlaceError{path, classify(err)}
}

// errClosed is the error of a write after Close.
var errClosed = errors.New("the database is closed")

// classify puts the fault or, where a row refers to one that is not there, [survey.ErrNotFound] before an
// error of SQLite or the system that means it.
func classify(err error) error {
	if isFault(err) {
		return err
	}
	if code(err) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY || state(err) == foreignKeyViolation {
		return fmt.Errorf("%w: %w", survey.ErrNotFound, err)
	}
	if f := faultOf(err); f != nil {
		return fmt.Errorf("%w: %w", f, err)
	}
	if err != nil && scanned.MatchString(err.Error()) {
		return fmt.Errorf("%w: %s", ErrDamaged, withoutValues(err.Error()))
	}
	return err
}

// scanned is how it begins what is said of a value in a row that is of another type than its column.
var scanned = regexp.MustCompile(`sql: Scan error on column index \d+, name "[^"]*"`)

// withoutValues cuts the text of an error off before it quotes what stands in a row.
func withoutValues(text string) string {
	if at := scanned.FindStringIndex(text); at != nil {
		return text[:at[1]]
	}
	return text
}

func isFault(err error) bool {
	_, ok := errors.AsType[*fault](err)
	return ok
}

func faultOf(err error) *fault {
	if busy(err) {
		return ErrBusy
	}
	if f := serverFault(err); f != nil {
		return f
	}
	if code(err) == sqlite3.SQLITE_CONSTRAINT_TRIGGER || state(err) == shutState {
		return ErrMoved
	}
	switch code(err) & 0xff {
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrDisk
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrDamaged
	case sqlite3.SQLITE_ERROR:
		if otherTables.MatchString(err.Error()) {
			return ErrDamaged
		}
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrFull
	case errors.Is(err, syscall.EIO), errors.Is(err, syscall.EROFS):
		return ErrDisk
	}
	return nil
}

// otherTables is said where what the program asks for, which it did at its start, is not there any more, or is not what it wrote.
var otherTables = regexp.MustCompile(`no such (table|column)|malformed JSON`)

// busy tells whether another program has the file, which also shows as a lock or as a step of the log that cannot be made.
func busy(err error) bool {
	c := code(err) & 0xff
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED || c == sqlite3.SQLITE_PROTOCOL
}

// fullOr puts [ErrFull] before an [ErrDisk] where the disk of dir is full: SQLite does not say so where a file beside the database cannot grow.
func fullOr(dir string, err error) error {
	if errors.Is(err, ErrDisk) && errors.Is(room(dir), ErrFull) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// told is what to say of an error of the database at path, which this process must not have open (see [readHeader]): [ErrDamaged] only where all of it
// can be read, for SQLite calls a file so whose disk has an error.
func told(path string, err error) error {
	if errors.Is(err, ErrDamaged) {
		for _, name := range []string{path, path + "-wal"} {
			if unread := readThrough(name); unread != nil && !errors.Is(unread, fs.ErrNotExist) {
				return fmt.Errorf("%w: %w", ErrDisk, unread)
			}
		}
	}
	return fullOr(filepath.Dir(path), err)
}

func readThrough(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, io.NewSectionReader(f, 0, math.MaxInt64))
	return err
}

// room returns an error unless the disk of dir has room for some of the largest writes that are usual.
func room(dir string) error {
	f, err := tempFile(dir)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	_, err = f.Write(make([]byte, 1<<18))
	return classify(err)
}

// code returns SQLite's extended result code, 0 for other errors.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

// taken reports whether err says that a unique key exists already.
func taken(err error) bool {
	return code(err) == sqlite3.SQLITE_CONSTRAINT_UNIQUE || state(err) == uniqueViolation
}

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
